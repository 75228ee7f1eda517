"""Connections on which nothing outlasts a deadline, for ``httpcore``: neither a name service that does not
answer nor a server that sends a byte now and then."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from functools import cache

import httpcore


@cache
def tls_context() -> ssl.SSLContext:
    """Whom connections trust: the authorities of the system and those of certifi. Loading them takes
    37 ms of CPU, and httpcore would do so for every connection."""
    return httpcore.default_ssl_context()


class TimedBackend(httpcore.NetworkBackend):
    """Connects to any of a host's ``addresses``, until ``deadline`` (``time.monotonic`` seconds)."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self.addresses(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, time_left(self._deadline), local_address, socket_options
                )
                return TimedStream(stream, self._deadline)
            except httpcore.ConnectError as error:
                failure = error
        raise failure

    def addresses(self, host: str, port: int) -> list[str]:
        """Those that may be connected to, the first one first."""
        return list(resolve(host, port, time_left(self._deadline)))


class TimedStream(httpcore.NetworkStream):
    """A stream on which no operation outlasts the deadline, however little arrives at a time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, time_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, time_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, time_left(self._deadline))
        return TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def time_left(deadline: float) -> float:
    """Seconds until ``deadline``. Raises httpcore.ReadTimeout when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left


def resolve(host: str, port: int, timeout: float) -> list[str]:
    """Addresses of ``host`` in the system's order, without zones. The system's resolver knows no time
    limit of its own.

    Raises httpcore.ConnectError when there are none.
    """
    found: list[str] = []
    failed: list[OSError] = []

    def ask() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(answer[4][0]).partition("%")[0] for answer in answers))
        except (OSError, UnicodeError) as error:
            failed.append(error if isinstance(error, OSError) else OSError(str(error)))

    asking = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
    asking.start()
    asking.join(timeout)
    if failed or asking.is_alive():
        raise httpcore.ConnectError(
            f"{host} cannot be found: {failed[0] if failed else 'the name service does not answer'}"
        )
    return found
