"""The folder in which the web app keeps its database, builds and secret key: modes 0700 and 0600, local disks only.

Reading settings writes nothing: `prepare_home` is called by whoever starts the app.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from keerpunt.errors import PolicyRefused
from keerpunt.store.paths import private_folder

HOME_VARIABLE = "KEERPUNT_HOME"
DATABASE = "keerpunt.sqlite3"
BUILDS = "builds"
SECRET = "secret.key"  # noqa: S105 - the name of the file, not its content
NETWORK_FILE_SYSTEMS = frozenset(("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "9p", "fuse.sshfs", "afs", "ceph"))
MOUNTS = Path("/proc/self/mountinfo")


def home() -> Path:
    """Return the folder that KEERPUNT_HOME names, else one in the user's own data folder."""
    named = os.environ.get(HOME_VARIABLE, "")
    return Path(named).absolute() if named else Path.home() / ".local" / "share" / "keerpunt"


def read_secret(folder: Path) -> str:
    """Return the secret key of the folder, empty before the folder was prepared."""
    try:
        return (folder / SECRET).read_text(encoding="ascii").strip()
    except OSError:
        return ""


def prepare_home(folder: Path) -> None:
    """Make the folder, its secret key and an empty database, readable by their owner alone.

    Raises:
        PolicyRefused: the folder lies on a network share, where SQLite's locks do not hold.
    """
    private_folder(folder)
    if on_network_share(folder, MOUNTS.read_text(encoding="utf-8") if MOUNTS.exists() else ""):
        raise PolicyRefused("the folder lies on a network share; a database there can be damaged", place=str(folder))
    private_folder(folder / BUILDS)
    _write_once(folder / SECRET, secrets.token_urlsafe(50))
    _write_once(folder / DATABASE, "")


def on_network_share(folder: Path, mountinfo: str) -> bool:
    """Tell whether the mount that holds `folder` is a network file system; `mountinfo` as in proc(5)."""
    target, best, kind = folder.resolve(), Path(), ""
    for line in mountinfo.splitlines():
        before, _, after = line.partition(" - ")
        mount = Path(before.split()[4].replace("\\040", " "))
        if target.is_relative_to(mount) and len(mount.parts) >= len(best.parts):
            best, kind = mount, after.split()[0]
    return kind in NETWORK_FILE_SYSTEMS


def _write_once(path: Path, text: str) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        path.chmod(0o600)
        return
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(text)
