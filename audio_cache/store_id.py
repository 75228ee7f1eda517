"""The id of an audio cache: by it, processes find out whether they use the same one.

    <root>/.id     32 hex digits, written once, by the first process that asks

It names the folder, so a backup or another copy of a cache does not take it along. Pruning leaves it alone.
"""

from __future__ import annotations

import logging
import re
import secrets
from pathlib import Path

from audio_cache.disk import PendingFile

NAME = ".id"

_ID = re.compile(rb"[0-9a-f]{32}\n?")

log = logging.getLogger(__name__)


def store_id(root: Path) -> str:
    """The id of the cache in ``root``, made if there is none; "" if it can be neither read nor made."""
    try:
        if not (root / NAME).exists():
            _make(root)
    except OSError as error:
        log.warning("the audio cache has no id: %s", error)
    return known_store_id(root)


def known_store_id(root: Path) -> str:
    """As ``store_id``; "" also if there is none yet. Nothing is written."""
    try:
        found = (root / NAME).read_bytes()
    except OSError:
        return ""
    return found.decode().strip() if _ID.fullmatch(found) else ""


def id_problem(root: Path) -> str:
    """What is wrong with the id; "" if it is whole or absent."""
    return "this is no id" if (root / NAME).exists() and not known_store_id(root) else ""


def _make(root: Path) -> None:
    root.mkdir(parents=True, exist_ok=True)
    with PendingFile(root / NAME, durable=True) as draft:
        draft.write(f"{secrets.token_hex(16)}\n".encode())
        draft.publish_first()
