"""What pages set around a story word for word is told from what a story says, in seven languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.extract.boilerplate import reason_to_skip, reason_to_skip_heading
from tts_service.article.extract.fixed_lines import LINES

pytestmark = pytest.mark.pure

ALL = [
    (line, reason) for reason, languages in LINES.items() for lines in languages for line in lines.split("; ")
]
DECORATIONS = ["", "» ", "→ ", "📲 ", "👉🏽 ", "▶️ ", "• "]
ENDS = ["", ":", " »", "…", " (12)", "!"]


def test_each_has_one_reason() -> None:
    reasons = dict(ALL)
    assert [line for line, reason in ALL if reasons[line] != reason] == []
    assert len(ALL) > 1_200


@given(st.sampled_from(ALL), st.sampled_from(DECORATIONS), st.sampled_from(ENDS), st.booleans())
def test_however_it_is_set(row: tuple[str, str], before: str, after: str, upper: bool) -> None:
    line, _ = row
    text = f"{before}{line.upper() if upper else line.capitalize()}{after}"
    assert reason_to_skip(text)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Lesezeit: 3 Minuten", "the reading time"),
        ("Temps de lecture : 3 min.", "the reading time"),
        ("3 Kommentare", "the comment box"),
        ("📲 Confira as últimas notícias do vale", "a pointer to other articles"),
        ("[Watch: How the bridge was built]", "a pointer to other articles"),
        ("Publicado em 21 de novembro de 2026 às 08h14", "a date line"),
        ("Publié le 21 novembre 2026 à 08h14", "a date line"),
        ("Image source, Getty Images", "a photo credit"),
        ("Media caption, The mayor speaks", "a photo credit"),
        (
            "This content is imported from Instagram. You may find it in another format there.",
            "a cookie note",
        ),
        ("An dieser Stelle finden Sie einen Inhalt von Instagram, der den Artikel ergänzt.", "a cookie note"),
        ("Pour afficher ce contenu, vous devez accepter les cookies.", "a cookie note"),
        ("The views expressed by the author are personal.", "a legal notice"),
        ("Geäußerte Meinungen im Beitrag sind nicht die Ansicht der Redaktion.", "a legal notice"),
        ("Dieser Beitrag gibt nicht die Meinung der Redaktion wieder.", "a legal notice"),
        ("Les opinions exprimées ici n'engagent que leur auteur.", "a legal notice"),
        ("oder rufen Sie uns an: (0 62 01) 60 07-4 86", "a call to follow or write"),
        ("Schreiben Sie uns: presse(at)stadt.example", "a call to follow or write"),
        ("Abgelegt unter Brücken, Rathaus", "tags"),
        ("Startseite » 2026 » Dezember » Die Brücke", "a control of the page"),
        ("What would you do? Let us know in the comments, or on Facebook.", "a call to follow or write"),
    ],
)
def test_lines(line: str, reason: str) -> None:
    assert reason_to_skip(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "The views from the tower are those of a postcard.",
        "He said that the figures may not reflect the views of all members.",
        "Die Stadt teilt nicht die Meinung der Opposition.",
        "Las autoridades dijeron que es responsabilidad de la ciudad.",
        "Published in May, the study found that people who walk live longer.",
        "Call us what you like, he told the 12 councillors.",
        "→ The arrow on the sign points to the mill.",
        "[The mayor laughs.]",
        "« On a peur », dit-elle, « et on est fiers », ajoute son frère",
        "»Ja«, »nein« und »vielleicht« im Rathaus",
        "x > y > z",
    ],
)
def test_what_a_story_says_is_read(line: str) -> None:
    assert reason_to_skip(line) == ""


@pytest.mark.parametrize(
    "heading", ["Results", "Discussion", "Diskussion", "Réactions", "Empfehlungen", "Además", "Inhalt"]
)
def test_what_may_head_a_chapter_does(heading: str) -> None:
    assert reason_to_skip_heading(heading) == ""
