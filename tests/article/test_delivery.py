"""What is announced, numbered, paced and left out."""

from __future__ import annotations

import pytest

from tests.article.script_checks import check_script, unaccounted
from tts_service.article.extract.reading import read_article
from tts_service.article.model import Script, Segment
from tts_service.article.request import ArticleRequest
from tts_service.article.script.delivery import LIST_END_MS, MOST_ITEMS, TABLE_END_MS
from tts_service.article.script.script import PAUSE_AFTER_MS, make_script

pytestmark = pytest.mark.pure

BEFORE = "The board met in the old harbour hall on Monday.\n\n"
AFTER = "\n\nThe board meets again in May, and will look at the harbour dues then.\n"
SHORT_LIST = "- Ropes for the pier\n- Paint for the boats\n- A new bell"


def script_of(text: str, language: str = "en", *voiced: str) -> Script:
    article = read_article(ArticleRequest(text=text, title="A ferry", language=language))
    script = make_script(article, voiced=voiced)
    check_script(script)
    assert unaccounted(script, article) == ""
    return script


def said(text: str, language: str = "en", *voiced: str) -> list[str]:
    return [segment.text for segment in script_of(text, language, *voiced).segments]


def page(body: str) -> Script:
    story = (
        "<p>The ferry between the islands comes back in spring, the councils have said after "
        "a long night.</p>"
    ) * 2
    html = (
        f"<html lang='en'><body><article><h1>A ferry comes back to us</h1>{story}{body}</article>"
        "</body></html>"
    )
    article = read_article(ArticleRequest(html=html))
    script = make_script(article)
    check_script(script)
    assert unaccounted(script, article) == ""
    return script


def heard(script: Script, word: str) -> Segment:
    return next(segment for segment in script.segments if word in segment.text)


# -- lists ---------------------------------------------------------------------------------------------------


def test_a_list_that_nothing_leads_in_is_announced() -> None:
    assert "A list of three items. Ropes for the pier." in said(BEFORE + SHORT_LIST + AFTER)


@pytest.mark.parametrize(
    "lead_in",
    [
        "What it bought\n--------------\n\n",
        "It bought this:\n\n",
        "Key takeaways\n\n",
        "> It bought this:\n\n",
    ],
)
def test_a_list_that_was_led_in_is_not(lead_in: str) -> None:
    assert "Ropes for the pier." in said(BEFORE + lead_in + SHORT_LIST + AFTER)


def test_two_items_need_no_announcement() -> None:
    assert "Ropes for the pier." in said(BEFORE + "- Ropes for the pier\n- A bell" + AFTER)


def test_a_list_ends_with_a_longer_pause() -> None:
    pauses = [
        heard(script_of(BEFORE + SHORT_LIST + AFTER), word).pause_ms for word in ("Ropes", "Paint", "bell")
    ]
    assert pauses == [PAUSE_AFTER_MS["item"], PAUSE_AFTER_MS["item"], LIST_END_MS]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("es", "Una lista de tres puntos. Ropes for the pier."),
        ("fr", "Une liste de trois points. Ropes for the pier."),
        ("de", "Eine Liste mit drei Punkten. Ropes for the pier."),
        ("hi", "तीन बिंदुओं की सूची। Ropes for the pier।"),
        ("it", "Un elenco di tre punti. Ropes for the pier."),
        ("pt", "Uma lista de três itens. Ropes for the pier."),
        ("sv", "Ropes for the pier."),
    ],
)
def test_lead_ins_speak_the_language_of_the_article(language: str, words: str) -> None:
    assert words in said(BEFORE + SHORT_LIST + AFTER, language)


def test_the_numbers_of_a_numbered_list_are_heard() -> None:
    script = page(
        "<p>Do as the board says.</p><ol start='3'><li>Go to the pier.</li><li>Ring the old "
        "bell there.</li></ol>"
    )
    assert [segment.text for segment in script.segments][-2:] == [
        "Three. Go to the pier.",
        "Four. Ring the old bell there.",
    ]
    (piece,) = script.segments[-2].pieces
    assert script.source[piece.start : piece.end] == "Go to the pier."


