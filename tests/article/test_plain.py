"""Plain text and Markdown become articles, and nothing of the text goes missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article.article_examples import MARKDOWN, NEWS
from tts_service.article.extract.draft import ArticleFacts
from tts_service.article.extract.text.front_matter import FRONT_MATTER
from tts_service.article.extract.text.plain import article_from_text
from tts_service.article.model import Article, Block, Skipped
from tts_service.article.script.script import make_script
from tts_service.article.source import source_text

pytestmark = pytest.mark.pure


def read(text: str, title: str = "") -> Article:
    return article_from_text(text, ArticleFacts(title=title))


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for section in article.sections for block in section.blocks]


def skipped(article: Article) -> dict[str, str]:
    return {piece.text: piece.reason for piece in article.skipped}


def test_the_sections_of_a_news_text_without_marks() -> None:
    article = read(NEWS)
    assert article.title == "Will the old ferry between the islands come back?"
    assert [(section.kind, section.title, len(section.blocks)) for section in article.sections] == [
        ("story", "", 1),
        ("synopsis", "Synopsis", 2),
        ("takeaways", "Key Takeaways", 4),
        ("story", "", 4),
        ("opinion", "Point of View", 2),
        ("faq", "Frequently Asked Questions", 5),
    ]


def test_questions_and_answers() -> None:
    faq = read(NEWS).sections[-1].blocks
    assert [block.kind for block in faq] == ["heading", "question", "answer", "question", "answer"]


def test_what_a_news_text_does_not_say_aloud() -> None:
    assert [(piece.text, piece.reason) for piece in read(NEWS).skipped] == [
        ("Click to start listening", "a player button"),
        ("Will the old ferry between the islands come back?", "the title again"),
        ("(IslandPress)", "the news agency's name in the dateline"),
        ("IslandPress", "the publisher's name"),
        ("11/12/2025", "a date line"),
        ("Island Press", "the publisher's name"),
    ]


def test_the_dateline_is_a_piece_of_its_own() -> None:
    texts = [text for _, text in kinds(read(NEWS))]
    at = texts.index("Port Sela, December 10 (IslandPress)")
    assert texts[at + 1].startswith("In a vote that few had expected")


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("WASHINGTON (AP) — The senate met again on Tuesday after a long break.", "WASHINGTON (AP) —"),
        (
            "LONDON, Dec 3 (Reuters) - The river rose again on Tuesday after rain.",
            "LONDON, Dec 3 (Reuters) -",
        ),
        ("PARIS — The museum opened again on Tuesday after a long break.", "PARIS —"),
        ("Tom Arden (Labour) The council met again on Tuesday after a long break.", None),
        ("He said (again) that the council had met on Tuesday, and on Monday.", None),
        ("Bread — the old kind — was on every table in the hall that evening.", None),
        ("NATO — an alliance of many countries — met again on Tuesday in the hall.", None),
    ],
)
def test_datelines(text: str, dateline: str | None) -> None:
    first = kinds(read(text))[0][1]
    assert first == (dateline or text)


def test_markdown() -> None:
    article = read(MARKDOWN)
    assert article.title == "A garden on the roof"
    assert [kind for kind, _ in kinds(article)] == [
        *(
            "title",
            "byline",
            "paragraph",
            "heading",
            "item",
            "item",
            "item",
            "quote",
            "code",
            "table",
            "heading",
            "paragraph",
        ),
    ]
    assert [section.title for section in article.sections] == ["", "What grows there", "Opening hours"]
    assert skipped(article) == {"---": "marks without words", "![A bean](bean.jpg)": "a picture"}


def said(article: Article) -> str:
    """The blocks' text with every ``said_as`` in force."""
    text, at = "", 0
    for edit in article.said_as:
        text += article.text[at : edit.start] + edit.text
        at = edit.end
    return text + article.text[at:]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It is **very** old, *really* so.", "It is very old, really so."),
        ("It is __very__ old, _really_ so.", "It is very old, really so."),
        ("See [the plan](https://a.example/x_(y) 'z').", "See [the plan](https://a.example/x_(y) 'z')."),
        ('See [the plan](https://a.example/x_(y) "z").', "See the plan."),
        ("Call `make` or ``make test`` first.", "Call make or make test first."),
        ("A 3 * 4 bed and a 5 * 6 bed.", "A 3 * 4 bed and a 5 * 6 bed."),
        ("The snake_case_name stays, 2*3*4 too.", "The snake_case_name stays, 2*3*4 too."),
        ("One lonely * star and one _under.", "One lonely * star and one _under."),
        (r"Not \*emphasis\* at all.", "Not *emphasis* at all."),
        ("It is ~~not~~ known.[^2]", "It is not known."),
        ("See ![a map](map.png) here.", "See  here."),
    ],
)
def test_marks_are_not_said(written: str, spoken: str) -> None:
    assert said(read(written)) == spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two", ["item", "item"]),
        ("• one\n• two\n\nA paragraph follows here.", ["item", "item", "paragraph"]),
        ("1. one\n2. two", ["item", "item"]),
        ("1. A number alone begins a sentence.", ["paragraph"]),
        ("2020) was a long year for all of them.", ["paragraph"]),
        ("-not a bullet", ["paragraph"]),
        ("> a quote\n> of two lines\n\nand text", ["quote", "paragraph"]),
        ("```\nx = 1\n\ny = 2\n```\nand text", ["code", "paragraph"]),
        ("```\nnever closed", ["paragraph"]),
        ("A heading\n=========\n\nand text", ["title", "paragraph"]),
        ("# A title\n\n## Part\ntext under it", ["title", "heading", "paragraph"]),
    ],
)
def test_kinds(text: str, expected: list[str]) -> None:
    assert [kind for kind, _ in kinds(read(text))] == expected


