"""Messages of sponsors as the publisher's file describes them: what is played, where, when and how often.
Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

import msgspec

from tts_service.article.address import hosts_of
from tts_service.article.language.tags import primary_subtag
from tts_service.article.script.message import Message, Place, message_id


class Sponsor(msgspec.Struct, frozen=True, kw_only=True):
    """A message, under a name of its own. ``text`` is spoken, unless there is a ``sound`` (a path): then it
    is what is said there. ``shows`` and ``sites`` are those whose articles it is heard with; none: with all.
    ``begins`` and ``ends`` are in UTC; it is not heard any more at ``ends``. ``plays_a_day`` (in UTC) and
    ``plays``: at most; 0 for no limit. ``every``: see ``Message.every_s``. ``members``: they hear it, too."""

    name: str
    label: str = ""
    at: Place = "pre"
    text: str = ""
    sound: str = ""
    voice: str = ""
    language: str = ""
    link: str = ""
    shows: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    begins: dt.datetime | None = None
    ends: dt.datetime | None = None
    plays_a_day: int = 0
    plays: int = 0
    every: int = 600
    members: bool = True

    @property
    def article_id(self) -> str:
        """Of the article that it is rendered as, and under which it is counted."""
        return message_id(self.name)

    def message(self, voice: str, language: str, sound_digest: str) -> Message:
        """What is to be rendered. ``voice`` and ``language`` are those of its first show, in the place of its
        own."""
        return Message(
            label=self.label,
            text=self.text or self.label,
            at=self.at,
            sound=self.sound,
            sound_digest=sound_digest,
            voice="" if self.sound else self.voice or voice,
            language=self.language or language,
            link=self.link,
            every_s=self.every,
        )

    def is_on(self, now: dt.datetime) -> bool:
        return (self.begins is None or self.begins <= now) and (self.ends is None or now < self.ends)

    def is_used_up(self, today: int, in_all: int) -> bool:
        """It has been played so often ``today``, and ``in_all``."""
        return bool((self.plays_a_day and today >= self.plays_a_day) or (self.plays and in_all >= self.plays))

    def is_for(self, shows: Collection[str], url: str, language: str) -> bool:
        """It is heard with an article of ``shows``, of the page ``url``, in ``language``."""
        speaks = not self.language or primary_subtag(self.language) == primary_subtag(language)
        in_show = not self.shows or not set(self.shows).isdisjoint(shows)
        return speaks and in_show and (not self.sites or not set(self.sites).isdisjoint(hosts_of(url)))


def for_article(
    sponsors: Iterable[Sponsor], shows: Collection[str], url: str, language: str, *, is_member: bool
) -> list[Sponsor]:
    """Those of ``sponsors`` that an article is heard with, by a member or by anybody."""
    found = (one for one in sponsors if one.is_for(shows, url, language))
    return [one for one in found if one.members or not is_member]