@pytest.mark.parametrize(
    ("ol", "numbers"),
    [
        ("<ol>", ["One", "Two", "Three"]),
        ("<ol reversed>", ["Three", "Two", "One"]),
        ("<ol reversed start='10'>", ["Ten", "Nine", "Eight"]),
        ("<ol start='x'>", ["One", "Two", "Three"]),
        ("<ol style='list-style: none'>", ["Pier", "Pier", "Pier"]),
        ("<ul>", ["Pier", "Pier", "Pier"]),
    ],
)
def test_items_are_numbered_as_a_browser_does(ol: str, numbers: list[str]) -> None:
    items = "".join(f"<li>Pier {name} is the finest of them.</li>" for name in ("Ann", "Bob", "Cid"))
    script = page(f"<p>The piers are these:</p>{ol}{items}</{ol[1:3]}>")
    assert [heard(script, name).text.split(".")[0].split()[0] for name in ("Ann", "Bob", "Cid")] == numbers


def test_an_item_that_states_its_number_counts_on_from_there() -> None:
    script = page(
        "<p>So:</p><ol><li>Ann is here.</li><li value='7'>Bob is here.</li><li>Cid is here.</li></ol>"
    )
    assert heard(script, "Bob").text == "Seven. Bob is here."
    assert heard(script, "Cid").text == "Eight. Cid is here."


def test_a_list_of_three_hundred_items_is_read_up_to_a_bound() -> None:
    script = script_of(
        BEFORE + "\n".join(f"- Boat {number} of the old fleet" for number in range(1, 301)) + AFTER
    )
    texts = [segment.text for segment in script.segments]
    assert "A list of three hundred items. Boat one of the old fleet." in texts
    assert "Boat sixty of the old fleet. And two hundred forty more." in texts
    assert not any("sixty-one" in text for text in texts)
    left_out = [
        piece
        for piece in script.skipped
        if piece.reason == f"beyond the first {MOST_ITEMS} of 300 items in a list"
    ]
    assert (len(left_out), left_out[-1].text) == (240, "- Boat 300 of the old fleet")


# -- quotations and conversations ----------------------------------------------------------------------------

QUOTE = "> “We cannot pay for a ferry and a pier at once."
LONG_QUOTE = QUOTE + (
    " We never could, and whoever says so has not looked at the books, which are there for "
    "all to see, in ink.”"
)


def test_a_quotation_that_nothing_leads_in_is_announced_and_closed_if_it_is_long() -> None:
    assert "Quote: “We cannot pay for a ferry and a pier at once.”" in said(BEFORE + QUOTE + "”" + AFTER)
    text = " ".join(said(BEFORE + LONG_QUOTE + AFTER))
    assert "Quote: “We cannot pay" in text
    assert "in ink.” End of quote. The board meets again" in text


@pytest.mark.parametrize(
    "lead_in", ["She put it like this:", "The mayor said so to the hall.", "According to her it is plain."]
)
def test_a_quotation_that_was_led_in_is_not(lead_in: str) -> None:
    text = " ".join(said(BEFORE + lead_in + "\n\n" + LONG_QUOTE + AFTER))
    assert "Quote" not in text
    assert "End of" not in text


def test_a_quotation_that_says_who_speaks_is_not_announced() -> None:
    assert "Quote" not in " ".join(said(BEFORE + "> “We cannot pay for it all,” said the mayor." + AFTER))


def test_what_is_only_set_as_a_quotation_is_none() -> None:
    assert "The board cannot pay for it all." in said(BEFORE + "> The board cannot pay for it all." + AFTER)


def test_a_quotation_in_an_interview_needs_no_words() -> None:
    assert "Quote" not in " ".join(said(INTERVIEW + "\n\n> “The region will.”\n\nA good end."))


def test_a_label_in_bold_is_a_sentence_of_its_own() -> None:
    script = page(
        "<blockquote><strong>Summary</strong> Studies of the islands show that ferries help "
        "them all.</blockquote>"
    )
    assert [s.text for s in script.segments][
        -1
    ] == "Summary. Studies of the islands show that ferries help them all."


def test_a_quotation_in_a_voice_of_its_own_needs_no_words() -> None:
    text = " ".join(said(BEFORE + LONG_QUOTE + AFTER, "en", "quoted"))
    assert "uote" not in text


INTERVIEW = BEFORE + (
    "Q: Who pays for it?\n\nA: The councils do.\n\nAnd gladly so.\n\n**Q:** And the pier?\n\n"
    "**A:** The region will."
)


