"""SSML is read safely: what is allowed is text and mark-up, all else is refused by name and place."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.article.script_checks import check_script, unaccounted
from tts_service.article.bounds import MAX_SSML_CHARS, MAX_TEXT_CHARS
from tts_service.article.extract.reading import read_article
from tts_service.article.markup.marks import MarkedPause, MarkedReading
from tts_service.article.markup.ssml import MOST_ELEMENTS, read_ssml
from tts_service.article.model import SaidAs
from tts_service.article.request import ArticleRequest, article_id, check, decode_request, encode_request
from tts_service.article.script.script import make_script
from tts_service.errors import BadRequest, TooLarge

pytestmark = pytest.mark.pure

NAMESPACE = 'xmlns="http://www.w3.org/2001/10/synthesis"'


def spoken(inside: str) -> str:
    return f"<speak>{inside}</speak>"


def test_text_and_mark_up_come_apart() -> None:
    read = read_ssml(
        f"""<?xml version="1.0"?><speak version="1.1" {NAMESPACE} xml:lang="en-GB">
        <p>The <sub alias="World Wide Web Consortium">W3C</sub> met on
           <say-as interpret-as="date" format="dmy">3/4/2026</say-as>.<break time="1.5s"/></p>
        <voice name="a/b"><p>Yes, <lang xml:lang="fr">bien sûr</lang>.</p></voice>
        Loose <phoneme alphabet="ipa" ph="təˈmeɪtoʊ">tomato</phoneme>.

        Another.</speak>"""
    )
    assert read.text == "The W3C met on 3/4/2026.\n\nYes, bien sûr.\n\nLoose tomato.\n\nAnother."
    assert [read.text[start:end] for start, end in read.paragraphs] == read.text.split("\n\n")
    assert (read.language, read.said_as) == ("en-GB", (SaidAs(4, 7, "World Wide Web Consortium"),))
    assert read.markup.pauses == (MarkedPause(24, 1500),)
    assert read.markup.readings == (
        MarkedReading(15, 23, say_as="date", form="dmy"),
        MarkedReading(48, 54, ipa="təˈmeɪtoʊ"),
    )
    assert [(read.text[one.start : one.end], one.voice, one.language) for one in read.markup.voices] == [
        ("Yes,", "a/b", ""),
        ("bien sûr", "a/b", "fr"),
        (".", "a/b", ""),
    ]


def test_sentences_that_touch_are_apart() -> None:
    read = read_ssml(spoken("<s>No</s><s>Never.</s> <s>Why?</s>"))
    assert read.text == "No Never. Why?"
    assert [read.text[at:].strip() for at in read.markup.sentences[:2]] == ["Never. Why?", "Why?"]


@pytest.mark.parametrize(
    ("attributes", "ms"),
    [
        ('time="800ms"', 800),
        ('time="1.2s"', 1200),
        ('time=" .5s "', 500),
        ('time="+2s"', 2000),
        ('time="10s"', 10_000),
        ('time="0ms" strength="strong"', 0),
        ("", 400),
        ('strength="none"', 0),
        ('strength="x-strong"', 1000),
    ],
)
def test_how_long_a_break_takes(attributes: str, ms: int) -> None:
    assert read_ssml(spoken(f"One.<break {attributes}/> Two.")).markup.pauses == (MarkedPause(4, ms),)


BOMB = '<!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><speak>&b;</speak>'
OUTSIDE = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<speak>&a;</speak>'
LETTERS = "abcdefghijklmnopqrstu"
ELEMENTS = "Allowed are: speak, p, s, break, sub, say-as, phoneme, voice, lang."


@pytest.mark.parametrize(
    ("ssml", "line", "column", "says"),
    [
        (BOMB, 1, 1, "a document type (<!DOCTYPE …>) and entities of one's own are not allowed"),
        (OUTSIDE, 1, 1, "a document type"),
        ('<!DOCTYPE b SYSTEM "http://127.0.0.1/b.dtd"><speak>a</speak>', 1, 1, "a document type"),
        ('<?xml version="1.0"?>\n <!DOCTYPE speak><speak>a</speak>', 2, 2, "a document type"),
        (spoken("&nbsp;a"), 1, 8, "not well-formed XML (undefined entity). It knows &amp;"),
        ("<speak>a", 1, 9, "not well-formed XML"),
        (spoken("a</p>"), 1, 11, "not well-formed XML (mismatched tag)"),
        (spoken("a") + spoken("b"), 1, 17, "not well-formed XML (junk after document element)"),
        ('<speak xml:lang="en" xml:lang="de">a</speak>', 1, 22, "not well-formed XML (duplicate attribute)"),
        ("just words", 1, 1, "not well-formed XML"),
        (spoken("a\x0b"), 1, 9, "not well-formed XML (invalid token; in a text, & is written"),
        (spoken("<?php a?>b"), 1, 8, "the processing instruction <?php …?> is not allowed"),
        ("<p>a</p>", 1, 1, "begin with <speak>"),
        (spoken("<speak>a</speak>"), 1, 8, "the outermost element is <speak>"),
        (spoken('<audio src="a.mp3"/>a'), 1, 8, f"the element <audio> is not allowed. {ELEMENTS}"),
        (spoken('\n <emphasis level="strong">a</emphasis>'), 2, 2, "the element <emphasis> is not allowed"),
        (spoken('<amazon:effect name="w">a</amazon:effect>'), 1, 8, "<amazon:effect> is not allowed"),
        (spoken('<x:p xmlns:x="urn:x">a</x:p>'), 1, 8, "the element <p> is not allowed"),
        ('<speak onload="a">a</speak>', 1, 1, "the attribute onload of <speak> is not allowed. Allowed are:"),
        (spoken('<p class="a">b</p>'), 1, 8, "the attribute class of <p> is not allowed. Allowed are: xml"),
        (spoken('<p lang="en">b</p>'), 1, 8, "the attribute lang of <p>"),
        ('<speak version="2.0">a</speak>', 1, 1, "version='2.0' of SSML is not known here"),
        ('<speak xml:lang="English, please">a</speak>', 1, 1, "is not a BCP 47 tag"),
        (spoken("<p>a <p>b</p></p>"), 1, 13, "<p> cannot be within <p>"),
        (spoken("<s>a <p>b</p></s>"), 1, 13, "<p> cannot be within <s>"),
        (spoken("<s>a <s>b</s></s>"), 1, 13, "<s> cannot be within <s>"),
        (spoken("<voice>a</voice>"), 1, 8, "<voice> needs the attribute name"),
        (spoken('<voice name=" ">a</voice>'), 1, 8, "<voice> needs the attribute name"),
        (spoken(f'<voice name="{"v" * 201}">a</voice>'), 1, 8, "at most 200 characters"),
        (spoken("<lang>a</lang>"), 1, 8, "<lang> needs the attribute xml:lang"),
        (spoken("<sub>a</sub>"), 1, 8, "<sub> needs the attribute alias"),
        (spoken('<sub alias="…">a</sub>'), 1, 8, "nothing in alias can be spoken"),
        (spoken('<sub alias="b"> </sub>c'), 1, 8, "<sub> has no text to stand for"),
        (spoken('<sub alias="b"><s>a</s></sub>'), 1, 23, "<sub> holds only text, and no <s>"),
        (spoken("a<break>b</break>"), 1, 9, "<break> is empty"),
        (spoken("a<break><break/></break>"), 1, 16, "<break> holds nothing, and no <break>"),
        (spoken('a<break time="1h"/>'), 1, 9, "time='1h' is not a duration"),
        (spoken('a<break time="3600s"/>'), 1, 9, "time='3600s' is too long: a pause takes 0 to 10 s"),
        (spoken('a<break time="10001ms"/>'), 1, 9, "is too long"),
        (spoken('a<break time="-1s"/>'), 1, 9, "time='-1s' is negative: a pause takes 0 to 10 s"),
        (spoken('a<break time="1e3ms"/>'), 1, 9, "is not a duration"),
        (spoken('a<break time="٣s"/>'), 1, 9, "is not a duration"),
        (spoken('a<break time=""/>'), 1, 9, "is not a duration"),
        (spoken('a<break strength="huge"/>'), 1, 9, "strength='huge' is not known here. Allowed are: none,"),
        (spoken("a" + '<break time="10s"/>' * 13), 1, 9 + 12 * 19, "all pauses together take more than"),
        (spoken('<phoneme alphabet="x-sampa" ph="a">b</phoneme>'), 1, 8, 'use alphabet="ipa"'),
        (spoken('<phoneme ph="A4">b</phoneme>'), 1, 8, "ph: 'A' is not a symbol of the phonetic alphabet"),
        (spoken('<phoneme ph="ˈ">b</phoneme>'), 1, 8, "ph: it contains no sound"),
        (spoken(f'<phoneme ph="a">{"b" * 101}</phoneme>'), 1, 8, "holds at most 100 characters"),
        (spoken('<say-as interpret-as="currency">5</say-as>'), 1, 8, "interpret-as='currency' is not known"),
        (spoken('<say-as interpret-as="ordinal">cat</say-as>'), 1, 8, "'cat' cannot be read as 'ordinal'"),
        (spoken('<say-as interpret-as="date" format="my">3</say-as>'), 1, 8, "format='my' is not known here"),
        (spoken('<say-as interpret-as="date" format="dmy">40/4/2026</say-as>'), 1, 8, "be read as 'date'"),
        (spoken('<say-as interpret-as="time">25:00</say-as>'), 1, 8, "cannot be read as 'time'"),
        (spoken('<say-as interpret-as="time" format="hms12">2:00</say-as>'), 1, 8, "only interpret-as"),
        (spoken('<say-as interpret-as="telephone">call me</say-as>'), 1, 8, "cannot be read as 'telephone'"),
        (spoken('<say-as interpret-as="characters">—</say-as>'), 1, 8, "cannot be read as 'characters'"),
        (spoken("".join(f'<voice name="{n:02}">a</voice>' for n in range(21))), 1, 8 + 20 * 26, "20 voices"),
        (spoken("".join(f'<lang xml:lang="a{n}">a</lang>' for n in LETTERS)), 1, 8 + 20 * 28, "20 languages"),
        ("<speak>" + '<voice name="a">' * 100, 1, 8 + 31 * 16, "nested more than 32 deep"),
        (spoken("a" + "<break/>" * MOST_ELEMENTS), 1, 9 + 300 * 8, "all pauses together"),
        (spoken("a" + "<s></s>" * MOST_ELEMENTS), 1, 9 + 7 * (MOST_ELEMENTS - 1), "more than 20,000"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_by_name_and_place(
    ssml: str, line: int, column: int, says: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        check(ArticleRequest(ssml=ssml))
    assert refused.value.kind == "bad-ssml"
    assert refused.value.detail.startswith(f"ssml, line {line}, column {column}: ")
    assert says in refused.value.detail


def test_what_is_too_long_or_empty_is_refused() -> None:
    for ssml in (spoken("a" * MAX_SSML_CHARS), spoken("word " * (MAX_TEXT_CHARS // 5 + 1))):
        with pytest.raises(TooLarge, match="Send it in parts"):
            check(ArticleRequest(ssml=ssml))
    for ssml in (" ", spoken(" <p/> <break/>")):
        with pytest.raises(BadRequest) as refused:
            check(ArticleRequest(ssml=ssml))
        assert refused.value.kind == "empty-text"
    with pytest.raises(BadRequest, match="exactly one of url, html, text and ssml"):
        check(ArticleRequest(ssml=spoken("a"), text="a"))
    with pytest.raises(BadRequest, match="surrogate"):
        check(ArticleRequest(ssml=spoken("\ud800")))


def test_what_declares_another_encoding_is_read_as_what_it_is() -> None:
    assert read_ssml('<?xml version="1.0" encoding="iso-8859-1"?><speak>Ä</speak>').text == "Ä"
    assert (
        read_ssml("<speak><![CDATA[a <b> &amp;]]><!-- no --> &amp; c&#x2014;d</speak>").text
        == "a <b> &amp; & c—d"
    )


def test_checking_it_loads_nothing_heavy() -> None:
    """Web processes check it."""
    ssml = spoken('<say-as interpret-as="date">2026-03-04</say-as> <phoneme ph="a">b</phoneme>')
    code = f"""import sys
