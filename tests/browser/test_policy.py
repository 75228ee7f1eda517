"""Under a publisher's Content-Security-Policy: it plays, or says that it may not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.listener import Listener
from tests.browser.news_site import NewsSite
from tests.browser.stand_in import SEGMENTS, StandIn

Open = Callable[[str], Listener]
STRICT = (
    "default-src 'none'; script-src {service}; connect-src {service}; media-src {service} blob:;"
    " img-src data:; style-src 'none'; style-src-attr 'none'; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)


def strict(site: NewsSite, **changed: str) -> str:
    """The strictest policy under which all works, with some directives ``changed``."""
    directives = dict(
        part.strip().partition(" ")[::2] for part in STRICT.format(service=site.service).split(";")
    )
    directives |= {
        name.replace("_", "-"): value.format(service=site.service) for name, value in changed.items()
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def reasons(listener: Listener) -> list[str]:
    return [event["reason"] for event in listener.events("listen-error")]


def test_the_strictest_policy_is_enough_for_all(site: NewsSite, stand_in: StandIn, open_page: Open) -> None:
    site.policy = strict(site)
    stand_in.land(SEGMENTS)
    listener = open_page(f"{site.url}/plain/a?attributes=sticky+queue=page")
    listener.press()
    listener.wait_until_heard(0.3)
    listener.part("more").click()
    listener.part("panel").wait_for()
    listener.page.keyboard.press("Escape")
    listener.page.evaluate("history.pushState({}, '', 'b')")
    listener.part("heard").wait_for()
    assert reasons(listener) == []
    assert [
        said for said in listener.complaints if "style-src" not in said
    ] == []  # the test page's own <style>


def test_without_blob_the_growing_file_is_played(site: NewsSite, stand_in: StandIn, open_page: Open) -> None:
    site.policy = strict(site, media_src="{service}")
    listener = open_page(f"{site.url}/plain/a")
    listener.press()
    stand_in.land(4)
    listener.wait_until_heard(0.2)
    stand_in.land(SEGMENTS)
    listener.press()
    listener.wait_for("paused")
    listener.press()
    listener.wait_until_heard(0.5)
    assert reasons(listener) == []
    assert stand_in.asked == 1
    listener = open_page(f"{site.url}/plain/b#listen=0:12")  # and from a place that was asked for
    listener.press()
    listener.wait_until_heard(12.1)
    assert listener.get("currentTime") < 20


def test_where_no_sound_may_be_played_at_all_it_is_said(
    site: NewsSite, stand_in: StandIn, open_page: Open
) -> None:
    site.policy = strict(site, media_src="'none'")
    stand_in.land(SEGMENTS)
    listener = open_page(f"{site.url}/plain/a")
    listener.press()
    listener.wait_for("error")
    assert reasons(listener) == ["blocked-by-policy"]
    assert [event["message"] for event in listener.events("listen-error")] == [
        "This page does not let the audio play."
    ]


def test_where_the_service_may_not_be_asked_it_is_said(site: NewsSite, open_page: Open, page: Page) -> None:
    site.policy = strict(site, connect_src="'none'")
    listener = open_page(f"{site.url}/plain/a")
    page.wait_for_function("() => heard.some(({ type }) => type === 'listen-unavailable')")
    assert [event["reason"] for event in listener.events("listen-unavailable")] == ["blocked-by-policy"]
    assert reasons(listener) == ["blocked-by-policy"]
    page.evaluate("void document.querySelector('listen-button').play()")
    page.wait_for_function("() => heard.filter(({ type }) => type === 'listen-error').length === 2")
    assert set(reasons(listener)) == {"blocked-by-policy"}


@pytest.mark.parametrize("part", ["streamed", "idle"])
def test_where_a_part_of_the_player_may_not_be_loaded_it_is_said(
    part: str, site: NewsSite, stand_in: StandIn, open_page: Open, page: Page
) -> None:
    version = (
        page.request.get(f"{site.service}/listen-button.js")
        .text()
        .partition("./listen-button/")[2]
        .partition("/")[0]
    )
    modules = " ".join(
        f"{site.service}/listen-button/{version}/{name}.js"
        for name in ("first", "streamed", "idle")
        if name != part
    )
    site.policy = strict(
        site, script_src=f"{site.service}/listen-button.js {modules}", style_src="'unsafe-inline'"
    )
    stand_in.land(SEGMENTS)
    listener = open_page(f"{site.url}/plain/a")
    listener.press()
    if part == "idle":  # it plays without
        listener.wait_until_heard(0.2)
        listener.part("more").click()
    page.wait_for_function("() => heard.some(({ type }) => type === 'listen-error')")
    assert reasons(listener) == ["blocked-by-policy"]
