"""The trail of what was changed and by whom: one line each, to the logger ``tts_service.audit``. See
docs/operations.md.

This is a security log, and the only place where an address of a client is written down: that of whoever
changes something, logs in, or shows a key that is none. Those who listen are never in it.
"""

from __future__ import annotations

import hashlib
import logging

log = logging.getLogger("tts_service.audit")

HOOK, NOBODY = "hook", "-"
MOST_CHARS = 200


def note(what: str, who: str = NOBODY, client: str = NOBODY, **about: str) -> None:
    """``what`` was done, as in ``article.withdrawn``; ``who``: key:…, session:…, hook, or - where there
    are no keys."""
    log.info("%s", _line(what=what, who=who, client=client, **about))


def warn(what: str, who: str = NOBODY, client: str = NOBODY, **about: str) -> None:
    """``what`` was tried, and refused."""
    log.warning("%s", _line(what=what, who=who, client=client, **about))


def _line(**fields: str) -> str:
    return " ".join(f"{name}={_written(value)}" for name, value in fields.items())


def fingerprint(key: str) -> str:
    """What is written of an API key: enough to tell which of a few it was, and too little to find it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def _written(value: str) -> str:
    """As it is, or in quotes where it could be taken for something else."""
    short = value[:MOST_CHARS]
    plain = short.isascii() and short.isprintable() and short and not set(' "=\\') & set(short)
    return short if plain else ascii(short)
