"""Every page of a newsroom that is full, in both color schemes, on a phone and on a desk: axe-core finds
nothing, nothing sticks out, and whoever goes by the keyboard sees where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS
from tests.newsroom.filled import KEY, Filled, fill
from tests.newsroom.pages import AT, addresses, page_routes
from tests.newsroom.past import fail, listen
from tests.running import Service
from tests.webhook_receiver import Receiver

PHONE, DESK = 360, 1200
AXE = """([selector, rules]) => {
  const parts = document.querySelectorAll(selector);
  const options = {resultTypes: ["violations"], preload: false, ...(rules && {runOnly: rules})};
  return parts.length && axe.run(parts, options).then(({violations}) =>
    violations.map((one) => [one.id, one.nodes.map((node) => node.html)]));
}"""
OF_A_PLACE = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""Rules whose outcome depends on how a page is laid out, and not on its tags alone."""
DIFFERS = ".bar, .wide, .phoneless"
"""What is on a page at one width only. All else has been seen in this scheme at the other."""
LOOKS: tuple[tuple[int, Literal["light", "dark"], str, list[str] | None], ...] = (
    (DESK, "light", "html", None),
    (DESK, "dark", DIFFERS, OF_A_PLACE),
    (PHONE, "dark", "html", OF_A_PLACE),
    (PHONE, "light", DIFFERS, OF_A_PLACE),
)
STICKS_OUT = """() => [document.documentElement, ...document.querySelectorAll(".scroll")]
    .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
    .map((one) => one.className)"""
UNSEEN = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility() && !one.disabled && one.type != "hidden")
    .filter((one) => {
      one.focus({focusVisible: true, preventScroll: true});
      const {outlineStyle, outlineWidth} = getComputedStyle(one), {left, right} = one.getBoundingClientRect();
      const isInside = left >= -1 && right <= innerWidth + 1;
      return document.activeElement == one &&
        (outlineStyle == "none" || parseFloat(outlineWidth) < 2 || !isInside);
    }).map((one) => one.outerHTML.slice(0, 200))"""
"""What shows no outline when the keyboard gets there, or lies outside the window."""


class Scene(NamedTuple):
    service: Service
    filled: Filled


@pytest.fixture(scope="module")
def scene(service_of_file: Callable[..., Service]) -> Iterator[Scene]:
    receiver = Receiver()
    service = service_of_file(engine="tone", api_keys=KEY, webhook_sites=receiver.origin)
    filled = fill(service, endpoint=receiver.origin)
    listen(service, filled.articles)
    fail(service, filled.stuck)
    yield Scene(service, filled)
    receiver.close()


@pytest.fixture(scope="module")
def editor(chromium: Browser, scene: Scene) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": DESK, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(f"{scene.service.url}/admin/")
    page.get_by_label("API key").fill(KEY)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")
    yield page
    context.close()


def test_every_page_is_among_those_that_are_looked_at() -> None:
    assert set(AT) == page_routes(), "a page of the newsroom is missing in tests/newsroom/pages.py"


def test_every_page_is_fit_for_everybody(editor: Page, scene: Scene, axe: str) -> None:
    found = {}
    for address in addresses(scene.filled):
        editor.goto(f"{scene.service.url}/admin/{address}")
        if faults := list(faults_of(editor, axe)):
            found[address] = faults
    assert found == {}


def faults_of(page: Page, axe: str) -> Iterator[object]:
    page.evaluate(axe)
    for width, scheme, parts, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found = [page.evaluate(AXE, [parts, rules])]
        if parts == "html":  # once at each width
            found += [page.evaluate(STICKS_OUT), page.evaluate(UNSEEN)]
        if any(found):
            yield width, scheme, found


def test_on_a_phone_the_menu_is_opened_by_the_keyboard(editor: Page, scene: Scene) -> None:
    editor.set_viewport_size({"width": PHONE, "height": 800})
    editor.goto(f"{scene.service.url}/admin/articles")
    expect(editor.get_by_role("navigation", name="Newsroom")).to_be_hidden()
    editor.get_by_role("link", name="Menu", exact=True).press("Enter")
    editor.get_by_role("link", name="Close the menu").press("Enter")
    expect(editor.get_by_role("navigation", name="Newsroom")).to_be_hidden()
    editor.get_by_role("link", name="Menu", exact=True).press("Enter")
    editor.get_by_role("link", name="Lexicon").press("Enter")
    expect(editor.get_by_role("heading", level=1)).to_have_text("Lexicon")
