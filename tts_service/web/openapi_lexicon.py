"""What is said of the addresses of the lexicon: see ``openapi_paths``."""

from __future__ import annotations

from tts_service.web.openapi_terms import JSON, Answer, Operation, Parameter

WORD_FIELDS = {
    "write": "The word or phrase as it stands in the article. Whole words only.",
    "say": "A respelling, such as kar-look.",
    "ipa": "The sound, such as qɑɾˈluːq. Voices that cannot be told a sound say the word as it is written.",
    "language": "Only in articles of this language: a primary tag, such as en.",
    "case": "Only with these capitals.",
    "voice": "Only for this voice, or for all of an engine: piper/*.",
    "site": "Only in articles of this host and those below it.",
    "show": "Only in articles of this show.",
}
"""Of the component ``Entry``."""

_IF_MATCH = Parameter("If-Match", "The entry's version that you have seen, in quotes; * for any.", where="header")

LEXICON = (
    Operation(
        path="/v1/lexicon",
        name="listWords",
        tag="lexicon",
        summary="How words are said",
        text="The entries in force, in the order of their file. While the file has an error, problem says which and where, and "
        "the last good ones stay in force.",
        answers={200: Answer("All entries.", JSON, "WordList")},
    ),
    Operation(
        path="/v1/lexicon",
        method="post",
        name="addWord",
        tag="lexicon",
        summary="Have a word said otherwise",
        text="say is a respelling, ipa the sound in the phonetic alphabet: give one of them. The rest says when it counts. "
        "Articles that are heard again are spoken anew where they hold the word, and only there.",
        body="Entry",
        answers={201: Answer("It is in the file.", JSON, "Word", {"ETag": "Its version."})},
        problems=(400, 401, 409, 413, 415, 422, 503),
        writes=True,
    ),
    Operation(
        path="/v1/lexicon/{word}",
        method="put",
        name="changeWord",
        tag="lexicon",
        summary="Change how a word is said",
        parameters=(_IF_MATCH,),
        body="Entry",
        answers={200: Answer("It is in the file. Its id is another when the word or its conditions are.", JSON, "Word")},
        problems=(400, 401, 404, 409, 412, 413, 415, 422, 428, 503),
        writes=True,
    ),
    Operation(
        path="/v1/lexicon/{word}",
        method="delete",
        name="removeWord",
        tag="lexicon",
        summary="Have a word said as before",
        parameters=(_IF_MATCH,),
        answers={204: Answer("It is no longer in the file.")},
        problems=(401, 404, 412, 422, 428, 503),
        writes=True,
    ),
)
