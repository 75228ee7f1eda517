"""The one place that reads the environment. Every setting is a variable ``TTS_<NAME>``; a ``.env`` file is read too."""

from __future__ import annotations

import difflib
import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
from dotenv import dotenv_values

from tts_service.limits import parse_age, parse_bytes

PREFIX = "TTS_"
FOREIGN_TEXT = ("voice", "skip", "same")
SECRET_CHARS = 16
"""The least that a secret has."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class SettingsError(Exception):
    """One line that says which variable is wrong and what it may be."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Defaults are for one machine. ``""`` means: not set."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("var")
    redis_url: str = ""
    """Empty: the embedded server, kept under the data folder."""
    database_url: str = ""
    """Empty: SQLite in the data folder."""
    engine: str = "piper"
    voice: str = ""
    """Empty: the first voice of the engine that speaks the article's language."""
    voices: tuple[str, ...] = ()
    """A voice or an engine for each language, such as "es=piper/es_ES-davefx-medium": before ``voice`` and ``engine``."""
    foreign_text: str = "voice"
    """Who reads paragraphs in another language than their article: "voice" (one of that language, else they are skipped),
    "skip" (nobody), "same" (the article's voice)."""
    engine_options: str = ""
    """Options of the engine, such as "length_scale=1.1,noise_scale=0.6"."""
    offline: bool = False
    api_keys: tuple[str, ...] = ()
    """Who may write. Empty is allowed on a loopback address only."""
    public_url: str = ""
    """The address that listeners see, when a proxy stands in front."""
    allowed_sites: tuple[str, ...] = ()
    """Origins, such as https://news.example, whose pages may be fetched without a key and may embed the player."""
    voices_url: str = ""
    """Where voices are downloaded from; empty: from their publishers."""
    model_memory_mb: int = 600
    """About what models may take in one process; the least recently used are let go."""
    workers: int = 0
    """Worker processes on this machine, beside the one that is kept for clicks; 0: one for each core."""
    web_workers: int = 0
    """Web processes; 0: one for each core, at most four."""
    shows: str = ""
    """The publisher's file of shows and sites. Empty: shows.toml in the data folder."""
    lexicon: str = ""
    """The editors' file of pronunciations. Empty: lexicon.toml in the data folder."""
    hook_secret: str = ""
    """What sites sign their hooks with. Empty: hooks are not taken."""
    feed_hub: str = ""
    """The WebSub hub that is told of new episodes. Empty: none."""
    cache_max_bytes: str = ""
    """What the audio cache may take on disk, such as "20GB". Empty: no limit."""
    cache_max_age: str = ""
    """How long audio is kept that nobody hears, such as "90d". Empty: no limit."""

    @property
    def is_loopback(self) -> bool:
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False

    @property
    def base_url(self) -> str:
        """Where listeners reach the service, without a trailing slash."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"

    @property
    def cache_dir(self) -> Path:
        return self.data_dir / "audio"

    @property
    def voices_dir(self) -> Path:
        return self.data_dir / "voices"

    def voice_of(self, language: str) -> str:
        """What ``voices`` names for ``language`` (BCP 47): for "en-GB" that of "en-gb", else that of "en"; "" for none."""
        tag = language.lower()
        named = {key.lower(): name for key, _, name in (entry.partition("=") for entry in self.voices)}
        return named.get(tag) or named.get(tag.partition("-")[0], "")

    @property
    def shows_path(self) -> Path:
        return Path(self.shows).expanduser().resolve() if self.shows else self.data_dir / "shows.toml"

    @property
    def lexicon_path(self) -> Path:
        return Path(self.lexicon).expanduser().resolve() if self.lexicon else self.data_dir / "lexicon.toml"

    @property
    def catalog_url(self) -> str:
        return self.database_url or f"sqlite:///{self.data_dir / 'catalog.db'}"

    @property
    def worker_processes(self) -> int:
        return self.workers or os.cpu_count() or 1

    @property
    def web_processes(self) -> int:
        return self.web_workers or min(os.cpu_count() or 1, 4)


def load_settings(environ: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")) -> Settings:
    """Settings from ``environ`` (default: the process's), over those of ``env_file``.

    Raises SettingsError on an unknown ``TTS_`` variable, a value of the wrong kind, or values that cannot be served.
    """
    from_file = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    merged = {**from_file, **(os.environ if environ is None else environ)}
    given = {name: value for name, value in merged.items() if name.startswith(PREFIX) and value is not None}
    settings = _checked(_converted(given))
    return msgspec.structs.replace(settings, data_dir=settings.data_dir.expanduser().resolve())


def _converted(given: Mapping[str, str]) -> Settings:
    known = {PREFIX + f.name.upper(): f for f in msgspec.structs.fields(Settings)}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{name} is not a setting of this service.{hint}")
        values[known[name].name] = _value(name, value.strip(), known[name].type)
    return Settings(**values)  # type: ignore[arg-type]


def _value(name: str, value: str, kind: object) -> object:
    if kind == tuple[str, ...]:
        return tuple(part for part in value.replace(",", " ").split() if part)
    if kind is bool and value == "":
        return False
    if kind is Path:
        return _path(name, value)
    try:
        return msgspec.convert(value, type=kind, strict=False)
    except msgspec.ValidationError:
        wanted = "1 or 0" if kind is bool else "a whole number"
        raise SettingsError(f"{name}={value!r} is not {wanted}.") from None


def _path(name: str, value: str) -> Path:
    if not value:
        raise SettingsError(f"{name} is empty: give the path of a folder.")
    return Path(value)


def _checked(settings: Settings) -> Settings:
    _check_numbers(settings)
    _check_addresses(settings)
    _check_voices(settings.voices)
    if settings.foreign_text not in FOREIGN_TEXT:
        raise SettingsError(f"TTS_FOREIGN_TEXT={settings.foreign_text!r} will not do: use {', '.join(FOREIGN_TEXT)}.")
    _check_secrets(settings)
    return settings


def _check_numbers(settings: Settings) -> None:
    if not 0 <= settings.port <= 65535:
        raise SettingsError(f"TTS_PORT={settings.port} is not a port: use 1 to 65535.")
    for name in ("workers", "web_workers"):
        if not 0 <= getattr(settings, name) <= 256:
            raise SettingsError(f"TTS_{name.upper()} must be 0 (one for each core) to 256.")
    if settings.model_memory_mb < 1:
        raise SettingsError(f"TTS_MODEL_MEMORY_MB={settings.model_memory_mb} will not do: use 1 or more.")
    for name, parse in (("cache_max_bytes", parse_bytes), ("cache_max_age", parse_age)):
        try:
            parse(getattr(settings, name))
        except ValueError as error:
            raise SettingsError(f"TTS_{name.upper()}: {error}") from None


def _check_addresses(settings: Settings) -> None:
    for site in settings.allowed_sites:
        if not is_origin(site):
            raise SettingsError(f"TTS_ALLOWED_SITES: {site!r} is not an origin such as https://news.example.")
    for name in ("public_url", "voices_url", "feed_hub"):
        address = getattr(settings, name)
        if address and urlsplit(address).scheme not in ("http", "https"):
            raise SettingsError(f"TTS_{name.upper()} must start with http:// or https://.")
    if settings.feed_hub and not settings.public_url:
        raise SettingsError("TTS_FEED_HUB needs TTS_PUBLIC_URL: the hub reads the feeds at that address.")


def _check_secrets(settings: Settings) -> None:
    if settings.hook_secret and len(settings.hook_secret) < SECRET_CHARS:
        raise SettingsError(f"TTS_HOOK_SECRET is too short to be a secret: use at least {SECRET_CHARS} characters.")
    if not settings.is_loopback and not settings.api_keys:
        raise SettingsError(
            f"TTS_API_KEYS must be set to listen on {settings.host}: without keys anybody could write. "
            "Only a loopback address such as 127.0.0.1 may do without."
        )


def _check_voices(voices: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for entry in voices:
        language, equals, name = entry.partition("=")
        if not (_LANGUAGE.fullmatch(language) and equals and name):
            raise SettingsError(f"TTS_VOICES: {entry!r} is not a language and its voice, as in es=piper/es_ES-davefx-medium.")
        if language.lower() in seen:
            raise SettingsError(f"TTS_VOICES names two voices for {language}.")
        seen.add(language.lower())


def is_origin(text: str) -> bool:
    """True for scheme://host[:port] and nothing behind it."""
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and text.rstrip("/") == f"{parts.scheme}://{parts.netloc}"
