"""Captions and chapters of a narration, finished or growing: a thin skin over ``captions`` and ``read_along``."""

from __future__ import annotations

import hashlib
from typing import Protocol

import msgspec
from flask import Blueprint, Response, request

from audio_cache.narrations import Narrations
from audio_cache.plan import Cue
from audio_cache.store import SegmentInfo
from audio_cache.timeline import landed_cues
from audio_cache.words import segment_infos
from tts_service.article.model import Script, decode_script
from tts_service.captions import chapters_json, sentence_captions, transcript_json, web_vtt, word_captions
from tts_service.errors import BadRequest, NotFound
from tts_service.read_along import ReadAlong, heard_sentences
from tts_service.web.cors import open_to_all
from tts_service.web.ready_audio import ASK_EACH_TIME, FOR_EVER

NOTE = "Names of cues tell the place in the article's source text: segment:first-end, or segment.word:first-end."


class Current(Protocol):
    def current_revision(self, article_id: str) -> str | None:
        """Raises NotFound for an unknown id."""


def captions_blueprint(listening: Current, narrations: Narrations) -> Blueprint:
    timed = _Timed(listening, narrations)
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
    def __init__(self, listening: Current, narrations: Narrations) -> None:
        self._listening = listening
        self._narrations = narrations

    def captions(self, article_id: str, revision: str | None = None) -> Response:
        current = revision or self._current(article_id)
        script, cues, whole = self._heard(article_id, current)
        if request.args.get("words") == "1":
            found = word_captions(script, cues, [info.words if info else () for info in self._infos(article_id, current, cues)])
        else:
            found = sentence_captions(script, cues)
        text = web_vtt(found, language=script.language, note=f"{script.title}. {NOTE}")
        return _answer(text.encode(), "text/vtt; charset=utf-8", whole=whole, fixed=revision is not None)

    def transcript(self, article_id: str, revision: str) -> Response:
        script, cues, whole = self._heard(article_id, revision)
        return _answer(transcript_json(sentence_captions(script, cues)), "application/json", whole=whole, fixed=True)

    def read_along(self, article_id: str, revision: str | None = None) -> Response:
        first = _first()
        current = revision or self._current(article_id)
        script, cues, whole = self._heard(article_id, current)
        wanted = tuple(cue for cue in cues if cue.index >= first)
        found = heard_sentences(script, wanted, self._infos(article_id, current, wanted))
        body = msgspec.json.encode(ReadAlong(current, whole, first, found[first:]))
        return _answer(body, "application/json", whole=whole, fixed=revision is not None)

    def chapters(self, article_id: str, revision: str | None = None) -> Response:
        script, cues, whole = self._heard(article_id, revision or self._current(article_id))
        return _answer(chapters_json(script, cues), "application/json+chapters", whole=whole, fixed=revision is not None)

    def _current(self, article_id: str) -> str:
        revision = self._listening.current_revision(article_id)
        if revision is None:
            raise NotFound("The article has not been read yet. Ask again in a moment.", kind="not-read-yet")
        return revision

    def _heard(self, article_id: str, revision: str) -> tuple[Script, tuple[Cue, ...], bool]:
        """Script, cues of what has landed, and whether that is all."""
        try:
            script = self._narrations.script(article_id, revision)
            finished = self._narrations.finished(article_id, revision)
        except ValueError:
            script = None
        if script is None:
            raise NotFound("There is no such revision of an article. It may have been deleted.", kind="no-such-revision")
        cues = finished.cues if finished else self._landed(article_id, revision)
        return decode_script(script), cues, finished is not None

    def _landed(self, article_id: str, revision: str) -> tuple[Cue, ...]:
        plan = self._narrations.plan(article_id, revision)
        return tuple(landed_cues(plan, self._narrations.sizes(plan))) if plan else ()

    def _infos(self, article_id: str, revision: str, cues: tuple[Cue, ...]) -> list[SegmentInfo | None]:
        """What is known of each cue's segment; None where it is no longer kept."""
        plan = self._narrations.plan(article_id, revision)
        return [None for _ in cues] if plan is None else segment_infos(self._narrations, plan, cues)


def _first() -> int:
    text = request.args.get("first", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise BadRequest("first must be the number of a sentence, counted from 0.")
    return int(text)


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
