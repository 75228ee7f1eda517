"""What names one narration, on disk and everywhere else."""

from __future__ import annotations

import msgspec


class NarrationId(msgspec.Struct, frozen=True):
    """One revision of an article. ``str()`` gives "article/revision", as in paths and addresses."""

    article_id: str
    revision: str

    def __str__(self) -> str:
        return f"{self.article_id}/{self.revision}"
