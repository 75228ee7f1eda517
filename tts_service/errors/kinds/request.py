"""The request itself is malformed."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

BAD_REQUEST = Wording(
    "bad-request",
    "The request is malformed",
    "A field or parameter has a value that cannot be used. The detail names it and says what is allowed.",
)
BAD_FIELD = Wording(
    "bad-field",
    "A field of the form cannot be used",
    "What was entered in a field of a form cannot be used. The detail says what is allowed.",
)
BAD_JSON = Wording(
    "bad-json",
    "The body is not JSON",
    "The body is not valid JSON. The detail says where it goes wrong.",
)
UNKNOWN_FIELD = Wording(
    "unknown-field",
    "The body has an unknown field",
    "The body has a field that is not known here. The detail names it, and the field that was "
    "probably meant.",
)
WRONG_TYPE = Wording(
    "wrong-type",
    "A field has the wrong type",
    "A field has a value of the wrong type, such as a number where text is expected.",
)
BAD_CURSOR = Wording(
    "bad-cursor",
    "The cursor is not valid",
    "The cursor did not come from this service, or its article was withdrawn. Start again without it.",
)
BAD_LANGUAGE = Wording(
    "bad-language",
    "The language is not valid",
    "The language is not a BCP 47 tag, such as en or pt-BR.",
)
EMPTY_TEXT = Wording("empty-text", "There is no text", "There is nothing to read. Send some text.")
BAD_SSML = Wording(
    "bad-ssml",
    "The SSML cannot be used",
    "The SSML is not well formed, or has an element, an attribute or a value that is not understood here. "
    "The detail gives the line and the column, and says what is allowed.",
)
UNKNOWN_SHOW = Wording(
    "unknown-show",
    "There is no such show",
    "The publisher has shows, but none of this name. The detail lists them.",
)
BAD_WORD = Wording(
    "bad-word",
    "The lexicon entry is not valid",
    "A lexicon entry has a value that cannot be used. The detail names it and says what is allowed.",
)
BAD_PLAYLIST = Wording(
    "bad-playlist",
    "The playlist is not valid",
    "A playlist contains itself, or names an article, a show or a playlist that does not exist, or has a "
    "value that cannot be used. The detail says which.",
)
BAD_BODY = Wording(
    "bad-body",
    "The body is incomplete",
    "The body of the request is cut short, or its chunks are malformed.",
)
BAD_HOST = Wording(
    "bad-host",
    "The Host header is missing or malformed",
    "The request does not say which host it is for, or names an impossible one. Send a Host header.",
)
BAD_ENTRIES = Wording(
    "bad-entries",
    "Some entries were left out",
    "Some entries of a feed or sitemap were left out. The detail says which and why.",
)
