"""A provider of OpenID Connect: the code flow with PKCE, state and nonce, by Authlib.

Authlib is loaded when somebody first logs in. What is fetched is the operator's own setting, and what that
names: only over https (or on this machine), without following redirects, no longer than ``PATIENCE_S``, and
no more than ``MOST_BYTES`` of it.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from tts_service.errors import Forbidden, ProblemKind, Unavailable
from tts_service.hosts import is_loopback
from tts_service.settings import Settings

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""For one answer of the provider."""
MOST_BYTES = 1_000_000
KNOWN_S = 3600.0
"""How long what the provider says of itself is believed."""
MOST_HINT_CHARS = 4000
"""Of an ID token that goes into an address: servers refuse addresses of some 8,000 characters."""
LEEWAY_S = 60
"""How far its clock may be from ours."""
SIGNATURES = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "Ed25519",
    "EdDSA",
)
"""None by a secret that both know, and not "none"."""
DISCOVERY = "/.well-known/openid-configuration"
COMES_BACK_TO, LOGGED_OUT = "admin/oidc/callback", "admin/login"

Claims = dict[str, Any]
"""What a provider says, of somebody or of its keys."""


class LoginBegun(msgspec.Struct, frozen=True):
    """What a browser keeps while it is at the provider. ``to``: where it wanted to go."""

    state: str
    nonce: str
    verifier: str
    to: str = ""


class ConfirmedLogin(msgspec.Struct, frozen=True):
    """``claims``: what the provider says of somebody; ``id_token``: the signed text that says so."""

    claims: Claims
    id_token: str


