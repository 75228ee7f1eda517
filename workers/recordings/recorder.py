"""From an upload to a narration that a person reads."""

from __future__ import annotations

import msgspec

from audio_cache.errors import NarrationGone
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome, Plan, PlannedSegment, Recorded
from audio_cache.store import Claims
from tts_service.article.disclosure import RecordedBy
from tts_service.article.hashing import short_hash
from tts_service.article.model import Script, decode_script, encode_script
from tts_service.article.recording import Recording
from tts_service.article.request import ArticleRequest, recording_of
from tts_service.article.script.message import Message
from tts_service.article.script.script import revision_of
from tts_service.contracts.recordings import ENGINE
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings
from tts_service.time_limit import LastResort, time_limit
from workers.credentials.finished import credentials_url
from workers.notices import Announcer
from workers.reading import ScriptReader
from workers.recordings.attempts import Attempts, NotRecorded, noted_refusals
from workers.recordings.levelling import encoded, levelled
from workers.recordings.messages import in_one_piece, stored_message
from workers.recordings.pieces import RECORDINGS_VERSION, piece_key, pieces, read_script
from workers.recordings.uploads import aligned, samples_of
from workers.render.outcomes import settle
from workers.render.staging import SILENT, staging_of, stored_sounds
from workers.render.tagging import LIVE_COVER_BYTES, artwork_of, first_tag, lyrics


