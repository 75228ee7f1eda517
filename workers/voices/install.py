"""Installs voices from their publishers, packages or files, and makes them ready to speak."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from audio_cache.disk import NO_ROOM, exclusive
from tts_service.contracts.voices import OnDownload
from tts_service.errors import Unprocessable
from tts_service.settings import Settings
from workers.engines.base import EngineError, Voice
from workers.engines.hibari.models import EMBEDDED
from workers.engines.hibari.models import FOLDER as HIBARI_FOLDER
from workers.engines.kokoro.models import FOLDER, NETWORKS, VECTORS
from workers.engines.levels import with_gain
from workers.engines.piper.models import installed
from workers.engines.registry import load_engine
from workers.voices import files, kokoro_release
from workers.voices.catalogue import Catalogue
from workers.voices.download import disk_full, fetch
from workers.voices.offers import Download, RemoteFile


class VoiceInstaller:
    """``settings.voices_dir`` is where voices are kept. One installation runs at a time; others wait."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.voices_dir
        self._incoming = settings.voices_dir / "incoming"
        self._catalogue = Catalogue(settings)

    def offers(self, language: str = "") -> list[Download]:
        """See ``Catalogue.offers``."""
        return self._catalogue.offers(language)

    def install(self, name: str, on_download: OnDownload) -> Sequence[Voice]:
        """Install the voice ``name`` ("engine/name", or its name alone), "kokoro", or what is in the file or
        folder ``name``.

        Returns the voices that can speak now. ``on_download`` is called as files arrive. Raises NotFound with
        names that are near, UpstreamFailed, Unavailable, and Unprocessable for something that is not a voice,
        or cannot speak here.
        """
        path = Path(name).expanduser()
        if path.exists():
            return self._from_files(files.look(path.absolute()))
        plain = name.removeprefix("piper/")
        if plain in self._packaged():
            return self._piper_ready({plain})
        if name.removeprefix("hibari/") == EMBEDDED:
            return self._hibari_ready({EMBEDDED})
        offer = self._catalogue.find(name)
        # Before anything is downloaded for an engine that is not installed.
        load_engine(offer.engine, self._settings)
        if offer.engine == "piper":
            self._download(offer, self._folder, on_download)
            return self._piper_ready({offer.name})
        if offer.engine == "hibari":
            self._download(offer, self._folder / HIBARI_FOLDER, on_download)
            return self._hibari_ready({offer.name})
        self._download(offer, self._folder / FOLDER, on_download)
        return self._kokoro_ready()

    def _packaged(self) -> set[str]:
        """Names of voices that come with packages and need no installation."""
        return {voice.name for voice in installed(self._folder) if voice.model.parent != self._folder}

    def _download(self, offer: Download, folder: Path, on_download: OnDownload) -> None:
        with self._alone():
            for file in offer.files:
                self._have(file, folder / file.name, on_download)

    def _have(self, file: RemoteFile, place: Path, on_download: OnDownload) -> None:
        if file.is_at(place):
            return
        if file.name == kokoro_release.IN_WHEELS and kokoro_release.wheel_parts():
            files.join_wheels(kokoro_release.wheel_parts(), place, self._incoming)
            return
        self._catalogue.check_online()
        fetch(file, place, self._incoming, on_download)

    def _from_files(self, found: files.Found) -> Sequence[Voice]:
        if found.has_kokoro:
            load_engine("kokoro", self._settings)
        with self._alone():
            for voice in found.piper:
                files.copy_piper(voice, self._folder, self._incoming)
            for file in found.hibari:
                files.copy_hibari(file, self._folder / HIBARI_FOLDER / file.name, self._incoming)
            for file in found.kokoro:
                files.copy_kokoro(file, self._folder / FOLDER / file.name, self._incoming)
            if found.vectors:
                files.pack_vectors(found.vectors, self._folder / FOLDER / VECTORS, self._incoming)
        piper = self._piper_ready({voice.name for voice in found.piper}) if found.piper else []
        hibari = self._hibari_ready(set(map(files.hibari_name, found.hibari))) if found.hibari else []
        return [*piper, *hibari, *(self._kokoro_ready() if found.has_kokoro else [])]

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        for place in (self._incoming, self._folder / FOLDER, self._folder / HIBARI_FOLDER):
            place.mkdir(parents=True, exist_ok=True)
        with exclusive(self._incoming / ".lock"):
            try:
                yield
            except OSError as error:
                if error.errno in NO_ROOM:
                    raise disk_full(self._folder) from error
                raise

    def _piper_ready(self, names: set[str]) -> Sequence[Voice]:
        """Raises Unprocessable, and takes the files away again, when one of them cannot speak."""
        voices = [voice for voice in load_engine("piper", self._settings).voices() if voice.name in names]
        try:
            if names - {voice.name for voice in voices}:
                raise Unprocessable(
                    "It was not installed: its JSON is not that of a Piper voice.", title="No voice"
                )
            for voice in voices:
                self._made_ready(voice)
        except Unprocessable:
            for name in names - self._packaged():
                files.remove_piper(name, self._folder)
            raise
        return voices

    def _hibari_ready(self, names: set[str]) -> Sequence[Voice]:
        """Their files are the published ones: checked, or they would not be in place."""
        voices = [voice for voice in load_engine("hibari", self._settings).voices() if voice.name in names]
        for voice in voices:
            self._made_ready(voice)
        return voices

    def _kokoro_ready(self) -> Sequence[Voice]:
        """Raises Unprocessable when one of its two files is still missing, or it cannot speak here."""
        parts = kokoro_release.wheel_parts()
        place = self._folder / FOLDER
        if parts and not any((place / name).is_file() for name in NETWORKS):
            files.join_wheels(parts, place / kokoro_release.IN_WHEELS, self._incoming)
        voices = load_engine("kokoro", self._settings).voices()
        if not voices:
            raise Unprocessable(
                f"Kokoro needs {VECTORS} and one of {', '.join(NETWORKS)} to speak: install the other one "
                "too."
            )
        self._made_ready(voices[0])
        return voices

    def _made_ready(self, voice: Voice) -> None:
        """Have it speak once, which creates the copy of its network that gives durations, and measure its
        level."""
        engine = load_engine(voice.id.partition("/")[0], self._settings)
        try:
            engine.synthesize("1, 2, 3.", voice, voice.languages[0])
            with_gain(engine, voice, self._folder / "cache")
        except EngineError as error:
            raise Unprocessable(
                f"The voice {voice.id} cannot speak here: {error}", title="No voice"
            ) from error
