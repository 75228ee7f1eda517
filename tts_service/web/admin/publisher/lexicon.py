"""The newsroom's lexicon: how words are said, and how that sounds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask import Response, request

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, ProblemKind, ServiceError
from tts_service.ops.context import AppContext
from tts_service.publisher.lexicon.editor import LexiconEditor, Word, said
from tts_service.web.admin.answers import newsroom_page, see
from tts_service.web.admin.publisher.form import line
from tts_service.web.admin.publisher.voices import known_voices_of
from tts_service.web.limits.enforce import note

PAGE = 100
_TEXTS = ("write", "say", "language", "voice", "site", "show")
_FIELD = re.compile(r"(write|say|ipa|language|voice|site|show): ")
_EMPTY = LexiconEntry(write="")


class LexiconPages:
    def __init__(self, context: AppContext, editor: LexiconEditor) -> None:
        self._editor = editor
        self._queue = context.queue
        self._rules = context.rules
        self._has_keys = bool(context.settings.api_keys)

    def overview(self) -> Response:
        return self._list(_EMPTY)

    def one(self, word: str) -> Response:
        known = self._known(word)
        return self._form(known, known.id, known.version)

    def add(self) -> Response:
        entry = _entry(request.form)
        try:
            word = self._editor.add(entry)
        except (BadRequest, Conflict) as error:
            return self._list(entry, error)
        note("lexicon.added", word=word.id, write=word.write, after=said(word))
        return _heard(word)

    def save(self, word: str) -> Response:
        entry, version = _entry(request.form), request.form.get("version", "")
        before = self._editor.said_of(word)
        try:
            saved = self._editor.replace(word, entry, version)
        except (BadRequest, Conflict, OutOfDate) as error:
            return self._form(entry, word, version, error)
        note("lexicon.changed", word=word, write=saved.write, before=before, after=said(saved))
        return _heard(saved)

    def remove(self, word: str) -> Response:
        version, before = request.form.get("version", ""), self._editor.said_of(word)
        try:
            self._editor.remove(word, version)
        except OutOfDate as error:
            known = self._known(word)
            return self._form(known, word, known.version, error)
        note("lexicon.removed", word=word, before=before)
        return see("admin/lexicon")

    def _known(self, word: str) -> Word:
        found = next((one for one in self._editor.words().words if one.id == word), None)
        if found is None:
            raise NotFound(
                "The lexicon has no entry with this id. It may have been removed.",
                kind=ProblemKind.NO_SUCH_WORD,
            )
        return found

    def _list(self, entry: LexiconEntry, error: ServiceError | None = None) -> Response:
        """``entry`` is in the form that adds one."""
        listed = self._editor.words()
        wanted = request.args.get("q", "").strip()
        found = matching(listed.words, wanted)
        page = max(1, request.args.get("page", 1, type=int))
        words = found[(page - 1) * PAGE : page * PAGE]
        return self._page(
            "lexicon",
            entry,
            error,
            words=[(word, self._sound(word)) for word in words],
            wanted=wanted,
            total=len(found),
            broken=listed.problem,
            next=page + 1 if len(found) > page * PAGE else None,
            previous=page - 1 if page > 1 else None,
        )

    def _form(
        self, entry: LexiconEntry, word: str, version: str, error: ServiceError | None = None
    ) -> Response:
        """``version``: the one that the editor has seen."""
        return self._page("word", entry, error, id=word, version=version)

    def _page(
        self, name: str, entry: LexiconEntry, error: ServiceError | None, /, **values: object
    ) -> Response:
        return newsroom_page(
            name,
            error.status if error else 200,
            has_keys=self._has_keys,
            entry=entry,
            problem=_FIELD.sub("", error.detail) if error else "",
            wrong=_field_of(error),
            shows=self._rules.publisher.shows.values(),
            **values,
        )

    def _sound(self, entry: LexiconEntry) -> str | None:
        """The query of ``admin/hear`` by which the entry is heard; None when it is said only on pages of a
        site or in a show, and in a way that cannot be written down."""
        elsewhere = entry.site or entry.show
        if elsewhere and not entry.say:
            return None
        asked = {"text": entry.say if elsewhere else entry.write, "language": entry.language}
        asked["voice"] = self._voice(entry.voice)
        return urlencode({name: value for name, value in asked.items() if value})

    def _voice(self, pattern: str) -> str:
        """One that ``pattern`` covers, where it asks for one."""
        if not pattern.endswith("/*"):
            return pattern
        voices = known_voices_of(self._queue)
        return next((voice.id for voice in voices if voice.id.startswith(pattern[:-1])), "")


def matching(words: Iterable[Word], wanted: str) -> list[Word]:
    """Those that have ``wanted`` in the word or its pronunciation, whatever the case."""
    folded = wanted.casefold()
    return [
        word for word in words if any(folded in text.casefold() for text in (word.write, word.say, word.ipa))
    ]


def _entry(form: Mapping[str, str]) -> LexiconEntry:
    """As it was entered, whether it can be used or not."""
    texts = {name: line(form, name) for name in _TEXTS}
    if form.get("as") == "ipa":
        texts |= {"ipa": texts["say"], "say": ""}
    return LexiconEntry(**texts, case="case" in form)


def _field_of(error: ServiceError | None) -> str:
    if error is None:
        return ""
    if isinstance(error, Conflict):
        return "write"
    found = _FIELD.match(error.detail)
    return {"ipa": "say"}.get(found[1], found[1]) if found else ""


def _heard(word: Word) -> Response:
    """Where it can be heard."""
    return see(f"admin/lexicon?{urlencode({'q': word.write})}")
