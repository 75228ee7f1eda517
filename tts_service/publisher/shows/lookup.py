"""What a file of shows refers to that is missing or unusable: sounds, pictures and voices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from tts_service.article.address import is_page_url
from tts_service.publisher.shows.parse import FileProblem, line_of
from tts_service.publisher.shows.shows import Publisher, Show, Site
from tts_service.publisher.shows.sponsors import Sponsor

FILES = ("artwork", "intro", "outro", "bed")


def missing(
    text: str, shows: dict[str, Show], find: Callable[[str], Path], is_voice: Callable[[str], bool]
) -> Iterator[FileProblem]:
    """``text`` is the file that ``shows`` are from; ``find`` gives the path of a file by the name it has
    there."""
    for show in shows.values():
        yield from _missing_files(text, show, find)
        yield from _unfit_artwork(text, show, find(show.artwork))
        for path, voice in (
            (("voice",), show.voice),
            *((("voices", key), voice) for key, voice in show.voices.items()),
        ):
            if voice and not is_voice(voice):
                reason = f"there is no voice {voice} here. Choose one of: tts-service voices list."
                yield _finding(text, show, path, reason)


def missing_voices(
    text: str, sites: dict[str, Site], is_voice: Callable[[str], bool]
) -> Iterator[FileProblem]:
    """Voices that readers of ``sites`` may choose, but that are not installed here. ``text`` is as in
    ``missing``."""
    for site in sites.values():
        for voice in site.voices:
            if not is_voice(voice):
                reason = f"there is no voice {voice} here. Choose one of: tts-service voices list."
                yield FileProblem(
                    line_of(text, ("site", site.host, "voices"), voice),
                    f'site."{site.host}".voices: {reason}',
                )


def missing_in_sponsors(
    text: str, sponsors: dict[str, Sponsor], find: Callable[[str], Path], is_voice: Callable[[str], bool]
) -> Iterator[FileProblem]:
    """As ``missing``, of messages of sponsors."""
    for sponsor in sponsors.values():
        if sponsor.sound and not (path := find(sponsor.sound)).is_file():
            reason = f"there is no file {path}. Put it there, or correct the path."
            yield _in_sponsor(text, sponsor, "sound", reason)
        if sponsor.voice and not is_voice(sponsor.voice):
            reason = f"there is no voice {sponsor.voice} here. Choose one of: tts-service voices list."
            yield _in_sponsor(text, sponsor, "voice", reason)


def _in_sponsor(text: str, sponsor: Sponsor, key: str, reason: str) -> FileProblem:
    line = line_of(text, ("sponsor", sponsor.name, key))
    return FileProblem(line, f"sponsor.{sponsor.name}.{key}: {reason}")


def files_named_in(publisher: Publisher) -> set[str]:
    """The sounds and pictures that a file of shows names."""
    of_shows = {name for show in publisher.shows.values() for _, name in named_files(show)}
    return of_shows | {sponsor.sound for sponsor in publisher.sponsors.values() if sponsor.sound}


def named_files(show: Show) -> Iterator[tuple[str, str]]:
    """The settings of ``show`` that name a sound or picture, with their values."""
    for key in FILES:
        named = getattr(show, key)
        if named and not is_page_url(named):
            yield key, named


def _missing_files(text: str, show: Show, find: Callable[[str], Path]) -> Iterator[FileProblem]:
    for key, named in named_files(show):
        if not (path := find(named)).is_file():
            yield _finding(text, show, (key,), f"there is no file {path}. Put it there, or correct the path.")


def _unfit_artwork(text: str, show: Show, path: Path) -> Iterator[FileProblem]:
    from tts_service.publisher.shows.artwork import fault_of  # Pillow: only if needed

    if show.artwork and path.is_file() and (fault := fault_of(path)):
        reason = f"{fault}. Podcast directories require a square JPEG or PNG in RGB, of 1400 to 3000 pixels."
        yield _finding(text, show, ("artwork",), reason)


def _finding(text: str, show: Show, path: tuple[str, ...], reason: str) -> FileProblem:
    return FileProblem(
        line_of(text, ("show", show.name, *path)), f"show.{show.name}.{'.'.join(path)}: {reason}"
    )
