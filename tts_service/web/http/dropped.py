"""How to end an answer that cannot be completed."""

from __future__ import annotations

import errno


class ConnectionDropped(ConnectionResetError):
    """Ends a response without its regular end, so that no client takes a part for the whole.

    gunicorn drops the connection for an OSError with this number without logging it.
    """

    def __init__(self, why: str) -> None:
        super().__init__(errno.ECONNRESET, why)
