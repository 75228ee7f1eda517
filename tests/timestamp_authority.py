"""A time stamp authority (RFC 3161) on this machine: openssl behind a small HTTP server."""

from __future__ import annotations

import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.certificates import make_signer

CONFIG = """
[tsa]
default_tsa = ours
[ours]
serial = {folder}/serial
signer_cert = {signer.chain}
certs = {signer.chain}
signer_key = {signer.key}
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class TimestampAuthority:
    """``asked`` counts requests; while ``is_down`` is set they are answered with 503."""

    def __init__(self, folder: Path, openssl: Path) -> None:
        self.signer = make_signer(
            folder, organization="A Clock", usages=(ExtendedKeyUsageOID.TIME_STAMPING,), critical_usages=True
        )
        self._openssl, self._folder = openssl, folder
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder, signer=self.signer))
        (folder / "serial").write_text("01\n")
        self.asked = 0
        self.is_down = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.authority = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def stamp(self, query: bytes) -> bytes:
        (self._folder / "query.tsq").write_bytes(query)
        command = ["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "answer.tsr"]
        subprocess.run([self._openssl, *command], cwd=self._folder, check=True, capture_output=True)
        return (self._folder / "answer.tsr").read_bytes()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        authority: TimestampAuthority = self.server.authority  # type: ignore[attr-defined]
        query = self.rfile.read(int(self.headers["Content-Length"]))
        authority.asked += 1
        if authority.is_down:
            self.send_error(503)
            return
        answer = authority.stamp(query)
        self.send_response(200)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass
