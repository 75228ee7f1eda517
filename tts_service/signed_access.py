"""Signed addresses of articles for members only: how a publisher's server makes one, and how it is checked.

An address is signed by a query parameter, ``token=<key>.<expires>.<signature>``:

* ``key`` names one of the keys in ``TTS_ACCESS_KEYS``, so that several may be in use while they are replaced,
* ``expires`` is when it ends, in seconds since 1970,
* ``signature`` is base64url without padding, of the text

      listen-access\\n<subject>\\n<expires>

  by HMAC-SHA256 (RFC 2104) or by Ed25519 (RFC 8032). ``subject`` is the article's id, or the address of its
  page as the service knows it.

One token is good for everything of its article, so a player needs one, and for nothing else. Pure: the time
is given. Ed25519 needs the package ``cryptography``, which is loaded when such a key is first used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import importlib.util
import re
from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

PURPOSE = "listen-access"
LEAST_SECRET_CHARS = 32
MOST_TOKEN_CHARS = 200
ED25519_BYTES = 32

_NAME = re.compile(r"[A-Za-z0-9_-]{1,32}")
_TOKEN = re.compile(
    r"(?P<key>[A-Za-z0-9_-]{1,32})\.(?P<expires>[0-9]{1,11})\.(?P<signature>[A-Za-z0-9_-]{43,86})"
)


class AccessKey(msgspec.Struct, frozen=True):
    """A key that addresses may be signed with. ``secret`` is as in the setting: the shared secret, or the
    publisher's public key, base64 of 32 bytes, which can check signatures but make none."""

    name: str
    kind: Literal["hmac", "ed25519"]
    secret: str

    def __repr__(self) -> str:
        return f"AccessKey({self.name!r}, {self.kind!r})"


def parse_key(text: str) -> AccessKey:
    """``name=hmac:secret`` or ``name=ed25519:public key``. Raises ValueError with the rest of a line that
    begins with the setting; it never quotes a secret."""
    name, _, rest = text.partition("=")
    kind, _, secret = rest.partition(":")
    if not _NAME.fullmatch(name) or not secret:
        raise ValueError("write each key as name=hmac:secret or name=ed25519:public-key.")
    if kind == "hmac":
        if len(secret) < LEAST_SECRET_CHARS:
            raise ValueError(
                f"the secret of {name} is too short: use {LEAST_SECRET_CHARS} characters or more."
            )
        return AccessKey(name, "hmac", secret)
    if kind == "ed25519":
        _check_public_key(name, secret)
        return AccessKey(name, "ed25519", secret)
    raise ValueError(f"{name} is of no known kind: write {name}=hmac:… or {name}=ed25519:….")


def parse_keys(texts: Iterable[str]) -> tuple[AccessKey, ...]:
    """As ``parse_key``; each name once."""
    keys = tuple(map(parse_key, texts))
    names = [key.name for key in keys]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{name} is named twice.")
    return keys


def _check_public_key(name: str, secret: str) -> None:
    try:
        size = len(_unpacked(secret))
    except ValueError:
        size = 0
    if size != ED25519_BYTES:
        raise ValueError(f"{name} is no Ed25519 public key: it must be base64 of {ED25519_BYTES} bytes.")
    if importlib.util.find_spec("cryptography") is None:
        raise ValueError(f"{name} is an Ed25519 key, which needs: pip install 'tts-service[ed25519]'.")


class SignedToken(msgspec.Struct, frozen=True):
    """A token in its parts. Nothing is said about whether it is true."""

    key: str
    expires: int
    signature: str


def parse_token(text: str) -> SignedToken | None:
    """None for what cannot be a signed token."""
    found = _TOKEN.fullmatch(text) if len(text) <= MOST_TOKEN_CHARS else None
    return SignedToken(found["key"], int(found["expires"]), found["signature"]) if found else None


def sign(key: AccessKey, subject: str, expires: int) -> str:
    """A token for ``subject`` until ``expires``. Raises ValueError for a key that can only check."""
    if key.kind != "hmac":
        raise ValueError(f"{key.name} is a public key: only its publisher can sign with it.")
    return f"{key.name}.{expires}.{_packed(_mac(key, subject, expires))}"


def is_signed(token: SignedToken, subjects: Iterable[str], keys: Sequence[AccessKey]) -> bool:
    """``token`` was signed for one of ``subjects`` by one of ``keys``; it may have expired."""
    key = next((key for key in keys if key.name == token.key), None)
    return key is not None and any(_is_by(key, subject, token) for subject in subjects)


def _is_by(key: AccessKey, subject: str, token: SignedToken) -> bool:
    try:
        given = _unpacked(token.signature)
    except ValueError:
        return False
    if key.kind == "hmac":
        return hmac.compare_digest(given, _mac(key, subject, token.expires))
    return _is_by_publisher(key, given, _message(subject, token.expires))


def _is_by_publisher(key: AccessKey, signature: bytes, message: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(_unpacked(key.secret)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _mac(key: AccessKey, subject: str, expires: int) -> bytes:
    return hmac.new(key.secret.encode(), _message(subject, expires), hashlib.sha256).digest()


def _message(subject: str, expires: int) -> bytes:
    return f"{PURPOSE}\n{subject}\n{expires}".encode("utf-8", "replace")


def _packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unpacked(text: str) -> bytes:
    """Base64, of either alphabet, with padding or without. Raises ValueError."""
    text = text.rstrip("=").replace("+", "-").replace("/", "_")
    data = base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True)
    if _packed(data) != text:  # unused bits: another text for the same bytes
        raise ValueError("not canonical")
    return data
