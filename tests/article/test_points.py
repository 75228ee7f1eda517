"""The points of a review that a library has lost."""

from __future__ import annotations

import pytest

from tts_service.article.extract.html.dom import parse
from tts_service.article.extract.html.selected import select
from tts_service.article.extract.html.story.alike import Layout
from tts_service.article.extract.html.story.grow import _with_key_points
from tts_service.article.steering import FREE

PAGE = """<article><h1>A lamp for the shed</h1><div><h3>Pros</h3>
<p>It burns for nine evenings.</p><p><a href="/old">Our test of the old lamp</a></p>
<p>Its glass does not fog.</p></div>
<p>The lamp came in a box without a manual.</p><p>We would buy it again.</p></article>"""


@pytest.mark.pure
def test_a_link_among_the_points_moves_nothing_behind_it() -> None:
    pieces = select(parse(PAGE), FREE).pieces
    told = [piece.draft.text for piece in pieces]
    kept = [text.startswith(("The lamp came", "We would")) for text in told]
    found = _with_key_points(Layout(pieces), kept, [True] * len(pieces))
    assert [text for text, keep in zip(told, found, strict=True) if keep] == [
        "Pros",
        "It burns for nine evenings.",
        "Its glass does not fog.",
        "The lamp came in a box without a manual.",
        "We would buy it again.",
    ]
