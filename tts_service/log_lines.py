"""Log lines as JSON, for those who collect them, with the article and the trace that a line is about.

A trace (W3C Trace Context) is a click and what follows from it: it goes along with the tasks that the click
has sent.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import secrets
import socket
from collections.abc import Iterable
from contextvars import ContextVar

ARTICLE: ContextVar[str] = ContextVar("article", default="")
TRACE: ContextVar[str] = ContextVar("trace", default="")
"""32 hexadecimal digits."""
HEADER = "traceparent"
_PARENT = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")
"""https://www.w3.org/TR/trace-context/#traceparent-header"""


class JsonLines(logging.Formatter):
    """One object on a line. ``article`` and ``trace`` are left out where there are none."""

    def format(self, record: logging.LogRecord) -> str:
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line = {
            "time": moment,
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "article": ARTICLE.get(),
            "trace": TRACE.get(),
            "error": self.formatException(record.exc_info) if record.exc_info else "",
        }
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=False)


def write_json(loggers: Iterable[logging.Logger]) -> None:
    """From now on, what the handlers of ``loggers`` write is JSON."""
    for logger in loggers:
        for handler in logger.handlers:
            handler.setFormatter(JsonLines())


def names_trace(parent: str) -> bool:
    """``parent`` is a header that can be believed."""
    found = _PARENT.fullmatch(parent)
    return found is not None and int(found[1], 16) > 0


def trace_of(parent: str) -> str:
    """The trace that the header ``parent`` names; a new one if it names none."""
    return parent.split("-")[1] if names_trace(parent) else secrets.token_hex(16)


def parent_of(trace: str) -> str:
    """A header that carries ``trace`` on."""
    return f"00-{trace}-{secrets.token_hex(8)}-00"
