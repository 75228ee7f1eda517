"""What a request may be, and which article it means."""

from __future__ import annotations

import subprocess
import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.address import canonical_url, normalized_url, origin
from tts_service.article.bounds import MAX_HTML_CHARS, MAX_NUMBER, MAX_TEXT_CHARS
from tts_service.article.recording import Recording
from tts_service.article.request import (
    ArticleRequest,
    article_id,
    check,
    decode_request,
    encode_request,
    page_url,
    reading_request,
    recording_of,
    request_digest,
    with_recording,
)
from tts_service.errors import BadRequest, ServiceError, TooLarge

pytestmark = pytest.mark.pure

PAGE = "https://news.example/2025/a-bridge-opens"


@pytest.mark.parametrize(
    "request_",
    [
        ArticleRequest(text="A bridge opened."),
        ArticleRequest(html="<p>A bridge opened.</p>"),
        ArticleRequest(url=PAGE),
        ArticleRequest(url="http://127.0.0.1:8123/demo/?a=b|c"),
        ArticleRequest(url="https://münchen.example/straße"),
        ArticleRequest(text="\x00 control characters are dropped later", title="Any title", language="pt-BR"),
        ArticleRequest(
            text="x", published_at="2025-12-10T08:30:00Z", image_url="https://news.example/a.jpg", id="a-b_c"
        ),
        ArticleRequest(
            text="x", published_at="2025-12-10", language="zh-Hans-CN", voice="piper/en_US-joe-medium"
        ),
        ArticleRequest(text="x", season=1, episode=MAX_NUMBER),
        ArticleRequest(text="ا" * MAX_TEXT_CHARS),
    ],
)
def test_accepts(request_: ArticleRequest) -> None:
    check(request_)


