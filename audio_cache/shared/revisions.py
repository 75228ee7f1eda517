"""Requests, and revisions before they are finished: all in the article's hash."""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from audio_cache.errors import NarrationGone
from audio_cache.folders.paths import checked
from audio_cache.folders.revisions import check_tag
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import NarrationState
from audio_cache.plan import Failure, Finished, Outcome, Plan
from audio_cache.shared.hashes import GONE, ArticleHashes, dated, decoded_record, read_dated
from audio_cache.shared.objects import NarrationObjects
from audio_cache.shared.relay import RelaySegments

KEPT_EVERY_S = 600.0
"""Sentences live for an hour after that."""
KEPT_AT_ONCE = 1000


class SharedRevisions:
    def __init__(self, segments: RelaySegments, hashes: ArticleHashes, objects: NarrationObjects) -> None:
        self.segments = segments
        self._hashes = hashes
        self._objects = objects
        self._kept_at: dict[NarrationId, float] = {}
        """When its sentences were last made to stay, by this process's clock."""

    # -- requests --------------------------------------------------------------------------------------------

    def put_outcome(self, article_id: str, digest: str, outcome: Outcome) -> None:
        needed = f"e/{outcome.revision}" if outcome.revision else ""
        if not self._hashes.write(article_id, {f"o/{checked(digest)}": dated(outcome)}, needed):
            raise NarrationGone(f"{article_id}/{outcome.revision} does not exist or was deleted")

    def outcome(self, article_id: str, digest: str) -> Outcome | None:
        found = self._dated_outcome(article_id, digest)
        return found[1] if found else None

    def clear_outcome(self, article_id: str, digest: str) -> None:
        self._hashes.remove(article_id, f"o/{checked(digest)}")

    def settled_s(self, article_id: str, digest: str) -> float:
        found: tuple[float, Outcome | Failure] | None = self._dated_outcome(article_id, digest)
        if found and isinstance(found[1], Outcome) and (revision := found[1].revision):
            found = read_dated(self._field(article_id, f"f/{revision}"), Failure)
        return time.time() - found[0] if found else math.inf

    def put_page(self, article_id: str, digest: str, data: bytes) -> None:
        self._hashes.write(article_id, {f"p/{checked(digest)}": data})

    def page(self, article_id: str, digest: str) -> bytes | None:
        return self._field(article_id, f"p/{checked(digest)}")

    def clear_page(self, article_id: str, digest: str) -> None:
        self._hashes.remove(article_id, f"p/{checked(digest)}")

    def put_article(self, article_id: str, digest: str, data: bytes) -> None:
        self._hashes.write(article_id, {f"a/{checked(digest)}": data})

    def article(self, article_id: str, digest: str) -> bytes | None:
        return self._field(article_id, f"a/{checked(digest)}")

    def clear_article(self, article_id: str, digest: str) -> None:
        self._hashes.remove(article_id, f"a/{checked(digest)}")

    def put_picture(self, article_id: str, name: str, data: bytes) -> None:
        """Pictures go with the hash, and are fetched again."""
        if self._hashes.is_there(article_id):
            self._hashes.write(article_id, {f"i/{checked(name)}": data})

    def picture(self, article_id: str, name: str) -> bytes | None:
        return self._field(article_id, f"i/{checked(name)}")

    def put_recording(self, article_id: str, digest: str, path: Path) -> None:
        """Straight to the bucket. Looks for a deletion afterwards, which may have removed the others by
        then."""
        if not self._hashes.is_there(article_id):
            return
        self._objects.put_recording(article_id, digest, path)
        if self._field(article_id, GONE) is not None:
            self._objects.drop_recordings(article_id, ())

    @contextmanager
    def recording(self, article_id: str, digest: str) -> Iterator[Path | None]:
        with tempfile.NamedTemporaryFile() as file:
            found = self._objects.fetch_recording(article_id, digest, file.write)
            file.flush()
            yield Path(file.name) if found else None

    def drop_recordings(self, article_id: str, but: Collection[str] = ()) -> None:
        self._objects.drop_recordings(article_id, but)

    # -- revisions -------------------------------------------------------------------------------------------

    def put_script(self, narration: NarrationId, data: bytes) -> None:
        revision = checked(narration.revision)
        self._hashes.create(narration.article_id, {f"s/{revision}": data, f"e/{revision}": b"1"})

    def script(self, narration: NarrationId) -> bytes | None:
        return self._of(narration, "s")

    def exists(self, narration: NarrationId) -> bool:
        return self._of(narration, "e") is not None

    def is_deleted(self, narration: NarrationId) -> bool:
        return self._field(narration.article_id, GONE) is not None

    def put_plan(self, plan: Plan, tag: bytes) -> None:
        check_tag(plan, tag)
        self.segments.want(plan.keys)
        revision = checked(plan.revision)
        fields = {f"n/{revision}": msgspec.json.encode(plan), f"t/{revision}": tag}
        if not self._hashes.write(plan.article_id, fields, f"e/{revision}"):
            raise NarrationGone(f"{plan.narration} does not exist or was deleted")

    def want(self, plan: Plan) -> bool:
        if self.plan(plan.narration) is None:
            return False
        self.segments.want(plan.keys)
        return True

    def plan(self, narration: NarrationId) -> Plan | None:
        return decoded_record(self._of(narration, "n"), Plan)

    def tag(self, narration: NarrationId) -> bytes:
        tag = self._of(narration, "t")
        if tag is None:
            raise NarrationGone(f"{narration} has no plan")
        return tag

    def sizes(self, plan: Plan) -> list[int | None]:
        return self.segments.sizes([segment.key for segment in plan.segments])

    def missing(self, plan: Plan) -> list[int]:
        """Workers ask this at each step: what they have spoken stays until the last sentence is there,
        however long that takes."""
        found = list(zip(plan.segments, self.sizes(plan), strict=True))
        if time.monotonic() - self._kept_at.get(plan.narration, -math.inf) > KEPT_EVERY_S:
            if len(self._kept_at) >= KEPT_AT_ONCE:
                self._kept_at.clear()
            self._kept_at[plan.narration] = time.monotonic()
            self.segments.keep(segment.key for segment, size in found if size is not None)
        return [index for index, (_, size) in enumerate(found) if size is None]

    def put_failure(self, narration: NarrationId, failure: Failure) -> None:
        fields = {f"f/{checked(narration.revision)}": dated(failure)}
        if not self._hashes.write(narration.article_id, fields, f"e/{narration.revision}"):
            raise NarrationGone(f"{narration} does not exist or was deleted")

    def failure(self, narration: NarrationId) -> Failure | None:
        found = read_dated(self._of(narration, "f"), Failure)
        return found[1] if found else None

    def clear_failure(self, narration: NarrationId) -> None:
        self._hashes.remove(narration.article_id, f"f/{checked(narration.revision)}")

    def look(self, narration: NarrationId) -> NarrationState:
        revision = checked(narration.revision)
        gone, plan, failure, finished = self._hashes.read(
            narration.article_id, GONE, *(f"{kind}/{revision}" for kind in "nfd")
        )
        failed = read_dated(failure, Failure)
        return NarrationState(
            gone is not None,
            decoded_record(plan, Plan),
            failed[1] if failed else None,
            found[1] if (found := read_dated(finished, Finished)) else None,
        )

    def finished(self, narration: NarrationId) -> Finished | None:
        found = self._finished_at(narration)
        return found[1] if found else None

    def _finished_at(self, narration: NarrationId) -> tuple[float, Finished] | None:
        return read_dated(self._of(narration, "d"), Finished)

    def revisions(self, article_id: str) -> list[str]:
        return self._hashes.names(article_id, "e")

    # -- inside ----------------------------------------------------------------------------------------------

    def _dated_outcome(self, article_id: str, digest: str) -> tuple[float, Outcome] | None:
        return read_dated(self._field(article_id, f"o/{checked(digest)}"), Outcome)

    def _of(self, narration: NarrationId, kind: str) -> bytes | None:
        return self._field(narration.article_id, f"{kind}/{checked(narration.revision)}")

    def _field(self, article_id: str, field: str) -> bytes | None:
        return self._hashes.read(article_id, field)[0]
