"""The snippet for Ghost, in a page as Ghost's own theme (Casper, Source) makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.listener import Listener
from tests.browser.stand_in import SEGMENTS, StandIn
from tests.browser.static_site import served

SNIPPET = (Path(__file__).parents[2] / "examples/ghost/code-injection.html").read_text()
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Story</title>
<link rel="icon" href="data:,">{canonical}{snippet}</head>
<body class="{kind}"><main><article class="gh-article"><h1>Story</h1>
<section class="gh-content gh-canvas"><p>The ferry waits for the tide.</p>{wall}</section>
</article></main></body></html>"""
WALL = '<aside class="gh-post-upgrade-cta"><h2>This post is for subscribers only</h2></aside>'


@pytest.fixture
def post(stand_in: StandIn, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Address of a post, at another one than its canonical."""
    with served(tmp_path) as url:

        def made(kind: str = "post-template tag-news", wall: str = "", *, is_canonical: bool = True) -> str:
            canonical = f'<link rel="canonical" href="{url}/ghost/a">' if is_canonical else ""
            snippet = SNIPPET.replace("https://listen.example", stand_in.url)
            html = PAGE.format(canonical=canonical, snippet=snippet, kind=kind, wall=wall)
            (tmp_path / "elsewhere").write_text(html)
            return f"{url}/elsewhere?ref=newsletter"

        yield made


def test_the_post_is_heard_by_its_canonical_address(
    post: Callable[..., str], stand_in: StandIn, open_page: Callable[[str], Listener]
) -> None:
    stand_in.land(SEGMENTS)
    address = post()
    listener = open_page(address)
    assert listener.page.evaluate("document.querySelector('listen-button + .gh-content') !== null")
    listener.press()
    listener.wait_until_heard(0.2)
    assert stand_in.pages == {"a": address.replace("elsewhere?ref=newsletter", "ghost/a")}
    assert listener.complaints == []


@pytest.mark.parametrize(
    ("kind", "wall", "is_canonical"),
    [
        ("home-template", "", True),
        ("page-template", "", True),
        ("post-template", WALL, True),
        ("post-template", "", False),
    ],
    ids=["home", "page", "paywall", "no address"],
)
def test_nothing_else_has_a_button(
    kind: str, wall: str, is_canonical: bool, post: Callable[..., str], open_page: Callable[[str], Listener]
) -> None:
    listener = open_page(post(kind, wall, is_canonical=is_canonical))
    assert listener.page.locator("listen-button").count() == 0
    assert listener.complaints == []
