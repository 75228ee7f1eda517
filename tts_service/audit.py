"""The audit log: what was changed, by whom, and when. Each change is one line to the logger
``tts_service.audit``, and one row in the catalog (``catalog.audit_log``). See docs/keys.md.

The line is a security log, and the only place where an address of a client is written down: that of whoever
changes something, logs in, or shows a key that is none. The row is kept longer and seen by more people, and
has the client's network alone. Those who listen are in neither.
"""

from __future__ import annotations

import getpass
import hashlib
import ipaddress
import logging
import os

import msgspec

log = logging.getLogger("tts_service.audit")

HOOK, NOBODY, SCHEDULE = "hook", "-", "schedule"
MOST_CHARS = 200
NETWORK_BITS = {4: 24, 6: 48}
"""Of an address, what a row has of it: enough to tell the office from elsewhere."""


class Actor(msgspec.Struct, frozen=True):
    """Who changes something. ``who``: key:…, session:…, proxy:…, cli:…, hook, schedule, or - where there are
    no keys. ``name``: of the key or the editor, for people to read. ``address``: the client's."""

    who: str = NOBODY
    name: str = ""
    address: str = NOBODY


def note(what: str, who: str = NOBODY, client: str = NOBODY, **about: str) -> None:
    """Write the line alone: ``what`` was done, as in ``article.withdrawn``."""
    log.info("%s", _line(what=what, who=who, client=client, **about))


def warn(what: str, who: str = NOBODY, client: str = NOBODY, **about: str) -> None:
    """``what`` was tried, and refused. That changes nothing, so there is no row of it."""
    log.warning("%s", _line(what=what, who=who, client=client, **about))


def _line(**fields: str) -> str:
    return " ".join(f"{name}={_written(value)}" for name, value in fields.items())


def fingerprint(key: str) -> str:
    """What is written of an API key: enough to tell which of a few it was, and too little to find it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def network_of(address: str) -> str:
    """The network around ``address``, such as 203.0.113.0/24; "" for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((parsed, NETWORK_BITS[parsed.version]), strict=False))


def command_line() -> Actor:
    """Whoever has called a command, by the name of the operating system; of sudo, that of who called it."""
    try:
        user = os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):  # a number without a name
        user = str(os.getuid())
    return Actor(f"cli:{user}", user)


def _written(value: str) -> str:
    """As it is, or in quotes where it could be taken for something else."""
    short = value[:MOST_CHARS]
    plain = short.isascii() and short.isprintable() and short and not set(' "=\\') & set(short)
    return short if plain else ascii(short)
