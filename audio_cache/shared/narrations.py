"""Narrations of several machines: what grows is in Redis, what is finished in a bucket."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import cast

import msgspec
import redis

from audio_cache.errors import NarrationGone, StoreAway
from audio_cache.folders.revisions import check_tag
from audio_cache.mp3.assemble import assemble
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import StoredCredentials
from audio_cache.plan import Finished, Outcome, Plan
from audio_cache.shared.bucket import Bucket
from audio_cache.shared.copies import Copies
from audio_cache.shared.hashes import (
    FINISHED_S,
    KNOWN,
    UNFINISHED_S,
    ArticleHashes,
    dated,
    decoded_record,
)
from audio_cache.shared.objects import NarrationObjects, NarrationRecord, SignedManifest, audio_name
from audio_cache.shared.relay import RelaySegments, away_when_lost
from audio_cache.shared.removal import Removals
from audio_cache.shared.revisions import SharedRevisions
from audio_cache.store import SegmentInfo, StoredSegment

log = logging.getLogger(__name__)

WITHDRAWN = "tts:withdrawn"
"""Redis set: articles whose objects have yet to be removed."""


READ_AHEAD = 8
"""Segments that are read at once for the file."""

RevisionsOf = Callable[[str], Sequence[str]]
"""From an article's id."""


class SharedAudio:
    """``WholeAudio`` in a bucket."""

    watched = None

    def __init__(self, finished: Finished, at: float, narrations: SharedNarrations) -> None:
        self.finished = finished
        self._at = at
        self._narrations = narrations

    @property
    def place(self) -> str:
        return self._narrations.bucket.address(audio_name(self.finished))

    def signed_address(self, seconds: int) -> str:
        return self._narrations.bucket.signed_address(audio_name(self.finished), seconds)

    def file(self) -> Path:
        return self._narrations.copy_of(self.finished, self._at)


