"""What stands around a story is told from it, though a library takes nearly all that the page tells."""

from __future__ import annotations

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.dom import parse
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.html.selected import select
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.boxes import Boxes, weights_of
from tts_service.article.extract.html.story.judged import size_of
from tts_service.article.extract.html.story.outside import is_plain
from tts_service.article.extract.html.story.trim import outside_story
from tts_service.article.steering import FREE

pytestmark = pytest.mark.pure

TOLD = (
    "The ferry to Holm waits for a seal, who has had her pups on the ramp and will not be moved by anybody."
)
CARD = "The island has voted for a second bench, and for the place where it must not stand, by four votes."
ITEM = "<li><a href=/>Ottilie</a> wrote that the bench is no place for a seal</li>"


def page(items: int) -> str:
    beside = (
        f"<div id=sidebar><ul>{ITEM * items}</ul></div><section><div class=card><p>{CARD}</p></div></section>"
    )
    return f"<main><h1>Ferry cancelled</h1><p>{TOLD}</p><p>Tickets stay valid. {TOLD}</p></main>{beside}"


def layout_of(html: str) -> Layout:
    return Layout(select(parse(html), FREE).pieces)


def test_a_sidebar_may_be_longer_than_the_story() -> None:
    layout = layout_of(page(9))
    pieces, kept = layout.pieces, [True] * len(layout.pieces)
    told = weights_of(pieces, [is_plain(piece) for piece in pieces])
    boxes = Boxes(weights_of(pieces, kept), size_of(pieces, kept), (), {}, told, pieces[0].at)
    reasons = {piece.draft.kind: boxes.reason(piece.at) for piece in pieces}
    assert reasons["item"] == "a box beside the story"
    assert reasons["paragraph"] == ""


@pytest.mark.parametrize("is_sure", [True, False])
def test_lists_and_boxes_apart_are_left_out_if_the_library_is_sure_of_the_story(is_sure: bool) -> None:
    layout = layout_of(page(1))
    sure = [is_sure and TOLD in piece.draft.text for piece in layout.pieces]
    apart, lists = outside_story(layout, [True] * len(sure), 0, lambda: sure)
    kinds = [piece.draft.kind for piece in layout.pieces]
    cards = {i for i, piece in enumerate(layout.pieces) if piece.draft.text == CARD}
    assert lists == ({i for i, kind in enumerate(kinds) if kind == "item"} if is_sure else set())
    assert cards
    assert (cards <= apart) == is_sure


def read(body: str) -> list[str]:
    article = article_from_html(
        f"<title>Ferry</title><article><h1>Ferry</h1>{body}</article>", ArticleFacts()
    )
    return [block.text for section in article.sections for block in section.blocks][1:]


@pytest.mark.parametrize(
    "lead",
    [
        "<a href=/x>Learn more about the seals of Holm</a>",
        "[<a href=/x>Read more about how the pups were counted</a>]",
        "All that was counted can be found <a href=/x>here</a>",
        "<a href=/x>SEAL WINS PRIZE OF THE HARBOUR</a>",
    ],
)
def test_what_only_leads_on_is_not_read(lead: str) -> None:
    assert read(f"<p>{TOLD}</p><p>{lead}</p><p>{CARD}</p><p>Nobody minds.</p>") == [
        TOLD,
        CARD,
        "Nobody minds.",
    ]


def test_a_story_that_speaks_to_its_reader_nearly_from_the_start_may_ask() -> None:
    asked = "When did you last wait for a seal, and what did you tell her while the boat was not there?"
    others = [f"The {nth} pup was named by the postman." for nth in ("first", "second", "third")]
    told = ["Letters.", asked, *others]
    assert read("".join(f"<p>{text}</p>" for text in told)) == told
