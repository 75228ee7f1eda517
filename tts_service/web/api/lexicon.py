"""``/v1/lexicon``: how words are said. Only translates: see ``tts_service.publisher.lexicon.editor``."""

from __future__ import annotations

from flask import Blueprint, Response, request

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.errors import PreconditionRequired
from tts_service.publisher.lexicon.editor import ANY_VERSION, LexiconEditor, Word, said
from tts_service.web.http.bodies import check_media_type, decode_body, json_answer, read_body
from tts_service.web.limits.enforce import note
from tts_service.web.openapi.terms import JSON, Answer, Operation, Parameter

EXAMPLE = '{"write": "Qarluq", "say": "kar-look"}'


def lexicon_blueprint(editor: LexiconEditor) -> Blueprint:
    lexicon = _Lexicon(editor)
    blueprint = Blueprint("lexicon", __name__)
    blueprint.add_url_rule("/v1/lexicon", "words", lexicon.words)
    blueprint.add_url_rule("/v1/lexicon", "add", lexicon.add, methods=["POST"])
    blueprint.add_url_rule("/v1/lexicon/<word>", "replace", lexicon.replace, methods=["PUT"])
    blueprint.add_url_rule("/v1/lexicon/<word>", "remove", lexicon.remove, methods=["DELETE"])
    return blueprint


class _Lexicon:
    def __init__(self, editor: LexiconEditor) -> None:
        self._editor = editor

    def words(self) -> Response:
        return json_answer(self._editor.words())

    def add(self) -> Response:
        word = self._editor.add(self._entry())
        note("lexicon.added", word=word.id, write=word.write, after=said(word))
        return _versioned(word, 201)

    def replace(self, word: str) -> Response:
        before = self._editor.said_of(word)
        replaced = self._editor.replace(word, self._entry(), _version_seen())
        note("lexicon.changed", word=word, write=replaced.write, before=before, after=said(replaced))
        return _versioned(replaced)

    def remove(self, word: str) -> Response:
        before = self._editor.said_of(word)
        self._editor.remove(word, _version_seen())
        note("lexicon.removed", word=word, before=before)
        return Response(status=204)

    def _entry(self) -> LexiconEntry:
        check_media_type(request.mimetype)
        return decode_body(read_body(), LexiconEntry, EXAMPLE)


def _versioned(word: Word, status: int = 200) -> Response:
    response = json_answer(word, status)
    response.set_etag(word.version)
    return response


def _version_seen() -> str:
    """Raises PreconditionRequired (RFC 6585)."""
    seen = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not seen:
        raise PreconditionRequired(
            f"Send If-Match with the version of the entry that you have seen, in quotes, or {ANY_VERSION} "
            "for any."
        )
    return seen


WORD_FIELDS = {
    "write": "The word or phrase as it stands in the article. Whole words only.",
    "say": "A respelling, such as kar-look.",
    "ipa": ("The sound, such as qɑɾˈluːq. Voices that do not support it say the word as it is written."),
    "language": "Only in articles of this language: a primary tag, such as en.",
    "case": "Only with these capitals.",
    "voice": "Only for this voice, or for all of an engine: piper/*.",
    "site": "Only in articles of this host and those below it.",
    "show": "Only in articles of this show.",
}
"""Of the component ``LexiconEntry``."""
_IF_MATCH = Parameter(
    "If-Match",
    "The version of the entry that you last saw, in quotes; * for any.",
    where="header",
)
OPERATIONS = (
    Operation(
        path="/v1/lexicon",
        name="listWords",
        tag="lexicon",
        summary="How words are said",
        text=(
            "The entries in force, in the order of their file. While the file has an error, problem "
            "says what and where, and the last valid ones stay in force."
        ),
        answers={
            200: Answer(
                "All entries.",
                JSON,
                "WordList",
            )
        },
    ),
    Operation(
        path="/v1/lexicon",
        method="post",
        name="addWord",
        tag="lexicon",
        summary="Add a pronunciation",
        text=(
            "say is a respelling, ipa the sound in the phonetic alphabet: give one of them. The "
            "rest says when it applies. When an article is played again, only its sentences with the "
            "word are spoken anew."
        ),
        body="LexiconEntry",
        answers={
            201: Answer(
                "It is in the file.",
                JSON,
                "Word",
                {"ETag": "Its version."},
            )
        },
        problems=(400, 401, 409, 413, 415, 422, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/lexicon/{word}",
        method="put",
        name="changeWord",
        tag="lexicon",
        summary="Change a pronunciation",
        parameters=(_IF_MATCH,),
        body="LexiconEntry",
        answers={
            200: Answer(
                "It is in the file. Its id changes with the word and its conditions.",
                JSON,
                "Word",
            )
        },
        problems=(400, 401, 404, 409, 412, 413, 415, 422, 428, 429, 503),
        writes=True,
    ),
    Operation(
        path="/v1/lexicon/{word}",
        method="delete",
        name="removeWord",
        tag="lexicon",
        summary="Remove a pronunciation",
        parameters=(_IF_MATCH,),
        answers={
            204: Answer(
                "It is no longer in the file.",
            )
        },
        problems=(401, 404, 412, 422, 428, 429, 503),
        writes=True,
    ),
)
