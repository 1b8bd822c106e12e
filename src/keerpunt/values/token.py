"""Keyed tokens: the same value gives the same token under one key, and no token gives the value back."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from keerpunt.errors import UsageRefused

KEY_VARIABLE = "KEERPUNT_TOKEN_KEY_FILE"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A secret of 32 bytes; `derived` keys come from the input bytes and serve only a run without history."""

    secret: bytes
    derived: bool = False

    @property
    def key_id(self) -> str:
        """Return a name of the key that may be published: 16 hex of a digest under its own domain."""
        return hashlib.sha256(b"keerpunt key id\0" + self.secret).hexdigest()[:16]

    def token(self, kind: str, value: str) -> str:
        """Return `<kind>:<16 hex>`, HMAC-SHA-256 over kind and value (INTAKE.md section 5)."""
        digest = hmac.digest(self.secret, f"{kind}\0{value}".encode(), "sha256")
        return f"{kind}:{digest.hex()[:16]}"


def derive_key(digests: Iterable[str]) -> TokenKey:
    """Derive a key from the SHA-256 digests of all inputs, in any order; it is never written anywhere."""
    body = "\n".join(sorted(digests)).encode()
    return TokenKey(hashlib.blake2b(body, digest_size=KEY_BYTES, person=b"keerpunt").digest(), derived=True)


def make_key_file(path: Path, secret: bytes | None = None) -> None:
    """Write a new key with mode 0600; refuses to replace an existing file (UsageRefused)."""
    body = (secret or secrets.token_bytes(KEY_BYTES)).hex() + "\n"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageRefused("the key file exists already; keys are never replaced", place=str(path)) from None
    except OSError as error:
        raise UsageRefused(f"the key file cannot be written ({error.strerror})", place=str(path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(body)


def load_key() -> TokenKey | None:
    """Return the key of the file that KEERPUNT_TOKEN_KEY_FILE names, None if it names none (UsageRefused if bad)."""
    name = os.environ.get(KEY_VARIABLE, "")
    if not name:
        return None
    try:
        secret = bytes.fromhex(Path(name).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise UsageRefused("the token key file cannot be read as hex text", place=KEY_VARIABLE) from None
    if len(secret) != KEY_BYTES:
        raise UsageRefused(f"the token key must have {KEY_BYTES} bytes", place=KEY_VARIABLE)
    return TokenKey(secret)
