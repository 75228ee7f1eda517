"""What is said, what is not, and the way back to the source."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.article.article_examples import MARKDOWN, NEWS, PAGE
from tests.article.script_checks import check_script, unaccounted
from tts_service.article.extract.reading import read_article
from tts_service.article.language.foreign_text import BlockLanguages, by_the_same_voice
from tts_service.article.language.mojibake import mended
from tts_service.article.language.writing_systems import foreign_letters, unspeakable
from tts_service.article.model import (
    Article,
    Block,
    SaidAs,
    Script,
    Section,
    Skipped,
    decode_script,
    encode_script,
)
from tts_service.article.request import ArticleRequest
from tts_service.article.script.delivery import NOT_READ
from tts_service.article.script.script import (
    CLAUSE_MS,
    PAUSE_AFTER_MS,
    SENTENCE_MS,
    make_script,
    opening_words,
    revision_of,
)
from tts_service.article.script.sentences import MAX_CHARS
from tts_service.article.script.spoken import has_words, utter
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure


def script_of(text: str, language: str | None = None, title: str | None = None) -> Script:
    return make_script(read_article(ArticleRequest(text=text, language=language, title=title)))


def said(text: str, language: str | None = None) -> list[str]:
    return [segment.text for segment in script_of(text, language).segments]


def test_the_script_of_a_news_text() -> None:
    script = script_of(NEWS)
    assert (script.title, script.language) == ("Will the old ferry between the islands come back?", "en")
    assert script.sections == (
        "Will the old ferry between the islands come back?",
        "Synopsis",
        "Key Takeaways",
        "Story",
        "Point of View",
        "Frequently Asked Questions",
    )
    first = [
        (segment.text, segment.section, segment.pause_ms, segment.role) for segment in script.segments[:6]
    ]
    assert first == [
        ("Will the old ferry between the islands come back?", 0, PAUSE_AFTER_MS["title"], "narrator"),
        ("Synopsis.", 1, PAUSE_AFTER_MS["heading"], "narrator"),
        (
            "Three island councils have agreed to pay for a ferry that stopped nine years ago.",
            1,
            SENTENCE_MS,
            "narrator",
        ),
        ("The first crossing could leave in spring.", 1, PAUSE_AFTER_MS["paragraph"], "narrator"),
        ("Key Takeaways.", 2, PAUSE_AFTER_MS["heading"], "narrator"),
        ("Three councils share the cost of the ferry.", 2, PAUSE_AFTER_MS["item"], "narrator"),
    ]
    assert "Port Sela, December tenth." in [segment.text for segment in script.segments]
    asked = [segment.text for segment in script.segments if segment.role == "questioner"]
    assert asked == ["Who pays for the ferry?", "When does it start?"]


def test_markdown_is_said_without_its_marks() -> None:
    texts = [segment.text for segment in script_of(MARKDOWN).segments]
    assert texts[:3] == [
        "A garden on the roof.",
        "By Jane Doe.",
        "The library has opened its roof to everybody, with beans and cabbage kale.",
    ]
    assert "Three. Three kinds of thyme, all of them old." in texts
    assert "The best part is the view, said a visitor, and the quiet." in texts
    assert not any("water(" in text or "|" in text for text in texts)
    assert "beans: beds four." in texts
    reasons = {piece.reason for piece in script_of(MARKDOWN).skipped}
    assert NOT_READ["code"] in reasons


def test_a_page_is_said_as_its_publisher_wants() -> None:
    texts = [segment.text for segment in make_script(read_article(ArticleRequest(html=PAGE))).segments]
    assert "A new one with a four hundred kilowatt motor has been found." in texts
    assert not any("[a]" in text or "Subscribers" in text for text in texts)


def test_a_title_that_stands_nowhere_in_the_text_is_spoken_first() -> None:
    first, second = script_of("The councils agreed on Monday.", title="A ferry comes back").segments
    assert (first.text, first.start, first.end, first.pieces) == ("A ferry comes back.", 0, 0, ())
    assert (first.pause_ms, second.text) == (PAUSE_AFTER_MS["title"], "The councils agreed on Monday.")


def test_without_a_title_the_first_words_name_it() -> None:
    script = script_of("The councils agreed on Monday. " * 3)
    assert script.title == "The councils agreed on Monday."
    assert opening_words("word " * 40) == ("word " * 16).strip() + "…"
    assert opening_words("x" * 100) == "x" * 80 + "…"
    assert len(script.sections) == 1


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Two  spaces\tand \t more", "Two spaces and more."),
        ("A no\u00adbreak\u00a0space and a zero\u200bwidth one", "A nobreak space and a zerowidth one."),
        ("\u202bWritten\u202c in any \u200edirection\u200f", "Written in any direction."),
        ("See https://www.news.example/2025/a?b=c#d. It is open", "See news dot example. It is open."),
        ("See www.news.example/a, the site", "See news dot example, the site."),
        ("It is open 🎉🎉 now 👩‍👩‍👧", "It is open now."),
        ("It is open now.🎉", "It is open now."),
        ("Known for years[12] and feared[a] too", "Known for years and feared too."),
        ("It give[s] hope, “[t]he mayor” said", "It gives hope, “the mayor” said."),
        ("Is it open?", "Is it open?"),
        ("“It is open.”", "“It is open.”"),
        ("It is open —", "It is open."),
        ("It is open:", "It is open:"),
        ("It is open ***** now", "It is open now."),
        ("It cost $5 in 1989", "It cost five dollars in nineteen eighty-nine."),
        ("او می\u200cرود", "او می\u200cرود."),
        ("नमस्ते दुनिया", "नमस्ते दुनिया।"),
        ("क्\u200dष और नमस्ते", "क्\u200dष और नमस्ते।"),
    ],
)
def test_text_is_cleaned_for_engines(written: str, spoken: str) -> None:
    assert " ".join(said(written)) == spoken


@pytest.mark.parametrize(
    "text", ["😀😀", "…", "***\n\n---", "• \n• ", "!!! ???", "\u200b\u200b", "\x00\x01", "( )"]
)
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        script_of(text)
    assert caught.value.kind == "nothing-to-read"


def test_what_is_dropped_within_a_sentence_is_listed() -> None:
    assert [(piece.text, piece.reason) for piece in script_of("It is open 🎉 now[1]. ⭐ ⭐").skipped] == [
        ("🎉", "a pictograph"),
        ("[1]", "a reference to a note"),
        ("⭐", "a pictograph"),
        ("⭐", "a pictograph"),
    ]


def test_a_long_sentence_pauses_at_its_clauses() -> None:
    script = script_of(
        "The river rose" + ", and it rose again" * 30 + ". Then it fell back into its old bed."
    )
    *clauses, last, after = [segment.pause_ms for segment in script.segments]
    assert clauses == [CLAUSE_MS] * 3
    assert (last, after) == (SENTENCE_MS, PAUSE_AFTER_MS["paragraph"])


def article(text: str, *, said_as: Sequence[SaidAs] = (), skipped: Sequence[Skipped] = ()) -> Article:
    block = Block("paragraph", text, 0, len(text))
    return Article(
        "", text, (Section("", "story", (block,)),), "en", skipped=tuple(skipped), said_as=tuple(said_as)
    )


def test_pieces_lead_back_to_the_source() -> None:
    text = "It costs  $5 a day, says CCO Ann."
    (segment,) = make_script(
        article(text, said_as=[SaidAs(10, 12, "five dollars"), SaidAs(25, 28, "")])
    ).segments
    assert segment.text == "It costs five dollars a day, says Ann."
    there = {segment.text[p.spoken_start : p.spoken_end]: text[p.start : p.end] for p in segment.pieces}
    assert there["five dollars"] == "$5"
    assert there["Ann."] == " Ann."[1:]
    assert (segment.start, segment.end) == (0, len(text))


def test_words_for_numbers_lead_back_to_the_numbers() -> None:
    (segment,) = script_of("The fare was $5 in 1989, they said.", language="en").segments
    assert segment.text == "The fare was five dollars in nineteen eighty-nine, they said."
    source = "The fare was $5 in 1989, they said."
    there = {segment.text[p.spoken_start : p.spoken_end]: source[p.start : p.end] for p in segment.pieces}
    assert (there["five dollars"], there["nineteen eighty-nine"]) == ("$5", "1989")
    assert (there["The fare was "], there[", they said."]) == ("The fare was ", ", they said.")


def test_a_sentence_of_numbers_is_cut_where_its_words_are_too_long() -> None:
    script = script_of(
        "The draw gave " + ", ".join(["$1,234,567"] * 12) + " to each of the islands.", language="en"
    )
    assert len(script.segments) > 2
    check_script(script)


def test_no_english_rules_on_a_foreign_text() -> None:
    assert said("Det kostar $5 om dagen.", language="sv") == ["Det kostar $5 om dagen."]


def test_overlapping_edits_do_not_say_anything_twice() -> None:
    text = "One two three four."
    edits = [SaidAs(4, 13, "2 3"), SaidAs(8, 18, "3 4")]
    assert (
        make_script(article(text, said_as=edits, skipped=[Skipped("two", 4, 7, "why")])).segments[0].text
        == "One two three four."
    )


def test_a_long_replacement_is_cut_into_segments_too() -> None:
    script = make_script(article("See table.", said_as=[SaidAs(4, 9, "a very long table " * 40)]))
    assert len(script.segments) > 2
    assert all((segment.end <= 10) and len(segment.text) <= MAX_CHARS + 1 for segment in script.segments)


def test_an_edit_changes_one_sentence_and_nothing_else() -> None:
    before, after = said(NEWS), said(NEWS.replace("nine years ago", "ten years ago"))
    assert [i for i, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]] == [2]


def test_the_revision_is_of_the_content_and_the_voice() -> None:
    script = script_of(NEWS)
    assert revision_of(script, "") == revision_of(decode_script(encode_script(script)), "")
    others = [revision_of(script, "tone/a"), revision_of(msgspec.structs.replace(script, title="x"), "")]
    assert len({revision_of(script, ""), *others}) == 3
    assert len(revision_of(script, "")) == 12


WORDS = st.sampled_from(
    [
        *(
            "The ferry",
            "is open.",
            "Dr. Ilves",
            "said",
            "“No.”",
            "https://a.example/x,",
            "🎉",
            "[1]",
            "3.5",
            "\u200b",
            "\u00ad",
            "**b**",
        ),
        *(
            "—",
            "!",
            "\n",
            "\n\n",
            "- ",
            "# ",
            "> ",
            "  ",
            "ab" * 200,
            "a, b; c",
            "नमस्ते।",
            "文。",
            "e\u0301",
            "| a | b |",
            "By Ann Lee",
            "\n\n| a | b |\n|---|---|\n| c | 1 |\n\n",
            "$x_1$",
            "\n$$\n",
            "cafÃ©",
            "Ã ",
            "(北京)",
            "\n1. ",
            "\n\nQ: ",
            "\n\nA: ",
        ),
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join) | st.text(max_size=300)


def speakable(article: Article) -> str:
    """The title, and what of the blocks is neither skipped nor beyond any voice of the language, its
    letters mended."""
    text = bytearray(b"\1" * len(article.text))
    for piece in [
        *article.skipped,
        *unspeakable(article, BlockLanguages(article.language, by_the_same_voice)),
    ]:
        text[piece.start : piece.end] = bytes(piece.end - piece.start)
    blocks = [
        block
        for section in article.sections
        for block in section.blocks
        if block.kind not in ("code", "table", "caption")
    ]
    left = [article.text[i] for block in blocks for i in range(block.start, block.end) if text[i]]
    title = article.title
    for start, end, _ in reversed([*foreign_letters(title, article.language)]):
        title = title[:start] + title[end:]
    text_left = mended(title + "".join(left))
    return utter(text_left, 0, len(text_left))[0].text


@example("0)0", "hi", None)
@example(":ﬀ", "en", None)
@example("Î\x80", None, None)
@given(
    TEXTS,
    st.sampled_from([None, "en", "hi", "zh"]),
    st.sampled_from([None, "A ferry comes back", "🎉", "x" * 500]),
)
def test_every_script_is_sound(text: str, language: str | None, title: str | None) -> None:
    article = read_article(ArticleRequest(text=text, language=language, title=title))
    try:
        script = make_script(article)
    except Unprocessable:
        assert not has_words(speakable(article))
        return
    check_script(script)
    assert unaccounted(script, article) == ""
    assert encode_script(make_script(article)) == encode_script(script)


@pytest.mark.parametrize(
    "text",
    [
        "a\u00ad" * 30_000,
        "# a\n" * 15_000,
        "“a. " * 15_000,
        "**a** " * 15_000,
        "- a\n" * 15_000,
        "a" * 250_000,
        "Q?\nA.\n" * 8_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_texts_are_read_in_the_end(text: str) -> None:
    """Far from quadratic: the suite's time limit is the bound."""
    check_script(script_of(text, language="en"))
