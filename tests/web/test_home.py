"""The home folder and the shell: private modes, local disks, one command to publish and one to set up the demo."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from keerpunt.errors import PolicyRefused
from keerpunt_web.config import home
from tests.web import builds

pytestmark = pytest.mark.slow

MOUNTS = """\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
23 22 0:40 / /srv/share rw - nfs4 server.example.org:/x rw
24 22 0:41 / /srv/share/local rw - ext4 /dev/sdb1 rw
25 22 0:42 / /srv/with\\040blank rw - cifs //server.example.org/x rw
"""


@pytest.mark.parametrize(
    ("folder", "shared"),
    [("/srv/share/keerpunt", True), ("/srv/share/local/x", False), ("/var/lib", False), ("/srv/with blank/x", True)],
)
def test_a_network_share_is_told_from_a_local_disk(folder: str, shared: bool) -> None:
    assert home.on_network_share(Path(folder), MOUNTS) is shared


def test_a_home_on_a_network_share_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:4 / {tmp_path} rw - nfs server.example.org:/ rw\n")
    monkeypatch.setattr(home, "MOUNTS", mounts)
    with pytest.raises(PolicyRefused, match="network share"):
        home.prepare_home(tmp_path / "home")


def test_the_home_is_private_and_its_key_stays(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    assert home.read_secret(folder) == ""
    home.prepare_home(folder)
    key = home.read_secret(folder)
    assert len(key) >= 50
    (folder / home.SECRET).chmod(0o644)
    home.prepare_home(folder)
    assert home.read_secret(folder) == key
    for path in (folder, *folder.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def shell(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code as the command line would: a process of its own, a home of its own."""
    environment = {**os.environ, "KEERPUNT_HOME": str(folder / "own-home")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    program = f"import json\nfrom pathlib import Path\nfrom keerpunt_web import shell\n{code}"
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)


def test_the_demo_is_set_up_once_and_found_again(tmp_path: Path, small_build: Path) -> None:
    code = f"print(json.dumps(shell.prepare_demo(Path({str(small_build)!r}), Path({str(tmp_path)!r}, 'logins.txt'))))"
    first, second = shell(tmp_path, code), shell(tmp_path, code)
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout) == json.loads(second.stdout)
    logins = json.loads(first.stdout)
    assert [role for _, _, role in logins] == ["Analyst", "Case Officer", "Approver", "Liaison", "Statistician"]
    assert all(len(password) >= 16 for _, password, _ in logins)
    assert len({password for _, password, _ in logins}) == len(logins)
    assert stat.S_IMODE((tmp_path / "logins.txt").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "own-home" / home.DATABASE).stat().st_mode) == 0o600
    assert shell(tmp_path, f"shell.publish_build(Path({str(small_build)!r}))").returncode == 0


def test_a_real_operation_gets_no_users_with_written_passwords(tmp_path: Path) -> None:
    build = builds.write(tmp_path / "b", range(1), run={"operation": "OP-REAL"})
    done = shell(tmp_path, f"shell.prepare_demo(Path({str(build)!r}), Path({str(tmp_path)!r}, 'logins.txt'))")
    assert done.returncode == 1
    assert "PolicyRefused" in done.stderr
    assert not (tmp_path / "logins.txt").exists()
    assert not (tmp_path / "own-home").exists()
