"""What a provider says of somebody counts if it is signed by its own key, for this service, now, and in
answer to what was asked."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msgspec
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey

from tts_service.errors import Forbidden
from tts_service.ops.login.provider import LoginProvider, ProviderFacts
from tts_service.settings import Settings

pytestmark = pytest.mark.pure

ISSUER, CLIENT, SECRET, NONCE = (
    "https://login.example",
    "newsroom",
    "a-secret-of-the-client-of-32-chars",
    "n-1",
)
OURS, OTHERS = ECKey.generate_key("P-256", {"kid": "1"}), ECKey.generate_key("P-256", {"kid": "1"})
SHARED = OctKey.import_key(SECRET, {"kid": "1"})
FACTS = ProviderFacts(
    issuer=ISSUER,
    authorization_endpoint=f"{ISSUER}/auth",
    token_endpoint=f"{ISSUER}/token",
    jwks_uri=f"{ISSUER}/jwks",
    id_token_signing_alg_values_supported=("ES256", "HS256", "none"),
)


class KnownProvider(LoginProvider):
    """One that has described itself, and whose keys are known."""

    def __init__(self, **facts: str) -> None:
        super().__init__(Settings(oidc_issuer=ISSUER, oidc_client_id=CLIENT, oidc_client_secret=SECRET))
        self.fetched = 0
        self._described = msgspec.structs.replace(FACTS, **facts)
        self._jwks = KeySet([OURS])

    def facts(self) -> ProviderFacts:
        return self._described

    def _fetched(self, url: str) -> bytes:
        self.fetched += 1
        return msgspec.json.encode({"keys": [OURS.as_dict(private=False)]})


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {"iss": ISSUER, "aud": CLIENT, "sub": "ada", "iat": now, "exp": now + 300, "nonce": NONCE}
    return {name: value for name, value in (whole | changes).items() if value is not None}


def signed(said: dict[str, Any], key: Any = OURS, algorithm: str = "ES256") -> dict[str, Any]:
    header = {"alg": algorithm, "kid": "1"}
    return {"id_token": jwt.encode(header, said, key, algorithms=[algorithm]), "access_token": "a"}


def test_a_right_one() -> None:
    assert KnownProvider()._verified(signed(claims()), NONCE)["sub"] == "ada"
    audience = {"aud": [CLIENT, "another"], "azp": CLIENT}
    assert KnownProvider()._verified(signed(claims(**audience)), NONCE)["sub"] == "ada"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": None},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": int(time.time()) - 300},
        {"exp": None},
        {"sub": None},
        {"nonce": "n-2"},
        {"nonce": None},
        {"iat": int(time.time()) + 3600},
        {"at_hash": "of another access token"},
    ],
)
def test_any_other_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Forbidden, match="cannot be verified"):
        KnownProvider()._verified(signed(claims(**changes)), NONCE)


@pytest.mark.parametrize(
    ("key", "algorithm"), [(OTHERS, "ES256"), (SHARED, "HS256")], ids=["another key", "our secret"]
)
def test_any_other_signature_is_refused(key: Any, algorithm: str) -> None:
    with pytest.raises(Forbidden, match="cannot be verified"):
        KnownProvider()._verified(signed(claims(), key, algorithm), NONCE)


@pytest.mark.parametrize("token", ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.", "é"])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(Forbidden, match="cannot be verified"):
        KnownProvider()._verified({"id_token": token}, NONCE)


def test_a_key_that_was_changed_meanwhile_is_fetched_once() -> None:
    provider = KnownProvider()
    provider._jwks = KeySet([OTHERS])  # as it was when it was last asked
    assert provider._verified(signed(claims()), NONCE)["sub"] == "ada"
    assert provider.fetched == 1


def test_a_log_out_names_the_session_and_the_way_back() -> None:
    left = KnownProvider(end_session_endpoint=f"{ISSUER}/end?ui=1").end("a.b.c")
    assert left is not None
    url = urlsplit(left)
    assert f"{url.scheme}://{url.netloc}{url.path}" == f"{ISSUER}/end"
    assert dict(parse_qsl(url.query)) == {
        "ui": "1",
        "id_token_hint": "a.b.c",
        "client_id": CLIENT,
        "post_logout_redirect_uri": "http://127.0.0.1:8000/admin/login",
    }


def test_a_token_that_is_too_long_for_an_address_stays_out_of_it() -> None:
    left = KnownProvider(end_session_endpoint=f"{ISSUER}/end").end("a" * 4001)
    assert left is not None
    assert "id_token_hint" not in left
    assert f"client_id={CLIENT}" in left


@pytest.mark.parametrize("endpoint", ["", "http://login.example/end", "javascript:alert(1)"])
def test_a_provider_that_names_no_safe_address_for_it_is_not_asked(endpoint: str) -> None:
    assert KnownProvider(end_session_endpoint=endpoint).end("a.b.c") is None
