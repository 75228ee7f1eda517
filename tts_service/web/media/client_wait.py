"""One client that waits for a narration to grow: woken by notices, noticed when it leaves, and given up if
nothing comes."""

from __future__ import annotations

import socket
import time
from types import TracebackType
from typing import Any

from tts_service.broker.notices import Notices, NoticeWatch
from tts_service.web.http.dropped import ConnectionDropped
from tts_service.web.media.representation import Environ

LOOK_S = 0.5
"""How often to check whether the client is still there, and whether a notice was lost."""

_ESTABLISHED = 1
"""TCP_ESTABLISHED of <linux/tcp.h>"""


class ListenerLeft(ConnectionDropped):
    """The client has closed the connection."""


class Stalled(ConnectionDropped):
    """Nothing has come for too long."""


class ClientWait:
    """Waits on behalf of one client. ``patience_s``: how long without any sign that the article is being
    worked on. A notice is no such sign: work that is sent again brings the same notices again, and a worker
    may write where nobody here reads."""

    def __init__(self, notices: Notices, article_id: str, environ: Environ, patience_s: float) -> None:
        self._watch: NoticeWatch = notices.watch(article_id)
        self._socket = environ.get("gunicorn.socket")
        self.patience_s = patience_s
        self._seen: object = None
        self.encourage()

    def encourage(self) -> None:
        """Something has come: restart the patience."""
        self._since = time.monotonic()

    def saw(self, state: object) -> bool:
        """What can be seen of the article's audio now. Whenever it differs from what was seen last, the
        patience restarts; True then."""
        if state == self._seen:
            return False
        self._seen = state
        self.encourage()
        return True

    def wait(self, timeout_s: float) -> None:
        """Wait until something may have changed, at most ``timeout_s``. Raises ListenerLeft, and Stalled once
        the patience is at its end."""
        until = time.monotonic() + timeout_s
        while (left_s := until - time.monotonic()) > 0:
            if time.monotonic() - self._since > self.patience_s:
                raise Stalled("nothing comes")
            happened = self._watch.wait(min(left_s, LOOK_S))
            self._look_after_client()
            if happened or not self._watch.is_quick:
                return

    def _look_after_client(self) -> None:
        if self._socket is not None and hung_up(self._socket):
            raise ListenerLeft("the client has closed the connection")

    def close(self) -> None:
        self._watch.close()

    def __enter__(self) -> ClientWait:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def hung_up(client: Any) -> bool:
    """True when the peer of the TCP socket ``client`` has closed. False where the system cannot tell (only
    Linux can): there it is noticed when something is next sent."""
    tcp_info = getattr(socket, "TCP_INFO", None)
    if tcp_info is None:
        return False
    try:
        state: int = client.getsockopt(socket.IPPROTO_TCP, tcp_info, 1)[0]
    except OSError:
        return False  # not TCP: a proxy on a Unix socket
    return state != _ESTABLISHED
