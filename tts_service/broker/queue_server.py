"""Whether the Redis server at TTS_REDIS_URL accepts us, checked before the start.

What cannot resolve itself stops the start: an invalid address, a wrong password, a certificate that cannot be
verified. A server that does not answer may still be starting, and is waited for. The client is loaded only
where a server is named.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from tts_service.errors import NotStartable
from tts_service.settings import Settings

PATIENCE_S = 30.0
"""How long to wait for a server that is still starting."""
LOOK_S = 0.5
ANSWER_S = 3.0


class Fault(msgspec.Struct, frozen=True):
    """``lasting``: waiting does not help. ``bearable``: the service may start anyway."""

    sentence: str
    lasting: bool
    bearable: bool = False


def wait_for_server(settings: Settings, patience_s: float = PATIENCE_S) -> None:
    """Returns immediately if the embedded server is used. Raises NotStartable."""
    if not settings.redis_url:
        return
    until = time.monotonic() + patience_s
    while (fault := server_fault(settings.redis_url)) is not None:
        if fault.lasting or time.monotonic() >= until:
            raise NotStartable(fault.sentence)
        time.sleep(LOOK_S)


def server_fault(url: str) -> Fault | None:
    """None when the server accepts our commands."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        client = redis.Redis.from_url(
            url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        return Fault(f"TTS_REDIS_URL is not the address of a Redis server: {error}.", lasting=True)
    try:
        with contextlib.closing(client):
            client.ping()
    except (redis.RedisError, OSError) as error:
        return _fault(error, urlsplit(url).netloc.rpartition("@")[2] or url)
    return None


def _fault(error: Exception, place: str) -> Fault:
    import redis

    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = f"The certificate of Redis at {place} cannot be verified: {cause.verify_message}."
            return Fault(
                f"{why} Name the file of the authority that signed it: rediss://…?ssl_ca_certs=/path/ca.pem "
                "in TTS_REDIS_URL.",
                True,
            )
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, TimeoutError):
            why = f"Redis at {place} does not accept our TLS connection: {cause.reason or cause}."
            return Fault(f"{why} TTS_REDIS_URL begins with redis:// for a server without TLS.", True)
        if (
            isinstance(cause, FileNotFoundError | PermissionError)
            and "rediss" not in place
            and not place.startswith("unix:")
        ):
            return Fault(
                f"A file that TTS_REDIS_URL names cannot be read: {cause.strerror}. Correct its path.", True
            )
    if isinstance(error, redis.AuthenticationError | redis.exceptions.NoPermissionError):
        why = f"Redis at {place} does not let us in: {_clause(error)}."
        return Fault(
            f"{why} Give user and password in TTS_REDIS_URL: redis://user:password@host:6379/0.", True
        )
    if isinstance(error, redis.ResponseError):
        return Fault(f"Redis at {place} refuses us: {_clause(error)}. Correct TTS_REDIS_URL.", True)
    why = f"Redis at {place} does not answer: {_clause(error)}."
    return Fault(
        f"{why} Start that server, or correct TTS_REDIS_URL, or unset it for the embedded one.", False
    )


def _clause(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
