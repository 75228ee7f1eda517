"""Text that no voice can say as written: spoken sensibly, or skipped with a reason."""

from __future__ import annotations

import pytest

from tests.article.script_checks import check_script, unaccounted
from tts_service.article.extract.reading import read_article
from tts_service.article.language.mojibake import mended
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.article.script.sentences import MAX_CHARS
from tts_service.article.source import source_text
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure


def script_of(text: str, language: str | None = "en") -> Script:
    article = read_article(ArticleRequest(text=text, language=language))
    script = make_script(article)
    check_script(script)
    assert unaccounted(script, article) == ""
    return script


def said(text: str, language: str | None = "en") -> str:
    return " ".join(segment.text for segment in script_of(text, language).segments)


def skipped(text: str, language: str = "en") -> list[tuple[str, str]]:
    return [(piece.text, piece.reason) for piece in script_of(text, language).skipped]


# -- letters of other languages ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "written", "spoken"),
    [
        ("en", "The city (北京) is old, as 习近平 said.", "The city is old, as said."),
        ("en", "The word «Привет» is a greeting.", "The word is a greeting."),
        ("en", "The β-carotene and the σ are as before.", "The β-carotene and the σ are as before."),
        ("en", "It cost ฿500 then.", "It cost five hundred baht then."),
        ("hi", "यह BBC है और Привет नहीं।", "यह BBC है और नहीं।"),
        ("ja", "東京の人口はPython。", "東京の人口はPython。"),
        ("uk", "Київ є столицею, а 东京 ні.", "Київ є столицею, а ні."),
        ("ur", "یہ کتاب ہے۔", "یہ کتاب ہے۔"),
        ("bn", "এটি একটি বই। এটি ভালো।", "এটি একটি বই। এটি ভালো।"),
        ("tlh", "The 北京 one.", "The 北京 one."),
    ],
)
def test_letters_that_no_voice_of_the_language_speaks_are_left_out(
    language: str, written: str, spoken: str
) -> None:
    assert said(written, language) == spoken


def test_what_is_left_out_is_listed_with_the_writing() -> None:
    assert skipped("The city (北京) is old, the word Привет is not.") == [
        (" (北京)", "in Chinese letters, which a voice for 'en' cannot speak"),
        ("Привет", "in Cyrillic letters, which a voice for 'en' cannot speak"),
    ]


def test_a_language_that_cannot_be_right_is_a_clear_error() -> None:
    with pytest.raises(Unprocessable) as caught:
        script_of("Совет островов решил вчера вернуть паром.", "en")
    assert (
        "in Cyrillic letters, which a voice for 'en' cannot speak. Leave the language out"
        in caught.value.detail
    )


def test_a_title_in_other_letters_is_not_spelled() -> None:
    article = read_article(
        ArticleRequest(text="The ferry is back at last.", title="Паром Ferry", language="en")
    )
    assert [segment.text for segment in make_script(article).segments] == [
        "Ferry.",
        "The ferry is back at last.",
    ]


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("It paid &#163;71.6m for him.", "It paid seventy-one point six million pounds for him."),
        ("It paid &#xA3;5 &amp; left.", "It paid five pounds and left."),
        ("He said &quot;no&quot; twice.", 'He said "no" twice.'),
        ("R&D at AT&T; it grew.", "R and D at AT&T; it grew."),
    ],
)
def test_what_was_escaped_twice_is_said_as_it_was_meant(written: str, spoken: str) -> None:
    script = script_of(written)
    assert " ".join(segment.text for segment in script.segments) == spoken
    assert script.source == written


def test_a_title_that_was_escaped_twice_is_mended() -> None:
    article = read_article(ArticleRequest(text="The ferry is back.", title="Islands pay &#163;5m &amp; wait"))
    assert article.title == "Islands pay £5m & wait"


FRENCH = (
    "Le conseil des îles a voté hier soir, à 18h30, une aide de 1 250 euros pour chaque pêcheur, "
    "et le maire s'en réjouit."
)