def test_an_interview_is_a_conversation() -> None:
    script = script_of(INTERVIEW)
    asked = [(segment.text, segment.role) for segment in script.segments if segment.role == "questioner"]
    assert asked == [("Question: Who pays for it?", "questioner"), ("Question: And the pier?", "questioner")]
    assert "Answer: The councils do." in [segment.text for segment in script.segments]
    assert heard(script, "gladly").pause_ms == PAUSE_AFTER_MS["answer"]


def test_with_two_voices_nobody_says_question_and_answer() -> None:
    texts = said(INTERVIEW, "en", "questioner", "answerer")
    assert {"Who pays for it?", "The councils do.", "And the pier?", "The region will."} <= set(texts)


def test_questions_set_as_headings_are_no_chapters() -> None:
    script = page(
        "<h2>Q: Who pays?</h2><p>A: The councils do.</p><h2>Q: And when?</h2><p>A: In spring, they say.</p>"
    )
    assert len(script.sections) == 1
    assert heard(script, "when").role == "questioner"


def test_names_that_begin_with_a_letter_are_no_interview() -> None:
    texts = said(BEFORE + "A. Smith came first.\n\nA. Jones came late.\n\nQ. Adams never came." + AFTER)
    assert not any("Answer" in text or "Question" in text for text in texts)


# -- tables --------------------------------------------------------------------------------------------------

TABLE = """\
<table><caption>Trade of the islands</caption>
<tr><th>Year</th><th>Exports</th><th>Imports</th></tr>
<tr><th>2024</th><td>$5m</td><td>$3m</td></tr>
<tr><th>2025</th><td></td><td>–</td></tr>
<tr><th>2026</th><td></td><td>$4m</td></tr></table>"""


def test_a_small_table_is_read_with_the_names_of_its_columns() -> None:
    script = page(TABLE)
    assert [segment.text for segment in script.segments][-4:] == [
        "Table: Trade of the islands.",
        "Year twenty twenty-four: Exports five million dollars, Imports three million dollars.",
        "Year twenty twenty-five.",
        "Year twenty twenty-six: Imports four million dollars.",
    ]
    assert script.segments[-1].pause_ms == TABLE_END_MS
    row = script.segments[-3]
    there = {
        row.text[piece.spoken_start : piece.spoken_end]: script.source[piece.start : piece.end]
        for piece in row.pieces
    }
    assert (there["five million dollars"], there["three million dollars"]) == ("$5m", "$3m")


def test_names_in_the_first_column_stand_for_themselves() -> None:
    texts = said(BEFORE + "| Island | People |\n|---|---|\n| **Sela** | 1,200 |\n| Orm | 90 |" + AFTER)
    assert "A table with two rows. Sela: People one thousand two hundred." in texts
    assert "Orm: People ninety." in texts


def test_two_columns_need_no_names() -> None:
    script = page(
        "<p>In short:</p><table><tr><td>Length of the ship</td><td>40 m</td></tr><tr>"
        "<td>Built</td><td>1989</td></tr></table>"
    )
    assert [segment.text for segment in script.segments][-2:] == [
        "Length of the ship: forty meters.",
        "Built: nineteen eighty-nine.",
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            ["| a | b |", "|--|--|", *["| c | d |"] * 7],
            "a table of 7 rows and 2 columns, too large to be followed by ear",
        ),
        (
            ["| a | b | c | d | e |", "|--|--|--|--|--|", "| 1 | 2 | 3 | 4 | 5 |"],
            "a table of 1 rows and 5 columns, too large",
        ),
        (["| a | b | c |", "|--|--|--|", "| 1 | 2 |"], "a table whose rows are not alike"),
        (["| a | b | c |", "| 1 | 2 | 3 |"], "a table without names for its columns"),
        (["| a | b |", "|--|--|"], "a table whose rows are not alike"),
        (["| a | b |", "|--|--|", f"| {'c' * 900} | d |"], "a table of long texts"),
    ],
)
def test_other_tables_are_skipped_with_the_reason(rows: list[str], reason: str) -> None:
    script = script_of(BEFORE + "\n".join(rows) + AFTER)
    (skipped,) = script.skipped
    assert skipped.text == "\n".join(rows)
    assert skipped.reason.startswith(reason)
