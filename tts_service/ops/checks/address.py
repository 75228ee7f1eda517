"""Where the service listens, and what answers there."""

from __future__ import annotations

import contextlib
import http.client
import socket

import msgspec

from tts_service.ops.checks.check import Check
from tts_service.settings import Settings

NETWORK_TIMEOUT_S = 3.0


def port(settings: Settings) -> Check:
    """Free, or in use by the service itself."""
    if missing(settings) is not None:
        return Check("port", "ok", f"the service answers at {local_url(settings)}")
    return address(settings)


def missing(settings: Settings) -> str | None:
    """What the running service lacks to read articles aloud, as ``/readyz`` says; "" if it can, None when
    nothing answers."""
    try:
        with contextlib.closing(
            http.client.HTTPConnection(*_near(settings), timeout=NETWORK_TIMEOUT_S)
        ) as connection:
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            return _missing(answer.status, answer.read())
    except (OSError, http.client.HTTPException):
        return None


class _Answer(msgspec.Struct):
    """Of ``/readyz``, whatever its status."""

    status: str | int
    detail: str = ""


def _missing(status: int, body: bytes) -> str:
    try:
        answer = msgspec.json.decode(body, type=_Answer)
    except msgspec.DecodeError:  # something else listens there
        return f"it answers {status}"
    return "" if answer.status == "ready" else answer.detail


def local_url(settings: Settings) -> str:
    """The address of the service on this machine, without a trailing slash."""
    host, port = _near(settings)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _near(settings: Settings) -> tuple[str, int]:
    anywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    return anywhere.get(settings.host, settings.host), settings.port


def address(settings: Settings) -> Check:
    name, place = "port", f"{settings.host}:{settings.port}"
    try:
        take_port(settings.host, settings.port)
    except OSError as error:
        return Check(
            name,
            "failed",
            f"{place} cannot be used: {error.strerror}",
            "Stop what uses it, or set TTS_PORT to another port.",
        )
    return Check(name, "ok", f"{place} is free")


def take_port(host: str, port: int) -> int:
    """Bind and release. Returns the port; for 0, one that was free. Raises OSError."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)
        return int(probe.getsockname()[1])
