"""A certificate for trying Content Credentials out: signed by an authority that exists for this one
signature."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tts_service.contracts.credentials import TrialFiles
from tts_service.errors import Conflict

CERTIFICATE, KEY, AUTHORITY = "signing.pem", "signing.key", "authority.pem"


def make_trial(folder: Path, name: str, days: int) -> TrialFiles:
    """``signing.pem`` (the chain), ``signing.key`` and ``authority.pem``, new in ``folder``, for an
    organization called ``name``, valid for ``days``. C2PA forbids that a certificate be signed with its own
    key, so an authority signs it, whose key is then forgotten.

    Raises Conflict if one of them is there already, OSError.
    """
    files = TrialFiles(folder / CERTIFICATE, folder / KEY, folder / AUTHORITY)
    for path in files:
        if path.exists():
            raise Conflict(f"{path} is there already, and is not overwritten. Name another folder.")
    folder.mkdir(parents=True, exist_ok=True)
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    begins = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
    ends = begins + dt.timedelta(days=days)
    authority = _authority(name, authority_key, begins, ends)
    certificate = _signer(name, key, authority, authority_key, begins, ends)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(files.key, private, 0o600)
    _write(files.certificate, _pem(certificate) + _pem(authority), 0o644)
    _write(files.authority, _pem(authority), 0o644)
    return files


def _authority(
    name: str, key: ec.EllipticCurvePrivateKey, begins: dt.datetime, ends: dt.datetime
) -> x509.Certificate:
    subject = _subject(name, "authority for trying Content Credentials")
    return (
        _certificate(subject, subject, key.public_key(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def _signer(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    begins: dt.datetime,
    ends: dt.datetime,
) -> x509.Certificate:
    subject = _subject(name, "signer for trying Content Credentials")
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _certificate(subject, authority.subject, key.public_key(), begins, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public: ec.EllipticCurvePublicKey,
    begins: dt.datetime,
    ends: dt.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _subject(name: str, role: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
            x509.NameAttribute(NameOID.COMMON_NAME, role),
        ]
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    """Signs certificates, or signs content."""
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _write(path: Path, data: bytes, mode: int) -> None:
    path.touch(mode=mode, exist_ok=False)
    path.chmod(mode)
    path.write_bytes(data)
