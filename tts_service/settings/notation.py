"""Settings with a notation of their own: voices by language, origins, sizes, ages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from tts_service.article.address import is_page_url, origin
from tts_service.article.language.tags import primary_subtag
from tts_service.limits import parse_age, parse_bytes
from tts_service.scopes import Scope, scopes_of
from tts_service.signed_access import AccessKey, parse_keys

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def parts_of(value: str) -> tuple[str, ...]:
    """The parts of a list, which commas or spaces separate."""
    return tuple(value.replace(",", " ").split())


def _voices(value: str) -> dict[str, str]:
    voices: dict[str, str] = {}
    for entry in parts_of(value):
        language, equals, name = entry.partition("=")
        if not (_LANGUAGE.fullmatch(language) and equals and name):
            raise ValueError(
                f"{entry!r} is not a language and its voice, as in es=piper/es_ES-davefx-medium."
            )
        if language.lower() in map(str.lower, voices):
            raise ValueError(f"it names two voices for {language}.")
        voices[language] = name
    return voices


def _openai_voices(value: str) -> dict[str, tuple[str, ...]]:
    voices: dict[str, tuple[str, ...]] = {}
    for entry in parts_of(value):
        name, _, tags = entry.rpartition("=") if "=" in entry else (entry, "", "*")
        languages = tuple(tag if tag == "*" else primary_subtag(tag) for tag in tags.split("+"))
        if not name or not all(tag == "*" or _LANGUAGE.fullmatch(tag) for tag in tags.split("+")):
            raise ValueError(f"{entry!r} is not a voice and its languages, as in af_heart=en or alloy=en+es.")
        if name in voices:
            raise ValueError(f"the voice {name} is named twice.")
        voices[name] = tuple(dict.fromkeys(languages))
    if not voices:
        raise ValueError("name a voice, such as af_heart=en, or leave it unset.")
    return voices


def _origins(value: str) -> tuple[str, ...]:
    for site in parts_of(value):
        if not _is_origin(site):
            raise ValueError(f"{site!r} is not an origin such as https://news.example.")
    return tuple(map(origin, parts_of(value)))


def _age(value: str) -> dt.timedelta | None:
    seconds = parse_age(value)
    return None if seconds is None else dt.timedelta(seconds=seconds)


def _room(value: str) -> int:
    size = parse_bytes(value)
    if size is None:
        raise ValueError("give a size such as 10GB.")
    return size


def _access_keys(value: str) -> tuple[AccessKey, ...]:
    return parse_keys(parts_of(value))


def _groups(value: str) -> dict[str, frozenset[Scope]]:
    """Names of groups may have spaces, so only commas separate them."""
    groups: dict[str, frozenset[Scope]] = {}
    for entry in filter(None, map(str.strip, value.split(","))):
        name, equals, scopes = entry.rpartition("=")
        if not (equals and name.strip()):
            raise ValueError(f"{entry!r} is not a group and its scopes, as in editors=read+write+publish.")
        if name.strip() in groups:
            raise ValueError(f"the group {name.strip()} is named twice.")
        groups[name.strip()] = scopes_of(scope.strip() for scope in scopes.split("+"))
    return groups


def _addresses(value: str) -> tuple[str, ...]:
    for address in parts_of(value):
        _, at, domain = address.partition("@")
        if not at or "." not in domain or "@" in domain:
            raise ValueError(f"{address!r} is no address such as ada@news.example, nor @news.example.")
    return tuple(address.lower() for address in parts_of(value))


def _is_origin(text: str) -> bool:
    """True for scheme://host[:port] and nothing after it."""
    if not is_page_url(text):
        return False
    parts = urlsplit(text)
    return text.rstrip("/") == f"{parts.scheme}://{parts.netloc}"


NOTATIONS: Mapping[str, Callable[[str], object]] = {
    "TTS_VOICES": _voices,
    "TTS_OPENAI_VOICES": _openai_voices,
    "TTS_ALLOWED_SITES": _origins,
    "TTS_WEBHOOK_SITES": _origins,
    "TTS_ACCESS_KEYS": _access_keys,
    "TTS_LOGIN_GROUPS": _groups,
    "TTS_OIDC_ALLOWED": _addresses,
    "TTS_CACHE_MAX_BYTES": parse_bytes,
    "TTS_COPIES_MAX_BYTES": _room,
    "TTS_CACHE_MAX_AGE": _age,
}
"""Settings with a notation of their own. Each raises ValueError with the rest of a line that begins with the
variable."""
