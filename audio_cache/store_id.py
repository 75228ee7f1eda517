"""The id of an audio cache: by it, processes find out whether they use the same one.

    <root>/.id     32 hex digits, written once, by the first process that asks

It names the folder, so a backup or another copy of a cache does not take it along. Pruning leaves it alone.
"""

from __future__ import annotations

import re
import secrets
from pathlib import Path

from audio_cache.disk import PendingFile, clear_when_full, read_or_none

NAME = ".id"

_ID = re.compile(rb"[0-9a-f]{32}")


def store_id(root: Path) -> str:
    """The id of the cache in ``root``, made if there is none; "" if it is damaged (``verify`` reports that).
    Raises StoreFull and StoreReadOnly."""
    if not (root / NAME).exists():
        with clear_when_full(root):
            root.mkdir(parents=True, exist_ok=True)
            with PendingFile(root / NAME, durable=True) as draft:
                draft.write(f"{secrets.token_hex(16)}\n".encode())
                draft.publish_first()
    return known_store_id(root)


def known_store_id(root: Path) -> str:
    """As ``store_id``; "" also if there is none yet. Nothing is written."""
    found = (read_or_none(root / NAME) or b"").strip()
    return found.decode() if _ID.fullmatch(found) else ""


def id_problem(root: Path) -> str:
    """What is wrong with the id; "" if it is whole or absent."""
    return "this is no id" if (root / NAME).exists() and not known_store_id(root) else ""