WRAPPED = """\
The ferry between the islands will come back in spring after a
long break, the councils said on Monday. They had quarrelled
about the cost for years and had lost the better part of their
young people over it, who moved to the mainland one by one.

A second paragraph follows.
"""


def test_lines_that_were_broken_by_hand_are_one_paragraph() -> None:
    assert [text[:11] for _, text in kinds(read(WRAPPED))] == ["The ferry b", "A second pa"]


def test_lines_that_were_not_are_several() -> None:
    text = (
        "The first paragraph is much longer than any line that people break by hand, which is "
        "why it ends where it ends.\n"
    ) * 2
    assert len(kinds(read(text.replace("first", "other", 1)))) == 2


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A ferry comes back\n\nThe councils agreed on Monday.", "A ferry comes back"),
        (
            "A ferry comes back.\n\nA ferry comes back.\n\nThe councils agreed on Monday.",
            "A ferry comes back.",
        ),
        ("The councils agreed on Monday.\n\nThey had quarrelled for years.", ""),
        ("Just one line", ""),
        ("- a list\n- is no title", ""),
        ("Synopsis\n\nThe councils agreed on Monday.", ""),
        ("", ""),
    ],
)
def test_the_title_of_a_text(text: str, title: str) -> None:
    assert read(text).title == title


def test_a_given_title_is_found_in_the_text_or_stands_beside_it() -> None:
    inside = read("A ferry comes back\n\nThe councils agreed.", "A Ferry Comes Back!")
    assert (inside.title, kinds(inside)[0]) == ("A Ferry Comes Back!", ("title", "A ferry comes back"))
    beside = read("The councils agreed.", "A ferry comes back")
    assert (beside.title, kinds(beside)) == ("A ferry comes back", [("paragraph", "The councils agreed.")])


def test_a_summary_that_the_story_begins_with_is_said_once() -> None:
    lead = "Three island councils have agreed to pay for a ferry that stopped nine years ago."
    article = read(
        f"Ferry\n\nSynopsis\n\n{lead}\n\nThe story\n\n{lead} The first crossing could leave in spring."
    )
    assert skipped(article)[lead] == "said already"
    assert [section.title for section in article.sections] == ["", "The story"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Click to start listening", "a player button"),
        ("Listen to this article", "a player button"),
        ("ADVERTISEMENT", "an advertisement"),
        ("Story continues below this ad", "an advertisement"),
        ("Facebook | Twitter | WhatsApp", "share buttons"),
        ("Share this article", "share buttons"),
        ("Also Read: Who will build the new pier?", "a pointer to other articles"),
        ("Lesen Sie auch: Wer baut den Anleger?", "a pointer to other articles"),
        ("यह भी पढ़ें: नया पुल", "a pointer to other articles"),
        ("Sign up for our free weekly newsletter", "a newsletter or subscription box"),
        ("Subscribe to our channel", "a newsletter or subscription box"),
        ("Follow us on Instagram and X", "a call to follow or write"),
        ("We use cookies to improve your experience.", "a cookie note"),
        ("(Image credit: Tom Arden)", "a photo credit"),
        ("Mara Ilves/Getty Images", "a photo credit"),
        ("© 2025 Island Press", "a copyright or syndication note"),
        ("SOURCE: News agencies", "a source line"),
        ("This page may earn a small commission if you buy something.", "an affiliate notice"),
        ("12 Comments", "the comment box"),
        ("5 min read", "the reading time"),
        ("Updated: Dec 10, 2025, 10:30 AM IST", "a date line"),
        ("Wed, 10 December 2025", "a date line"),
        ("Tags: ferry, islands", "tags"),
        ("Back to top", "a control of the page"),
        ("5:45 AM PST 11/19/2025 by Mara Ilves", "the byline and date"),
    ],
)
def test_lines_that_are_not_read(line: str, reason: str) -> None:
    article = read(
        f"The councils agreed on Monday to bring it back.\n\n{line}\n\nThe ferry will start in "
        "April, they said."
    )
    assert skipped(article) == {line: reason}


