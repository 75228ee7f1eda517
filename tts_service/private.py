"""Articles before they are published, listeners' pages, keys of hubs: what the data folder holds is its
owner's alone."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

OTHERS = 0o077
"""What group and others might do."""
OURS = (
    "catalog.db*",
    "audio",
    "artwork",
    "voices",
    "kept",
    "redis",
    "shows.toml",
    "lexicon.toml",
    "gtts.*",
    "openai.*",
)
"""What the service keeps in the data folder."""
LOOKED_INTO = ("kept", "redis")
"""Few files, some of which were made readable to all. The other folders are closed, and so is what is in
them."""


def _umask() -> int:
    mask = os.umask(OTHERS)
    os.umask(mask)
    return mask


_FOUND = _umask()
"""What whoever started us wants of files that are his."""


def keep_private() -> None:
    """From now on, whatever this process and its children make is for its owner only. For entry points."""
    os.umask(OTHERS)


def hand_over(path: Path) -> None:
    """``path`` was made for somebody outside: give it the mode that files of this user have."""
    path.chmod(0o666 & ~_FOUND)


def tighten(folder: Path) -> None:
    """Take from others what an older version has let them read in the data folder.

    The folder itself stays open where it holds things that are not ours, or belongs to somebody else.
    """
    with contextlib.suppress(OSError):
        names = list(folder.iterdir())
        ours = [path for path in names if any(fnmatch(path.name, pattern) for pattern in OURS)]
        for path in _with_contents(ours):
            _close(path)
        if len(ours) == len(names):
            _close(folder)


def _with_contents(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.name in LOOKED_INTO and path.is_dir() and not path.is_symlink():
            yield from path.iterdir()
        yield path


def _close(path: Path) -> None:
    """What is a link, somebody else's, or everybody's (such as /tmp) is left alone."""
    with contextlib.suppress(OSError):
        status = path.lstat()
        mode = stat.S_IMODE(status.st_mode)
        left_alone = stat.S_ISLNK(status.st_mode) or status.st_uid != os.getuid() or mode & stat.S_ISVTX
        if mode & OTHERS and not left_alone:
            path.chmod(mode & ~OTHERS)
