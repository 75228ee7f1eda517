"""The button with messages of sponsors, in Chromium: it knows nothing of them, and all is in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.listener import Listener
from tests.running import Service
from tests.sponsored import Heard, sponsored, ten_minutes_later

HAS_ASKED_FOR = (
    "path => performance.getEntriesByType('resource').some(({name}) => new URL(name).pathname === path)"
)


@pytest.fixture(scope="module")
def heard(service: Service) -> Iterator[Heard]:
    with sponsored(service) as heard:
        ten_minutes_later(service, heard.article_id)
        yield heard


def test_the_rendition_is_played_with_its_own_length_and_captions(
    open_page: Callable[[str], Listener], page: Page, service: Service, heard: Heard
) -> None:
    listener = open_page(f"{service.url}/listen/{heard.article_id}")
    listener.press()
    listener.wait_until_heard(1.0)
    assert listener.get("duration") == pytest.approx(heard.length_s, abs=1)
    named = heard.rendition.rpartition("/")[2].removesuffix(".mp3")
    assert listener.get("narration")["revision"] == named
    listener.seek(heard.length_s - 10)
    listener.wait_until_heard(heard.length_s - 9)
    page.wait_for_function(HAS_ASKED_FOR, arg=f"/captions/{heard.article_id}/{named}.vtt")
    assert listener.complaints == []
    listener.wait_for("ended")
