"""A small sources folder to spoil: one canonical file, declared as it should be."""

from __future__ import annotations

from pathlib import Path

HEAD = """[operation]
code = "TEST-1"
unit_country = "NL"
legal_basis = "order 1"
purpose = "test"
[platform]
name = "platform-1"
time_zone = "Europe/Copenhagen"
time_zone_basis = "documented"
time_zone_reference = "manual, page 1"
"""
SOURCE = """[[source]]
path = "{path}"
format = "{format}"
origin = "{origin}"
received_from = "unit 1"
received_on = 2024-12-03
{more}
"""
ACCOUNTS = (
    "platform_account_id,username,email,registered\n"
    "u1,alpha,a@mail.example.org,2024-01-02T10:00:00+01:00\n"
    "u2,beta,b@mail.example.org,2024-01-03T10:00:00+01:00\n"
)


def declared(path: str, file_format: str, origin: str = "platform:platform-1", more: str = "") -> str:
    """Return a `[[source]]` block."""
    return SOURCE.format(path=path, format=file_format, origin=origin, more=more)


def sources_folder(root: Path, files: dict[str, str | bytes] | None = None, blocks: str | None = None) -> Path:
    """Write a sources folder; by default two accounts as canonical CSV."""
    root.mkdir(parents=True, exist_ok=True)
    for name, body in (files if files is not None else {"accounts.csv": ACCOUNTS}).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body.encode() if isinstance(body, str) else body)
    wanted = blocks if blocks is not None else declared("accounts.csv", "canonical", more='table = "account"')
    (root / "operation.toml").write_text(HEAD + wanted)
    return root
