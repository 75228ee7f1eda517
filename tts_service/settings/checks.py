"""What the types of the settings cannot rule out."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from tts_service.article.address import is_page_url
from tts_service.hosts import is_loopback
from tts_service.settings.login_checks import check_login
from tts_service.settings.model import Settings, SettingsError

MAKE_A_KEY = 'python -c "import secrets; print(secrets.token_urlsafe(24))"'

_SECRET_CHARS = 16
"""The least that a secret or a key has."""
_MOST_DISCLOSURE_BYTES = 99
"""What a show's description leaves of the 4,000 that podcast directories take."""
_FOREIGN_TEXT = ("voice", "skip", "same")
_ACCESS = ("open", "members")
_LIMITS = (
    "client_articles_per_minute",
    "client_streams",
    "client_event_streams",
    "client_connections",
    "client_wrong_keys_per_minute",
    "client_wrong_tokens_per_minute",
    "client_hours_per_day",
    "anonymous_hours_per_day",
)
SIGNED = "signed"
"""``audio_url``: at addresses of the bucket that are valid for a while."""
BUCKETS = ("s3://", "gs://", "az://")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://", "redis+sentinel://", "rediss+sentinel://")
_CONTACTS = ("mailto:", "https://", "tel:")
"""How a contact of RFC 9116 begins."""


def checked(settings: Settings) -> Settings:
    """``settings``. Raises SettingsError, which names the variable, if the service cannot run with them."""
    _check_numbers(settings)
    _check_addresses(settings)
    _check_redis(settings)
    if settings.foreign_text not in _FOREIGN_TEXT:
        raise SettingsError(
            f"TTS_FOREIGN_TEXT={settings.foreign_text!r} will not do: use {', '.join(_FOREIGN_TEXT)}."
        )
    _check_store(settings)
    if settings.article_access not in _ACCESS:
        raise SettingsError(
            f"TTS_ARTICLE_ACCESS={settings.article_access!r} will not do: use {' or '.join(_ACCESS)}."
        )
    if settings.log_format not in ("text", "json"):
        raise SettingsError(f"TTS_LOG_FORMAT={settings.log_format!r} will not do: use text or json.")
    _check_disclosure(settings)
    _check_signing(settings)
    _check_secrets(settings)
    check_login(settings)
    return settings


def _check_numbers(settings: Settings) -> None:
    if not 0 <= settings.port <= 65535:
        raise SettingsError(f"TTS_PORT={settings.port} is not a port: use 1 to 65535.")
    for name in ("workers", "web_workers"):
        if not 0 <= getattr(settings, name) <= 256:
            raise SettingsError(f"TTS_{name.upper()} must be 0 (one for each core) to 256.")
    if not 2 <= settings.database_connections <= 1000:
        raise SettingsError("TTS_DATABASE_CONNECTIONS must be 2 to 1000.")
    if not 0 <= settings.drain_seconds <= 3600:
        raise SettingsError("TTS_DRAIN_SECONDS must be 0 to 3600.")
    if not 1 <= settings.stop_seconds <= 3600:
        raise SettingsError("TTS_STOP_SECONDS must be 1 to 3600.")
    for name in ("model_memory_mb", "read_limit_s", "speak_limit_s", "fetches_per_site"):
        if getattr(settings, name) < 1:
            raise SettingsError(f"TTS_{name.upper()}={getattr(settings, name)} will not do: use 1 or more.")
    if not 0 <= settings.audit_days <= 36_500:
        raise SettingsError("TTS_AUDIT_DAYS must be 0 (for ever) to 36500.")
    for name in _LIMITS:
        if getattr(settings, name) < 0:
            raise SettingsError(f"TTS_{name.upper()} must be 0 (no limit) or more.")


def _check_store(settings: Settings) -> None:
    if settings.audio_url == SIGNED and settings.store is None:
        raise SettingsError("TTS_AUDIO_URL=signed needs TTS_STORE: only a bucket has such addresses.")
    if settings.store is None:
        return
    if not settings.store.startswith(BUCKETS) or not urlsplit(settings.store).netloc:
        raise SettingsError(
            f"TTS_STORE={settings.store!r} is not the address of a bucket such as s3://bucket/prefix; "
            "also known: gs:// and az://."
        )
    if settings.redis_url is None:
        raise SettingsError("TTS_STORE needs TTS_REDIS_URL: what is being spoken goes through that Redis.")


def _check_disclosure(settings: Settings) -> None:
    wording = settings.disclosure
    if len(wording.encode()) > _MOST_DISCLOSURE_BYTES or not wording.isprintable():
        raise SettingsError(
            f"TTS_DISCLOSURE must be one line of at most {_MOST_DISCLOSURE_BYTES} bytes (UTF-8), or off."
        )


def _check_signing(settings: Settings) -> None:
    """What the files hold is seen by who signs."""
    if settings.signing_key and not settings.signing_certificate:
        raise SettingsError("TTS_SIGNING_KEY needs TTS_SIGNING_CERTIFICATE: the file of its certificate.")
    if settings.signing_certificate and not settings.signing_key:
        raise SettingsError("TTS_SIGNING_CERTIFICATE needs TTS_SIGNING_KEY: the file of its private key.")
    if settings.signing_timestamp_url and not settings.signing_certificate:
        raise SettingsError(
            "TTS_SIGNING_TIMESTAMP_URL needs TTS_SIGNING_CERTIFICATE: without one nothing is signed."
        )