@pytest.mark.parametrize(
    "line",
    [
        "Also, the pier has to be repaired.",
        "Watch out for ice on the pier.",
        "Read the letter aloud, she said.",
        "More than 40 people came to see it.",
        "Photos show the ship at the pier.",
        "The share of ferries in all travel fell.",
        "Sign up for the crossing was slow.",
        "Listen, he said, and you will hear it.",
        "By noon the crowd had gone home.",
        "They subscribe to the view that ships are old.",
        "On December 10, 2025, the ship was sold.",
        "Follow the path on the left to the pier.",
        "The comments were kind.",
    ],
)
def test_lines_that_look_like_them_and_are_read(line: str) -> None:
    article = read(
        f"The councils agreed on Monday to bring it back.\n\n{line}\n\nThe ferry will start in "
        "April, they said."
    )
    assert article.skipped == ()


def uncovered(article: Article) -> str:
    """What of the text is in no block and not skipped."""
    covered = bytearray(len(article.text))
    blocks = (block for section in article.sections for block in section.blocks)
    pieces: list[Block | Skipped] = [*article.skipped, *blocks]
    for piece in pieces:
        assert piece.text == article.text[piece.start : piece.end] != ""
        covered[piece.start : piece.end] = b"\1" * (piece.end - piece.start)
    return "".join(letter for there, letter in zip(covered, article.text, strict=True) if not there)


LINES = st.sampled_from(
    [*NEWS.splitlines(), *MARKDOWN.splitlines(), *WRAPPED.splitlines(), "***", "😀", "# ", "•", "- - -", "Q?"]
)
TEXTS = (
    st.lists(LINES, max_size=14).map("\n".join)
    | st.text(alphabet="ab C.?#*->•|`_=[]()\n\t12“\u200b😀", max_size=120)
    | st.text(max_size=80)
)


@given(TEXTS, st.sampled_from(["", "Synopsis", "A ferry comes back", "Who pays for the ferry?"]))
def test_nothing_visible_is_dropped(text: str, title: str) -> None:
    article = read(text, title)
    assert article.text == source_text(text)
    assert uncovered(article).strip() == ""
    assert read(text, title) == article


@given(TEXTS)
def test_marks_are_in_order_and_apart(text: str) -> None:
    article = read(text)
    for one, other in zip(article.said_as, article.said_as[1:], strict=False):
        assert one.start < one.end <= other.start < other.end <= len(article.text)


def test_the_source_text_keeps_what_is_visible() -> None:
    assert source_text("a\r\nb\rc\u2028d\x0ce\x85f") == "a\nb\nc\nd\ne\nf"
    assert source_text("\ufeffn\x00o\x07t\x1b \ud800h\ufffeere\u00ad\t") == "not here\u00ad\t"


def said_by(text: str) -> list[str]:
    return [
        segment.text for segment in make_script(article_from_text(text, ArticleFacts(language="en"))).segments
    ]


def test_a_fence_that_never_closes_is_a_break_between_scenes() -> None:
    assert said_by("The first part is here.\n\n~~~\n\nThe second part is there.") == [
        "The first part is here.",
        "The second part is there.",
    ]


def test_prose_between_two_breaks_is_read() -> None:
    text = "The first part is here.\n\n~~~\n\nThe second part is there.\n\n~~~\n\nThe third part ends it."
    assert len(said_by(text)) == 3


def test_code_between_fences_is_not_read() -> None:
    assert said_by("The first part is here.\n\n```\nx = 1\n```\n\nThe second part is there.") == [
        "The first part is here.",
        "The second part is there.",
    ]


def test_front_matter_gives_title_date_and_byline_and_is_not_read() -> None:
    article = read(
        '---\ntitle: "A quiet harbour"\ndate: 2024-05-01\nauthor: Jo Roe\ntags:\n  - sea\n---\n\n'
        "It was still."
    )
    assert (article.title, article.published_at, article.byline) == (
        "A quiet harbour",
        "2024-05-01",
        "Jo Roe",
    )
    assert list(skipped(article).values()) == [FRONT_MATTER]


def test_a_line_of_dashes_above_a_story_is_no_front_matter() -> None:
    assert not read("---\n\nIt was still in the harbour.\n\n---\n\nThen it was not.").published_at
    assert said_by("---\n\nIt was still in the harbour.\n\n---\n\nThen it was not.")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("They consider nega-\ntive numbers here.", "They consider negative numbers here."),
        ("It is a well-\nknown fact to us.", "It is a well-known fact to us."),
        ("The rain-soaked man, a rain-\nsoaked man, left.", "The rain-soaked man, a rain-soaked man, left."),
        ("A wellhead is a well-\nhead to them.", "A wellhead is a wellhead to them."),
    ],
)
def test_a_word_that_was_broken_at_the_end_of_a_line_is_one_word(written: str, spoken: str) -> None:
    assert said_by(written) == [spoken]
