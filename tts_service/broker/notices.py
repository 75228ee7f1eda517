"""Wakes whoever waits for an article, as soon as workers say that something happened to it.

Notices only ever wake: whoever wakes looks what has changed. So a lost notice costs time, never truth, and
without Redis waiting turns into looking several times a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import TracebackType

import msgspec

from tts_service.broker.channels import Channels, PubSubChannel
from tts_service.contracts.messages import PUBLISHER, SETTLING, Notice, notices_of

log = logging.getLogger(__name__)

LOOK_S = 0.25
"""Longest wait while no notices come in."""


class NoticeWatch:
    """From its making to ``close``, nothing that is said in its channel is missed: what comes between two
    waits, or may have come before Redis knew of this one, ends the next."""

    def __init__(self, channels: Channels, channel: PubSubChannel) -> None:
        self._channels = channels
        self._channel = channel
        self._happened = threading.Event()
        channels.join(channel, self._wake)

    def _wake(self, _: bytes | None) -> None:
        self._happened.set()

    def wait(self, timeout_s: float) -> bool:
        """True when something happened; False after ``timeout_s``, or sooner when no notices come in."""
        happened = self._happened.wait(timeout_s if self.is_quick else min(timeout_s, LOOK_S))
        if happened:  # else it may have happened since: that ends the next wait
            self._happened.clear()
        return happened

    @property
    def is_quick(self) -> bool:
        """Notices come in. If not, look again after every wait."""
        return self._channels.connected

    def close(self) -> None:
        self._channels.leave(self._channel, self._wake)

    def __enter__(self) -> NoticeWatch:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Notices:
    """``watch`` before looking, look, then ``wait``."""

    def __init__(self, channels: Channels) -> None:
        self._channels = channels

    @property
    def connected(self) -> bool:
        """Whether notices come in."""
        return self._channels.connected

    def watch(self, article_id: str) -> NoticeWatch:
        return NoticeWatch(self._channels, PubSubChannel(notices_of(article_id)))

    def watch_files(self) -> NoticeWatch:
        """For new versions of the publisher's files; see ``broker.publisher_files``."""
        return NoticeWatch(self._channels, PubSubChannel(PUBLISHER))

    def connect(self) -> None:
        """Now, so that the first listener need not wait for it."""
        self._channels.open()

    def close(self) -> None:
        """See ``Channels``."""
        self._channels.close()

    def wait(self, article_id: str, timeout_s: float) -> bool:
        """One wait, for those who need not know of what came before it."""
        with self.watch(article_id) as watch:
            return watch.wait(timeout_s)

    def follow(self, on_notice: Callable[[Notice], None]) -> Callable[[], None]:
        """Call ``on_notice`` with each notice that bears on the catalog, of any article, until what is
        returned is called. It runs in the thread of ``Channels``. Some may be lost."""
        return self._follow(PubSubChannel(SETTLING), on_notice)

    def follow_all(self, on_notice: Callable[[Notice], None]) -> Callable[[], None]:
        """As ``follow``, with each notice whatsoever: dozens for each article."""
        return self._follow(PubSubChannel(notices_of("*"), is_pattern=True), on_notice)

    def _follow(self, channel: PubSubChannel, on_notice: Callable[[Notice], None]) -> Callable[[], None]:
        def hear(said: bytes | None) -> None:
            if said is not None and (notice := _decoded(said)) is not None:
                on_notice(notice)

        self._channels.join(channel, hear)
        return lambda: self._channels.leave(channel, hear)


def _decoded(said: bytes) -> Notice | None:
    """None for one of a kind that another release knows."""
    try:
        return msgspec.json.decode(said, type=Notice)
    except msgspec.MsgspecError as error:
        log.debug("a notice cannot be read: %s", error)
        return None
