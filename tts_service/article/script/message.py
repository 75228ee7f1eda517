"""A message of a sponsor: what is pinned of it when it is made. Pure, and light: the web process imports
this.

Each message is an article of the service's own, under an id that follows from its name. Beside each of its
revisions stands what was to be played then, so whoever names a revision names all of it: words, sound, place
and label.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from tts_service.article.hashing import short_hash

Place = Literal["pre", "mid", "post"]
PLACES: tuple[Place, ...] = ("pre", "mid", "post")
"""Before an article, between its paragraphs, and behind it."""
MESSAGE = "message"
"""The name that the message to be made is kept under, beside its narrations."""
_ID_PREFIX = "sponsor"
CODE_CHARS = 10
LIKE_ID = _ID_PREFIX + "_" * CODE_CHARS
"""What the ids of messages are like, in SQL: no other article's are as long."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """``label`` says whose it is, ``text`` what is said. ``sound``: a file of the publisher's that is played
    instead of a voice, ``sound_digest`` its SHA-256. ``every_s``: at least so long before it, in s, since the
    beginning or the message before, if it stands between paragraphs. "" for none."""

    label: str
    text: str
    at: Place = "pre"
    sound: str = ""
    sound_digest: str = ""
    voice: str = ""
    language: str = ""
    link: str = ""
    every_s: int = 600

    @property
    def digest(self) -> str:
        """Another one after any change."""
        return short_hash(msgspec.json.encode(self))


def message_id(name: str) -> str:
    """The id of the article that the message ``name`` is: the same on every machine."""
    return _ID_PREFIX + short_hash(name.encode(), length=CODE_CHARS)


def is_message(article_id: str) -> bool:
    return article_id.startswith(_ID_PREFIX) and len(article_id) == len(_ID_PREFIX) + CODE_CHARS


def code_of(article_id: str) -> str:
    """The part of a message's id by which addresses name it."""
    return article_id[len(_ID_PREFIX) :]


def id_of(code: str) -> str:
    """The message that ``code`` names."""
    return _ID_PREFIX + code


def encode_message(message: Message) -> bytes:
    return msgspec.json.encode(message)


def decode_message(data: bytes | None) -> Message | None:
    """None for none, and for what cannot be read."""
    try:
        return None if data is None else msgspec.json.decode(data, type=Message)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
