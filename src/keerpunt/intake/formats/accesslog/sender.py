"""What stands before the time of a line: who sent the request, and as whom.

peer ident user
virtual-host peer ident user             (with or without `:port`)
[virtual-host] list [peer] ident user    (a list of addresses, as nginx writes X-Forwarded-For there)
"""

from __future__ import annotations

import re
from typing import NamedTuple

from keerpunt.intake.formats.accesslog.address import address_of

_AT_PORT = re.compile(r":\d{1,5}$", re.ASCII)


class Sender(NamedTuple):
    """Peer and user as text; `listed` is the list of addresses, and the peer may then be `''`."""

    host: str
    user: str
    listed: str = ""


def sender_of(text: str) -> Sender | None:
    """Read what stands before the time, None for what is too little."""
    if "," in text:
        listed = _listed(text)
        if listed is not None:
            return listed
    words = text.strip().split(" ", 2)
    if len(words) < 2 or '"' in words[0]:
        return None
    host, ident, user = words[0], words[1], words[2].strip() if len(words) > 2 else ""
    if " " in user and ident != "-" and _is_virtual(host, ident):
        return Sender(ident, user.partition(" ")[2].strip())
    return Sender(host, user)


def _is_virtual(host: str, ident: str) -> bool:
    """Tell whether the first of four words is the virtual host; a user may hold a blank as well.

    It is a name with a port, or a name before something that looks like a peer.
    """
    at_port = _AT_PORT.search(host) is not None
    return at_port or (address_of(host) is None and (address_of(ident) is not None or "." in ident))


def _listed(text: str) -> Sender | None:
    """Read a line that begins with a list of addresses, in quotes or not, None for any other."""
    words = text.replace('"', "").split()
    with_comma = [place for place, word in enumerate(words) if "," in word]
    first, last = with_comma[0], with_comma[-1]
    if words[last].endswith(","):
        last += 1
    after = words[last + 1 :]
    if first > 1 or with_comma != list(range(first, with_comma[-1] + 1)) or len(after) < 2:
        return None
    listed = " ".join(words[first : last + 1])
    return Sender("", after[1], listed) if len(after) == 2 else Sender(after[0], " ".join(after[2:]), listed)
