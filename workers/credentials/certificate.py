"""The certificate and the key that the settings name: read, and refused with what to do about it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import NameOID

from tts_service.settings import Settings, SettingsError

CERTIFICATE, KEY = "TTS_SIGNING_CERTIFICATE", "TTS_SIGNING_KEY"
CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
MAKE_ONE = "tts-service credentials make DIR"


class SigningIdentity(NamedTuple):
    """Who signs. ``chain`` is PEM, the signing certificate first, ``key`` PEM too, ``algorithm`` as C2PA
    calls it. ``name`` is the organization, else the common name. ``fingerprint``: SHA-256 of the certificate
    (DER)."""

    chain: bytes
    key: bytes
    algorithm: str
    name: str
    fingerprint: str
    begins: dt.datetime
    ends: dt.datetime


def read_identity(settings: Settings) -> SigningIdentity:
    """Who signs by the settings, which name both files. Whether it is still valid is another matter.

    Raises SettingsError, in one line, for files that cannot be read, hold something else, or do not belong
    together.
    """
    chain = _content(CERTIFICATE, settings.signing_certificate)
    key = _content(KEY, settings.signing_key)
    certificate = _certificate(chain, settings.signing_certificate)
    public = _public_key(key, settings.signing_key)
    if _spki(certificate.public_key()) != _spki(public):
        raise SettingsError(
            f"{KEY} is not the key of the first certificate in {CERTIFICATE}. That one must be the signer's "
            "own; those above it follow."
        )
    return SigningIdentity(
        chain=chain,
        key=key,
        algorithm=_algorithm(public),
        name=_name(certificate),
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
    )


def invalid_now(identity: SigningIdentity, now: dt.datetime) -> str:
    """Why it must not sign at ``now``; "" if it may."""
    if now < identity.begins:
        return (
            f"The certificate in {CERTIFICATE} is valid from {identity.begins:%Y-%m-%d %H:%M} UTC. Check the "
            "clock of this machine."
        )
    if now > identity.ends:
        return (
            f"The certificate in {CERTIFICATE} expired on {identity.ends:%Y-%m-%d}. Renew it, then run: "
            "tts-service credentials sign"
        )
    return ""


def _content(variable: str, path: Path | None) -> bytes:
    path = (path or Path()).expanduser()
    try:
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"{variable}={path} cannot be read: {error.strerror}. To try it out, make one: {MAKE_ONE}"
        ) from error


def _certificate(chain: bytes, path: Path | None) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise SettingsError(
            f"{CERTIFICATE}={path} holds no certificate in PEM, which begins with "
            "-----BEGIN CERTIFICATE-----."
        ) from error


def _public_key(key: bytes, path: Path | None) -> object:
    try:
        return load_pem_private_key(key, password=None).public_key()
    except TypeError as error:
        raise SettingsError(
            f"{KEY}={path} is protected by a passphrase, for which nobody can be asked. Store it without one "
            "(openssl pkey -in …), readable by this user alone."
        ) from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SettingsError(
            f"{KEY}={path} holds no private key in PEM, which begins with -----BEGIN PRIVATE KEY-----."
        ) from error


def _spki(public: object) -> bytes:
    encoded = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)  # type: ignore[attr-defined]
    return bytes(encoded)


def _algorithm(public: object) -> str:
    if isinstance(public, ed25519.Ed25519PublicKey):
        return "ed25519"
    if isinstance(public, rsa.RSAPublicKey):
        return "ps256"
    if isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in CURVES:
        return CURVES[public.curve.name]
    raise SettingsError(
        f"{KEY} is of a kind that Content Credentials do not know: use P-256, P-384, P-521, Ed25519 or RSA."
    )


def _name(certificate: x509.Certificate) -> str:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for found in certificate.subject.get_attributes_for_oid(kind):
            return str(found.value)
    return ""
