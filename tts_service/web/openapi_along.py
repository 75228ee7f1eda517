"""What is said of the addresses that reading along needs."""

from __future__ import annotations

from tts_service.web.openapi_terms import JSON, Answer, Operation, Parameter

_SENTENCES = {200: Answer("Every sentence; those that can be heard have their times.", JSON, "ReadAlong")}
_TEXT = (
    "A sentence is [text, start, end, is_estimated, words], a word [from, to, start, end]: places in the sentence's text, in "
    "code points, and seconds. The text is the source's, as it stands on the page. start and end are null until a sentence "
    "is rendered; is_estimated says that the word times were not told by the engine."
)
_FIRST = Parameter("first", "Leave out the sentences before this one.", {"type": "integer", "minimum": 0, "default": 0})
_SCRIPT = {200: Answer("A module of JavaScript.", "text/javascript")}

ALONG = (
    Operation(
        path="/captions/{id}.json",
        name="getReadAlong",
        tag="listening",
        summary="Sentences and words to read along",
        text=_TEXT,
        parameters=(_FIRST,),
        answers=_SENTENCES,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/captions/{id}/{revision}.json",
        name="getReadAlongOfRevision",
        tag="listening",
        summary="Sentences and words of one revision",
        text=_TEXT,
        parameters=(_FIRST,),
        answers=_SENTENCES,
        problems=(400, 404, 503),
    ),
    Operation(
        path="/read-along.js",
        name="getReadAlongProgram",
        tag="button",
        summary="What lights up the text that is heard",
        text="A module that exports readAlong. The button loads it when it is first played.",
        answers=_SCRIPT,
    ),
    Operation(
        path="/read-along/{name}",
        name="getReadAlongModule",
        tag="button",
        summary="A module of it, newest version",
        answers=_SCRIPT,
        problems=(404,),
    ),
    Operation(
        path="/read-along/{version}/{name}",
        name="getReadAlongModuleOfVersion",
        tag="button",
        summary="A module of it",
        answers=_SCRIPT,
        problems=(404,),
    ),
)
