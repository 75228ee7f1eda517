"""Captions and chapters of a narration, finished or growing: a thin skin over ``captions`` and
``read_along``."""

from __future__ import annotations

import hashlib
from typing import Protocol

import msgspec
from flask import Blueprint, Response, request

from audio_cache.narration_id import NarrationId
from audio_cache.narrations import Narrations
from audio_cache.plan import Cue
from audio_cache.store import SegmentInfo
from audio_cache.timeline import stored_cues
from audio_cache.words import segment_infos
from tts_service.article.disclosure import disclosure
from tts_service.article.model import Script, decode_script
from tts_service.articles.renditions import Rendition
from tts_service.contracts.recordings import read_by
from tts_service.errors import NotFound, ProblemKind
from tts_service.formats.captions import (
    Caption,
    chapters_json,
    listed_chapters,
    sentence_captions,
    transcript_json,
    web_vtt,
    word_captions,
)
from tts_service.formats.read_along import ReadAlong, timed_sentences
from tts_service.formats.sponsored import sponsored_captions
from tts_service.web.http.cors import open_to_all
from tts_service.web.http.queries import whole_number
from tts_service.web.media.ready_audio import ASK_EACH_TIME, FOR_EVER
from tts_service.web.media.stitched import RenditionOpener, rendition_chapters
from tts_service.web.media.waiting import base_of
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

NOTE = (
    "Names of cues give the place in the article's source text: segment:first-end, or segment.word:first-end."
)


class Current(Protocol):
    def current_narration(self, article_id: str) -> NarrationId | None:
        """Raises NotFound for an unknown id."""


def captions_blueprint(
    articles: Current, narrations: Narrations, renditions: RenditionOpener, wording: str = ""
) -> Blueprint:
    """``wording``: see ``disclosure``."""
    timed = _Timed(articles, narrations, renditions, wording)
    blueprint = Blueprint("captions", __name__)
    blueprint.add_url_rule("/captions/<article_id>.vtt", "moving_captions", timed.captions)
    blueprint.add_url_rule("/captions/<article_id>/<revision>.vtt", "fixed_captions", timed.captions)
    blueprint.add_url_rule("/captions/<article_id>.json", "moving_read_along", timed.read_along)
    blueprint.add_url_rule("/captions/<article_id>/<revision>.json", "fixed_read_along", timed.read_along)
    blueprint.add_url_rule("/chapters/<article_id>.json", "moving_chapters", timed.chapters)
    blueprint.add_url_rule("/chapters/<article_id>/<revision>.json", "fixed_chapters", timed.chapters)
    blueprint.add_url_rule("/transcripts/<article_id>/<revision>.vtt", "transcript_vtt", timed.captions)
    blueprint.add_url_rule("/transcripts/<article_id>/<revision>.json", "transcript_json", timed.transcript)
    open_to_all(blueprint)
    return blueprint


class _Timed:
    def __init__(
        self, articles: Current, narrations: Narrations, renditions: RenditionOpener, wording: str
    ) -> None:
        self._renditions = renditions
        self._wording = wording
        self._articles = articles
        self._narrations = narrations

    def captions(self, article_id: str, revision: str | None = None) -> Response:
        narration, rendition = self._named(article_id, revision)
        script, cues, whole = self._heard(narration, rendition)
        if request.args.get("words") == "1":
            found = word_captions(
                script, cues, [info.words if info else () for info in self._infos(narration, cues)]
            )
        else:
            found = sentence_captions(script, cues)
        found = self._with_messages(found, rendition, script)
        text = web_vtt(
            found,
            language=script.language,
            note=" ".join(filter(None, (f"{script.title}.", self._disclosure(narration, script), NOTE))),
        )
        return _answer(
            text.encode(),
            "text/vtt; charset=utf-8",
            whole=whole,
            fixed=_is_fixed(revision, narration, rendition),
        )

    def transcript(self, article_id: str, revision: str) -> Response:
        narration, rendition = self._named(article_id, revision)
        script, cues, whole = self._heard(narration, rendition)
        found = self._with_messages(sentence_captions(script, cues), rendition, script)
        return _answer(
            transcript_json(found),
            "application/json",
            whole=whole,
            fixed=_is_fixed(revision, narration, rendition),
        )

    def read_along(self, article_id: str, revision: str | None = None) -> Response:
        first = whole_number("first", 0, least=0)
        narration, rendition = self._named(article_id, revision)
        script, cues, whole = self._heard(narration, rendition)
        named = rendition.narration if rendition else narration
        wanted = tuple(cue for cue in cues if cue.index >= first)
        found = timed_sentences(script, wanted, self._infos(narration, wanted))
        body = msgspec.json.encode(ReadAlong(named.revision, whole, first, found[first:]))
        return _answer(body, "application/json", whole=whole, fixed=revision == named.revision)

    def chapters(self, article_id: str, revision: str | None = None) -> Response:
        narration, rendition = self._named(article_id, revision)
        script, cues, whole = self._heard(narration, rendition)
        if rendition is None:
            body = chapters_json(script, cues)
        else:
            body = listed_chapters(script, rendition_chapters(rendition))
        return _answer(
            body, "application/json+chapters", whole=whole, fixed=_is_fixed(revision, narration, rendition)
        )

    def _with_messages(
        self, found: list[Caption], rendition: Rendition | None, script: Script
    ) -> list[Caption]:
        if rendition is None:
            return found
        told = self._renditions.renditions.told(rendition)
        return sponsored_captions(found, rendition.timeline, told, script.language)

    def _disclosure(self, narration: NarrationId, script: Script) -> str:
        plan = self._narrations.plan(narration)
        return disclosure(script.language, self._wording, read_by(plan) if plan else None)

    def _named(self, article_id: str, revision: str | None) -> tuple[NarrationId, Rendition | None]:
        """The narration, and the rendition of it, if that is what is played. Without a ``revision``: what is
        played now."""
        if rendition := self._renditions.asked(article_id, revision):
            return rendition.base, rendition
        if revision:
            return base_of(article_id, revision), None
        current = self._articles.current_narration(article_id)
        if current is None:
            raise NotFound(
                "The article has not been read yet. Ask again in a moment.", kind=ProblemKind.NOT_READ_YET
            )
        return current, None

    def _heard(
        self, narration: NarrationId, rendition: Rendition | None
    ) -> tuple[Script, tuple[Cue, ...], bool]:
        """Script, cues of the segments stored so far, and whether that is all of them."""
        try:
            script = self._narrations.script(narration)
            finished = self._narrations.finished(narration)
        except ValueError:
            script = None
        if script is None:
            raise NotFound(
                "There is no such revision of an article. It may have been deleted.",
                kind=ProblemKind.NO_SUCH_REVISION,
            )
        if rendition is not None:
            return rendition.script, rendition.cues, True
        cues = finished.cues if finished else self._stored_cues(narration)
        return decode_script(script), cues, finished is not None

    def _stored_cues(self, narration: NarrationId) -> tuple[Cue, ...]:
        plan = self._narrations.plan(narration)
        return tuple(stored_cues(plan, self._narrations.sizes(plan))) if plan else ()

    def _infos(self, narration: NarrationId, cues: tuple[Cue, ...]) -> list[SegmentInfo | None]:
        """What is known of each cue's segment; None where it is no longer kept."""
        plan = self._narrations.plan(narration)
        return [None for _ in cues] if plan is None else segment_infos(self._narrations, plan, cues)


