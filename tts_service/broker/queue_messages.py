"""Whether workers can read the messages that a queue's server has loaded.

The server checks the frame of each record, not its contents. A message that no worker can read kills the
worker that takes it, is delivered again, and kills the next.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any, Literal

import msgspec

AT_ONCE = 500
Body = tuple[list[str | bool], dict[str, Any], dict[str, Any]]


class _Headers(msgspec.Struct, frozen=True):
    task: str
    id: str


class _Place(msgspec.Struct, frozen=True):
    exchange: str
    routing_key: str


class _Properties(msgspec.Struct, frozen=True):
    delivery_info: _Place
    delivery_tag: str
    body_encoding: Literal["base64"]
    priority: int = 0


class _Message(
    msgspec.Struct,
    frozen=True,
    rename={"content_type": "content-type", "content_encoding": "content-encoding"},
):
    """A message of Celery's protocol 2 as kombu stores it, with the arguments of our tasks."""

    body: str
    headers: _Headers
    properties: _Properties
    content_type: Literal["application/json"]
    content_encoding: Literal["utf-8"]


def complaint(socket: Path) -> str:
    """What cannot be read on the server at ``socket``; "" if all can."""
    import redis  # only when there are files to check

    with redis.Redis(unix_socket_path=str(socket)) as client:
        try:
            _look(client)
        # A key of another type, bytes that are no text, text that is no JSON.
        except (redis.ResponseError, ValueError) as error:
            return f"it holds what no worker can read: {' '.join(str(error).split())[:120]}"
    return ""


def _look(client: Any) -> None:
    for name in client.scan_iter(count=AT_ONCE):
        name.decode()
    for queue in client.scan_iter(count=AT_ONCE, _type="list"):
        for first in range(0, client.llen(queue), AT_ONCE):
            for message in client.lrange(queue, first, first + AT_ONCE - 1):
                check_message(message)
    for _, taken in client.hscan_iter("unacked", count=AT_ONCE):
        check_message(msgspec.json.decode(taken, type=tuple[msgspec.Raw, str, str])[0])
    for binding in client.scan_iter("_kombu.binding.*", count=AT_ONCE):
        for member in client.smembers(binding):
            member.decode()


def check_message(data: bytes | msgspec.Raw) -> None:
    """Raises ValueError when ``data`` is not a message of ours."""
    message = msgspec.json.decode(data, type=_Message)
    msgspec.json.decode(base64.b64decode(message.body, validate=True), type=Body)
