"""The article in view is the one that is heard, in apps and boosted pages with their real libraries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listener import Listener
from tests.browser.news_site import NewsSite
from tests.browser.stand_in import LENGTH_S, SEGMENTS, StandIn

IDLE = """() => ["idle", "streamed"].every((name) =>
  performance.getEntriesByType("resource").some((one) => one.name.endsWith(`/${name}.js`)))"""
"""Everything is loaded that the button loads before it is pressed."""
Open = Callable[[str], Listener]
EVERY = ["react", "vue", "svelte", "htmx2", "htmx4", "turbo"]
KEPT = ["react", "vue", "svelte", "turbo"]
"""Whose button is the same element on every page."""


@pytest.fixture
def visit(site: NewsSite, stand_in: StandIn, open_page: Open) -> Callable[[str], Listener]:
    """``visit("react/a")``, where everything that is asked for is there at once."""
    stand_in.land(SEGMENTS)

    def visit(path: str) -> Listener:
        listener = open_page(f"{site.url}/{path}")
        listener.part("button").wait_for()
        listener.page.wait_for_function(IDLE)
        return listener

    return visit


def go_to(listener: Listener, name: str) -> None:
    """By the page's own link."""
    listener.page.get_by_role("link", name=name, exact=True).click()
    expect(listener.page.locator("h1")).to_have_text(f"Story {name}")


def heard(listener: Listener) -> str:
    """The article whose sound goes on, and no other."""
    page = listener.page
    page.wait_for_function(
        "() => sounds.filter((sound) => !sound.paused && sound.currentTime > 0.1).length === 1"
    )
    return str(
        page.evaluate(
            "[...document.querySelectorAll('listen-button')].find((button) => !button.paused).narration.id"
        )
    )


def hear(listener: Listener, name: str) -> None:
    listener.press()
    listener.page.wait_for_function(
        "(name) => document.querySelector('listen-button').narration?.id === name", arg=name
    )
    listener.wait_until_heard(0.2)


@pytest.mark.parametrize("app", EVERY)
def test_the_article_in_view_is_heard(app: str, visit: Callable[[str], Listener], stand_in: StandIn) -> None:
    listener = visit(f"{app}/a")
    go_to(listener, "b")
    hear(listener, "b")
    assert set(stand_in.pages) == {"b"}
    assert heard(listener) == "b"
    if app in KEPT:
        goes_on_while_c_is_offered(listener, stand_in)
    else:
        go_to(listener, "c")
        listener.page.wait_for_function("() => sounds.every((sound) => sound.paused)")
    hear(listener, "c")
    assert heard(listener) == "c"
    assert not listener.get("isAway")
    expect(listener.part("heard")).to_have_count(0)
    listener.press()
    listener.page.go_back()
    expect(listener.page.locator("h1")).to_have_text("Story b")
    hear(listener, "b")
    assert set(stand_in.pages) == {"b", "c"}
    assert listener.complaints == []


def goes_on_while_c_is_offered(listener: Listener, stand_in: StandIn) -> None:
    go_to(listener, "c")
    listener.part("heard").wait_for()
    assert listener.get("isAway")
    expect(listener.part("heard")).to_have_text("Tones of b")
    expect(listener.part("button")).to_have_accessible_name("Listen")
    listener.wait_until_heard(listener.get("currentTime") + 0.1)
    assert not listener.events("listen-pause")
    assert set(stand_in.pages) == {"b"}
    assert listener.shift == 0


def test_the_player_comes_back_with_its_page_and_leaves_when_it_has_ended(
    visit: Callable[[str], Listener],
) -> None:
    listener = visit("react/a")
    hear(listener, "a")
    go_to(listener, "b")
    listener.part("heard").wait_for()
    listener.page.go_back()
    expect(listener.part("heard")).to_have_count(0)
    assert [event["isAway"] for event in listener.events("listen-away")] == [True, False]
    listener.wait_until_heard(listener.get("currentTime") + 0.1)
    go_to(listener, "b")
    listener.part("heard").wait_for()
    listener.seek(LENGTH_S - 0.2)
    expect(listener.part("heard")).to_have_count(0)
    listener.wait_for("idle")
    hear(listener, "b")


def test_the_player_that_is_away_is_closed_and_paused_by_its_own_controls(
    visit: Callable[[str], Listener],
) -> None:
    listener = visit("react/a")
    hear(listener, "a")
    go_to(listener, "b")
    listener.part("heard").wait_for()
    own = listener.page.locator("listen-button [part=player] [part=button]")
    own.click()
    listener.wait_for("paused")
    own.click()
    listener.wait_until_heard(listener.get("currentTime") + 0.1)
    assert heard(listener) == "a"
    listener.part("close").click()
    listener.wait_for("idle")
    expect(listener.part("button")).to_be_focused()
    assert listener.page.evaluate("sounds.map((sound) => sound.paused)") == [True]


