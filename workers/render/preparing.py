"""From a request to a plan."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence

from audio_cache.errors import StoreAway, StoreFull
from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Outcome, Plan
from audio_cache.store import SegmentStore
from tts_service import traces
from tts_service.article.lexicon.lexicon import Lexicon
from tts_service.article.model import Script, encode_script
from tts_service.article.request import ArticleRequest, recording_of
from tts_service.article.script.message import encode_message
from tts_service.article.script.script import revision_of
from tts_service.contracts.recordings import read_by_parts
from tts_service.errors import FilesAway, ProblemKind, ServiceError, Unavailable, Unprocessable
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shows.shows import Show
from tts_service.settings import Settings
from workers.credentials.finished import credentials_url
from workers.fleet import Elsewhere, Fleet
from workers.notices import Announcer
from workers.reading import NotFetched, ScriptReader
from workers.recordings.attempts import NotRecorded
from workers.recordings.messages import message_of
from workers.recordings.mixing import PlacedPart, mixed, named_after, outcome_of, parts_of, with_pieces
from workers.recordings.parts import PartRecorder
from workers.recordings.recorder import Recorder
from workers.render.casting import (
    Cast,
    Wishes,
    cast_voices,
    check_marked_voices,
    refuse_unchosen,
    spelled,
    wishes_of,
    with_foreign_voices,
    with_ipa_noted,
    with_marked_voices,
)
from workers.render.handover import Handover
from workers.render.outcomes import failure_of, settle
from workers.render.planning import make_plan
from workers.render.segments import MOST_ATTEMPTS
from workers.render.staging import staging_of, stored_sounds
from workers.render.tagging import LIVE_COVER_BYTES, artwork_of, cover_bytes, first_tag
from workers.web.fetch import FetchedPage
from workers.web.pictures import NotYet, Pictures

log = logging.getLogger(__name__)

READING_SPARE_S = 10
"""An article is not sent to another worker until this long after its reading should have ended: a process
that hangs may take that long to die."""


class ArticlePreparer:
    """Reads an article, casts its voices, and stores script, tag and plan."""

    def __init__(
        self,
        settings: Settings,
        rules: PublisherRules,
        reader: ScriptReader,
        segments: SegmentStore,
        narrations: Narrations,
        announcer: Announcer,
        pictures: Pictures,
        handover: Handover,
        fleet: Fleet,
        recorder: Recorder,
        parts: PartRecorder,
    ) -> None:
        self._recorder = recorder
        self._parts = parts
        self._settings = settings
        self._rules = rules
        self._reader = reader
        self._segments = segments
        self._narrations = narrations
        self._announcer = announcer
        self._pictures = pictures
        self._handover = handover
        self._fleet = fleet

    def prepare(
        self,
        article_id: str,
        request: ArticleRequest,
        digest: str = "",
        *,
        live: bool = True,
        lexicon: Lexicon | None = None,
        page: FetchedPage | None = None,
        is_click: bool = False,
        is_final: bool = False,
    ) -> Plan:
        """Script and plan of ``request``, stored as the outcome of ``digest`` (default: that of the request
        as of now).

        ``live``: a listener waits for the first sound, so nothing is fetched for the tag before it.
        ``lexicon``: instead of the publisher's. ``page``: the one that the request names, if it has been
        fetched. ``is_click``: it was requested without a key. ``is_final``: no other worker is asked.

        Raises ServiceError, after storing it as the outcome, when the article cannot be read; FilesAway,
        when the publisher's files cannot be had just now, and StoreAway, when the store cannot; NotFetched,
        NotYet, NotRecorded; Elsewhere, when others have a voice that is not here.
        """
        if digest:
            self._rules.catch_up(digest, request, article_id)
        digest = digest or self._rules.digest(request, article_id)
        # One long touch: while a library computes, no thread of this process can give a sign of life.
        self._announcer.touch(article_id, self._settings.read_limit_s + READING_SPARE_S)
        try:
            plan, outcome = self._attempt(article_id, request, live, lexicon, page, is_click, is_final)
        except FilesAway:
            raise
        except ServiceError as error:
            self._note_failure(article_id, digest, error)
            raise
        self._settle(article_id, digest, outcome)
        if hits := len(plan.segments) - len(self._narrations.missing(plan)):
            self._announcer.count("tts_segment_cache_hits_total", hits)
        return plan

    def _note_failure(self, article_id: str, digest: str, error: ServiceError) -> None:
        if error.kind == "too-slow-to-read":
            self._announcer.count("tts_too_slow_total")
        # If the disk is full the article stays unsettled, and is taken up again when there is room.
        with contextlib.suppress(StoreFull):
            self._settle(article_id, digest, Outcome(problem=failure_of(error)))

    def _settle(self, article_id: str, digest: str, outcome: Outcome) -> None:
        settle(self._narrations, self._announcer, article_id, digest, outcome)

    def _attempt(
        self,
        article_id: str,
        request: ArticleRequest,
        live: bool,
        lexicon: Lexicon | None,
        page: FetchedPage | None,
        is_click: bool,
        is_final: bool,
    ) -> tuple[Plan, Outcome]:
        """Raises as ``prepare``."""
        name = f"prepare:{article_id}"
        try:
            if self._announcer.attempt(name) > MOST_ATTEMPTS:
                raise ServiceError(
                    f"Reading this article stopped a worker {MOST_ATTEMPTS} times. It is given up.",
                    kind=ProblemKind.CRASHED,
                )
            with traces.part("read"):
                script, rules = self._reader.read(request, article_id, lexicon, page)
            with traces.part("plan"):
                if (recording := recording_of(request)) is not None:
                    plan, is_outdated = self._recorder.known(article_id, recording, script)
                    made = Outcome(revision=plan.revision, rules=rules, outdated=is_outdated)
                else:
                    placed = self._parts.placed(article_id, request, script)
                    plan = self._plan(article_id, request, script, placed, live, is_click, is_final)
                    made = outcome_of(plan, rules, placed)
        except (ServiceError, StoreAway, NotFetched, NotYet, NotRecorded, Elsewhere):
            raise
        except StoreFull as error:
            raise Unavailable(str(error), kind=ProblemKind(error.kind)) from error
        except Exception as error:
            log.exception("article %s could not be prepared", article_id)
            raise ServiceError("The article could not be prepared. The service's log says why.") from error
        finally:
            self._announcer.succeeded(name)
        return plan, made

    def _plan(
        self,
        article_id: str,
        request: ArticleRequest,
        script: Script,
        placed: Sequence[PlacedPart],
        live: bool,
        is_click: bool,
        is_final: bool,
    ) -> Plan:
        """``placed``: what people read of it. Raises as ``prepare``."""
        message = message_of(self._narrations, article_id)
        if message is None:
            plan = self._spoken(article_id, request, script, live, is_click, is_final, placed=placed)
            self._check_pieces(plan)
            return plan
        if message.sound:
            self._rules.catch_up_with_file(message.sound, message.sound_digest)
            plan = self._recorder.play(article_id, script, message)
        else:
            plan = self._spoken(article_id, request, script, live, is_click, is_final, message.digest)
        self._narrations.put_article(article_id, plan.revision, encode_message(message))
        return plan

    def _spoken(
        self,
        article_id: str,
        request: ArticleRequest,
        script: Script,
        live: bool,
        is_click: bool,
        is_final: bool,
        pinned: str = "",
        placed: Sequence[PlacedPart] = (),
    ) -> Plan:
        """``pinned``: what else its revision is named after."""
        script = mixed(script, placed)
        show = self._rules.publisher.shows.get(script.show)
        staging = staging_of(show, self._rules.file)
        sounds = stored_sounds(staging.jingles, self._segments)
        wishes = wishes_of(script, show)
        around = named_after(pinned or sounds.digest, placed)
        revision = revision_of(script, request.voice or spelled(wishes), around)
        narration = NarrationId(article_id, revision)
        cast = self._cast(request, wishes, script, show, is_final)
        if is_click:
            refuse_unchosen(cast, self._settings, request.voice, show, script.language)
        self._narrations.clear_failure(narration)
        if (known := self._usable_plan(narration, cast.narrator[1].id)) is not None:
            return known
        self._narrations.put_script(narration, encode_script(script))
        artwork, room = self._artwork(article_id, artwork_of(script, staging.artwork), live)
        signed_at = credentials_url(narration, self._settings)
        tag = first_tag(
            script,
            staging.album,
            room,
            wording=self._settings.disclosure,
            recorded=read_by_parts(parts_of(script, placed), len(script.segments)),
            credentials_url=signed_at,
            live=live,
        )
        plan = make_plan(narration, script, cast, len(tag), sounds, artwork, signed_at, self._fleet.recipe)
        plan = with_pieces(plan, script, placed) if placed else plan
        self._narrations.put_plan(plan, tag)
        return plan

    def _check_pieces(self, plan: Plan) -> None:
        """Nobody can speak them: raises NotRecorded if some are lost."""
        if not plan.parts or self._narrations.finished(plan.narration) is not None:
            return
        if plan.pieces_among(self._narrations.missing(plan)):
            raise NotRecorded

    def _cast(
        self, request: ArticleRequest, wishes: Wishes, script: Script, show: Show | None, is_final: bool
    ) -> Cast:
        """Raises as ``cast_voices`` and ``check_marked_voices``; and Elsewhere, unless ``is_final``."""
        try:
            cast = cast_voices(self._settings, request.voice, wishes, script.language)
        except Unprocessable:
            if not is_final:
                self._handover.read_elsewhere(request.voice, script.language)
            raise
        site = self._rules.publisher.site_of(script.url)
        is_page = request.ssml is None
        cast = with_marked_voices(cast, self._settings, show, site, script, is_page=is_page)
        if cast.missing and not is_final:
            self._handover.cast_elsewhere(cast.wanted)
        if request.ssml is not None:
            check_marked_voices(self._settings, request.ssml, script)
        cast = with_foreign_voices(cast, self._settings, show, script)
        return cast if is_page else with_ipa_noted(cast, script)

    def _usable_plan(self, narration: NarrationId, voice_id: str) -> Plan | None:
        """The existing plan, if it need not change: that of a finished narration, or of one that is growing
        in the voice it began with."""
        plan = self._narrations.plan(narration)
        if plan is None:
            return None
        finished = self._narrations.finished(narration) is not None
        stays = finished or (plan.voice == voice_id and not plan.fallback)
        return plan if stays and self._narrations.want(plan) else None

    def _artwork(self, article_id: str, source: str, live: bool) -> tuple[str, int]:
        """``source`` of the picture, and the bytes to reserve for it; none for one that was requested but
        is not available."""
        if live:
            return source, LIVE_COVER_BYTES if source else 0
        picture = self._pictures.picture(article_id, source)
        return (source, cover_bytes(picture)) if picture else ("", 0)
