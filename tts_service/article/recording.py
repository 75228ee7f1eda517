"""What is kept of a person's reading with the request for its article. Pure, and light."""

from __future__ import annotations

import msgspec

from tts_service.article.hashing import short_hash


class Recording(msgspec.Struct, frozen=True, omit_defaults=True):
    """A person's reading of an article, in the place of the voice. ``digest`` is the SHA-256 of the file as
    it was uploaded, ``by`` who reads ("" if not stated), ``at`` when it was uploaded (ISO 8601)."""

    digest: str
    by: str = ""
    at: str = ""

    @property
    def id(self) -> str:
        """Names this upload: the same file again is another one, and may be of another text."""
        return short_hash(msgspec.json.encode(self))


class TextPlace(msgspec.Struct, frozen=True):
    """Sentences ``first`` up to ``end`` of ``sentences``, which are some of an article, each by a hash of its
    words."""

    first: int
    end: int
    sentences: tuple[str, ...]

    @property
    def own(self) -> tuple[str, ...]:
        return self.sentences[self.first : self.end]


class SectionRecording(Recording, frozen=True, kw_only=True, omit_defaults=True):
    """A person's reading of some paragraphs, which stood at ``place`` when it was uploaded."""

    place: TextPlace