def test_a_paragraph_in_another_language_keeps_to_the_rules_of_its_own() -> None:
    text = said(
        f"The council paid $5 in 1989, said the mayor of the islands.\n\n{FRENCH}\n\nIt paid $6 in 1990."
    )
    assert "dix-huit heures trente" in text
    assert "mille deux cent cinquante euros" in text
    assert "five dollars in nineteen eighty-nine" in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Rådet beslutade den 5.4.2026 om 1 250 kronor kl. 18.30, alltså 3,5 % mer än förra året."),
        ("ja", "評議会は2026年4月5日に5000円の支援を発表した。"),
        ("ar", "أعلن المجلس في 5 أبريل 2026 عن 500 دولار."),
    ],
)
def test_no_rules_of_another_language_on_its_numbers(language: str, text: str) -> None:
    script = script_of(text, None)
    assert script.language == language
    assert " ".join(segment.text for segment in script.segments) == text


@pytest.mark.parametrize(
    ("language", "text", "heard"),
    [
        (
            "fr",
            "Le conseil a voté 1 250 euros le 5 avril 2026, à 18h30, contre 3,5 % l'an dernier.",
            "Le conseil a voté mille deux cent cinquante euros le cinq avril deux mille vingt-six, à "
            "dix-huit heures trente, contre trois virgule cinq pour cent l'an dernier.",
        ),
        (
            "de",
            "Der Rat hat am 5.4.2026 rund 1.250 Euro beschlossen, also 3,5 % mehr als im Jahr davor.",
            "Der Rat hat am fünften April zweitausendsechsundzwanzig rund eintausendzweihundertfünfzig Euro "
            "beschlossen, also drei Komma fünf Prozent mehr als im Jahr davor.",
        ),
        (
            "hi",
            "परिषद ने 5 अप्रैल 2026 को ₹5 करोड़ की घोषणा की, जो 3.5% है।",
            "परिषद ने पाँच अप्रैल दो हज़ार छब्बीस को पाँच करोड़ रुपये की घोषणा की, जो तीन दशमलव पाँच प्रतिशत है।",
        ),
    ],
)
def test_a_language_is_seen_and_its_numbers_are_read(language: str, text: str, heard: str) -> None:
    script = script_of(text, None)
    assert script.language == language
    assert " ".join(segment.text for segment in script.segments) == heard


def test_the_region_tells_how_a_date_is_read() -> None:
    assert (
        said("The board met on 05/04/2026.", "en-GB")
        == "The board met on the fifth of April, twenty twenty-six."
    )
    assert said("The board met on 05/04/2026.", "en-US") == "The board met on May fourth, twenty twenty-six."
    assert said("Costó $5 ayer.", "es-MX") == "Costó cinco pesos ayer."


def test_a_page_states_its_region() -> None:
    story = (
        "<p>The board met on 05/04/2026 in the old hall of the harbour, and spoke about ferries "
        "for an hour.</p>"
    )
    page = (
        f"<html lang='en-IN'><body><article><h1>The board of the harbour met</h1>{story}</article>"
        "</body></html>"
    )
    article = read_article(ArticleRequest(html=page))
    assert (article.language, article.region) == ("en", "IN")
    assert "the fifth of April" in make_script(article).segments[1].text


# -- mathematics and code ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("We write $E = mc^2$ for it.", "We write formula for it."),
        ("We write \\(a + b\\) for it.", "We write formula for it."),
        ("For $n$ boats it costs $5 and not $6.", "For n boats it costs five dollars and not six dollars."),
        ("$$\n\\int_0^1 x dx\n$$\n\nIt is easy.", "It is easy."),
        ("\\[\na = b\n\\]\n\nIt is easy.", "It is easy."),
        (
            "It is E = mc² over 10⁶ km².",
            "It is E equals m c squared over ten to the sixth square kilometers.",
        ),
        ("Use `make run` to start it.", "Use make run to start it."),
        ("Start it.\n\n```sh\nmake run\n```\n\nIt runs.", "Start it. It runs."),
        ("$$ is not the end of it.\n\nIt goes on.", "Dollars is not the end of it. It goes on."),
    ],
)
def test_mathematics_and_code(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_formulas_are_listed() -> None:
    assert skipped("We write $E = mc^2$ for it.\n\n$$\na = b\n$$\n\nIt is easy.") == [
        ("$E = mc^2$", "a formula"),
        ("$$\na = b\n$$", "a formula"),
    ]


def test_mathematics_in_pages() -> None:
    html = (
        "<html lang='en'><body><article><h1>On the growth of the islands</h1>"
        "<p>It wrote 10<sup>6</sup> letters of 5 m<sup>2</sup> each<sup><a href='#n'>3</a></sup> "
        "on the 19<sup>th</sup> of May.</p>"
        "<p>From <math><mi>E</mi><mo>=</mo><mn>2</mn><annotation>E=2</annotation></math> it follows that "
        "<span class='katex'>n</span> grows without any bounds in the end.</p></article></body></html>"
    )
    script = make_script(read_article(ArticleRequest(html=html)))
    assert [segment.text for segment in script.segments][1:] == [
        "It wrote ten to the sixth letters of five square meters each on the nineteenth of May.",
        "From formula it follows that n grows without any bounds in the end.",
    ]
    assert [(piece.text, piece.reason) for piece in script.skipped] == [
        ("3", "a reference to a note"),
        ("E=2", "a formula"),
    ]


# -- wrongly decoded text ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("A cafÃ© in SÃ£o Paulo.", "A café in São Paulo."),
        ("Itâ€™s â€œopenâ€\x9d nowâ€¦", "It’s “open” now."),
        ("Itâ\x80\x99s open.", "It’s open."),
        ("DÃ©jÃ  vu, they said.", "Déjà vu, they said."),
        ("Â£5 a day.", "Five pounds a day."),
    ],
)
def test_mojibake_is_mended(written: str, spoken: str) -> None:
    assert said(written) == spoken


