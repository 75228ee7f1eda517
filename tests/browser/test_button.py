"""The button in a real browser, on a narration that grows when the test says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.listener import Listener
from tests.browser.stand_in import LENGTH_S, SEGMENT_S, SEGMENTS, TAG_BYTES, StandIn

Open = Callable[[str], Listener]


@pytest.fixture
def demo(stand_in: StandIn, open_page: Open) -> Listener:
    return open_page(f"{stand_in.url}/demo/")


def test_a_click_is_heard_while_the_article_is_rendered(demo: Listener, stand_in: StandIn) -> None:
    demo.press()
    expect(demo.part("status")).to_have_text("Preparing…")
    stand_in.land(1)
    demo.wait_until_heard(0.2)
    stand_in.land(2)
    expect(demo.part("status")).to_have_text(f"Rendering 2 of {SEGMENTS}")
    assert stand_in.asked == 1
    expect(demo.page.get_by_role("group", name="Listen to this article")).to_contain_text("about")
    demo.wait_until_heard(SEGMENT_S)
    demo.wait_for("waiting")
    stand_in.land(SEGMENTS)
    demo.wait_until_heard(2 * SEGMENT_S)
    assert demo.complaints == []


def test_a_click_before_the_player_has_come_is_seen_and_can_be_taken_back(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    held: list[Route] = []
    page.route("**/streamed.js", lambda route: held.append(route))
    stand_in.land(SEGMENTS)
    demo = open_page(f"{stand_in.url}/demo/")
    demo.press()
    demo.wait_for("preparing")
    demo.seek(2)
    demo.press()
    demo.wait_for("idle")
    held[0].continue_()
    demo.page.wait_for_load_state("networkidle")
    assert demo.phase() == "idle"
    assert stand_in.asked == 0
    demo.press()
    demo.wait_until_heard(2.1)
    assert demo.get("currentTime") < 4
    assert demo.complaints == []


def test_the_length_is_right_when_all_is_there(demo: Listener, stand_in: StandIn) -> None:
    demo.press()
    stand_in.land(SEGMENTS)
    demo.wait_until_heard(0.2)
    expect(demo.part("status")).not_to_contain_text("Rendering")
    assert demo.get("duration") == pytest.approx(LENGTH_S, abs=0.03)
    assert "about" not in str(demo.page.locator("listen-button .time").inner_text())
    demo.seek(LENGTH_S - 0.5)
    demo.wait_for("ended")
    assert demo.get("currentTime") == pytest.approx(LENGTH_S, abs=0.03)
    assert [event["currentTime"] for event in demo.events("listen-end")] == [
        pytest.approx(LENGTH_S, abs=0.03)
    ]
    assert demo.complaints == []


def test_pressing_again_pauses_and_goes_on_from_there(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(SEGMENTS)
    demo.press()
    demo.wait_until_heard(0.5)
    demo.press()
    demo.wait_for("paused")
    place = demo.get("currentTime")
    expect(demo.part("button")).to_have_accessible_name("Play")
    demo.press()
    demo.wait_until_heard(place + 0.2)
    assert [len(demo.events(kind)) for kind in ("listen-play", "listen-pause")] == [2, 1]


def test_it_plays_again_from_the_start_when_it_has_ended(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(SEGMENTS)
    demo.press()
    demo.wait_until_heard(0.1)
    demo.seek(LENGTH_S - 0.2)
    demo.wait_for("ended")
    expect(demo.part("button")).to_have_accessible_name("Play again")
    demo.press()
    demo.wait_for("playing")
    assert demo.get("currentTime") < LENGTH_S / 2


def test_a_seek_lands(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(SEGMENTS)
    demo.press()
    demo.wait_until_heard(0.1)
    for place in (20.0, 3.0, 26.0):
        demo.seek(place)
        demo.wait_until_heard(place)
        assert demo.get("currentTime") < place + 2
    assert demo.complaints == []


def test_a_place_not_rendered_yet_is_waited_for(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(2)
    demo.press()
    demo.wait_until_heard(0.2)
    demo.seek(5 * SEGMENT_S)
    demo.wait_for("waiting")
    assert demo.get("currentTime") == pytest.approx(5 * SEGMENT_S)
    stand_in.land(7)
    demo.wait_until_heard(5 * SEGMENT_S + 0.2)


def test_the_speed_is_the_listeners(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(SEGMENTS)
    demo.press()
    demo.wait_until_heard(0.1)
    assert demo.page.evaluate("sounds.map((sound) => sound.playbackRate)") == [1]
    demo.part("speed").select_option("1.5×")
    assert demo.page.evaluate("sounds.map((sound) => [sound.playbackRate, sound.preservesPitch])") == [
        [1.5, True]
    ]
    assert demo.get("speed") == 1.5


def test_a_refusal_is_told_in_words_and_can_be_tried_again(demo: Listener, stand_in: StandIn) -> None:
    stand_in.refuses = True
    demo.press()
    demo.wait_for("error")
    expect(demo.page.get_by_role("alert")).to_have_text("The voices are resting. Come back in a minute.")
    assert [event["message"] for event in demo.events("listen-error")] == [
        "The voices are resting. Come back in a minute."
    ]
    stand_in.refuses = False
    stand_in.land(1)
    demo.page.get_by_role("button", name="Try again").click()
    demo.wait_until_heard(0.2)
    expect(demo.page.get_by_role("alert")).to_be_hidden()


def test_a_failure_is_told_when_what_there_was_has_been_heard(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(2)
    demo.press()
    demo.wait_until_heard(0.2)
    stand_in.fail()
    demo.seek(2 * SEGMENT_S - 1)
    demo.wait_until_heard(2 * SEGMENT_S - 0.9)
    demo.wait_for("error")
    expect(demo.page.get_by_role("alert")).to_have_text("The voice has lost its way. Ask again.")
    demo.press()
    stand_in.land(SEGMENTS)
    demo.wait_until_heard(2 * SEGMENT_S + 0.2)
    assert stand_in.asked == 2


def test_a_broken_line_is_taken_up_at_the_byte_reached(demo: Listener, stand_in: StandIn) -> None:
    cut = stand_in.cut_at = TAG_BYTES + 30_000
    stand_in.land(1)
    demo.press()
    demo.wait_until_heard(0.1)
    stand_in.land(SEGMENTS)
    demo.wait_until_heard(5)  # what came before the cut is 3.75 s long
    first, second = stand_in.ranges[:2]
    assert first == ""
    reached = int(second.removeprefix("bytes=").removesuffix("-9007199254740991"))
    assert TAG_BYTES + 2 * 8000 < reached <= cut
    demo.seek(LENGTH_S - 0.3)
    demo.wait_for("ended")
    assert demo.get("duration") == pytest.approx(LENGTH_S, abs=0.03)


def test_a_place_in_an_hour_is_reached_without_reading_all_before_it(
    demo: Listener, stand_in: StandIn
) -> None:
    stand_in.segments = stand_in.segments * 125
    hour = 125 * LENGTH_S
    stand_in.land(len(stand_in.segments))
    demo.press()
    demo.wait_until_heard(0.1)
    for place in (hour - 60, 120, hour / 2, hour / 4, hour - 300, 1, hour - 0.5):
        demo.seek(place)
        demo.wait_until_heard(place)
    demo.wait_for("ended")
    assert demo.get("currentTime") == pytest.approx(hour, abs=0.03)
    assert demo.complaints == []


def test_a_known_article_shows_its_length_before_any_click(stand_in: StandIn, open_page: Open) -> None:
    stand_in.asked = 1
    stand_in.land(SEGMENTS)
    demo = open_page(f"{stand_in.url}/demo/")
    expect(demo.part("button")).to_have_accessible_name("Click to start listening · 1 min")
    demo.press()
    demo.wait_until_heard(0.2)
    assert stand_in.asked == 1


def test_of_two_buttons_one_plays(stand_in: StandIn, open_page: Open) -> None:
    stand_in.land(SEGMENTS)
    page = open_page(f"{stand_in.url}/two/")
    page.press("#a")
    page.wait_until_heard(0.2, "#a")
    page.press("#b")
    page.wait_until_heard(0.2, "#b")
    assert page.get("paused", "#a")
    assert not page.get("paused", "#b")
    page.press("#a")
    page.wait_for("paused", "#b")
    assert [event["id"] for event in page.events("listen-play")] == ["a", "b", "a"]


def test_attributes_say_speed_and_label(stand_in: StandIn, open_page: Open) -> None:
    page = open_page(f"{stand_in.url}/two/")
    expect(page.part("button", "#b")).to_have_accessible_name("Hear it · 1 min")
    assert page.get("speed", "#b") == 1.5
    expect(page.part("button", "#a")).to_have_accessible_name("Listen · 1 min")


def test_a_button_that_is_taken_away_falls_silent(demo: Listener, stand_in: StandIn) -> None:
    stand_in.land(1)
    demo.press()
    demo.wait_until_heard(0.2)
    demo.page.evaluate("document.querySelector('listen-button').remove()")
    assert demo.page.evaluate("sounds.map((sound) => sound.paused)") == [True]


def test_nothing_on_the_page_moves(demo: Listener, stand_in: StandIn) -> None:
    demo.press()
    demo.wait_for("preparing")
    stand_in.land(2)
    demo.wait_until_heard(0.2)
    stand_in.land(SEGMENTS)
    demo.seek(LENGTH_S - 0.2)
    demo.wait_for("ended")
    stand_in.refuses = True
    demo.page.reload()
    demo.press()
    assert demo.shift == 0


def test_without_media_source_the_growing_file_is_played(stand_in: StandIn, page: Page) -> None:
    demo = Listener(page)
    demo.page.add_init_script("delete window.MediaSource; delete window.ManagedMediaSource")
    demo.open(f"{stand_in.url}/demo/")
    stand_in.land(4)
    demo.press()
    demo.wait_until_heard(0.2)
    demo.seek(14)
    demo.wait_for("waiting")
    assert demo.get("currentTime") == 14
    demo.press()
    demo.wait_for("paused")
    demo.press()
    stand_in.land(SEGMENTS)
    demo.wait_until_heard(14.1)
    assert demo.get("currentTime") < 20
    assert [len(demo.events(kind)) for kind in ("listen-play", "listen-pause")] == [2, 1]
    expect(demo.part("status")).not_to_contain_text("Rendering")
    demo.seek(20)
    demo.wait_until_heard(20)
    demo.seek(LENGTH_S - 0.3)
    demo.wait_for("ended")
    assert demo.get("duration") == pytest.approx(LENGTH_S, abs=0.1)
    assert len(demo.events("listen-end")) == 1