class ProviderFacts(msgspec.Struct, frozen=True):
    """What we need of what a provider says of itself (OpenID Connect Discovery 1.0, and RP-Initiated Logout
    1.0 for ``end_session_endpoint``)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    id_token_signing_alg_values_supported: tuple[str, ...] = ("RS256",)
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


class LoginProvider:
    """Its methods raise Unavailable ("login-unavailable") when the provider is away or says nothing of use,
    and ("extra-missing") without Authlib.

    ``leads_back_to`` and ``logs_out_to``: our addresses that have to be registered with it, for a browser
    that has logged in there, and for one that has logged out.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._issuer = settings.oidc_issuer or ""
        self.leads_back_to = f"{settings.base_url}/{COMES_BACK_TO}"
        self.logs_out_to = f"{settings.base_url}/{LOGGED_OUT}"
        self._facts: ProviderFacts | None = None
        self._jwks: Any = None
        self._asked_at = float("-inf")

    @property
    def name(self) -> str:
        """For people: its host; "" where none is set."""
        return urlsplit(self._issuer).netloc

    def begin(self, to: str) -> tuple[str, LoginBegun]:
        """Where the browser has to go, and what it has to keep."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        begun = LoginBegun(state, nonce, verifier, to)
        with self._session() as session:
            url, _ = session.create_authorization_url(
                self.facts().authorization_endpoint,
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(url), begun

    def finish(self, begun: LoginBegun, answer: Mapping[str, str]) -> ConfirmedLogin:
        """What the provider says of whoever comes back with ``answer``, the query of their address. Raises
        Forbidden when the log-in did not succeed."""
        self._check_answer(begun, answer)
        with self._session() as session:
            token = self._token(session, begun, answer["code"])
            claims = self._verified(token, begun.nonce)
            return ConfirmedLogin(claims | self._more(session, claims), str(token["id_token"]))

    def end(self, id_token: str) -> str | None:
        """Where a browser has to go to be logged out there, too, by whom ``id_token`` names. None if the
        provider does not offer that, or is away."""
        try:
            endpoint = self.facts().end_session_endpoint
            if not endpoint:
                return None
            _check_safe(endpoint, self)
        except Unavailable as error:
            log.warning("nobody is logged out at %s: %s", self.name, error.detail)
            return None
        from authlib.common.urls import add_params_to_uri

        hint = {"id_token_hint": id_token} if len(id_token) <= MOST_HINT_CHARS else {}
        wanted = hint | {"client_id": self._id, "post_logout_redirect_uri": self.logs_out_to}
        return str(add_params_to_uri(endpoint, wanted.items()))

    def facts(self) -> ProviderFacts:
        if self._facts is None or time.monotonic() - self._asked_at > KNOWN_S:
            self._facts, self._jwks = self._discovered(), None
            self._asked_at = time.monotonic()
        return self._facts

    # -- inside ----------------------------------------------------------------------------------------------

    def _discovered(self) -> ProviderFacts:
        data = self._fetched(self._issuer.rstrip("/") + DISCOVERY)
        try:
            facts = msgspec.json.decode(data, type=ProviderFacts)
        except msgspec.DecodeError as error:
            raise self._away(f"it does not describe itself as a provider: {error}") from None
        if facts.issuer != self._issuer:
            raise self._away(f"it calls itself {facts.issuer!r}; TTS_OIDC_ISSUER has to say the same")
        for endpoint in (facts.authorization_endpoint, facts.token_endpoint, facts.jwks_uri):
            _check_safe(endpoint, self)
        return facts

    def _check_answer(self, begun: LoginBegun, answer: Mapping[str, str]) -> None:
        if not secrets.compare_digest(answer.get("state", "").encode(), begun.state.encode()):
            raise failed("This log-in was begun in another window, or has taken too long. Begin again.")
        if "error" in answer:
            said = answer.get("error_description") or answer["error"]
            raise failed(f"{self.name} has not let you in: {said[:200]}")
        facts = self.facts()
        issuer = answer.get("iss", "")
        if (issuer or facts.authorization_response_iss_parameter_supported) and issuer != self._issuer:
            raise failed("The answer comes from another provider. Begin again.")
        if not answer.get("code"):
            raise failed("The provider's answer has no code. Begin again.")

    def _token(self, session: Any, begun: LoginBegun, code: str) -> dict[str, Any]:
        from authlib.integrations.base_client import OAuthError

        try:
            token = session.fetch_token(
                self.facts().token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
                timeout=PATIENCE_S,
                allow_redirects=False,
            )
        except OAuthError as error:
            log.warning("%s refuses a log-in: %s", self.name, error)
            if error.error == "invalid_grant":  # a code is good for once, and not for long
                raise failed("This log-in has taken too long, or was used before. Begin again.") from None
            raise self._away(f"it refuses this service: {error.error}") from None
        return dict(token)

    def _verified(self, token: Mapping[str, Any], nonce: str) -> Claims:
        from authlib.oidc.core import CodeIDToken
        from joserfc.errors import JoseError

        try:
            decoded = self._decoded(str(token.get("id_token", "")))
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                {
                    "iss": {"essential": True, "value": self._issuer},
                    "aud": {"essential": True, "value": self._id},
                },
                {"nonce": nonce, "client_id": self._id, "access_token": token.get("access_token")},
            )
            claims.validate(leeway=LEEWAY_S)
        except (JoseError, ValueError) as error:
            log.warning("the id token of %s is not valid: %s", self.name, error)
            raise failed(f"What {self.name} says of you cannot be verified. Begin again.") from None
        return dict(claims)

    def _decoded(self, id_token: str) -> Any:
        """A provider that changes its keys names one that we have not seen: then they are fetched once
        more."""
        from joserfc import jwt
        from joserfc.errors import BadSignatureError, InvalidKeyIdError

        allowed = [name for name in self.facts().id_token_signing_alg_values_supported if name in SIGNATURES]
        had = self._jwks is not None
        try:
            return jwt.decode(id_token, self._key_set(), algorithms=allowed)
        except (InvalidKeyIdError, BadSignatureError):
            if not had:
                raise
            self._jwks = None
            return jwt.decode(id_token, self._key_set(), algorithms=allowed)

    def _key_set(self) -> Any:
        from joserfc.jwk import KeySet

        if self._jwks is None:
            keys = msgspec.json.decode(self._fetched(self.facts().jwks_uri), type=Claims)
            self._jwks = KeySet.import_key_set(keys)  # type: ignore[arg-type]
        return self._jwks

    def _more(self, session: Any, claims: Claims) -> Claims:
        """Many providers keep name, address and groups for this."""
        endpoint = self.facts().userinfo_endpoint
        if not endpoint:
            return {}
        _check_safe(endpoint, self)
        more = msgspec.json.decode(self._read(session, endpoint), type=Claims)
        if more.get("sub") != claims["sub"]:
            raise failed(f"{self.name} speaks of somebody else. Begin again.")
        return {name: value for name, value in more.items() if name not in claims}

    @property
    def _id(self) -> str:
        return self._settings.oidc_client_id or ""

    @contextmanager
    def _session(self) -> Iterator[Any]:
        with self._reached():
            from authlib.integrations.requests_client import OAuth2Session

            basic = "client_secret_basic" in self.facts().token_endpoint_auth_methods_supported
            secret = self._settings.oidc_client_secret
            with OAuth2Session(
                self._id,
                secret,
                scope=" ".join(self._settings.oidc_scopes),
                redirect_uri=self.leads_back_to,
                code_challenge_method="S256",
                token_endpoint_auth_method=("client_secret_basic" if basic else "client_secret_post")
                if secret
                else "none",
            ) as session:
                yield session

    def _fetched(self, url: str) -> bytes:
        with self._reached():
            import requests

            with requests.Session() as session:
                return self._read(session, url)

    def _read(self, session: requests.Session, url: str) -> bytes:
        with session.get(url, timeout=PATIENCE_S, allow_redirects=False, stream=True) as response:
            if response.status_code != 200:
                raise self._away(f"it answers {response.status_code} at {urlsplit(url).path}")
            data = b""
            for part in response.iter_content(65_536):
                data += part
                if len(data) > MOST_BYTES:
                    raise self._away(f"it sends more than {MOST_BYTES:,} bytes at {urlsplit(url).path}")
            return data

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """What can go wrong with a provider, in one sentence."""
        try:
            import requests
            from authlib.common.errors import AuthlibBaseError
        except ImportError:
            raise Unavailable(
                "Log-in with a provider needs a library that is not installed: pip install "
                "'tts-service[oidc]'",
                kind=ProblemKind.EXTRA_MISSING,
            ) from None
        try:
            yield
        except (requests.RequestException, msgspec.DecodeError, AuthlibBaseError) as error:
            log.warning("%s does not answer as a provider: %s", self._issuer, error)
            raise self._away("it does not answer") from error

    def _away(self, why: str) -> Unavailable:
        return Unavailable(
            f"Nobody can log in with {self.name} just now: {why}. Try again in a moment, or log in with a "
            "key.",
            kind=ProblemKind.LOGIN_UNAVAILABLE,
        )


def failed(detail: str) -> Forbidden:
    return Forbidden(detail, kind=ProblemKind.LOGIN_REFUSED)


def _check_safe(url: str, provider: LoginProvider) -> None:
    """Raises Unavailable for what the provider names, and somebody on the way could read or change."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not is_loopback(parts.hostname or ""):
        raise provider._away(f"it names an address without https: {url[:200]}")
