"""What the settings of log-in by proxy or provider must say. Whoever gets this wrong lets in strangers, so
nothing is guessed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tts_service.article.address import is_page_url
from tts_service.hosts import is_loopback
from tts_service.settings.model import Settings, SettingsError

_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}", re.ASCII)
_TAKEN = frozenset(("authorization", "cookie", "host", "origin", "user-agent", "x-forwarded-for"))
EVERYBODY = "*"


def check_login(settings: Settings) -> None:
    """Raises SettingsError."""
    _check_proxy(settings)
    _check_provider(settings)
    if settings.proxy_user_header and settings.oidc_issuer:
        raise SettingsError("TTS_PROXY_USER_HEADER and TTS_OIDC_ISSUER: editors log in by one of them.")
    if settings.login_groups and not (settings.proxy_groups_header or settings.oidc_issuer):
        raise SettingsError(
            "TTS_LOGIN_GROUPS needs TTS_PROXY_GROUPS_HEADER or TTS_OIDC_ISSUER: keys have no groups."
        )


def _check_proxy(settings: Settings) -> None:
    for name in ("proxy_user_header", "proxy_groups_header"):
        header = getattr(settings, name)
        if header and (not _HEADER.fullmatch(header) or header.lower() in _TAKEN):
            raise SettingsError(
                f"TTS_{name.upper()}={header!r} will not do: use a header such as Remote-User."
            )
    if settings.proxy_groups_header and not settings.proxy_user_header:
        raise SettingsError("TTS_PROXY_GROUPS_HEADER needs TTS_PROXY_USER_HEADER.")
    if settings.proxy_user_header is None:
        return
    if not settings.trusted_proxies:
        raise SettingsError(
            "TTS_PROXY_USER_HEADER needs TTS_TRUSTED_PROXIES, the address of the proxy: from anybody else "
            "the header is worth nothing."
        )
    if settings.proxy_groups_header and not settings.login_groups:
        raise SettingsError(
            "TTS_PROXY_GROUPS_HEADER needs TTS_LOGIN_GROUPS, such as editors=read+write+publish."
        )
    _need_keys(settings, "TTS_PROXY_USER_HEADER")


def _check_provider(settings: Settings) -> None:
    if settings.oidc_issuer is None:
        for name in ("oidc_client_id", "oidc_client_secret", "oidc_allowed"):
            if getattr(settings, name):
                raise SettingsError(f"TTS_{name.upper()} needs TTS_OIDC_ISSUER.")
        return
    check_provider_address("TTS_OIDC_ISSUER", settings.oidc_issuer)
    if not settings.oidc_client_id:
        raise SettingsError("TTS_OIDC_ISSUER needs TTS_OIDC_CLIENT_ID: what the provider calls this service.")
    if "openid" not in settings.oidc_scopes:
        raise SettingsError("TTS_OIDC_SCOPES must have openid.")
    if not settings.oidc_allowed and (not settings.login_groups or EVERYBODY in settings.login_groups):
        raise SettingsError(
            "TTS_OIDC_ISSUER needs TTS_OIDC_ALLOWED (addresses, and domains such as @news.example) or "
            "TTS_LOGIN_GROUPS without *: anybody may have an account there."
        )
    _need_keys(settings, "TTS_OIDC_ISSUER")


def check_provider_address(name: str, address: str) -> None:
    """Raises SettingsError unless nobody on the way can read or change what is sent there."""
    parts = urlsplit(address) if is_page_url(address) and not {"?", "#", "@"} & set(address) else None
    secure = parts is not None and (parts.scheme == "https" or is_loopback(parts.hostname or ""))
    if not secure:
        raise SettingsError(
            f"{name}={address!r} is not an address such as https://login.example/realms/news. Only on this "
            "machine may it be without https."
        )


def _need_keys(settings: Settings, name: str) -> None:
    if not settings.api_keys:
        raise SettingsError(
            f"{name} needs TTS_API_KEYS: without keys the newsroom is open to anyone at this machine."
        )
