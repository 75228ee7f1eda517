"""The button in the publisher's page: it never shifts the layout, and stays hidden where there is nothing to
hear."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from playwright.sync_api import Page, expect

from tests.browser.listener import Listener
from tests.browser.stand_in import SEGMENTS, StandIn

Open = Callable[[str], Listener]


def plain(stand_in: StandIn, body: str = "<listen-button></listen-button>", **query: str) -> str:
    return f"{stand_in.url}/plain/?{urlencode({'body': body, **query})}"


def after_first_paint(page: Page) -> None:
    """The button comes when the page is being read already."""
    painted = "new Promise((seen) => new PerformanceObserver(seen).observe({type: 'paint', buffered: true}))"
    page.route("**/listen-button.js", lambda route: (page.evaluate(painted), route.continue_()))


def test_on_a_page_without_room_it_floats_until_its_place_is_out_of_sight(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    after_first_paint(page)
    stand_in.land(SEGMENTS)
    listener = open_page(plain(stand_in, style="main { font-size: 1.25rem }"))
    page.locator("listen-button .docked").wait_for()
    box = listener.part("button").bounding_box()
    assert box is not None
    assert box["y"] > 600
    listener.press()
    listener.wait_until_heard(0.2)
    page.mouse.wheel(0, 900)
    page.locator("listen-button .docked").wait_for(state="detached")
    assert page.evaluate("document.querySelector('listen-button').offsetHeight") == 64
    page.mouse.wheel(0, -900)
    expect(listener.part("button")).to_be_in_viewport()
    assert listener.shift == 0


def test_of_several_on_a_page_without_room_the_first_floats(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    after_first_paint(page)
    buttons = "".join(f'<listen-button id="b{n}" article="{n}"></listen-button>' for n in range(3))
    listener = open_page(plain(stand_in, buttons, style="main { font-size: 1.25rem }"))
    docked = page.locator("listen-button .docked")
    expect(docked).to_have_count(1)
    expect(page.locator("#b0 .docked")).to_be_visible()
    for other in ("#b1", "#b2"):
        expect(listener.part("button", other)).to_be_hidden()
    page.mouse.wheel(0, 900)
    expect(docked).to_have_count(0)
    page.mouse.wheel(0, -900)
    expect(listener.part("button", "#b2")).to_be_in_viewport()
    assert listener.shift == 0


def test_one_that_floats_and_one_that_sticks_do_not_hide_each_other(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    after_first_paint(page)
    stand_in.land(SEGMENTS)
    far = '<div style="height: 200vh"></div><listen-button id="b1" article="1" sticky></listen-button>'
    listener = open_page(
        plain(stand_in, f'<listen-button id="b0" article="0"></listen-button>{far}', style="main {}")
    )
    page.locator("#b0 .docked").wait_for()
    page.mouse.click(500, 300)
    page.evaluate("document.querySelector('#b1').play()")
    listener.wait_until_heard(0.2, "#b1")
    page.locator("#b1 .docked").wait_for()
    place = "(id) => document.querySelector(id).shadowRoot.querySelector('.docked').getBoundingClientRect()"
    page.wait_for_function(f"() => {{ const at = {place}; return at('#b1').bottom <= at('#b0').top; }}")
    assert listener.shift == 0


def test_what_it_needs_for_want_of_room_is_lost_on_the_way(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    after_first_paint(page)
    page.route("**/floating.js", lambda route: route.abort())
    listener = open_page(plain(stand_in, style="main { font-size: 1.25rem }"))
    listener.page.wait_for_load_state("networkidle")
    expect(listener.part("button")).to_be_hidden()
    assert listener.shift == 0
    assert [said for said in listener.complaints if "ERR_FAILED" not in said] == []


def test_what_is_scrolled_away_while_it_plays_stays_in_sight(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    stand_in.land(SEGMENTS)
    listener = open_page(
        plain(
            stand_in,
            '<div style="transform: scale(1); overflow: hidden"><listen-button sticky></listen-button></div>',
        )
    )
    listener.press()
    listener.wait_until_heard(0.2)
    expect(listener.part("button")).to_be_focused()
    page.mouse.wheel(0, 900)
    page.locator("listen-button .docked").wait_for()
    expect(listener.part("player")).to_be_in_viewport(ratio=1)
    expect(listener.part("button")).to_be_focused()
    page.keyboard.press("Space")
    listener.wait_for("paused")
    page.get_by_role("link", name="The end").focus()
    end, bar = page.get_by_role("link", name="The end").bounding_box(), listener.part("player").bounding_box()
    assert end is not None
    assert bar is not None
    assert end["y"] + end["height"] <= bar["y"]  # what has the focus is not behind the player
    listener.part("close").click()
    page.locator("listen-button .docked").wait_for(state="detached")
    assert listener.shift == 0
    assert listener.complaints == []


def test_where_the_site_is_not_allowed_it_is_not_seen_and_nothing_moves(
    stand_in: StandIn, open_page: Open
) -> None:
    stand_in.may_ask = False
    listener = open_page(plain(stand_in))
    listener.page.locator("listen-button[state=unavailable]").wait_for(state="attached")
    expect(listener.part("button")).to_be_hidden()
    assert [event["reason"] for event in listener.events("listen-unavailable")] == ["not-allowed"]
    assert listener.shift == 0
    assert listener.complaints == []


def test_it_says_so_when_it_is_told_to(stand_in: StandIn, open_page: Open) -> None:
    stand_in.may_ask = False
    listener = open_page(plain(stand_in, '<listen-button unavailable="say"></listen-button>'))
    expect(listener.page.get_by_text("Listening is not available here.")).to_be_visible()
    expect(listener.part("button")).to_be_hidden()


def test_a_service_that_is_down_leaves_no_trace_and_is_asked_again(
    stand_in: StandIn, open_page: Open, page: Page
) -> None:
    page.route("**/v1/articles?*", lambda route: route.abort())
    listener = open_page(plain(stand_in))
    listener.page.locator("listen-button[state=unavailable]").wait_for(state="attached")
    expect(listener.part("button")).to_be_hidden()
    page.unroute("**/v1/articles?*")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(listener.part("button")).to_be_visible()
    assert listener.shift == 0


def test_an_article_is_rendered_before_any_click_where_that_is_wished(
    stand_in: StandIn, open_page: Open
) -> None:
    stand_in.land(SEGMENTS)
    body = '<div style="height: 200vh"></div><listen-button autoload></listen-button>'
    listener = open_page(plain(stand_in, body))
    listener.page.locator("listen-button[state=idle]").wait_for()
    assert stand_in.asked == 0
    with listener.page.expect_request(lambda request: request.method == "POST"):
        listener.page.locator("listen-button").scroll_into_view_if_needed()
    expect(listener.part("button")).to_have_accessible_name("Listen · 1 min")
    listener.press()
    listener.wait_until_heard(0.2)
    assert stand_in.asked == 1


def test_the_colours_are_the_page_s_or_those_of_its_theme(stand_in: StandIn, open_page: Open) -> None:
    bodies = [
        f'<listen-button id="{theme}" {theme and f"theme={theme}"}></listen-button>'
        for theme in ("light", "dark")
    ]
    listener = open_page(plain(stand_in, "".join(bodies)))
    colours = [
        listener.part("button", f"#{theme}").evaluate("part => getComputedStyle(part).backgroundColor")
        for theme in ("light", "dark")
    ]
    assert colours == ["rgb(11, 79, 138)", "rgb(142, 197, 255)"]


def test_loading_it_is_no_long_task(stand_in: StandIn, open_page: Open, page: Page) -> None:
    page.add_init_script(
        """window.long = [];
        new PerformanceObserver((list) => long.push(...list.getEntries()))
          .observe({type: "longtask", buffered: true});"""
    )
    listener = open_page(plain(stand_in, "<listen-button></listen-button>" * 20))
    listener.page.locator("listen-button[state=idle]").last.wait_for()
    scripts = [
        entry
        for entry in page.evaluate("long.flatMap((task) => task.attribution.map(({name}) => name))")
        if entry == "script"
    ]
    assert scripts == []
