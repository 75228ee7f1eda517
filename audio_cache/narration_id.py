"""What names one narration, on disk and everywhere else."""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class NarrationId(msgspec.Struct, frozen=True):
    """One revision of an article. ``str()`` gives "article/revision", as in paths and addresses."""

    article_id: str
    revision: str

    def __str__(self) -> str:
        return f"{self.article_id}/{self.revision}"


class RecordingName(NamedTuple):
    """A recording of an article, as it was uploaded, by the SHA-256 of the file."""

    article_id: str
    digest: str
