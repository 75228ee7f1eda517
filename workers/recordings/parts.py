"""Uploads of some paragraphs: cut and aligned once, and found again whenever the article is prepared."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from audio_cache.errors import NarrationGone
from audio_cache.narrations import Narrations
from audio_cache.store import Claims
from tts_service.article.model import Script
from tts_service.article.place import NamedSentences, Run, sentences_of
from tts_service.article.recording import SectionRecording
from tts_service.article.request import ArticleRequest, sections_of
from tts_service.settings import Settings
from tts_service.time_limit import LastResort, time_limit
from workers.notices import Announcer
from workers.reading import ScriptReader
from workers.recordings.attempts import Attempts, NotRecorded, noted_refusals
from workers.recordings.levelling import encoded, levelled, without_edges
from workers.recordings.mixing import CutPart, PlacedPart, alone, part_name, spoken_alone
from workers.recordings.pieces import piece_key, pieces, read_script
from workers.recordings.uploads import aligned, samples_of


class PartRecorder:
    """What comes of an upload is kept beside the article, under the upload's name: the words that are read in
    it, as the page had them then, and the keys of its pieces."""

    def __init__(
        self,
        settings: Settings,
        reader: ScriptReader,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
        last_resort: LastResort,
    ) -> None:
        self._settings = settings
        self._narrations = narrations
        self._claims = claims
        self._announcer = announcer
        self._last_resort = last_resort
        self._limit_s = settings.read_limit_s + settings.speak_limit_s
        self._attempts = Attempts(reader, announcer)

    def placed(self, article_id: str, request: ArticleRequest, script: Script) -> list[PlacedPart]:
        """The recordings of ``request`` that ``script`` has a place for, in order. Raises NotRecorded if one
        has not been cut."""
        recordings = sections_of(request)
        if not recordings:
            return []
        sentences = sentences_of(script)
        chosen: list[PlacedPart] = []
        for recording in reversed(recordings):  # of two for the same, the later one
            part = self._part(article_id, recording)
            run = sentences.find(part.place if part else recording.place)
            if run is None or any(run.overlaps(one.run) for one in chosen):
                continue  # its paragraphs are gone from the article
            if part is None:
                raise NotRecorded
            chosen.append(PlacedPart(recording, part, run, not sentences.is_same(run, part.place)))
        return sorted(chosen, key=lambda one: one.run)

    def record(self, article_id: str, request: ArticleRequest, digest: str) -> bool:
        """Cut and align what has not been cut yet of the recordings of ``request``; if that is nothing, those
        whose pieces have been lost. False if another worker is at it.

        Raises ServiceError, after storing it as the outcome of ``digest``; FilesAway, when the publisher's
        files cannot be had just now; NotFetched, NarrationGone.
        """
        with self._claims.claim(f"record-{article_id}-{digest}") as mine:
            if not mine:
                return False
            with (
                self._announcer.working(article_id),
                noted_refusals(self._narrations, self._announcer, article_id, digest),
            ):
                self._attempts.of(
                    article_id, request, lambda script, _: self._cut(article_id, request, script)
                )
        return True

    def _cut(self, article_id: str, request: ArticleRequest, script: Script) -> None:
        known = {one: self._part(article_id, one) for one in sections_of(request)}
        new = [one for one, part in known.items() if part is None]
        for recording in new or [one for one, part in known.items() if part and self._is_lost(part)]:
            with time_limit(self._limit_s, "Aligning a recording", self._last_resort):
                self._made(article_id, recording, script, known[recording])

    def _part(self, article_id: str, recording: SectionRecording) -> CutPart | None:
        data = self._narrations.article(article_id, recording.id)
        try:
            return None if data is None else msgspec.json.decode(data, type=CutPart)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def _is_lost(self, part: CutPart) -> bool:
        return None in self._narrations.segments.sizes(part.keys)

    def _made(
        self, article_id: str, recording: SectionRecording, script: Script, before: CutPart | None
    ) -> None:
        """``before``: what was made of it, and has been lost: it is made again, of the words that the page
        had then."""
        here = sentences_of(script)
        run = here.find(before.place if before else recording.place)
        if run is None:
            return
        said = spoken_alone(script, before) if before else alone(script, run)
        samples = without_edges(samples_of(self._narrations, article_id, recording))
        sentences = aligned(samples, said, self._settings, "section").sentences
        read = run if before else _begun(here, run, sentences)
        if read != run:
            said, sentences = alone(script, read), sentences[read.first - run.first :]
        place = before.place if before else here.place(read)
        words = read_script(said, sentences)
        stored = pieces(encoded(levelled(samples)), words, [one for one in sentences if one is not None])
        name = part_name(recording, words)
        keys = tuple(piece_key(recording.digest, name, index) for index in range(len(stored)))
        for key, segment in zip(keys, stored, strict=True):
            self._narrations.segments.put(key, segment)
        if not self._narrations.revisions(article_id):
            raise NarrationGone(f"{article_id} was deleted while a recording was aligned")
        part = CutPart(place, words.source, words.segments, words.skipped, keys)
        self._narrations.put_article(article_id, recording.id, msgspec.json.encode(part))


def _begun(here: NamedSentences, run: Run, sentences: Sequence[object | None]) -> Run:
    """``run`` without headings, and other paragraphs, that are not read at its beginning: the voice goes on
    reading these."""
    unread = next(index for index, one in enumerate(sentences) if one is not None)
    starts = (start for start in here.starts if run.first <= start <= run.first + unread)
    return Run(max(starts, default=run.first), run.end)