@pytest.mark.parametrize(
    ("request_", "error", "says"),
    [
        (ArticleRequest(), BadRequest, "exactly one"),
        (ArticleRequest(text="a", url=PAGE), BadRequest, "url and text"),
        (ArticleRequest(text=""), BadRequest, "empty"),
        (ArticleRequest(text=" \n\u00a0\t"), BadRequest, "empty"),
        (ArticleRequest(html=""), BadRequest, "empty"),
        (ArticleRequest(text="a" * (MAX_TEXT_CHARS + 1)), TooLarge, "250,000"),
        (ArticleRequest(html="a" * (MAX_HTML_CHARS + 1)), TooLarge, "5,000,000"),
        (ArticleRequest(url="ftp://news.example/a"), BadRequest, "http://"),
        (ArticleRequest(url="news.example/a"), BadRequest, "http://"),
        (ArticleRequest(url="https:///a"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example:99999/"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example:0/"), BadRequest, "http://"),
        (ArticleRequest(url="https://me:secret@news.example/"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example/a b"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example/\na"), BadRequest, "http://"),
        (ArticleRequest(url="https://[::1/"), BadRequest, "http://"),
        (ArticleRequest(url="https://[::1%;sandbox]/"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example;media-src/"), BadRequest, "http://"),
        (ArticleRequest(url="https://" + "news." * 60 + "example/"), BadRequest, "http://"),
        (ArticleRequest(url="javascript:alert(1)"), BadRequest, "http://"),
        (ArticleRequest(url="https://news.example/" + "a" * 4000), BadRequest, "longer"),
        (ArticleRequest(text="a", title="t" * 501), BadRequest, "501"),
        (ArticleRequest(text="a", voice=""), BadRequest, "voice"),
        (ArticleRequest(text="a", author="x" * 201), BadRequest, "author"),
        (ArticleRequest(text="a", show="a\x07"), BadRequest, "control"),
        (ArticleRequest(text="a", language="english"), BadRequest, "BCP 47"),
        (ArticleRequest(text="a", language="en_US"), BadRequest, "BCP 47"),
        (ArticleRequest(text="a", published_at="yesterday"), BadRequest, "ISO 8601"),
        (ArticleRequest(text="a", season=0), BadRequest, "season must be a whole number from 1 to 99,999"),
        (ArticleRequest(text="a", episode=MAX_NUMBER + 1), BadRequest, "episode must be"),
        (ArticleRequest(text="a", image_url="/a.jpg"), BadRequest, "image_url"),
        (ArticleRequest(text="a", id="../a"), BadRequest, "id must"),
        (ArticleRequest(text="half \ud83d of a pair"), BadRequest, "surrogate"),
        (ArticleRequest(text="a", title="\udc00"), BadRequest, "title contains half"),
    ],
)
def test_refuses_and_says_why(request_: ArticleRequest, error: type[ServiceError], says: str) -> None:
    with pytest.raises(error, match=says):
        check(request_)


NUMBERS = {"season", "episode"}
WORDS = {
    name: st.none() | st.text(max_size=30) for name in ArticleRequest.__struct_fields__ if name not in NUMBERS
}


@given(st.builds(ArticleRequest, **WORDS, **dict.fromkeys(NUMBERS, st.none() | st.integers())))
def test_whatever_passes_can_be_named_and_stored(request: ArticleRequest) -> None:
    try:
        check(request)
    except ServiceError:
        return
    assert article_id(request)
    assert decode_request(encode_request(request)) == request


@pytest.mark.parametrize(
    ("given_", "normal"),
    [
        ("HTTPS://News.Example:443", "https://news.example/"),
        ("https://news.example/a?utm_source=x&id=3&fbclid=y#top", "https://news.example/a?id=3"),
        ("http://news.example:8080/A/b?q=1&&", "http://news.example:8080/A/b?q=1"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://münchen.example/straße", "https://xn--mnchen-3ya.example/stra%C3%9Fe"),
        (
            "https://straße.de/a",
            "https://xn--strae-oqa.de/a",
        ),  # not strasse.de, which belongs to somebody else
        ("https://faß.BÜCHER.example", "https://xn--fa-hia.xn--bcher-kva.example/"),
        ("https://βόλος.com/", "https://xn--nxasmm1c.com/"),
        ("https://ｎｅｗｓ。example/a", "https://news.example/a"),
        ("https://my_cdn.news.example/a", "https://my_cdn.news.example/a"),
        ("https://\u00ad.example/", ""),
        ("https://a\u2488com.example/", ""),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("mailto:editor@news.example", ""),
    ],
)
def test_one_spelling_of_an_address(given_: str, normal: str) -> None:
    assert normalized_url(given_) == normal
    assert normalized_url(normal) == normal


def test_origin() -> None:
    assert origin("HTTPS://News.Example:443/a/b?c") == "https://news.example"
    assert origin("nothing") == ""


def page(head: str) -> str:
    return f"<!doctype html><html><head>{head}</head><body><p>A bridge opened.</p></body></html>"


@pytest.mark.parametrize(
    ("head", "stated"),
    [
        (f'<link rel="canonical" href="{PAGE}?utm_medium=mail">', PAGE),
        (f'<LINK REL=CANONICAL HREF="{PAGE}"/>', PAGE),
        (f'<meta property="og:url" content="{PAGE}">', PAGE),
        (
            (
                f'<meta property="og:url" content="https://news.example/other"><link href="{PAGE}" '
                'rel="alternate canonical">'
            ),
            PAGE,
        ),
        ('<link rel="canonical" href="/relative">', ""),
        ('<link rel="canonical" href="https://news.example/">', ""),
        ('<link rel="canonical">', ""),
        (f'<!-- <link rel="canonical" href="{PAGE}"> -->', ""),
        ("", ""),
    ],
)
def test_the_address_that_a_page_states(head: str, stated: str) -> None:
    assert canonical_url(page(head)) == stated


def test_a_link_in_the_story_states_nothing() -> None:
    assert canonical_url(f'<p>Paste <link rel="canonical" href="{PAGE}"> in your page.') == ""


@given(st.text(alphabet="<>!-/ab ='\"[]?&;#x0\n", max_size=200))
def test_no_markup_breaks_the_scan(html: str) -> None:
    assert canonical_url(html) == ""


def test_an_address_and_its_page_are_one_article() -> None:
    by_url = ArticleRequest(url=PAGE + "?utm_source=mail#comments")
    by_html = ArticleRequest(html=page(f'<link rel="canonical" href="{PAGE}">'))
    assert page_url(by_url) == page_url(by_html) == PAGE
    assert article_id(by_url) == article_id(by_html)
    assert article_id(
        msgspec.structs.replace(by_html, html=page(f'<link rel=canonical href="{PAGE}">edited'))
    ) == article_id(by_url)


def test_what_makes_another_article() -> None:
    base = ArticleRequest(text="A bridge opened.")
    others = [
        ArticleRequest(text="A bridge opened!"),
        ArticleRequest(html="A bridge opened."),
        ArticleRequest(text="A bridge opened.", title="Bridge"),
        ArticleRequest(text="A bridge opened.", language="en"),
        ArticleRequest(text="A bridge opened.", voice="tone/a"),
    ]
    assert len({article_id(request) for request in [base, *others]}) == 6
    assert article_id(msgspec.structs.replace(base, author="Somebody", show="daily")) == article_id(base)
    assert article_id(msgspec.structs.replace(base, id="known")) == "known"


def test_the_ids_never_change() -> None:
    """They are in feeds and in links: changing one orphans an article."""
    assert article_id(ArticleRequest(url=PAGE)) == "hsh5n2bhsiilol74"
    assert article_id(ArticleRequest(text="A bridge opened.", title="Bridge")) == "yyleimkrswqsdycj"


def test_light_enough_for_the_web_process() -> None:
    code = (
        "import sys, tts_service.article.request, tts_service.article.model\n"
        "heavy = {'trafilatura', 'lxml', 'numpy', 'sentencex', 'fasttext', 'httpcore'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "[]"
    )


def test_a_recording_goes_with_a_request_and_is_no_part_of_what_is_read() -> None:
    plain = ArticleRequest(url="https://news.example/story", version="2")
    read = with_recording(plain, Recording("ab" * 32, "Anna Weber", "2026-11-30T05:00:00Z"))
    assert decode_request(encode_request(read)) == read
    assert decode_request(encode_request(plain)) == plain
    assert recording_of(read) == Recording("ab" * 32, "Anna Weber", "2026-11-30T05:00:00Z")
    assert request_digest(read) != request_digest(plain)
    assert reading_request(read) == reading_request(plain)
    assert with_recording(read, None) == plain


def test_nobody_can_send_a_recording_in_the_body_of_a_request() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `recording`"):
        msgspec.json.decode(b'{"text":"a","recording":{"digest":"a"}}', type=ArticleRequest)
