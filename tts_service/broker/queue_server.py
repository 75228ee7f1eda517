"""Whether the Redis server at TTS_REDIS_URL accepts us and can hold a queue, checked before the start.

What cannot resolve itself stops the start: an invalid address, a wrong password, a certificate that cannot be
verified, a cluster. A server that does not answer, or is a replica, may be about to change, and is waited
for. The client is loaded only where a server is named.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Iterator
from typing import Any, Literal

import msgspec

from tts_service.broker.redis_address import is_sentinels, place
from tts_service.errors import NotStartable
from tts_service.settings import Settings

PATIENCE_S = 30.0
"""How long to wait for a server that is still starting."""
LOOK_S = 0.5
ANSWER_S = 3.0

ServerSetting = Literal["TTS_REDIS_URL", "TTS_RELAY_URL"]
SENTINEL_FORM = "redis+sentinel://host1:26379,host2:26379/name/0"


class Fault(msgspec.Struct, frozen=True):
    """``lasting``: waiting does not help. ``bearable``: the service may start anyway."""

    sentence: str
    lasting: bool
    bearable: bool = False


def wait_for_server(settings: Settings, patience_s: float = PATIENCE_S) -> str:
    """Returns immediately if the embedded server is used. Raises NotStartable. Returns a warning about
    anything that does not prevent the start, or ""."""
    warnings = []
    for name in named_servers(settings):
        until = time.monotonic() + patience_s
        while (fault := server_fault(settings, name)) is not None and not fault.bearable:
            if fault.lasting or time.monotonic() >= until:
                raise NotStartable(fault.sentence)
            time.sleep(LOOK_S)
        warnings += [fault.sentence] if fault else []
    return " ".join(warnings)


def named_servers(settings: Settings) -> dict[ServerSetting, str]:
    """The servers that settings name, by variable."""
    servers: dict[ServerSetting, str | None] = {
        "TTS_REDIS_URL": settings.redis_url,
        "TTS_RELAY_URL": settings.relay_url,
    }
    return {name: url for name, url in servers.items() if url}


def server_fault(settings: Settings, name: ServerSetting = "TTS_REDIS_URL") -> Fault | None:
    """None when the server of the setting ``name`` accepts our commands and suits us."""
    import redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    from tts_service.broker.connection import RedisServer

    url = named_servers(settings)[name]
    try:
        client = RedisServer(settings, url).client(
            socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S, retry=Retry(NoBackoff(), 0)
        )
        with contextlib.closing(client):
            client.ping()
            return _unsuitable(_about(client), name, place(url))
    except (ValueError, TypeError) as error:  # of an option that no connection has
        return Fault(f"{name} is not the address of a Redis server: {_clause(error)}.", lasting=True)
    except (redis.RedisError, OSError) as error:
        return _fault(error, name, url)


def _about(client: Any) -> dict[str, Any]:
    """What the server says about itself; nothing to a user who may not ask."""
    import redis

    try:
        return dict(client.info())
    except redis.ResponseError:
        return {}


def _unsuitable(about: dict[str, Any], name: ServerSetting, where: str) -> Fault | None:
    if about.get("cluster_enabled"):
        return Fault(
            f"Redis at {where} is part of a cluster, over which a queue cannot be spread: name a server with "
            f"cluster mode off in {name}, alone or watched by Sentinels ({SENTINEL_FORM}).",
            lasting=True,
        )
    if "sentinel" in (about.get("redis_mode"), about.get("server_mode")):
        return Fault(
            f"{where} is a Sentinel: name all of them, and what they call the server, in {name}: "
            f"{SENTINEL_FORM}.",
            lasting=True,
        )
    if about.get("role") == "slave":
        return Fault(
            f"Redis at {where} is a replica, which takes no changes: name its primary in {name}, or the "
            f"Sentinels that know who that is ({SENTINEL_FORM}).",
            lasting=False,
        )
    return _forgetful(about, name, where)


def _forgetful(about: dict[str, Any], name: ServerSetting, where: str) -> Fault | None:
    """A queue's server must keep all it has; one that may forget must do so before it is full."""
    may_evict = about.get("maxmemory_policy", "noeviction") != "noeviction"
    if name == "TTS_REDIS_URL" and may_evict:
        return Fault(
            f"Redis at {where} may throw parts of the queue away when it is full: set its maxmemory-policy "
            "to noeviction.",
            lasting=True,
            bearable=True,
        )
    if name == "TTS_RELAY_URL" and about and not (may_evict and about.get("maxmemory")):
        return Fault(
            f"Redis at {where} takes nothing more when it is full: set its maxmemory, and maxmemory-policy "
            "to allkeys-lru.",
            lasting=True,
            bearable=True,
        )
    return None


def _fault(error: Exception, name: ServerSetting, url: str) -> Fault:
    import redis

    where = place(url)
    if (tls := _tls_fault(error, name, url)) is not None:
        return tls
    if isinstance(error, redis.AuthenticationError | redis.exceptions.NoPermissionError):
        why = f"Redis at {where} does not let us in: {_clause(error)}."
        return Fault(f"{why} Give user and password in {name}: redis://user:password@host:6379/0.", True)
    if isinstance(error, redis.ResponseError):
        return Fault(f"Redis at {where} refuses us: {_clause(error)}. Correct {name}.", True)
    if is_sentinels(url) and isinstance(error, redis.sentinel.MasterNotFoundError):
        why = f"None of the Sentinels at {where} names a server: {_clause(error)}."
        return Fault(f"{why} Start them, or correct hosts, name or sentinel_password in {name}.", False)
    why = f"Redis at {where} does not answer: {_clause(error)}."
    return Fault(f"{why} Start that server, or correct {name}, or unset it for the embedded one.", False)


def _tls_fault(error: Exception, name: ServerSetting, url: str) -> Fault | None:
    where = place(url)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            why = f"The certificate of Redis at {where} cannot be verified: {cause.verify_message}."
            remedy = "Name the file of the authority that signed it: TTS_REDIS_CA=/path/ca.pem."
            return Fault(f"{why} {remedy}", True)
        is_reset = isinstance(cause, ConnectionResetError) and url.startswith("rediss")
        if (isinstance(cause, ssl.SSLError) and not isinstance(cause, TimeoutError)) or is_reset:
            reason = getattr(cause, "reason", None) or _clause(cause)
            why = f"Redis at {where} does not accept our TLS connection: {reason}."
            remedy = "If it asks for a certificate of ours, name it: TTS_REDIS_CERTIFICATE, TTS_REDIS_KEY."
            return Fault(
                f"{why} {remedy} For a server without TLS, {name} begins with redis://.", not is_reset
            )
        if isinstance(cause, FileNotFoundError | PermissionError) and not url.startswith("unix:"):
            why = f"A file that {name} names cannot be read: {cause.strerror}."
            return Fault(f"{why} Correct its path, there or in TTS_REDIS_CA and its like.", True)
    return None


def _clause(error: BaseException) -> str:
    return " ".join(str(error).split()).rstrip(".")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
