"""The request is at odds with what is there, or with a limit."""

from __future__ import annotations

from tts_service.errors.kinds.wording import Wording

TOO_SLOW = Wording(
    "too-slow",
    "The request did not arrive in time",
    "The body of the request did not arrive in time. Send it without pauses.",
)
CONFLICT = Wording(
    "conflict",
    "This conflicts with what is there",
    "The request conflicts with what is there. The detail says how.",
)
WORD_EXISTS = Wording(
    "word-exists",
    "The lexicon has this word already",
    "The lexicon has this word already, for the same articles. Change that entry instead.",
)
BACKUP = Wording(
    "backup",
    "The backup cannot be made or restored",
    "The catalog and cache cannot be backed up to, or restored from, this place. The detail says why.",
)
PRECONDITION_FAILED = Wording(
    "precondition-failed",
    "This is no longer the version you have seen",
    "This is no longer the version that the request's conditions name. Load it again.",
)
CHANGED_MEANWHILE = Wording(
    "changed-meanwhile",
    "Somebody else was faster",
    "The article is not as you saw it: somebody has decided on it, or it was edited. Nothing was changed. "
    "Look at it again, and decide.",
)
PRECONDITION_REQUIRED = Wording(
    "precondition-required",
    "Say which version you have seen",
    "Name the version that you have seen in If-Match, so that nobody's work is lost.",
)
RANGE_NOT_SATISFIABLE = Wording(
    "range-not-satisfiable",
    "There are no such bytes",
    "The audio has no such bytes. The Content-Range header says how many it has.",
)
TOO_LARGE = Wording(
    "too-large",
    "That is too large",
    "The body, or a field of it, is longer than can be read. The detail gives the limit.",
)
UNSUPPORTED_MEDIA_TYPE = Wording(
    "unsupported-media-type",
    "Send JSON",
    "Send JSON, with Content-Type: application/json.",
)
TOO_MANY_REQUESTS = Wording(
    "too-many-requests",
    "Too many requests",
    "The client sent too many requests, or has too many open. Retry-After says when to try again.",
)
TOO_MANY_KEYS = Wording(
    "too-many-keys",
    "Too many wrong API keys",
    "Too many wrong API keys came from this client. Wait as long as Retry-After says, and check the key.",
)
DAY_SPENT = Wording(
    "day-spent",
    "No more articles are read aloud today",
    "Clients without an API key have used up what the operator allows for a day. Finished articles can "
    "still be heard; more are made after midnight (UTC), as Retry-After says, or with a key.",
)
