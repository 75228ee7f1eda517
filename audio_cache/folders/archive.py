"""A folder as a place that finished narrations are copied to and from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import msgspec

from audio_cache.disk import PendingFile, clear_when_full, publish, read_or_none, read_record
from audio_cache.folders.digests import forget_digests, note_digests
from audio_cache.folders.finishing import KeptWords
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.folders.paths import STAMPED, ArticleFolder
from audio_cache.local import LocalStore
from audio_cache.narration_id import NarrationId, RecordingName
from audio_cache.plan import Finished, Outcome, Plan
from audio_cache.shared.objects import NarrationRecord, SignedManifest
from audio_cache.upkeep.moving import Packed
from audio_cache.words import segment_infos

_PIECE_BYTES = 1 << 20


class FolderArchive:
    """``root`` is the folder of segments and narrations. Segments are not copied: what is finished has its
    own file, and word times are kept with it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._narrations = FolderNarrations(root, LocalStore(root))

    @property
    def place(self) -> str:
        return str(self._root)

    def held(self) -> Iterator[tuple[NarrationId, str]]:
        for narration in self._narrations.ids():
            if (finished := self._narrations.finished(narration)) is not None:
                yield narration, finished.etag

    def pack(self, narration: NarrationId) -> Packed | None:
        here, folder = self._narrations, self._narrations.folders.revision(narration)
        plan, finished, script = here.plan(narration), here.finished(narration), here.script(narration)
        audio, tag = read_or_none(folder.audio), read_or_none(folder.tag)
        if plan is None or finished is None or script is None or audio is None or tag is None:
            return None
        if hashlib.sha256(audio).hexdigest() != finished.etag:
            return None
        return Packed(self._record(plan, finished, tag, script), audio, self._manifest(finished))

    def unpack(self, packed: Packed) -> bool:
        record, narration = packed.record, packed.record.finished.narration
        folder = self._narrations.folders.revision(narration)
        known = read_record(folder.finished, Finished)
        if known is not None and known != record.finished and folder.wanted_at() > record.at:
            return not self._narrations.problem(narration)
        with clear_when_full(self._root):
            self._write(packed)
            for name in STAMPED:  # as old as they are: pruning goes by that
                os.utime(folder.path / name, (record.at, record.at))
            os.utime(folder.audio, (record.at, record.at))
        return not self._narrations.problem(narration)

    def remove(self, narration: NarrationId) -> None:
        """With its article, if that has no other."""
        if self._narrations.revisions(narration.article_id) == [narration.revision]:
            self._narrations.delete(narration.article_id)
        else:
            self._narrations.unfinish(narration)

    def recordings(self) -> Iterator[RecordingName]:
        for article_id in self._narrations.folders.articles():
            for path in self._narrations.folders.article(article_id).recordings():
                yield RecordingName(article_id, _digest(path))

    def recording(self, name: RecordingName) -> AbstractContextManager[Path | None]:
        return self._narrations.recording(*name)

    def put_recording(self, name: RecordingName, path: Path) -> None:
        kept = self._narrations.folders.article(name.article_id).recording(name.digest)
        with clear_when_full(self._root), path.open("rb") as file:
            kept.parent.mkdir(parents=True, exist_ok=True)  # nothing of the article may be finished yet
            with PendingFile(kept, durable=True) as draft:
                while piece := file.read(_PIECE_BYTES):
                    draft.write(piece)
                draft.publish()

    def drop_recording(self, name: RecordingName) -> None:
        self._narrations.folders.article(name.article_id).recording(name.digest).unlink(missing_ok=True)

    def _record(self, plan: Plan, finished: Finished, tag: bytes, script: bytes) -> NarrationRecord:
        article = self._narrations.folders.article(plan.article_id)
        return NarrationRecord(
            finished=finished,
            at=int(article.revision(plan.revision).finished.stat().st_mtime),
            plan=plan,
            tag=tag,
            script=script,
            infos=tuple(segment_infos(self._narrations, plan, finished.cues)),
            outcomes=_outcomes(article, plan.revision),
            articles={_digest(path): path.read_bytes() for path in article.path.glob("article-*.json")},
        )

    def _manifest(self, finished: Finished) -> SignedManifest | None:
        signed = self._narrations.credentials(finished)
        manifest = self._narrations.manifest(finished.narration)
        return SignedManifest(msgspec.json.encode(signed), manifest) if signed and manifest else None

    def _write(self, packed: Packed) -> None:
        """What is referred to before what refers to it; the commit marker last."""
        record, narration = packed.record, packed.record.finished.narration
        folder = self._narrations.folders.revision(narration)
        article = self._narrations.folders.article(narration.article_id)
        self._narrations.put_script(narration, record.script)
        for digest, data in record.articles.items():
            publish(article.article(digest), data)
        with self._narrations.writing():
            folder.finished.unlink(missing_ok=True)
            forget_digests(folder)
            publish(folder.tag, record.tag)
            publish(folder.plan, msgspec.json.encode(record.plan))
            note_digests(folder)
            for digest, outcome in record.outcomes.items():
                publish(article.outcome(digest), msgspec.json.encode(outcome))
            publish(folder.words, msgspec.json.encode(KeptWords(record.finished.etag, record.infos)))
            self._write_credentials(packed)
            for path, data in (
                (folder.audio, packed.audio),
                (folder.finished, msgspec.json.encode(record.finished)),
            ):
                with PendingFile(path, durable=True) as draft:
                    draft.write(data)
                    draft.publish()

    def _write_credentials(self, packed: Packed) -> None:
        folder = self._narrations.folders.revision(packed.record.finished.narration)
        folder.signed.unlink(missing_ok=True)
        if packed.manifest is not None:
            publish(folder.credentials, packed.manifest.manifest)
            publish(folder.signed, packed.manifest.record)


def _outcomes(article: ArticleFolder, revision: str) -> dict[str, Outcome]:
    """Those that led to ``revision``, by the digest of their request."""
    found = {_digest(path): read_record(path, Outcome) for path in article.outcomes()}
    return {digest: one for digest, one in found.items() if one and one.revision == revision}


def _digest(path: Path) -> str:
    return path.stem.partition("-")[2]
