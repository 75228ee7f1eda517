"""Settings of log-in by proxy or provider: what is refused, and what groups may do."""

from __future__ import annotations

import pytest

from tts_service.scopes import EDITORIAL
from tts_service.settings import Settings, SettingsError, load_settings

pytestmark = pytest.mark.pure

KEYS = {"TTS_API_KEYS": "sixteen-letters!"}
PROXY = KEYS | {"TTS_PROXY_USER_HEADER": "Remote-User", "TTS_TRUSTED_PROXIES": "127.0.0.1"}
GROUPED = PROXY | {"TTS_PROXY_GROUPS_HEADER": "Remote-Groups", "TTS_LOGIN_GROUPS": "editors=read+write"}
OIDC = KEYS | {
    "TTS_OIDC_ISSUER": "https://login.example/realms/news",
    "TTS_OIDC_CLIENT_ID": "newsroom",
    "TTS_OIDC_ALLOWED": "@news.example",
}


def loaded(given: dict[str, str]) -> Settings:
    return load_settings(given, env_file=None)


@pytest.mark.parametrize("given", [PROXY, GROUPED, OIDC, OIDC | {"TTS_OIDC_ISSUER": "http://127.0.0.1:9000"}])
def test_what_is_complete_is_taken(given: dict[str, str]) -> None:
    assert loaded(given).api_keys


@pytest.mark.parametrize(
    ("given", "changed", "told"),
    [
        (PROXY, {"TTS_TRUSTED_PROXIES": ""}, "TTS_PROXY_USER_HEADER needs TTS_TRUSTED_PROXIES"),
        (PROXY, {"TTS_API_KEYS": ""}, "TTS_PROXY_USER_HEADER needs TTS_API_KEYS"),
        (PROXY, {"TTS_PROXY_USER_HEADER": "X-Forwarded-For"}, "will not do"),
        (PROXY, {"TTS_PROXY_USER_HEADER": "Remote_User"}, "will not do"),
        (PROXY, {"TTS_PROXY_GROUPS_HEADER": "Remote-Groups"}, "needs TTS_LOGIN_GROUPS"),
        (PROXY, {"TTS_LOGIN_GROUPS": "editors=read"}, "needs TTS_PROXY_GROUPS_HEADER or TTS_OIDC_ISSUER"),
        (KEYS, {"TTS_PROXY_GROUPS_HEADER": "Remote-Groups"}, "needs TTS_PROXY_USER_HEADER"),
        (GROUPED, {"TTS_LOGIN_GROUPS": "editors"}, "is not a group and its scopes"),
        (GROUPED, {"TTS_LOGIN_GROUPS": "editors=rule"}, "the scopes are read, write, publish, admin; 'rule'"),
        (GROUPED, {"TTS_LOGIN_GROUPS": "editors="}, "the scopes are"),
        (GROUPED, {"TTS_LOGIN_GROUPS": "a=read, a=write"}, "named twice"),
        (OIDC, {"TTS_OIDC_ISSUER": "http://login.example"}, "Only on this machine may it be without https"),
        (OIDC, {"TTS_OIDC_ISSUER": "https://login.example/?a"}, "is not an address such as"),
        (OIDC, {"TTS_OIDC_ISSUER": ""}, "TTS_OIDC_CLIENT_ID needs TTS_OIDC_ISSUER"),
        (OIDC, {"TTS_OIDC_CLIENT_ID": ""}, "needs TTS_OIDC_CLIENT_ID"),
        (OIDC, {"TTS_OIDC_SCOPES": "email"}, "TTS_OIDC_SCOPES must have openid"),
        (OIDC, {"TTS_OIDC_ALLOWED": ""}, "anybody may have an account there"),
        (
            OIDC,
            {"TTS_OIDC_ALLOWED": "", "TTS_LOGIN_GROUPS": "it=admin, *=read"},
            "anybody may have an account",
        ),
        (OIDC, {"TTS_OIDC_ALLOWED": "news.example"}, "is no address such as ada@news.example"),
        (OIDC, {"TTS_API_KEYS": ""}, "TTS_OIDC_ISSUER needs TTS_API_KEYS"),
        (OIDC | PROXY, {}, "editors log in by one of them"),
        (KEYS, {"TTS_AUDIT_DAYS": "-1"}, "must be 0 (for ever)"),
    ],
)
def test_what_would_let_in_strangers_is_refused(
    given: dict[str, str], changed: dict[str, str], told: str
) -> None:
    with pytest.raises(SettingsError, match=r"^TTS_") as refused:
        loaded(given | changed)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_groups_add_up() -> None:
    settings = loaded(GROUPED | {"TTS_LOGIN_GROUPS": "night desk=write+publish, it = admin, *=read"})
    assert settings.login_scopes(["night desk", "it"]) == {"read", "write", "publish", "admin"}
    assert settings.login_scopes(["gardeners"]) == {"read"}
    assert loaded(GROUPED).login_scopes(["gardeners"]) == frozenset()
    assert loaded(PROXY).login_scopes([]) == EDITORIAL
