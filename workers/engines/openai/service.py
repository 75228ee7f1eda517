"""One request to a server that speaks the OpenAI audio API, and what its answer means."""

from __future__ import annotations

import json
import time
from typing import NamedTuple
from urllib.parse import urlsplit

import httpcore
import msgspec

from workers.engines.base import EngineBusy, EngineFailed
from workers.engines.remote.asking import retry_after_s
from workers.timed_network import TimedBackend, tls_context

SHOWN_CHARS = 200
"""Of what a server says about its error."""
_MOST_ERROR_BYTES = 20_000
_MAY_PASS = frozenset((408, 409, 425, 429))
_HINTS = {
    401: "Check TTS_OPENAI_KEY.",
    403: "Check TTS_OPENAI_KEY.",
    404: "Check TTS_OPENAI_URL, TTS_OPENAI_MODEL and TTS_OPENAI_VOICES.",
}
_BROKEN = (httpcore.NetworkError, httpcore.ProtocolError, OSError)


class SpeechServer(NamedTuple):
    """Where it is, and how the service presents itself there. ``url`` ends with "/audio/speech"."""

    url: str
    key: str
    user_agent: str

    def speech(self, wanted: dict[str, object], timeout_s: float, most_bytes: int) -> bytes:
        """The body of the answer to ``wanted``. No other address is connected to, wherever the server points.

        Raises EngineBusy for what may pass, EngineFailed for what will not.
        """
        try:
            return self._asked(wanted, time.monotonic() + timeout_s, most_bytes)
        except httpcore.TimeoutException:
            raise EngineBusy(f"The speech server did not answer within {timeout_s:g} s.", 0.0) from None
        except httpcore.ConnectError as error:
            raise EngineBusy(f"The speech server cannot be reached: {error}", 0.0) from error
        except _BROKEN as error:
            raise EngineBusy(f"The speech server's answer broke off: {error}", 0.0) from error

    def _asked(self, wanted: dict[str, object], deadline: float, most_bytes: int) -> bytes:
        body = json.dumps(wanted).encode()
        with (
            httpcore.ConnectionPool(
                tls_context(), network_backend=TimedBackend(deadline), max_connections=1
            ) as pool,
            pool.stream("POST", self.url, headers=self._headers(body), content=body) as response,
        ):
            if response.status != 200:
                raise self._judged(response)
            _check_type(_header(response, b"content-type"))
            return _received(response, most_bytes)

    def _headers(self, body: bytes) -> list[tuple[str, str]]:
        headers = {
            "Host": urlsplit(self.url).netloc,
            "User-Agent": self.user_agent,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Accept": "audio/*",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        return list(headers.items())

    def _judged(self, response: httpcore.Response) -> EngineBusy | EngineFailed:
        status = response.status
        message = f"The speech server answered {status}: {self._reason(response)}"
        if status in _MAY_PASS or status >= 500:
            return EngineBusy(message, retry_after_s(_header(response, b"retry-after")))
        return EngineFailed(f"{message} {_HINTS.get(status, '')}".rstrip())

    def _reason(self, response: httpcore.Response) -> str:
        """In one line, without the key, which some servers repeat."""
        if 300 <= response.status < 400:
            return (
                f"it wants us to go to {_header(response, b'location')[:SHOWN_CHARS]!r}. Name that address."
            )
        body = b""
        for piece in response.iter_stream():
            body += piece
            if len(body) > _MOST_ERROR_BYTES:
                break
        text = _message(body)
        shown = " ".join((text.replace(self.key, "…") if self.key else text).split())[:SHOWN_CHARS]
        return shown or "it gives no reason."


def _header(response: httpcore.Response, name: bytes) -> str:
    return next((value for key, value in response.headers if key.lower() == name), b"").decode("latin-1")


def _check_type(content_type: str) -> None:
    kind = content_type.partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind.endswith("json"):
        raise EngineFailed(f"The speech server sent {kind} in place of sound. Check TTS_OPENAI_URL.")


def _received(response: httpcore.Response, most_bytes: int) -> bytes:
    body = bytearray()
    for piece in response.iter_stream():
        body += piece
        if len(body) > most_bytes:
            raise EngineFailed(f"The speech server's answer does not end: more than {most_bytes:,} bytes.")
    return bytes(body)


class _Error(msgspec.Struct):
    message: str = ""


class _ErrorBody(msgspec.Struct):
    error: _Error


def _message(body: bytes) -> str:
    """What OpenAI's error object says; the body as it stands where it has another shape."""
    try:
        return msgspec.json.decode(body, type=_ErrorBody).error.message
    except msgspec.MsgspecError:
        return body.decode("utf-8", "replace")
