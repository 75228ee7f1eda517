"""The page to share, the frame on another site's page, and the showroom, in Chromium on the whole service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listener import Listener
from tests.running import Service

AROUND = "http://localhost:9/"
"""Nothing is there: the tests answer in its place."""
PAGE_AROUND = """<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,"><main><h1>Around</h1>
<iframe src="{0}/embed/{1}" title="Player" width="600" height="20" allow="autoplay"></iframe></main>
<script type="module" src="{0}/embed.js"></script>
<script>window.told = []; addEventListener("message", (event) => told.push(event.data));</script></html>"""


@pytest.fixture(scope="module")
def article(service: Service) -> str:
    return str(service.wait_ready(str(service.post({"url": f"{service.url}/demo/"})["id"]))["id"])


@pytest.fixture
def around(page: Page, service: Service, article: str) -> Iterator[Listener]:
    """A page of another site with the player in a frame."""
    html = PAGE_AROUND.format(service.url, article)
    page.route(AROUND, lambda route: route.fulfill(body=html, content_type="text/html"))
    listener = Listener(page)
    page.goto(AROUND)
    return listener


def test_the_frame_becomes_as_high_as_the_player(around: Listener) -> None:
    page = around.page
    page.wait_for_function("told.some(({type}) => type === 'listen-resize')")
    body = page.frame_locator("iframe").locator("body")
    page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    height = body.evaluate("body => body.getBoundingClientRect().height")
    assert page.evaluate("document.querySelector('iframe').clientHeight") == pytest.approx(height, abs=1)
    assert height > 60
    assert around.complaints == []


def test_the_page_around_is_told_what_is_heard(around: Listener, article: str) -> None:
    page = around.page
    page.frame_locator("iframe").locator("listen-button [part=button]").first.click()
    page.wait_for_function("told.some(({type, currentTime}) => type === 'listen-progress' && currentTime > 0.2)")
    kinds = page.evaluate("[...new Set(told.map(({type}) => type))]")
    assert {"listen-resize", "listen-play", "listen-progress"} <= set(kinds)
    assert page.evaluate("new Set(told.map(({article}) => article)).size") == 1
    assert page.evaluate("told[0].article") == article


def test_a_site_that_is_not_allowed_gets_nothing(page: Page, service: Service, article: str) -> None:
    html = PAGE_AROUND.format(service.url, article)
    page.route("http://other.example/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://other.example/")
    expect(page.frame_locator("iframe").locator("listen-button")).to_have_count(0)
    assert page.evaluate("told") == []


def test_the_page_to_share_plays(service: Service, article: str, open_page: Callable[[str], Listener]) -> None:
    shared = open_page(f"{service.url}/listen/{article}")
    expect(shared.page.get_by_role("heading", level=1)).to_have_text(
        "Can three rival harbor towns keep the night ferry running?"
    )
    expect(shared.page.get_by_role("navigation", name="Chapters").get_by_role("link")).to_have_count(6)
    shared.press()
    shared.wait_until_heard(0.2)
    assert shared.complaints == []
    assert shared.shift == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/listen/{}", "/embed/{}", "/demo/", "/demo/broadsheet/", "/demo/tech/", "/demo/rtl/"])
def test_axe_finds_nothing_on_a_phone(
    service: Service, article: str, page: Page, axe: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.goto(service.url + path.format(article))
    page.wait_for_function("() => !!customElements.get('listen-button')")
    page.evaluate(axe)
    assert page.evaluate("axe.run().then(({violations}) => violations.map(v => [v.id, v.nodes.map(n => n.html)]))") == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_where_no_voice_speaks_the_language_the_button_says_so(
    piper_service: Service, open_page: Callable[[str], Listener]
) -> None:
    demo = open_page(f"{piper_service.url}/demo/rtl/")
    demo.press()
    expect(demo.part("error")).to_contain_text("'ar'")
