"""Certificates and keys as operators may have them: good, expired, for something else, damaged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from tts_service.settings import Settings

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
EMAIL = (ExtendedKeyUsageOID.EMAIL_PROTECTION,)
DAY = dt.timedelta(days=1)


class Signer(NamedTuple):
    """``chain`` and ``key`` are what the settings name, ``authority`` vouches for them."""

    chain: Path
    key: Path
    authority: Path

    def settings(self, **given: str) -> dict[str, str]:
        """As variables without their prefix."""
        return {"signing_certificate": str(self.chain), "signing_key": str(self.key), **given}


def make_signer(
    folder: Path,
    *,
    organization: str = "Harbour News",
    key: Key | None = None,
    begins: dt.timedelta = -2 * DAY,
    ends: dt.timedelta = 90 * DAY,
    usages: Sequence[ObjectIdentifier] = EMAIL,
    critical_usages: bool = False,
    may_sign: bool = True,
    passphrase: bytes = b"",
) -> Signer:
    """``begins`` and ``ends`` count from now."""
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        key or ec.generate_private_key(ec.SECP256R1()),
    )
    above = _named("An Authority", "root")
    root = (
        _begun(above, above, authority_key, -400 * DAY, 800 * DAY)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(key_cert_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    builder = (
        _begun(_named(organization, "news desk"), above, key, begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=may_sign, key_encipherment=not may_sign), critical=True)
        .add_extension(issuer, critical=False)
    )
    if usages:
        builder = builder.add_extension(x509.ExtendedKeyUsage(usages), critical=critical_usages)
    certificate = builder.sign(authority_key, hashes.SHA256())
    hidden: KeySerializationEncryption = BestAvailableEncryption(passphrase) if passphrase else NoEncryption()
    made = Signer(folder / "chain.pem", folder / "signer.key", folder / "root.pem")
    made.chain.write_bytes(certificate.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    made.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden))
    made.authority.write_bytes(root.public_bytes(Encoding.PEM))
    return made


def signing(settings: Settings, signer: Signer, timestamp_url: str | None = None) -> Settings:
    """``settings`` with which narrations are signed."""
    given = {name: getattr(settings, name) for name in settings.__struct_fields__}
    given |= {
        "signing_certificate": signer.chain,
        "signing_key": signer.key,
        "signing_timestamp_url": timestamp_url,
    }
    return Settings(**given)


def _named(organization: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, begins: dt.timedelta, ends: dt.timedelta
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(**usages: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: usages.get(name, False) for name in names})