from tts_service.article.markup.ssml import read_ssml
read_ssml({ssml!r})
heavy = [name for name in sys.modules if name.partition(".")[0] in ("lxml", "babel", "numpy", "unicode_rbnf")]
print(heavy + [name for name in sys.modules if name.startswith("tts_service.article.normalize.")])"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_its_article_has_an_id_and_travels() -> None:
    request = ArticleRequest(ssml=spoken("The ferry is back."), title="Ferry")
    assert decode_request(encode_request(request)) == request
    others = (
        ArticleRequest(ssml=spoken("It is not."), title="Ferry"),
        ArticleRequest(text=request.ssml, title="Ferry"),
    )
    assert len({article_id(one) for one in (request, *others)}) == 3


# Any SSML made of what is allowed is accepted, and shows its text without the mark-up.

WORDS = st.text(alphabet="abcdeÄßпж漢 .,;:!?'\"&<>–—()0123456789\n\t", max_size=40)
SOLID = WORDS.filter(lambda text: bool(re.search("[a-z]", text)))
Made = tuple[str, str]
"""SSML, and the text that it shows, with a space wherever paragraphs or sentences end."""


def element(tag: str, inside: st.SearchStrategy[Made], **given: str) -> st.SearchStrategy[Made]:
    attributes = "".join(f" {one.replace('_', '-')}={quoteattr(value)}" for one, value in given.items())
    apart = " " if tag in ("p", "s") else ""
    return inside.map(lambda made: (f"<{tag}{attributes}>{made[0]}</{tag}>", f"{apart}{made[1]}{apart}"))


