"""axe-core finds no fault, in any state and in either colour scheme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listener import Listener
from tests.browser.stand_in import SEGMENTS, StandIn
from tests.running import wait_until

SCHEMES = ("light", "dark")
AT_REST = """Promise.allSettled(document.querySelector("listen-button").shadowRoot.getAnimations()
    .filter((one) => one.effect.getComputedTiming().endTime < 10_000).map((one) => one.finished))"""
STATES = (
    "idle",
    "unavailable",
    "preparing",
    "rendering",
    "playing",
    "paused",
    "panel",
    "sticky",
    "ended",
    "error",
)


def bring_to(state: str, demo: Listener, stand_in: StandIn) -> None:
    if state == "unavailable":
        stand_in.may_ask = False
        demo.page.reload()
        demo.page.evaluate("document.querySelector('listen-button').setAttribute('unavailable', 'say')")
        expect(demo.part("error")).to_be_visible()
    if state in ("idle", "unavailable"):
        return
    stand_in.refuses = state == "error"
    stand_in.land({"preparing": 0, "rendering": 4}.get(state, SEGMENTS))
    demo.press()
    if state not in ("preparing", "error"):
        demo.wait_until_heard(0.1)
    if state == "paused":
        demo.press()
    if state == "ended":
        demo.seek(28.6)
    if state == "panel":
        demo.part("more").click()
        demo.part("panel").get_by_text("Transcript").click()
        expect(demo.part("panel").locator(".sentence[aria-current]")).to_be_visible()
    if state == "sticky":
        docked = demo.page.locator("listen-button .docked")

        def is_docked() -> bool:
            demo.page.mouse.wheel(0, 900)
            return docked.is_visible()

        wait_until(is_docked, "the player is docked")
    demo.wait_for("playing" if state in ("rendering", "panel", "sticky") else state)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    state: str,
    scheme: Literal["light", "dark"],
    stand_in: StandIn,
    open_page: Callable[[str], Listener],
    page: Page,
    axe: str,
) -> None:
    page.emulate_media(color_scheme=scheme)
    demo = open_page(f"{stand_in.url}/demo/")
    bring_to(state, demo, stand_in)
    page.evaluate(AT_REST)  # half faded in, a thing has another contrast
    page.evaluate(axe)  # as a script tag it would be stopped by the page's own policy
    found = page.evaluate(
        "axe.run().then(({violations}) => violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    assert found == []


def test_forced_colours_and_a_narrow_page_at_double_text_size_lose_nothing(
    stand_in: StandIn, open_page: Callable[[str], Listener], page: Page
) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 800})
    demo = open_page(f"{stand_in.url}/demo/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    stand_in.land(3)
    demo.press()
    demo.wait_until_heard(0.1)
    for name in ("button", "back", "forward", "slider", "speed", "more", "time"):
        expect(page.locator(f"listen-button [part={name}]:visible")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_right_to_left_page_keeps_time_running_to_the_right(
    stand_in: StandIn, open_page: Callable[[str], Listener], page: Page
) -> None:
    stand_in.land(SEGMENTS)
    demo = open_page(f"{stand_in.url}/demo/")
    page.evaluate("document.documentElement.dir = 'rtl'")
    demo.press()
    demo.wait_until_heard(0.1)
    button, slider = demo.part("button").bounding_box(), demo.part("slider").bounding_box()
    assert button is not None
    assert slider is not None
    assert button["x"] > slider["x"]
    demo.part("slider").press("ArrowRight")
    assert demo.get("currentTime") > 5
