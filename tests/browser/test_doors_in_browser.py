"""The page to share, the frame on another site's page, and the showroom, in Chromium on the whole service."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listener import Listener
from tests.running import Service

PAGE_AROUND = """<!doctype html><html lang="en"><title>Around</title><link rel="icon" href="data:,">
<main><h1>Around</h1>
<iframe src="{0}/embed/{1}" title="Player" width="600" height="20" allow="autoplay"></iframe></main>
<script type="module" src="{0}/embed.js"></script>
<script>window.told = []; addEventListener("message", (event) => told.push(event.data));</script></html>"""


class Site:
    """Another site, with one page."""

    def __init__(self) -> None:
        self.html = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *_: object) -> None:
                """Tests say what went wrong."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture(scope="module")
def service(service_of_file: Callable[..., Service], site: Site) -> Service:
    """With keys, so that only the site that is listed may frame the player."""
    return service_of_file(
        engine="tone", api_keys="a-key-of-the-doors", allowed_sites=f"http://127.0.0.1:{site.port}"
    )


@pytest.fixture(scope="module")
def article(service: Service, site: Site) -> str:
    assert service.get("/audio/demo.mp3").status_code == 200
    article = str(service.wait_ready("demo")["id"])
    site.html = PAGE_AROUND.format(service.url, article)
    return article


@pytest.fixture
def around(page: Page, site: Site, article: str) -> Listener:
    """A page of the other site with the player in a frame."""
    listener = Listener(page)
    page.goto(f"http://127.0.0.1:{site.port}/")
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
    page.wait_for_function(
        "told.some(({type, currentTime}) => type === 'listen-progress' && currentTime > 0.2)"
    )
    kinds = page.evaluate("[...new Set(told.map(({type}) => type))]")
    assert {"listen-resize", "listen-play", "listen-progress"} <= set(kinds)
    assert page.evaluate("new Set(told.map(({article}) => article)).size") == 1
    assert page.evaluate("told[0].article") == article


def test_a_site_that_is_not_allowed_gets_nothing(page: Page, site: Site, article: str) -> None:
    listener = Listener(page)
    page.goto(f"http://localhost:{site.port}/")
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(({name}) => name.endsWith('/embed.js'))"
    )
    expect(page.frame_locator("iframe").locator("listen-button")).to_have_count(0)
    assert page.evaluate("told") == []
    assert "frame-ancestors" in listener.complaints[0]


def test_the_page_to_share_plays(
    service: Service, article: str, open_page: Callable[[str], Listener]
) -> None:
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
@pytest.mark.parametrize(
    "path", ["/listen/{}", "/embed/{}", "/demo/", "/demo/broadsheet/", "/demo/tech/", "/demo/rtl/"]
)
def test_axe_finds_nothing_on_a_phone(
    service: Service, article: str, page: Page, axe: str, path: str, scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(color_scheme=scheme)
    page.goto(service.url + path.format(article))
    page.wait_for_function("() => !!customElements.get('listen-button')")
    page.evaluate(axe)
    assert (
        page.evaluate(
            "axe.run().then(({violations}) => violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
        )
        == []
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_demo_is_heard_where_nobody_may_ask_for_it(service: Service, page: Page) -> None:
    """With keys. What the button names is started by listening: nothing is posted, and a link begins where
    it says."""
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    demo = Listener(page)
    demo.open(f"{service.url}/demo/tech/#listen=0:03")
    expect(demo.part("button")).to_have_accessible_name("Listen from 0:03")
    demo.press()
    demo.wait_until_heard(3.1)
    assert [url for url in posted if not url.endswith("/v1/plays")] == []
    assert demo.complaints == []
    assert service.get("/feed.xml").text.count("<item>") == 0


def test_where_no_voice_speaks_the_language_the_button_says_so(
    spoken_service: Service, open_page: Callable[[str], Listener]
) -> None:
    demo = open_page(f"{spoken_service.url}/demo/rtl/")
    demo.press()
    expect(demo.part("error")).to_contain_text("تعذّرت قراءة المقال")  # "The article could not be read aloud"