class Recorder:
    """Makes a plan whose segments are pieces of the upload. They are stored before the plan is."""

    def __init__(
        self,
        settings: Settings,
        rules: PublisherRules,
        reader: ScriptReader,
        narrations: Narrations,
        claims: Claims,
        announcer: Announcer,
        last_resort: LastResort,
    ) -> None:
        self._last_resort = last_resort
        self._limit_s = settings.read_limit_s + settings.speak_limit_s
        self._attempts = Attempts(reader, announcer)
        self._settings = settings
        self._rules = rules
        self._narrations = narrations
        self._claims = claims
        self._announcer = announcer

    def known(self, article_id: str, recording: Recording, script: Script) -> tuple[Plan, bool]:
        """The plan made of ``recording``, and whether ``script`` says something else than the article did
        then. Raises NotRecorded if there is none, or if it can no longer be heard."""
        plan = self._plan_of(article_id, recording)
        if plan is None or plan.recorded is None:
            raise NotRecorded
        is_whole = self._narrations.finished(plan.narration) is not None
        if not is_whole and self._narrations.missing(plan):
            raise NotRecorded
        self._narrations.want(plan)
        return plan, plan.recorded.text != text_of(script)

    def record(self, article_id: str, request: ArticleRequest, digest: str) -> Plan | None:
        """Cut and align the recording of ``request``, once: None if another worker is at it. The outcome of
        ``digest`` is stored; what comes of the recording itself, under its own id.

        Raises ServiceError, after storing it as the outcome; FilesAway, when the publisher's files cannot be
        had just now; NarrationGone.
        """
        recording = recording_of(request)
        if recording is None:
            return None
        with self._claims.claim(f"record-{article_id}-{recording.id}") as mine:
            if not mine:
                return None
            with self._announcer.working(article_id):
                with noted_refusals(self._narrations, self._announcer, article_id, digest):
                    plan, outcome = self._attempt(article_id, request, recording)
                self._narrations.put_outcome(article_id, recording.id, Outcome(revision=plan.revision))
                settle(self._narrations, self._announcer, article_id, digest, outcome)
                return plan

    def play(self, article_id: str, script: Script, message: Message) -> Plan:
        """The plan of a ``message`` that is a file of the publisher's; ``script`` is what is said in it.
        Raises Unprocessable for a file that cannot be played, FilesAway."""
        narration = NarrationId(article_id, revision_of(script, "", message.digest))
        known = self._narrations.plan(narration)
        if known is not None and (
            self._narrations.finished(narration) or not self._narrations.missing(known)
        ):
            self._narrations.want(known)
            return known
        said = in_one_piece(script)
        key = stored_message(self._rules.file(message.sound), message.text, self._narrations.segments)
        self._narrations.put_script(narration, encode_script(said))
        return self._planned(narration, said, [key], Recorded(message.sound_digest, ""))

    def _plan_of(self, article_id: str, recording: Recording) -> Plan | None:
        outcome = self._narrations.outcome(article_id, recording.id)
        if outcome is None or not outcome.revision:
            return None
        return self._narrations.plan(NarrationId(article_id, outcome.revision))

    def _attempt(
        self, article_id: str, request: ArticleRequest, recording: Recording
    ) -> tuple[Plan, Outcome]:
        def made(script: Script, rules: str) -> tuple[Plan, Outcome]:
            before = self._plan_of(article_id, recording)
            with time_limit(self._limit_s, "Aligning a recording", self._last_resort):
                plan = self._made(article_id, request, recording, script, before)
            outdated = plan.recorded is not None and plan.recorded.text != text_of(script)
            return plan, Outcome(revision=plan.revision, rules=rules, outdated=outdated)

        return self._attempts.of(article_id, request, made)

    def _made(
        self,
        article_id: str,
        request: ArticleRequest,
        recording: Recording,
        script: Script,
        before: Plan | None,
    ) -> Plan:
        """``before``: what was made of it, and can no longer be heard: it is made again, of the words that
        the article had then."""
        if before is not None and before.recorded is not None:
            data = self._narrations.script(before.narration)
            then = decode_script(data) if data is not None else script
            return self._stored(before.narration, recording, then, before.recorded.text)
        revision = recorded_revision(script, request.voice or "", recording)
        return self._stored(NarrationId(article_id, revision), recording, script, text_of(script))

    def _stored(self, narration: NarrationId, recording: Recording, script: Script, text: str) -> Plan:
        known = self._narrations.plan(narration)
        if known is not None and self._narrations.finished(narration) is not None:
            return known
        samples = samples_of(self._narrations, narration.article_id, recording)
        found = aligned(samples, script, self._settings).sentences
        said = read_script(script, found)
        stored = pieces(encoded(levelled(samples)), said, [one for one in found if one is not None])
        keys = [piece_key(recording.digest, narration.revision, index) for index in range(len(stored))]
        if not self._narrations.revisions(narration.article_id):
            raise NarrationGone(f"{narration.article_id} was deleted while its recording was aligned")
        self._narrations.put_script(narration, encode_script(said))
        for key, segment in zip(keys, stored, strict=True):
            self._narrations.segments.put(key, segment)
        recorded = Recorded(recording.digest, text, recording.by)
        return self._planned(narration, said, keys, recorded)

    def _planned(self, narration: NarrationId, script: Script, keys: list[str], recorded: Recorded) -> Plan:
        show = self._rules.publisher.shows.get(script.show)
        staging = staging_of(show, self._rules.file)
        jingles = msgspec.structs.replace(staging.jingles, bed="")
        sounds = stored_sounds(jingles, self._narrations.segments) if show else SILENT
        artwork = artwork_of(script, staging.artwork)
        signed_at = credentials_url(narration, self._settings)
        tag = first_tag(
            script,
            staging.album,
            LIVE_COVER_BYTES if artwork else 0,
            wording=self._settings.disclosure,
            recorded=RecordedBy(recorded.name),
            credentials_url=signed_at,
            live=True,
        )
        plan = Plan(
            article_id=narration.article_id,
            revision=narration.revision,
            language=script.language,
            engine=ENGINE,
            voice=ENGINE,
            segments=tuple(PlannedSegment(key, ENGINE, ENGINE, 0) for key in keys),
            tag_bytes=len(tag),
            intro=sounds.intro,
            outro=sounds.outro,
            artwork=artwork,
            notes=sounds.notes,
            credentials_url=signed_at,
            recorded=recorded,
        )
        self._narrations.clear_failure(narration)
        self._narrations.put_plan(plan, tag)
        return plan


def text_of(script: Script) -> str:
    """Names the words of the article that are read, however they are spoken."""
    return short_hash(" ".join(lyrics(script).split()).encode())


def recorded_revision(script: Script, voice: str, recording: Recording) -> str:
    """Another one for each upload, and for each text: what is at a fixed address never changes."""
    spoken = revision_of(script, voice)
    parts = (spoken, recording.digest, recording.by, RECORDINGS_VERSION)
    return short_hash(msgspec.json.encode(parts), length=12)