def text(words: st.SearchStrategy[str] = WORDS) -> st.SearchStrategy[Made]:
    return words.map(lambda word: (escape(word), word))


def together(parts: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    return st.lists(parts, max_size=5).map(
        lambda made: ("".join(ssml for ssml, _ in made), "".join(shown for _, shown in made))
    )


PIECES = st.one_of(
    text(),
    st.sampled_from(
        ('<break time="300ms"/>', '<break strength="strong"/>', "<break/>", '<break time="0s"/>')
    ).map(lambda ssml: (ssml, "")),
    element("sub", text(SOLID), alias="an & alias"),
    element("phoneme", text(SOLID), alphabet="ipa", ph="təˈmeɪtoʊ"),
    element("say-as", text(st.sampled_from(("NASA", "a 1", "x&y"))), interpret_as="characters"),
    element("say-as", text(st.sampled_from(("3", "2026", "1,234"))), interpret_as="cardinal"),
    element("say-as", text(st.sampled_from(("2026-03-04", "3 May"))), interpret_as="date"),
    element("say-as", text(st.sampled_from(("14:30", "2 pm"))), interpret_as="time"),
    element("say-as", text(st.sampled_from(("+44 20 79", "555"))), interpret_as="telephone"),
)
PHRASES = together(PIECES)
NESTED = st.one_of(
    PIECES,
    element("voice", PHRASES, name="tone/low"),
    element("lang", PHRASES, **{"xml:lang": "fr"}),
    element("voice", element("lang", PHRASES, **{"xml:lang": "de-AT"}), name="other"),
)
SENTENCES = st.one_of(NESTED, element("s", together(NESTED)))
PARAGRAPHS = st.one_of(SENTENCES, element("p", together(SENTENCES), **{"xml:lang": "en"}))
DOCUMENTS = together(st.one_of(PARAGRAPHS, element("voice", together(PARAGRAPHS), name="tone/low")))


@given(DOCUMENTS)
def test_all_that_is_allowed_is_read_and_shows_its_text(made: Made) -> None:
    inside, shown = made
    request = ArticleRequest(ssml=f'<speak xml:lang="en">Word {inside}</speak>', title="Title")
    check(request)
    article = read_article(request)
    assert article.text.split() == f"Word {shown}".split()
    for block in (block for section in article.sections for block in section.blocks):
        assert article.text[block.start : block.end] == block.text
    for foreign in (lambda _: "", lambda _: None):
        script = make_script(article, foreign=foreign)
        assert unaccounted(script, article) == ""
        segments = tuple(
            replace(one, pause_ms=one.pause_ms or 1) for one in script.segments
        )  # "0s" is a pause, too
        check_script(replace(script, segments=segments))


@given(
    st.text(max_size=200),
    st.sampled_from(("{}", "<speak>{}</speak>", "<speak><p {}</p></speak>", "<speak><{}>a</speak>")),
)
def test_whatever_else_comes_is_refused_with_a_problem(inside: str, around: str) -> None:
    with contextlib.suppress(BadRequest):
        check(ArticleRequest(ssml=around.format(inside)))
