"""Removing single narrations from the bucket while workers may be making the same ones.

Objects cannot be removed on a condition, so both sides leave a mark in the article's hash:

    x/<revision>     "going …" while its objects are being removed, "went …" afterwards

Whoever removes sets the mark, which hides the narration from everybody, and looks for it again before each
object. Whoever finishes a file looks for a mark before and after: if it has changed in between, parts of the
file may be gone, and it is put again. Nothing that can be seen has lost a part, whichever comes last.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Sequence

from audio_cache.errors import StoreAway
from audio_cache.narration_id import NarrationId
from audio_cache.plan import Outcome
from audio_cache.shared.hashes import ArticleHashes, read_dated
from audio_cache.shared.objects import (
    CREDENTIALS,
    MARKERS,
    QUIET,
    NarrationObjects,
    audio_name,
    object_name,
)

OVER_S = 600.0
"""A removal takes seconds. One that has taken longer died, or finds its mark gone when it wakes up."""
GOING, WENT = b"going", b"went"


class Removals:
    def __init__(self, hashes: ArticleHashes, objects: NarrationObjects) -> None:
        self._hashes = hashes
        self._objects = objects

    def mark_before_file(self, narration: NarrationId) -> bytes:
        """The mark that a file is to be finished with; b"" for none. Raises StoreAway while the last one is
        being removed."""
        mark = self._mark(narration)
        if not mark.startswith(GOING):
            return mark
        if time.time() - float(mark.split()[2]) < OVER_S:
            raise StoreAway(f"the last file of {narration} is just being removed")
        self._hashes.remove(narration.article_id, f"x/{narration.revision}")
        return b""

    def silence(self, narration: NarrationId) -> bool:
        """Remove the file; script, plan and what led to them stay, so that it is made again when somebody
        asks for it. False if somebody else is at it."""
        record = self._objects.marker_now(narration)
        if record is None:
            return True
        self._objects.put_quiet(record)
        names = [object_name(MARKERS, narration), audio_name(record.finished)]
        return self._remove(narration, names, b"quiet", [f"d/{narration.revision}"])

    def remove(self, narration: NarrationId, also: Sequence[str] = ()) -> bool:
        """Remove the revision, the outcomes that lead to it, and the objects ``also``. False if somebody else
        is at it."""
        record = self._objects.marker_now(narration)
        audio = [audio_name(record.finished)] if record else []
        names = [object_name(folder, narration) for folder in (MARKERS, QUIET, CREDENTIALS)]
        fields = [f"{kind}/{narration.revision}" for kind in "estnfdc"]
        fields += self._outcomes(narration)
        return self._remove(narration, [*dict.fromkeys((*names, *audio, *also))], b"whole", fields)

    def remove_strays(self, narration: NarrationId, names: Sequence[str]) -> bool:
        """Remove files ``names`` that no marker names; whoever is making one of them puts it again."""
        record = self._objects.marker_now(narration)
        if record is None:
            return self._remove(narration, names, b"quiet", [f"d/{narration.revision}"])
        for name in names:
            if name != audio_name(record.finished):
                self._objects.delete(name)
        return True

    def _remove(
        self, narration: NarrationId, names: Sequence[str], kind: bytes, fields: Sequence[str]
    ) -> bool:
        """In the order of ``names``: markers first, for without one a file is nothing."""
        if self._is_going(narration):
            return False
        mark = b" ".join((GOING, kind, str(time.time()).encode(), secrets.token_hex(8).encode()))
        self._hashes.mark(narration, mark, fields)
        for name in names:
            if self._mark(narration) != mark:
                return False
            self._objects.delete(name)
        if self._mark(narration) == mark:
            self._hashes.mark(narration, mark.replace(GOING, WENT), [])
        return True

    def _is_going(self, narration: NarrationId) -> bool:
        try:
            self.mark_before_file(narration)
        except StoreAway:
            return True
        return False

    def _mark(self, narration: NarrationId) -> bytes:
        return self._hashes.read(narration.article_id, f"x/{narration.revision}")[0] or b""

    def _outcomes(self, narration: NarrationId) -> list[str]:
        digests = self._hashes.names(narration.article_id, "o")
        fields = [f"o/{digest}" for digest in digests]
        found = zip(fields, self._hashes.read(narration.article_id, *fields), strict=True) if fields else ()
        dated = ((field, read_dated(data, Outcome)) for field, data in found)
        return [field for field, one in dated if one and one[1].revision == narration.revision]
