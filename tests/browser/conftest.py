"""Pages in Chromium. Sound is started by real clicks and keys: its autoplay policy is in force."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.listener import Listener
from tests.browser.news_site import NewsSite
from tests.browser.stand_in import StandIn
from tests.running import PATIENCE_S

PATIENCE_MS = PATIENCE_S * 1000

ROOT = Path(__file__).parents[2]
SPY = """
window.shifts = [];
const isSudden = (entry) => !entry.hadRecentInput; // what follows a click is no surprise, says the metric
const suddenOf = (list) => list.getEntries().filter(isSudden).map((entry) => entry.value);
new PerformanceObserver((list) => shifts.push(...suddenOf(list)))
  .observe({type: "layout-shift", buffered: true});
window.heard = [];
for (const type of ["listen-play", "listen-pause", "listen-end", "listen-error", "listen-seek",
  "listen-chapter", "listen-unavailable", "listen-play-counted", "listen-away"])
  addEventListener(type, (event) => heard.push({type, id: event.target.id, ...event.detail}));
window.sounds = [];
window.Audio = class extends Audio { constructor() { super(); sounds.push(this); } };
"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(SPY)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def open_page(page: Page) -> Callable[[str], Listener]:
    """``open_page(url)``: a listener in front of the page, its button there."""

    def open_at(url: str) -> Listener:
        listener = Listener(page)
        listener.open(url)
        return listener

    return open_at


@pytest.fixture(scope="session")
def stand_in_server() -> Iterator[StandIn]:
    server = StandIn()
    yield server
    server.close()


@pytest.fixture
def stand_in(stand_in_server: StandIn) -> Iterator[StandIn]:
    stand_in_server.reset()
    yield stand_in_server
    stand_in_server.fail()  # lets go of whoever still waits


@pytest.fixture(scope="session")
def axe(npm_packages: Path) -> str:
    """The source of axe-core."""
    return (npm_packages / "axe-core/axe.min.js").read_text()


@pytest.fixture(scope="session")
def bundles(npm_packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The apps of ``tests/browser/apps`` with their real libraries, one script each."""
    folder = tmp_path_factory.mktemp("bundles")
    subprocess.run(
        [str(shutil.which("node")), str(ROOT / "tests/browser/apps/build.js"), str(folder)], check=True
    )
    return folder


@pytest.fixture(scope="session")
def site_server(stand_in_server: StandIn, bundles: Path) -> Iterator[NewsSite]:
    site = NewsSite(stand_in_server.url, bundles)
    yield site
    site.close()


@pytest.fixture
def site(site_server: NewsSite, stand_in: StandIn) -> NewsSite:
    """A publisher's site with the button of the stand-in."""
    site_server.policy = ""
    return site_server