def test_nothing_lights_up_on_another_page(visit: Callable[[str], Listener]) -> None:
    listener = visit("svelte/a")
    hear(listener, "a")
    listener.page.wait_for_function("() => window.alongs?.length === 1")
    go_to(listener, "b")
    listener.page.wait_for_function("() => alongs.length === 0")
    assert not listener.get("paused")
    go_to(listener, "a")
    listener.page.wait_for_function("() => alongs.length === 1")


SAY = "(path) => { document.querySelector('link[rel=canonical]').href = path }"


def test_a_canonical_address_that_comes_late_is_heeded(
    visit: Callable[[str], Listener], stand_in: StandIn
) -> None:
    listener = visit("plain/a")
    listener.page.evaluate(SAY, "/stories/late")
    hear(listener, "late")


def test_a_page_that_says_what_it_is_while_it_is_heard_is_still_that_page(
    visit: Callable[[str], Listener], page: Page
) -> None:
    listener = visit("bare/a")
    hear(listener, "a")
    page.evaluate(
        "document.head.insertAdjacentHTML('beforeend', '<link rel=\"canonical\" href=\"/stories/named\">')"
    )
    listener.wait_until_heard(0.5)
    assert not listener.get("isAway")
    listener.press()
    listener.wait_for("paused")
    listener.press()
    listener.wait_until_heard(0.6)
    assert heard(listener) == "a"


GO = "(path) => history.pushState({}, '', path)"
LINKED = (
    '{"@context": "https://schema.org",'
    ' "@graph": [{"@type": "NewsArticle", "mainEntityOfPage": {"@id": "/stories/linked"}}]}'
)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("", "b"),
        ('<meta property="og:url" content="/stories/graph">', "graph"),
        (f'<script type="application/ld+json">{LINKED}</script>', "linked"),
        ('<script type="application/ld+json">{ broken</script>', "b"),
        ('<link rel="canonical" href="http://[bad">', "b"),
    ],
)
def test_what_is_said_under_this_path_is_believed(
    said: str, wanted: str, visit: Callable[[str], Listener], page: Page
) -> None:
    listener = visit("plain/a")
    page.evaluate(GO, "/plain/b")
    page.evaluate("(said) => document.head.insertAdjacentHTML('beforeend', said)", said)
    hear(listener, wanted)


def test_a_browser_that_tells_of_no_navigation_is_looked_at_when_the_button_is_pressed(
    visit: Callable[[str], Listener], page: Page, stand_in: StandIn
) -> None:
    page.add_init_script(
        "delete window.navigation; Object.defineProperty(window, 'navigation', { value: undefined })"
    )
    listener = visit("plain/a")
    page.evaluate(GO, "/plain/b")
    hear(listener, "b")
    assert set(stand_in.pages) == {"b"}
    page.evaluate(GO, "/plain/c")
    listener.part("heard").wait_for()  # seen also without a press, since it plays
    hear(listener, "c")


def test_a_query_that_the_canonical_address_leaves_out_changes_nothing(
    visit: Callable[[str], Listener], page: Page
) -> None:
    listener = visit("plain/a")
    page.evaluate(GO, "?page=2")
    hear(listener, "a")


def test_attributes_that_a_framework_changes_are_heeded(visit: Callable[[str], Listener], page: Page) -> None:
    listener = visit("plain/a?attributes=article=one")
    hear(listener, "one")
    page.evaluate("document.querySelector('listen-button').setAttribute('article', 'two')")
    listener.part("heard").wait_for()
    assert heard(listener) == "one"
    hear(listener, "two")
    assert heard(listener) == "two"


MOVE = """async (pause) => {
  const button = document.querySelector("listen-button");
  button.remove();
  for (let i = 0; i < 5; i++) await null;
  if (pause) await new Promise((resolve) => setTimeout(resolve, pause));
  document.querySelector("article").prepend(button);
}"""


@pytest.mark.parametrize("pause", [0, 100])
def test_a_button_that_comes_back_at_once_goes_on(
    pause: int, visit: Callable[[str], Listener], page: Page
) -> None:
    listener = visit("plain/a")
    hear(listener, "a")
    page.evaluate(MOVE, pause)
    listener.wait_until_heard(listener.get("currentTime") + 0.2)
    assert len(listener.events("listen-play")) == (2 if pause else 1)
    assert heard(listener) == "a"
    assert listener.complaints == []


def test_a_button_that_is_gone_for_good_cleans_up(visit: Callable[[str], Listener], page: Page) -> None:
    listener = visit("plain/a?attributes=sticky")
    hear(listener, "a")
    page.evaluate("window.gone = document.querySelector('listen-button'); gone.remove()")
    page.wait_for_function(
        "() => gone.narration === null && sounds.every((sound) => sound.paused && !sound.src)"
    )
    page.wait_for_function("() => window.alongs.length === 0")
    page.evaluate("document.querySelector('article').prepend(gone)")
    listener.wait_for("idle")
    hear(listener, "a")