class SharedNarrations(SharedRevisions):
    """``Narrations`` for any number of machines. Everything may raise StoreAway.

    A finished narration can be played while Redis is away, and while the bucket is by machines that have a
    copy of it. Until it is finished it lives in Redis alone, and what Redis forgets is made again.
    """

    def __init__(
        self,
        client: redis.Redis,
        bucket: Bucket,
        copies: Copies,
        relay: redis.Redis | None = None,
        revisions_of: RevisionsOf | None = None,
    ) -> None:
        """``relay``: the server that segments go through, if it is another one than ``client``'s. It may
        forget any of them. ``revisions_of``: those that the bucket may have of an article; without, it is
        asked for a list."""
        self.bucket = bucket
        self._client = client
        self._copies = copies
        objects = NarrationObjects(bucket)
        self._revisions_of = revisions_of or objects.revisions
        super().__init__(RelaySegments(relay or client), ArticleHashes(client, self._fields), objects)
        self.removals = Removals(self._hashes, objects)

    # -- planning --------------------------------------------------------------------------------------------

    def put_plan(self, plan: Plan, tag: bytes) -> None:
        super().put_plan(plan, tag)
        with away_when_lost():
            self._client.srem(WITHDRAWN, plan.article_id)
        if missing := {plan.segments[index].key for index in self.missing(plan)}:
            self._take_over(plan.narration, missing)

    def _take_over(self, narration: NarrationId, missing: set[str]) -> None:
        """Sentences that an earlier revision has in its file need not be spoken again."""
        for revision in self._hashes.names(narration.article_id, "d"):
            earlier = NarrationId(narration.article_id, revision)
            try:
                record = self._objects.marker(earlier)
                if missing and record is not None and earlier != narration:
                    missing -= self._relay_again(record, missing)
            except (StoreAway, FileNotFoundError) as error:
                log.warning("sentences of %s are spoken again: %s", earlier, error)

    def _relay_again(self, record: NarrationRecord, wanted: set[str]) -> set[str]:
        """Put those of ``wanted`` that the file of ``record`` has into the relay. Returns their keys."""
        planned = enumerate(record.plan.segments)
        here = {segment.key: index for index, segment in planned if segment.key in wanted}
        whole = self.copy_of(record.finished, record.at).read_bytes() if here else b""
        frames = whole[record.finished.tag_bytes :]
        for key, index in here.items():
            cue, info = record.finished.cues[index], record.infos[index]
            if info is not None:
                self.segments.put(key, StoredSegment(frames[cue.offset : cue.offset + cue.size], info))
        return set(here)

    # -- the finished file -----------------------------------------------------------------------------------

    def finish(self, plan: Plan, tag: bytes | None = None) -> Finished:
        done = self.finished(plan.narration)
        return done or self._finish(plan, self.tag(plan.narration) if tag is None else tag)

    def _finish(self, plan: Plan, tag: bytes) -> Finished:
        check_tag(plan, tag)
        script = self.script(plan.narration)
        if script is None:
            raise NarrationGone(f"{plan.narration} does not exist or was deleted")
        mark = self.removals.mark_before_file(plan.narration)
        segments, body = _Remembering(self.segments, plan), bytearray()
        made = assemble(plan, tag, segments, body.extend)
        data = bytes(body)
        record = NarrationRecord(
            finished=made,
            at=int(time.time()),
            plan=plan,
            tag=self.tag(plan.narration),
            script=script,
            infos=tuple(segments.infos.get(segment.key) for segment in plan.segments),
            outcomes=self._outcomes(plan.narration),
            articles=self._articles(plan.article_id),
        )
        record = msgspec.structs.replace(record, put_as=self._objects.put_audio(made, data))
        committed = self._commit(record)
        if committed == record:
            self._copies.keep(made, record.at, data)
        self._settle(plan, committed, mark)
        return committed.finished

    def _commit(self, record: NarrationRecord) -> NarrationRecord:
        """That of whoever was first."""
        made = record.finished
        if self._objects.create_marker(record):
            return record
        winner = self._objects.marker_now(made.narration)
        if winner is None:
            self._objects.drop_marker(made.narration)  # in vain, if it has just been deleted
            raise StoreAway(f"the marker of {made.narration} cannot be read, and is made anew")
        if winner.finished.etag != made.etag:
            self.bucket.delete([audio_name(made)])
        return winner

    def _settle(self, plan: Plan, record: NarrationRecord, mark: bytes) -> None:
        """Tell everyone, unless the article was deleted meanwhile: then what was just made goes too. ``mark``
        as it was before the file was put."""
        fields = {f"d/{plan.revision}": dated(record.finished, record.at)}
        settled = self._hashes.settle(plan.narration, fields, mark)
        if not settled:
            self._objects.drop(record.finished)
        if settled is None:
            raise StoreAway(f"{plan.narration} was being removed meanwhile, and its file is put again")
        if not settled:
            raise NarrationGone(f"{plan.narration} was deleted meanwhile")
        self._hashes.add(plan.article_id, {f"c/{plan.revision}": b""})
        self.clear_failure(plan.narration)
        self._hashes.live_for(plan.article_id, FINISHED_S)
        self.segments.let_go(segment.key for segment in plan.segments)

    def _outcomes(self, narration: NarrationId) -> dict[str, Outcome]:
        """Those that led to the narration, for the time when Redis has forgotten it."""
        name = narration.article_id
        found = {digest: self.outcome(name, digest) for digest in self._hashes.names(name, "o")}
        return {digest: one for digest, one in found.items() if one and one.revision == narration.revision}

    def _articles(self, article_id: str) -> dict[str, bytes]:
        """As they were read."""
        found = {digest: self.article(article_id, digest) for digest in self._hashes.names(article_id, "a")}
        return {digest: data for digest, data in found.items() if data}

    def audio(self, narration: NarrationId) -> SharedAudio | None:
        found = self._finished_at(narration)
        return SharedAudio(found[1], found[0], self) if found else None

    def audio_named(self, narration: NarrationId) -> str | None:
        """Name of the object that its commit marker names; None if there is none that can be read."""
        record = self._objects.marker_now(narration)
        return audio_name(record.finished) if record else None

    def copy_of(self, finished: Finished, at: float) -> Path:
        """Its file, with the time ``at``, on this machine. Raises FileNotFoundError when it is no longer in
        the bucket: then it is forgotten that it was finished, and it is made again when somebody asks for
        it."""
        name = audio_name(finished)
        path = self._copies.kept(finished) or self._copies.fetch(finished, at, self.bucket, name)
        if path is None:
            self._unfinish(finished)
            raise FileNotFoundError(audio_name(finished))
        return path

    def _unfinish(self, finished: Finished) -> None:
        if self.finished(finished.narration) != finished:
            return  # it was removed on purpose, just now
        log.error("the file of %s is not in %s, or is damaged", finished.narration, self.bucket.place)
        self.take_back(finished.narration)

    def take_back(self, narration: NarrationId) -> None:
        """Its file is damaged or lost: it is made again when somebody asks for it."""
        if self._objects.marker_now(narration) is not None:
            self.removals.silence(narration)
        else:
            self._objects.drop_marker(narration)  # it cannot be read
            self._hashes.remove(narration.article_id, f"d/{narration.revision}")

    def kept_infos(self, plan: Plan) -> tuple[SegmentInfo | None, ...] | None:
        finished = self.finished(plan.narration)
        record = self._objects.marker(plan.narration) if finished else None
        if finished is None or record is None or record.finished.etag != finished.etag:
            return None
        return record.infos if len(record.infos) == len(plan.segments) else None

    # -- credentials -----------------------------------------------------------------------------------------

    def put_credentials(self, finished: Finished, manifest: bytes, certificate: str) -> None:
        if self.finished(finished.narration) != finished:
            raise NarrationGone(f"{finished.narration} is no longer what was signed")
        signed = StoredCredentials(finished.etag, hashlib.sha256(manifest).hexdigest(), certificate)
        record = msgspec.json.encode(signed)
        self._objects.put_manifest(finished.narration, SignedManifest(record, manifest))
        needed = f"e/{finished.revision}"
        if not self._hashes.write(finished.article_id, {f"c/{finished.revision}": record}, needed):
            raise NarrationGone(f"{finished.narration} was deleted meanwhile")
        self._hashes.live_for(finished.article_id, FINISHED_S)

    def credentials(self, finished: Finished) -> StoredCredentials | None:
        record = self._of(finished.narration, "c")
        if record is None:
            found = self._objects.manifest(finished.narration)
            record = found.record if found else b""
            self._remember_credentials(finished, record)
        signed = decoded_record(record, StoredCredentials) if record else None
        return signed if signed is not None and signed.audio == finished.etag else None

    def _remember_credentials(self, finished: Finished, record: bytes) -> None:
        try:
            self._hashes.add(finished.article_id, {f"c/{finished.revision}": record})
        except StoreAway as error:
            log.debug("asked again next time: %s", error)

    def manifest(self, narration: NarrationId) -> bytes | None:
        finished, found = self.finished(narration), self._objects.manifest(narration)
        signed = decoded_record(found.record, StoredCredentials) if found else None
        if found is None or signed is None or (finished is not None and finished.etag != signed.audio):
            return None
        return found.manifest if hashlib.sha256(found.manifest).hexdigest() == signed.manifest else None

    # -- all of them -----------------------------------------------------------------------------------------

    def ids(self) -> Iterator[NarrationId]:
        """Those that are finished."""
        return self._objects.ids()

    def unread(self) -> Iterator[str]:
        """Those whose objects have yet to be removed: all else expires by itself."""
        with away_when_lost():
            found = cast(set[bytes], self._client.smembers(WITHDRAWN))
        return iter(sorted(name.decode() for name in found))

    def touch(self, article_id: str) -> None:
        """There is no folder to watch: whoever keeps files open asks the catalog again every second."""

    def delete(self, article_id: str) -> None:
        """From now on nobody finds it. If the bucket is away, its objects go later, when ``unread`` names
        it."""
        self._hashes.forget(article_id)
        with away_when_lost():
            self._client.sadd(WITHDRAWN, article_id)
        try:
            self._objects.drop_article(article_id)
        except StoreAway as error:
            log.warning("the objects of article %s are removed later: %s", article_id, error)
            return
        with away_when_lost():
            self._client.srem(WITHDRAWN, article_id)

    def expect(self, article_id: str) -> None:
        """That the bucket has nothing of it is known until it is spoken, however long it waits for that."""
        try:
            self._hashes.read(article_id, KNOWN)
            self._hashes.live_for(article_id, UNFINISHED_S)
        except StoreAway as error:
            log.debug("the bucket is asked for %s later: %s", article_id, error)

    def adopt(self, record: NarrationRecord) -> None:
        """Its objects were put by somebody else: have it found."""
        narration = record.finished.narration
        mark = self.removals.mark_before_file(narration)
        fields, finished = _fields_of(record), f"d/{narration.revision}"
        marker = fields.pop(finished)
        self._hashes.add(narration.article_id, fields)
        self._hashes.settle(narration, {finished: marker}, mark)

    def _fields(self, article_id: str) -> Mapping[str, bytes]:
        """See ``ArticleHashes``."""
        fields: dict[str, bytes] = {}
        for revision in self._revisions_of(article_id):
            narration = NarrationId(article_id, revision)
            if (record := self._objects.marker_now(narration)) is not None:
                fields |= _fields_of(record)
            elif (record := self._objects.quiet(narration)) is not None:
                fields |= _fields_of(record)
                del fields[f"d/{revision}"]
        return fields


