"""Which voice speaks what: the one requested, or those that a show gives to roles, sections and languages."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import msgspec

from tts_service.article.language.tags import primary_subtag
from tts_service.article.model import Script, Segment
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.publisher.shows.shows import Show
from tts_service.settings import Settings
from workers.engines.registry import Found, find_voice, local_voice

Part = tuple[str, str]
"""The role of a segment, and the kind of its section."""
Wishes = Mapping[Part, tuple[str, ...]]
"""Voices wanted for each part of a script, the most wanted first."""


class Cast(msgspec.Struct, frozen=True):
    """A voice for each part. ``missing`` says which voices stand in for those that a show asks for but
    are not here, by the name of these."""

    narrator: Found
    parts: dict[Part, Found]
    missing: dict[str, str] = {}
    foreign_voices: dict[str, Found] = {}
    """The voices for text in another language than the script."""

    @property
    def wanted(self) -> set[str]:
        """The voices that a worker must have to do better: those that are missing here, and those in use."""
        return {*self.missing, *(voice.id for _, voice in (self.narrator, *self.parts.values()))}

    def of(self, script: Script, segment: Segment) -> Found:
        if segment.language in self.foreign_voices:
            return self.foreign_voices[segment.language]
        return self.parts.get(part_of(script, segment), self.narrator)


def part_of(script: Script, segment: Segment) -> Part:
    """Scripts from before sections had kinds are all story."""
    known = segment.section < len(script.section_kinds)
    return segment.role, script.section_kinds[segment.section] if known else "story"


def wishes_of(script: Script, show: Show | None) -> Wishes:
    """What the show wants for the parts that the script has. Empty when it wants nothing in particular."""
    parts = dict.fromkeys(part_of(script, segment) for segment in script.segments)
    wishes = {part: show.voices_for(*part, script.language) if show else () for part in parts}
    return wishes if any(wishes.values()) else {}


def spelled(wishes: Wishes) -> str:
    """For the revision: "" for none."""
    return msgspec.json.encode(list(wishes.items())).decode() if wishes else ""


def foreign_voice(settings: Settings, show: Show | None, language: str) -> Found | None:
    """Who speaks a paragraph in ``language`` within an article in another: the voice that the show or the
    settings name for it, else one of this machine; None when nobody does."""
    if named := (show.voices.get(language) if show else None) or settings.voice_of(language):
        with contextlib.suppress(Unprocessable):
            return find_voice(settings, named, language)
    return local_voice(settings, language)


def with_foreign_voices(cast: Cast, settings: Settings, show: Show | None, script: Script) -> Cast:
    """``cast`` with a voice for each other language that ``script`` has."""
    languages = {segment.language for segment in script.segments} - {""}
    found = {
        language: foreign_voice(settings, show, language) or cast.narrator for language in sorted(languages)
    }
    return msgspec.structs.replace(cast, foreign_voices=found)


def cast_voices(settings: Settings, asked: str | None, wishes: Wishes, language: str) -> Cast:
    """The voice ``asked`` for says everything; else each part has the first voice wanted that is here and
    speaks ``language``.

    Raises Unprocessable ("unknown-voice", "unsupported-language") when the one asked for cannot, or nobody
    can.
    """
    if asked or not wishes:
        return Cast(find_voice(settings, asked, language), {})
    missing: dict[str, str] = {}
    parts = {part: _found(settings, names, language, missing) for part, names in wishes.items()}
    narrator = parts.get(("narrator", "story")) or next(iter(parts.values()))
    return Cast(narrator, parts, missing)


def refuse_unchosen(
    cast: Cast, settings: Settings, asked: str | None, show: Show | None, language: str
) -> None:
    """Readers may have pages read aloud, and what these say goes over the network to nobody whom neither
    the operator nor the publisher has named. Raises Unprocessable ("unsupported-language") for a cast with
    such a voice."""
    named = {
        asked,
        settings.engine,
        settings.voice,
        *map(settings.voice_of, (language, *cast.foreign_voices)),
    }
    named |= {show.voice, *show.voices.values()} if show else set()
    for engine, voice in (cast.narrator, *cast.parts.values(), *cast.foreign_voices.values()):
        if not voice.local and named.isdisjoint((engine.id, voice.id, voice.name)):
            raise Unprocessable(
                f"No voice of this machine speaks {language!r}, and {voice.id} works over the network. The "
                "operator can install"
                " one, or name it for the language: "
                f"TTS_VOICES={primary_subtag(language)}={engine.id}.",
                kind=ProblemKind.UNSUPPORTED_LANGUAGE,
            )


def voice_in_part(settings: Settings, asked: str | None, show: Show | None, part: Part, language: str) -> str:
    """The id of the voice cast for ``part``; "" if no voice speaks ``language``."""
    try:
        if asked:
            return find_voice(settings, asked, language)[1].id
        return _found(settings, show.voices_for(*part, language) if show else (), language, {})[1].id
    except Unprocessable:
        return ""


def roles_with_voices(settings: Settings, show: Show, language: str) -> frozenset[str]:
    """The roles that are heard in another voice than the narrator's: one that is not here is no help in
    telling a question from its answer."""
    narrator = voice_in_part(settings, None, show, ("narrator", "story"), language)
    return frozenset(
        role
        for role in show.voiced
        if voice_in_part(settings, None, show, (role, "story"), language) != narrator
    )


def _found(settings: Settings, names: tuple[str, ...], language: str, missing: dict[str, str]) -> Found:
    """Records in ``missing`` which of ``names`` is not installed."""
    gone = []
    for name in (*names, None):
        try:
            found = find_voice(settings, name, language)
        except Unprocessable as error:
            if name is None:
                raise
            gone += [name] if error.kind == ProblemKind.UNKNOWN_VOICE else []
        else:
            break
    for name in gone:
        missing.setdefault(name, f"{found[1].id}: the show asks for {name}, which is not here")
    return found
