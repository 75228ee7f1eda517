"""Where a feed says who pushes it."""

from __future__ import annotations

import pytest

from tts_service.listing import Hub, parse_listing

pytestmark = pytest.mark.pure

HERE = "https://news.example/feeds/all.xml"
FOUND = Hub("https://hub.example/", HERE)
RSS = '<rss xmlns:a="http://www.w3.org/2005/Atom"><channel>{}<item><title>x</title></item></channel></rss>'
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom">{}<entry><link href="/x"/></entry></feed>'


def hub_of(text: str, link: str = "") -> Hub | None:
    return parse_listing(text.encode(), HERE, link).hub


@pytest.mark.parametrize(
    "text",
    [
        RSS.format('<a:link rel="hub" href="https://hub.example/"/><a:link rel="self" href="all.xml"/>'),
        RSS.format(
            '<link>/</link><a:link rel="self" href="/feeds/all.xml"/><a:link rel="hub" href=" '
            'https://hub.example/ "/>'
        ),
        ATOM.format(
            f'<link rel="hub" href="https://hub.example/"/><link href="{HERE}" rel="self"/><link href="/"/>'
        ),
        ATOM.format(
            '<link rel="hub" href="https://hub.example/"/><link href="all.xml" rel="alternate self"/>'
        ),
        ATOM.format(
            '<link rel="hub" href="https://hub.example/"/><link rel="hub" href="https://b.example/"/>'
            '<link rel="self" href="all.xml"/>'
        ),
    ],
)
def test_in_the_feed(text: str) -> None:
    assert hub_of(text) == FOUND


@pytest.mark.parametrize(
    "text",
    [
        RSS.format('<a:link rel="hub" href="https://hub.example/"/>'),
        RSS.format('<a:link rel="self" href="all.xml"/>'),
        RSS.format('<a:link rel="hub" href="javascript:x"/><a:link rel="self" href="all.xml"/>'),
        RSS.format('<a:link rel="hub" href="http://["/><a:link rel="self" href="all.xml"/>'),
        RSS.format(
            f'<a:link rel="hub" href="https://hub.example/{"x" * 3_000}"/><a:link rel="self" href="all.xml"/>'
        ),
        RSS.format(
            '<a:link rel="hub" href="https://user:word@hub.example/"/><a:link rel="self" href="all.xml"/>'
        ),
        ATOM.format(
            '<entry><link rel="hub" href="https://hub.example/"/><link rel="self" href="all.xml"/></entry>'
        ),
    ],
)
def test_none_without_both_or_with_a_bad_address(text: str) -> None:
    assert hub_of(text) is None


@pytest.mark.parametrize(
    "link",
    [
        f'<https://hub.example/>; rel="hub", <{HERE}>; rel="self"',
        "<https://hub.example/>;rel=hub,<all.xml>;rel=self",
        (
            '<https://b.example/a,b>; rel="next", <https://hub.example/>; title="rel, of all"; '
            'REL="x HUB", <all.xml>; rel=self'
        ),
    ],
)
def test_in_the_header_which_goes_first(link: str) -> None:
    text = ATOM.format(
        '<link rel="hub" href="https://b.example/"/><link rel="self" href="https://b.example/feed"/>'
    )
    assert hub_of(text, link) == FOUND


@pytest.mark.parametrize(
    "link", ["", "<", "<>", "hub", '<https://hub.example/>; rel="hub', "<a>; rel=; rel", "<" * 20_000]
)
def test_a_broken_header_is_none(link: str) -> None:
    assert hub_of(RSS.format(""), link) is None
