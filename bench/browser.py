"""From a real click on a never-rendered article to sound in Chromium, against the bare engine on the first
segment.

The button stands on a page of another site, as it does at publishers': the service fetches the article from
there. The mouse presses the moment it is there: nothing can be made ready while it approaches.
"""

from __future__ import annotations

import contextlib
import html
import shutil
import time
from pathlib import Path

from playwright.sync_api import Browser

from bench.articles import Sample, samples
from bench.bare import BareEngine
from bench.first_sound import SETTLE_S, first_segment
from bench.service import Service, running_service
from bench.table import Row, at_most, median
from tests.chromium import launched
from tests.local_site import LocalSite

ROUNDS = 9
BOUND = 2.0
PAGE = """<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">
<style>listen-button {{ display: block; min-height: 4rem }}</style>
<main><h1>A page</h1><listen-button url="{url}"></listen-button></main>
<script type="module" src="{service}/listen-button.js"></script></html>"""
CLOCK = """
window.taken = new Promise((resolve) => {
  let sound = null;
  window.Audio = class extends Audio { constructor() { super(); sound = this; } };
  addEventListener("pointerdown", ({ isTrusted, timeStamp: pressed }) => {
    const look = setInterval(() => {
      if (!isTrusted || !(sound?.currentTime > 0)) return;
      clearInterval(look);
      resolve(performance.now() - pressed);
    }, 1);
  }, { capture: true, once: true });
});
"""


def as_page(sample: Sample) -> str:
    """Without a canonical address, which would be another site's."""
    if "html" in sample.request:
        return sample.request["html"].replace('rel="canonical"', "").replace("rel=canonical", "")
    title, *paragraphs = [html.escape(part) for part in sample.request["text"].split("\n") if part.strip()]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<!doctype html><title>{title}</title><main><article><h1>{title}</h1>{body}</article></main>"


def click(service: Service, browser: Browser, url: str) -> float:
    """Seconds from pressing to ``currentTime`` > 0, with a cold cache and a fresh browser profile."""
    service.forget_everything()
    context = browser.new_context()
    context.add_init_script(CLOCK)
    page = context.new_page()
    page.goto(url)
    button = page.locator("listen-button [part=button]")
    button.wait_for()
    page.wait_for_load_state("networkidle")
    box = button.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    taken = float(page.evaluate("taken"))
    context.close()
    service.forget_everything()  # the next measurement has the machine to itself
    time.sleep(SETTLE_S)
    return taken / 1000


def chromium() -> Path | None:
    """As people have it, if it is there; else the one without windows, which the tests use."""
    found = shutil.which("chromium") or shutil.which("chromium-headless-shell")
    return Path(found) if found else None


def measure() -> list[Row]:
    program = chromium()
    if program is None:
        return [Row("A click in Chromium", "not measured", "", "", "install chromium (apt-get install …)")]
    bare = BareEngine()
    try:
        with (
            contextlib.closing(LocalSite()) as publisher,
            running_service(TTS_ALLOWED_SITES=publisher.origin) as service,
            launched(program) as browser,
        ):
            rows = [_row(service, bare, browser, publisher, sample) for sample in samples()]
    finally:
        bare.close()
    return rows


def _row(service: Service, bare: BareEngine, browser: Browser, publisher: LocalSite, sample: Sample) -> Row:
    read = {"html": as_page(sample)}
    article = publisher.put(f"/{sample.name}", read["html"])
    page = publisher.put("/", PAGE.format(url=article, service=service.url))
    text = first_segment(service, {"url": article})
    pairs = [(click(service, browser, page), bare.first(read, text)) for _ in range(ROUNDS)]
    ours, peer = median([p[0] for p in pairs]), median([p[1] for p in pairs])
    return at_most(
        f"A click in Chromium, {sample.name}",
        ours,
        peer,
        BOUND,
        "ms",
        "reading it, and the bare engine's first sentence",
    )
