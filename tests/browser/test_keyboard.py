"""Everything by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.listener import Listener
from tests.browser.stand_in import LENGTH_S, SEGMENTS, StandIn


@pytest.fixture
def demo(stand_in: StandIn, open_page: Callable[[str], Listener]) -> Listener:
    stand_in.land(SEGMENTS)
    return open_page(f"{stand_in.url}/demo/")


def press(demo: Listener, *keys: str) -> None:
    for key in keys:
        demo.page.keyboard.press(key)


def test_it_starts_pauses_seeks_and_changes_speed(demo: Listener) -> None:
    press(demo, "Tab")
    expect(demo.part("button")).to_be_focused()
    press(demo, "Enter")
    demo.wait_until_heard(0.1)
    press(demo, "Space")
    demo.wait_for("paused")
    demo.seek(5)
    for name, place in (("forward", 20), ("back", 5)):
        demo.part(name).focus()
        press(demo, "Enter")
        assert demo.get("currentTime") == pytest.approx(place, abs=0.05)
    press(demo, "Tab", "Tab")
    expect(demo.part("slider")).to_be_focused()
    for key, change in (
        ("ArrowRight", 5),
        ("PageUp", 15),
        ("ArrowLeft", -5),
        ("ArrowUp", 5),
        ("PageDown", -15),
        ("ArrowDown", -5),
    ):
        before = demo.get("currentTime")
        press(demo, key)
        assert demo.get("currentTime") == pytest.approx(before + change, abs=0.05), key
    press(demo, "End")
    assert demo.get("currentTime") == pytest.approx(LENGTH_S, abs=0.05)
    press(demo, "Home")
    assert demo.get("currentTime") == 0
    press(demo, "Tab")
    expect(demo.part("speed")).to_be_focused()
    press(demo, "ArrowDown")
    assert demo.get("speed") == 1.25


def test_the_slider_says_where_it_is(demo: Listener) -> None:
    press(demo, "Tab", "Enter")
    demo.wait_until_heard(0.1)
    press(demo, "Enter")
    demo.wait_for("paused")
    demo.seek(10.5)
    expect(demo.part("slider")).to_have_attribute("aria-valuetext", "10 seconds of 28 seconds")


def test_focus_can_be_seen_and_leaves_again(demo: Listener) -> None:
    press(demo, "Tab", "Enter")
    demo.wait_until_heard(0.1)
    for name in ("button", "back", "forward", "slider", "speed", "more"):
        expect(demo.part(name)).to_be_focused()
        assert demo.part(name).evaluate("part => getComputedStyle(part).outlineWidth") == "3px"
        press(demo, "Tab")
    assert demo.page.evaluate("document.activeElement.localName") != "listen-button"


def test_targets_are_large_enough(demo: Listener) -> None:
    demo.press()
    demo.wait_until_heard(0.1)
    for name in ("button", "back", "forward", "slider", "speed", "more"):
        box = demo.part(name).bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, name


def test_dragging_the_slider_seeks_when_it_is_let_go(demo: Listener) -> None:
    demo.press()
    demo.wait_until_heard(0.1)
    box = demo.part("slider").bounding_box()
    assert box is not None
    mouse = demo.page.mouse
    mouse.move(box["x"] + 10, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
    assert demo.get("currentTime") < LENGTH_S / 4
    mouse.up()
    demo.wait_until_heard(LENGTH_S * 0.45)
    assert demo.get("currentTime") < LENGTH_S * 0.6