def _fields_of(record: NarrationRecord) -> dict[str, bytes]:
    revision = record.finished.revision
    return {
        f"e/{revision}": b"1",
        f"s/{revision}": record.script,
        f"t/{revision}": record.tag,
        f"n/{revision}": msgspec.json.encode(record.plan),
        f"d/{revision}": dated(record.finished, record.at),
        **{f"o/{digest}": dated(outcome) for digest, outcome in record.outcomes.items()},
        **{f"a/{digest}": data for digest, data in record.articles.items()},
    }


class _Remembering:
    """The segments of a plan, in order, and what came with those that were taken."""

    def __init__(self, segments: RelaySegments, plan: Plan) -> None:
        self._segments = segments
        self._keys = [segment.key for segment in plan.segments]
        self._ahead: dict[str, StoredSegment] = {}
        self.infos: dict[str, SegmentInfo] = {}

    def get(self, key: str) -> StoredSegment | None:
        if key not in self._ahead:
            start = self._keys.index(key) if key in self._keys else len(self._keys)
            keys = self._keys[start : start + READ_AHEAD] or [key]
            self._ahead = dict(zip(keys, self._segments.get_run(keys), strict=False))
        found = self._ahead.get(key)
        if found is None:
            self._segments.drop_lost(key)
        else:
            self.infos[key] = found.info
        return found