def _is_fixed(revision: str | None, narration: NarrationId, rendition: Rendition | None) -> bool:
    """``revision`` is this for ever: not if it names a message that is not here just now."""
    return revision == (rendition.narration if rendition else narration).revision


def _answer(body: bytes, content_type: str, *, whole: bool, fixed: bool) -> Response:
    """``whole``: nothing will be added. ``fixed``: this address never means another revision."""
    response = Response(body, content_type=content_type)
    if not whole:
        response.headers["Cache-Control"] = "no-store"
        return response
    response.headers["Cache-Control"] = FOR_EVER if fixed else ASK_EACH_TIME
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.make_conditional(request)
    return response


_CAPTIONS = {
    200: Answer(
        "WebVTT, a cue for each sentence or word heard so far.",
        "text/vtt",
    )
}
_WORDS = Parameter(
    "words",
    "1: a cue for each word instead of each sentence.",
    {"type": "string", "enum": ["1"]},
)
_CHAPTERS = {
    200: Answer(
        "Podcasting 2.0 chapters, version 1.2.0.",
        "application/json+chapters",
    )
}
_READ_ALONG_TEXT = (
    "A sentence is [text, start, end, is_estimated, words], a word [from, to, start, end]: places "
    "in the sentence's text, in code points, and seconds. The text is the source's, as it stands on "
    "the page. start and end are null until a sentence is rendered; is_estimated says that the word "
    "times do not come from the engine."
)
_SENTENCES = {
    200: Answer(
        "Every sentence; those that are rendered have their times.",
        JSON,
        "ReadAlong",
    )
}
_FIRST = Parameter(
    "first",
    "Leave out the sentences before this one.",
    {"type": "integer", "minimum": 0, "default": 0},
)
OPERATIONS = (
    Operation(
        path="/captions/{id}.vtt",
        name="getCaptions",
        tag="listening",
        summary="Captions",
        parameters=(_WORDS,),
        answers=_CAPTIONS,
        problems=(404, 503),
    ),
    Operation(
        path="/captions/{id}/{revision}.vtt",
        name="getCaptionsOfRevision",
        tag="listening",
        summary="Captions of one revision",
        parameters=(_WORDS,),
        answers=_CAPTIONS,
        problems=(404, 503),
    ),
    Operation(
        path="/chapters/{id}.json",
        name="getChapters",
        tag="listening",
        summary="Chapters",
        answers=_CHAPTERS,
        problems=(404, 503),
    ),
    Operation(
        path="/chapters/{id}/{revision}.json",
        name="getChaptersOfRevision",
        tag="listening",
        summary="Chapters of one revision",
        answers=_CHAPTERS,
        problems=(404, 503),
    ),
    Operation(
        path="/captions/{id}.json",
        name="getReadAlong",
        tag="listening",
        summary="Sentences and words to read along",
        text=_READ_ALONG_TEXT,
        parameters=(_FIRST,),
        answers=_SENTENCES,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/captions/{id}/{revision}.json",
        name="getReadAlongOfRevision",
        tag="listening",
        summary="Sentences and words of one revision",
        text=_READ_ALONG_TEXT,
        parameters=(_FIRST,),
        answers=_SENTENCES,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/transcripts/{id}/{revision}.vtt",
        name="getTranscript",
        tag="podcast",
        summary="The transcript of an episode",
        answers={
            200: Answer(
                "WebVTT, a cue for each sentence.",
                "text/vtt",
            )
        },
        problems=(404, 503),
    ),
    Operation(
        path="/transcripts/{id}/{revision}.json",
        name="getTranscriptAsJson",
        tag="podcast",
        summary="The transcript of an episode, as podcast apps read it",
        answers={
            200: Answer(
                "The JSON transcript of the podcast namespace, version 1.0.0.",
                JSON,
            )
        },
        problems=(404, 503),
    ),
)