def test_mojibake_keeps_its_place_in_the_source() -> None:
    (segment,) = script_of("The cafÃ© is open.").segments
    source = "The cafÃ© is open."
    assert [
        (segment.text[p.spoken_start : p.spoken_end], source[p.start : p.end]) for p in segment.pieces
    ] == [
        ("The caf", "The caf"),
        ("é", "Ã©"),
        (" is open.", " is open."),
    ]


def test_a_wrongly_decoded_title_and_language_are_right_in_the_end() -> None:
    written = "हिन्दी में समाचार\n\nपरिषद ने कल रात नौका को वापस लाने का निर्णय लिया, और मेयर ने इसका स्वागत किया।"
    script = script_of(written.encode().decode("latin-1"), None)
    assert (script.language, script.title) == ("hi", "हिन्दी में समाचार।")
    assert script.segments[0].text == "हिन्दी में समाचार।"


@pytest.mark.parametrize(
    "text",
    [
        "„Das macht Spaß“, sagte er. THEMA „Ä“.",
        "CAFÉ™ et l’«à » là",
        "naïve… “É” é",
        "ÅÄÖ – åäö",
        "Ñandú”",
        "Привет",
        "हिन्दी",
    ],
)
def test_right_text_is_left_alone(text: str) -> None:
    assert mended(text) == text


def test_control_characters_stay_only_where_they_may_be_a_letter() -> None:
    assert source_text("a\x80b\x92c") == "abc"
    assert source_text("â\x80\x99") == "â\x80\x99"


# -- long and nested -----------------------------------------------------------------------------------------


def test_a_sentence_of_four_thousand_characters_is_cut_at_its_clauses() -> None:
    clause = "the ferry that nobody had asked for came back to the islands, and "
    script = script_of("In the end " + clause * 61 + "left.")
    assert len(script.source) > 4_000
    assert all(len(segment.text) <= MAX_CHARS for segment in script.segments)
    assert all(segment.text.endswith(("islands,", "left.")) for segment in script.segments)


def test_nested_quotations_stay_together() -> None:
    text = "He said, “She told me, ‘No, I said “yes” to him.’” Then he left the old hall."
    assert [segment.text for segment in script_of(text).segments] == [
        "He said, “She told me, ‘No, I said “yes” to him.’”",
        "Then he left the old hall.",
    ]


def test_soft_hyphens_and_characters_without_width_are_not_heard() -> None:
    script = script_of(
        "Syn\u00adop\u00adsis\n\nThe fer\u00adry\u200b is\u2060 \ufeffopen\u200d, said the board.\n"
    )
    assert [segment.text for segment in script.segments] == [
        "Synopsis.",
        "The ferry is open, said the board.",
    ]


def test_links_of_short_messages_say_nothing() -> None:
    text = "The ferry is back https://t.co/aB3xY pic.twitter.com/Zx9 and open."
    assert said(text) == "The ferry is back and open."
    assert [reason for _, reason in skipped(text)] == ["a shortened link, which says nothing"] * 2
