"""Articles behind a login or a paywall are recognized, and no others are mistaken for them."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.html.page import article_from_html
from tts_service.article.extract.html.paywall import leads_to_login
from tts_service.article.model import Article
from tts_service.article.steering import Steering
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

OPENING = (
    "In a vote that few had expected, three councils agreed on Tuesday to bring back the ferry "
    "between the four islands."
)
MORE = (
    "The old ship carried many people across the sound every year, number {}, and was sold to a "
    "scrapyard in the end."
)
WHOLE = "".join(f"<p>{MORE.format(n)}</p>" for n in range(40))
LOCKED = '<meta property="article:content_tier" content="locked">'


def read(body: str, head: str = "", *, whole: bool = False) -> Article:
    top = "<header><a href=/s>Already a subscriber?</a></header>"
    story = f"<main><article><h1>Ferry returns</h1><p>{OPENING}</p>{body}</article></main>"
    foot = "<footer><p>About us</p><p>Jobs</p><p>Imprint</p></footer>"
    page = (
        f"<html lang=en><head><title>Ferry returns</title>{head}</head><body>{top}{story}{foot}</body></html>"
    )
    return article_from_html(page, ArticleFacts(), Steering(whole=whole))


def stated(**values: object) -> str:
    article = {"@type": "NewsArticle", "headline": "Ferry returns", **values}
    return f'<script type="application/ld+json">{json.dumps(article)}</script>'


def refused(body: str, head: str = "") -> str:
    with pytest.raises(Unprocessable) as error:
        read(body, head)
    assert error.value.kind == "not-public"
    assert "whole = true" in error.value.detail
    return error.value.detail


@pytest.mark.parametrize(
    "call",
    [
        "Subscribe to continue reading.",
        "Log in or create a free account to read the full story",
        "To keep reading, please subscribe or sign in.",
        "This article is for subscribers only.",
        "This post is for paid subscribers",
        "Keep reading with a 7-day free trial",
        "Become a member to unlock this story and support our work",
        "Already a subscriber? Sign in",
        "You've reached your limit of free articles",
        "Jetzt abonnieren und den ganzen Artikel lesen",
        "Weiterlesen mit einem Abo",
        "Suscríbete para seguir leyendo",
        "Contenido exclusivo para suscriptores",
        "Abonnez-vous pour lire la suite",
        "Cet article est réservé aux abonnés",
    ],
)
def test_an_opening_that_ends_in_a_call_to_pay_or_log_in(call: str) -> None:
    assert "words it says" in refused(f"</article><div class=wall><p>{call}</p></div>")


@pytest.mark.parametrize(
    "call",
    [
        "Subscribe to our newsletter",
        "Sign up to get the day's stories in your inbox",
        "Log in to comment",
        "Sign in to see your saved stories",
        "The club has 300 members, and the pier is open to all of them.",
        "Continue reading below",
        "Read the full story",
        "Weiterlesen",
    ],
)
def test_a_brief_with_a_usual_call_is_whole(call: str) -> None:
    assert read(f"</article><div class=box><p>{call}</p></div>").sections


def test_a_whole_story_is_whole_whatever_follows_it() -> None:
    assert read(f"{WHOLE}</article><p>Subscribe to continue reading.</p>").sections
    assert read(WHOLE, stated(isAccessibleForFree=False)).sections
    assert read(f"{WHOLE}<p>Subscribe to continue reading.</p>", LOCKED).sections


@pytest.mark.parametrize(
    "head",
    [
        stated(isAccessibleForFree=False),
        stated(isAccessibleForFree="False"),
        stated(isAccessibleForFree="http://schema.org/False"),
        stated(hasPart={"@type": "WebPageElement", "isAccessibleForFree": "false", "cssSelector": ".paid"}),
        LOCKED,
    ],
)
def test_an_opening_that_states_not_to_be_free(head: str) -> None:
    assert "states that it is not free, and shows 21 words" in refused("", head)


def test_what_is_stated_of_the_length_counts() -> None:
    free_call = "<p>Subscribe to continue reading.</p>"
    assert read(free_call, stated(wordCount=22)).sections
    assert read(free_call, stated(isAccessibleForFree=True)).sections
    assert "has 2,000 words, and shows" in refused(
        WHOLE, stated(isAccessibleForFree=False, wordCount="2,000")
    )


def test_a_page_with_a_login_and_no_story_at_all() -> None:
    with pytest.raises(Unprocessable) as error:
        article_from_html(
            "<html><body><form><p>Sign in to continue reading</p></form></body></html>", ArticleFacts()
        )
    assert error.value.kind == "not-public"


def test_a_publisher_can_have_it_read_all_the_same() -> None:
    assert read("<p>Subscribe to continue reading.</p>", LOCKED, whole=True).sections


@pytest.mark.parametrize(
    ("asked", "found", "is_login"),
    [
        ("https://news.example/story", "https://news.example/login?next=/story", True),
        ("https://news.example/story", "https://news.example/account/sign-in.html", True),
        ("https://news.example/story", "https://login.news.example/", True),
        ("https://news.example/story", "https://news.example/subscribe/offers", True),
        ("https://news.example/story", "https://www.news.example/story", False),
        ("https://news.example/story", "https://news.example/2025/why-we-subscribe-to-nothing", False),
        ("https://news.example/login", "https://news.example/login/", False),
        ("https://news.example/story", "http://[", False),
    ],
)
def test_ways_to_a_login(asked: str, found: str, is_login: bool) -> None:
    assert leads_to_login(asked, found) is is_login


if "ARTICLES" in os.environ:  # a folder of saved pages, some of which end where a person found "..."

    def test_of_saved_pages_only_those_cut_off_are_refused() -> None:
        folder = Path(os.environ["ARTICLES"]) / "pages"
        truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
        refused = {name for name in truth if _is_refused(folder / f"{name}.html.gz")}
        assert refused == {
            name for name, page in truth.items() if page["articleBody"].rstrip().endswith("...")
        }


def _is_refused(path: Path) -> bool:
    try:
        article_from_html(gzip.decompress(path.read_bytes()).decode("utf-8", "replace"), ArticleFacts())
    except Unprocessable:
        return True
    return False
