"""nginx and Caddy with the configurations in ``examples``: only addresses and certificates are other ones."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.nginx import nginx
from tests.running import Running, accepting, free_port

EXAMPLES = Path(__file__).parent.parent / "examples"
NAME = "listen.example"


class Certificate:
    """Of ``NAME``, signed by itself."""

    def __init__(self, folder: Path) -> None:
        self.path, self.key_path = folder / "cert.pem", folder / "key.pem"
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
        now = dt.datetime.now(dt.UTC)
        made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        made = (
            made.serial_number(1)
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=1))
        )
        made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        self.path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
        plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        self.key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))


class Front:
    """A proxy that answers at ``port`` as ``https://listen.example``."""

    def __init__(self, port: int, certificate: Certificate) -> None:
        self.port = port
        self._certificate = certificate

    def client(self, comes_from: str = "127.0.0.1") -> httpx.Client:
        """Whoever comes from that address of this machine."""
        trusted = ssl.create_default_context(cafile=self._certificate.path)
        transport = httpx.HTTPTransport(verify=trusted, local_address=comes_from)
        return _Named(
            base_url=f"https://127.0.0.1:{self.port}", headers={"Host": NAME}, transport=transport, timeout=30
        )


class _Named(httpx.Client):
    """Asks for the name of the site, wherever it is."""

    def send(self, request: httpx.Request, **options: object) -> httpx.Response:
        request.extensions["sni_hostname"] = NAME
        return super().send(request, **options)  # type: ignore[arg-type]


@contextlib.contextmanager
def behind_nginx(program: Path, folder: Path, upstream: int) -> Iterator[Front]:
    certificate, port = Certificate(folder), free_port()
    site = (EXAMPLES / "nginx" / "tts-service.conf").read_text()
    site = _changed(site, "listen 80;", f"listen 127.0.0.1:{free_port()};")
    site = _changed(site, "listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    site = _changed(site, "server 127.0.0.1:8000;", f"server 127.0.0.1:{upstream};")
    site = _changed(site, f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(certificate.path))
    site = _changed(site, f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(certificate.key_path))
    with nginx(program, folder, site, port):
        yield Front(port, certificate)


@contextlib.contextmanager
def behind_caddy(program: Path, folder: Path, upstream: int) -> Iterator[Front]:
    certificate, port = Certificate(folder), free_port()
    site = (EXAMPLES / "caddy" / "Caddyfile").read_text()
    site = _changed(site, "{\n\tservers {", "{\n\tadmin off\n\tauto_https off\n\tservers {")
    here = f"https://{NAME}:{port} {{\n\tbind 127.0.0.1\n\ttls {certificate.path} {certificate.key_path}"
    site = _changed(site, f"\n{NAME} {{", f"\n{here}")
    site = _changed(site, "reverse_proxy 127.0.0.1:8000", f"reverse_proxy 127.0.0.1:{upstream}")
    (folder / "Caddyfile").write_text(site)
    environ = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    command = (str(program), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile"))
    with accepting(Running(*command, environ=environ, cwd=folder), port):
        yield Front(port, certificate)


FRONTS = {"nginx": behind_nginx, "caddy": behind_caddy}


def _changed(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new)
