"""What the publishers offer, under which licence, and what is installed."""

from __future__ import annotations

import difflib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from audio_cache.disk import publish, read_or_none
from tts_service.article.language.tags import primary_subtag
from tts_service.errors import NotFound, ProblemKind, Unavailable
from tts_service.settings import Settings
from workers.engines.hibari import models as hibari_models
from workers.engines.kokoro.models import FOLDER
from workers.engines.piper.models import installed, licence_in
from workers.voices import hibari_release, kokoro_release, piper_index
from workers.voices.download import read
from workers.voices.offers import Download, RemoteFile

_CARDS_AT_ONCE = 8


class Catalogue:
    """Of the publishers, or of the mirror ``settings.voices_url``: a folder with Piper's ``voices.json``
    and what it lists, and the files of hibari's voices and Kokoro's release beside it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.voices_dir
        self._mirror = (settings.voices_url or "").rstrip("/")

    def offers(self, language: str = "") -> list[Download]:
        """All, or those in ``language`` (BCP 47), with their licences and whether they are installed.

        Raises UpstreamFailed when Piper's publisher cannot be reached, Unavailable when that is not allowed.
        """
        tag = primary_subtag(language)
        offers = [
            offer
            for offer in [*self._hibari(), *self._kokoro(), *self._piper()]
            if not tag or tag in offer.languages
        ]
        with ThreadPoolExecutor(_CARDS_AT_ONCE) as pool:
            licences = list(pool.map(self._licence, offers))
        here = self._installed()
        return [
            msgspec.structs.replace(offer, licence=licence, installed=offer.id in here)
            for offer, licence in zip(offers, licences, strict=True)
        ]

    def find(self, name: str) -> Download:
        """By id, or by name alone; any Kokoro voice stands for all of them.

        Raises NotFound with names that are near, and what ``offers`` raises.
        """
        hibari, kokoro = self._hibari(), self._kokoro()
        for offer in hibari:
            if name in (offer.id, offer.name):
                return offer
        for offer in kokoro:
            if name == offer.id or (offer.id == "kokoro" and name.startswith("kokoro/")):
                return offer
        piper = self._piper()
        for offer in piper:
            if name in (offer.id, offer.name):
                return offer
        raise _unknown(name, [offer.name for offer in [*hibari, *piper, *kokoro]])

    def check_online(self) -> None:
        """Raises Unavailable where nothing may be downloaded."""
        if self._settings.offline:
            raise Unavailable(
                "TTS_OFFLINE is set: nothing is downloaded. Install from files, or unset it.",
                kind=ProblemKind.OFFLINE,
            )

    def _hibari(self) -> list[Download]:
        return hibari_release.offers(self._mirror or hibari_release.URL)

    def _kokoro(self) -> list[Download]:
        return kokoro_release.offers(self._mirror or kokoro_release.URL)

    def _piper(self) -> list[Download]:
        self.check_online()
        base = self._mirror or piper_index.URL
        return piper_index.offers_in(read(f"{base}/{piper_index.INDEX}"), base)

    def _licence(self, offer: Download) -> str:
        """In the words of its card."""
        card = next((file for file in offer.files if file.name.endswith(piper_index.CARD)), None)
        return offer.licence if card is None else licence_in(self._card(card).decode(errors="replace"))

    def _card(self, card: RemoteFile) -> bytes:
        """Downloaded once: there is one for each voice."""
        kept = self._folder / "cache" / "cards" / Path(card.digest.partition(":")[2]).name
        data = read_or_none(kept)
        if data is None:
            data = read(card.url)
            kept.parent.mkdir(parents=True, exist_ok=True)
            publish(kept, data)
        return data

    def _installed(self) -> set[str]:
        kokoro = self._folder / FOLDER
        sets = {
            offer.id
            for offer in self._kokoro()
            if all((kokoro / file.name).is_file() for file in offer.files)
        }
        hibari = {
            f"hibari/{voice.name}" for voice in hibari_models.installed(self._folder, self._folder / "cache")
        }
        return sets | hibari | {f"piper/{files.name}" for files in installed(self._folder)}


def _unknown(name: str, names: list[str]) -> NotFound:
    near = difflib.get_close_matches(name.rpartition("/")[2], names, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else "See: tts-service voices list --installable"
    return NotFound(
        f"No publisher offers a voice {name!r}. {hint}",
        kind=ProblemKind.UNKNOWN_VOICE,
    )
