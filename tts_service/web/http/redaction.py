"""No token of a member and no API key in any log, whatever wrote the line: our own code, gunicorn,
or a library's traceback.

Imported by gunicorn before it forks: nothing heavy belongs here.
"""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"(?<=token=)[A-Za-z0-9._-]{1,500}|(?:feed|ttskey)_[A-Za-z0-9_-]{20,100}")


class WithoutTokens(logging.Formatter):
    """As another formatter does it, but for the tokens by which members hear what is theirs, and for keys: no
    line that an error wrote, not even of a library's, holds one."""

    def __init__(self, usual: logging.Formatter) -> None:
        super().__init__()
        self._usual = usual

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(self._usual.format(record))


def without_tokens(text: str) -> str:
    return _TOKEN.sub("…", text)


def keep_tokens_out(logger: logging.Logger) -> None:
    """Of all that ``logger`` writes."""
    for handler in logger.handlers:
        handler.setFormatter(WithoutTokens(handler.formatter or logging.Formatter()))