def _check_redis(settings: Settings) -> None:
    """The server itself is looked at when the service starts."""
    urls = {"TTS_REDIS_URL": settings.redis_url, "TTS_RELAY_URL": settings.relay_url}
    for name, url in urls.items():
        if url and not url.startswith(_REDIS_SCHEMES):
            raise SettingsError(f"{name} must start with one of {', '.join(_REDIS_SCHEMES)}.")
    if settings.relay_url and settings.store is None:
        raise SettingsError(
            "TTS_RELAY_URL needs TTS_STORE: only with a bucket do sentences go through Redis."
        )
    if settings.redis_key and not settings.redis_certificate:
        raise SettingsError("TTS_REDIS_KEY needs TTS_REDIS_CERTIFICATE: the file of its certificate.")
    has_tls = any((url or "").startswith("rediss") for url in urls.values())
    for field in ("redis_ca", "redis_certificate"):
        if getattr(settings, field) and not has_tls:
            raise SettingsError(
                f"TTS_{field.upper()} needs an address with TLS: TTS_REDIS_URL=rediss://host:6379/0."
            )


def _check_addresses(settings: Settings) -> None:
    for proxy in settings.trusted_proxies:
        if proxy != "unix" and not _is_network(proxy):
            raise SettingsError(
                f"TTS_TRUSTED_PROXIES: {proxy!r} is no address or network such as 127.0.0.1 or 10.0.0.0/8."
            )
    for name in ("public_url", "voices_url", "feed_hub", "openai_url", "signing_timestamp_url", "traces_url"):
        address = getattr(settings, name)
        if address and not address.lower().startswith(("http://", "https://")):
            raise SettingsError(f"TTS_{name.upper()} must start with http:// or https://.")
    if settings.audio_url not in (None, SIGNED) and not _is_base(settings.audio_url or ""):
        raise SettingsError(
            f"TTS_AUDIO_URL={settings.audio_url!r} is neither an address such as https://cdn.example nor "
            f"{SIGNED}."
        )
    if settings.public_url and (
        not is_page_url(settings.public_url) or {"?", "#"} & set(settings.public_url)
    ):
        raise SettingsError(
            f"TTS_PUBLIC_URL={settings.public_url!r} is not an address such as https://listen.example."
        )
    if settings.openai_url and (
        not is_page_url(settings.openai_url) or {"?", "#", "@"} & set(settings.openai_url)
    ):
        raise SettingsError(
            "TTS_OPENAI_URL is not an address such as http://10.0.0.5:8880/v1. A key goes into "
            "TTS_OPENAI_KEY."
        )
    for contact in settings.security_contact:
        if not contact.lower().startswith(_CONTACTS):
            raise SettingsError(
                f"TTS_SECURITY_CONTACT: {contact!r} must start with mailto:, https:// or tel:."
            )
    if settings.feed_hub and not settings.public_url:
        raise SettingsError("TTS_FEED_HUB needs TTS_PUBLIC_URL: the hub reads the feeds at that address.")


def _is_base(address: str) -> bool:
    return is_page_url(address) and not {"?", "#"} & set(address)


def _is_network(text: str) -> bool:
    try:
        return bool(ipaddress.ip_network(text, strict=False))
    except ValueError:
        return False


def _check_secrets(settings: Settings) -> None:
    if settings.hook_secret and len(settings.hook_secret) < _SECRET_CHARS:
        raise SettingsError(
            f"TTS_HOOK_SECRET is too short to be a secret: use at least {_SECRET_CHARS} characters."
        )
    if settings.openai_key and not (settings.openai_key.isascii() and settings.openai_key.isprintable()):
        raise SettingsError("TTS_OPENAI_KEY has characters that no header can carry.")
    for number, key in enumerate(settings.api_keys, 1):
        if len(key) < _SECRET_CHARS:
            raise SettingsError(
                f"TTS_API_KEYS: key {number} is too short: use at least {_SECRET_CHARS} characters. "
                f"Make one: {MAKE_A_KEY}"
            )
    if not settings.api_keys:
        _check_nobody_else(settings)


def _check_nobody_else(settings: Settings) -> None:
    """Without keys anybody who reaches the service may write, so it must be out of reach of other
    machines."""
    if not settings.is_loopback:
        raise SettingsError(
            f"TTS_API_KEYS must be set to listen on {settings.host}: without keys anybody could write. "
            f"Only a loopback address such as 127.0.0.1 may do without. Make a key: {MAKE_A_KEY}"
        )
    if settings.public_url and not is_loopback(urlsplit(settings.public_url).hostname or ""):
        raise SettingsError(
            f"TTS_API_KEYS must be set with TTS_PUBLIC_URL={settings.public_url}: without keys anybody there "
            "could write. "
            f"Make a key: {MAKE_A_KEY}"
        )
