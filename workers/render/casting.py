"""Which voice speaks what: the one requested, or those that a show gives to roles, sections and languages."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Mapping

import msgspec

from tts_service.article.language.tags import primary_subtag
from tts_service.article.markup.ssml import read_ssml
from tts_service.article.model import Script, Segment
from tts_service.errors import ProblemKind, Unprocessable
from tts_service.publisher.shows.shows import Show, Site
from tts_service.settings import Settings
from workers.engines.registry import Found, find_voice, local_voice

_NOT_CHOSEN = (
    "it works over the network, and neither the operator nor the publisher has named it (TTS_VOICES; voices "
    "of the show or of the site in shows.toml)."
)
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
    marked_voices: dict[tuple[str, str], Found] = {}
    """Those that the text itself names, by name and by the language of the segment."""
    notes: tuple[str, ...] = ()
    """For an editor: which voices may not speak."""

    @property
    def wanted(self) -> set[str]:
        """The voices that a worker must have to do better: those that are missing here, and those in use."""
        return {*self.missing, *(voice.id for _, voice in (self.narrator, *self.parts.values()))}

    def of(self, script: Script, segment: Segment) -> Found:
        if segment.voice and (marked := self.marked_voices.get((segment.voice, segment.language))):
            return marked
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


def with_marked_voices(
    cast: Cast, settings: Settings, show: Show | None, site: Site | None, script: Script, *, is_page: bool
) -> Cast:
    """``cast`` with the voices that the text of ``script`` names. A page comes from outside: what it has
    spoken goes over the network only to voices that the operator or the publisher has named. Who has sent
    SSML has a key."""
    marked, missing, notes = {}, dict(cast.missing), [*cast.notes]
    for (name, language), segment in marked_by(script).items():
        try:
            found = find_voice(settings, name, language or script.language)
        except Unprocessable as error:
            missing[name] = (
                f"{cast.of(script, segment)[1].id}: the text asks for {name}, which {_why_not(error)}"
            )
            continue
        chosen = _chosen(settings, show, {language, script.language}, site)
        if found[1].local or not is_page or _is_chosen(found, chosen):
            marked[name, language] = found
        else:
            notes.append(f"{found[1].id} is not used where the page asks for it: {_NOT_CHOSEN}")
    return msgspec.structs.replace(
        cast, marked_voices=marked, missing=missing, notes=tuple(dict.fromkeys(notes))
    )


def marked_by(script: Script) -> dict[tuple[str, str], Segment]:
    """The voices that the text of ``script`` names, each with the language in which it is to speak ("" for
    that of the script), and the first segment that they are for."""
    named = (segment for segment in reversed(script.segments) if segment.voice)
    return {(segment.voice, segment.language): segment for segment in named}


def _why_not(error: Unprocessable) -> str:
    return "is not here" if error.kind == ProblemKind.UNKNOWN_VOICE else "does not speak its language"


def check_marked_voices(settings: Settings, ssml: str, script: Script) -> None:
    """Raises Unprocessable ("unknown-voice", "unsupported-language"), with its place in ``ssml``, for a voice
    that cannot speak here."""
    for name, language in marked_by(script):
        try:
            find_voice(settings, name, language or script.language)
        except Unprocessable as error:
            place = read_ssml(ssml).voices.get(name)
            at = f"ssml, line {place.line}, column {place.column}: " if place else ""
            raise Unprocessable(f"{at}{error.detail}", kind=error.kind, title=error.title) from None


def with_ipa_noted(cast: Cast, script: Script) -> Cast:
    """``cast`` with a note on each voice that is given pronunciations and can take none."""
    told = (cast.of(script, segment)[1] for segment in script.segments if segment.phonemes)
    deaf = dict.fromkeys(voice.id for voice in told if not voice.ipa)
    notes = (
        f"{name} takes no IPA: words whose pronunciation is given are spoken as written." for name in deaf
    )
    return msgspec.structs.replace(cast, notes=(*cast.notes, *notes))


def cast_voices(settings: Settings, asked: str | None, wishes: Wishes, language: str) -> Cast:
    """The voice ``asked`` for says everything that names no other; else each part has the first voice wanted
    that is here and speaks ``language``.

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
    named = {asked, *_chosen(settings, show, (language, *cast.foreign_voices))}
    for engine, voice in (cast.narrator, *cast.parts.values(), *cast.foreign_voices.values()):
        if not voice.local and not _is_chosen((engine, voice), named):
            raise Unprocessable(
                f"No voice of this machine speaks {language!r}, and {voice.id} works over the network. The "
                "operator can install"
                " one, or name it for the language: "
                f"TTS_VOICES={primary_subtag(language)}={engine.id}.",
                kind=ProblemKind.UNSUPPORTED_LANGUAGE,
            )


def _chosen(
    settings: Settings, show: Show | None, languages: Iterable[str], site: Site | None = None
) -> set[str | None]:
    """What the operator and the publisher have named."""
    named = {settings.engine, settings.voice, *map(settings.voice_of, languages)}
    named |= {show.voice, *show.voices.values()} if show else set()
    return named | {*(site.voices if site else ())}


def _is_chosen(found: Found, named: Collection[str | None]) -> bool:
    engine, voice = found
    return not {engine.id, voice.id, voice.name}.isdisjoint(named)


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
