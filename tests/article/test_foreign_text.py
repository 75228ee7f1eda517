"""Paragraphs in another language than their article."""

from __future__ import annotations

import pytest

from tests.article.script_checks import check_script, unaccounted
from tts_service.article.extract.reading import read_article
from tts_service.article.language.foreign_text import Foreign, by_the_same_voice
from tts_service.article.model import Script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.script import make_script
from tts_service.errors import Unprocessable

pytestmark = pytest.mark.pure

BEFORE = "The council paid $5 in 1989, said the mayor of the islands."
BEHIND = "It paid $6 in 1990."
SPANISH = (
    "La gente está cansada, dijo Ana, que vive en el puerto desde hace 20 años y no piensa "
    "marcharse a ningún otro lugar."
)
RUSSIAN = (
    "Мы никогда не уступим в этом вопросе и будем и дальше защищать рыбаков этих островов, "
    "написала министр в заявлении."
)
DISHES = (
    "Spaghetti alla carbonara, penne all'arrabbiata, risotto alla milanese, tiramisu, panna "
    "cotta, gelato al pistacchio"
)


def nobody(language: str) -> str:
    return f"nobody speaks {language}"


def everybody(language: str) -> str:
    return ""


def script_of(paragraph: str, foreign: Foreign, title: str | None = None) -> Script:
    text = f"{BEFORE}\n\n{paragraph}\n\n{BEHIND}"
    article = read_article(ArticleRequest(text=text, language="en", title=title))
    script = make_script(article, foreign=foreign)
    check_script(script)
    assert unaccounted(script, article) == ""
    return script


def test_a_voice_of_its_language_speaks_it_by_its_own_rules() -> None:
    script = script_of(SPANISH, everybody)
    assert [(segment.language, segment.text[:22]) for segment in script.segments] == [
        ("", "The council paid five "),
        ("es", "La gente está cansada,"),
        ("", "It paid six dollars in"),
    ]
    assert "veinte años" in script.segments[1].text


def test_where_nobody_does_it_is_skipped_whole_with_the_reason() -> None:
    for paragraph, language in ((SPANISH, "es"), (RUSSIAN, "ru")):
        script = script_of(paragraph, nobody)
        assert [segment.language for segment in script.segments] == ["", ""]
        assert [(piece.text, piece.reason) for piece in script.skipped] == [
            (paragraph, f"nobody speaks {language}")
        ]


def test_letters_of_another_script_are_left_in_for_a_voice_that_reads_them() -> None:
    script = script_of(RUSSIAN, everybody)
    assert script.segments[1].text.startswith("Мы никогда не уступим")
    assert script.skipped == ()


def test_the_voice_of_the_article_may_say_it() -> None:
    script = script_of(SPANISH, by_the_same_voice)
    assert [segment.language for segment in script.segments] == ["", "", ""]


@pytest.mark.parametrize(
    "paragraph",
    [DISHES, "¡Viva la ciudad!", "The word liberté was sung in the Place de la République all night."],
)
def test_foreign_words_do_not_make_a_paragraph_foreign(paragraph: str) -> None:
    assert [segment.language for segment in script_of(paragraph, nobody).segments] == ["", "", ""]


def test_a_foreign_quotation_is_not_announced_in_the_language_of_the_article() -> None:
    page = (
        f'<html lang="en"><body><article><h1>Islands</h1><p>{BEFORE}</p><blockquote>"{SPANISH}"'
        f"</blockquote><p>{BEHIND}</p>"
    )
    script = make_script(read_article(ArticleRequest(html=page)), foreign=everybody)
    quoted = next(segment for segment in script.segments if segment.language)
    assert quoted.text.startswith('"La gente')


def test_an_article_that_nobody_can_speak_is_a_clear_error() -> None:
    with pytest.raises(Unprocessable, match="nobody speaks es"):
        make_script(read_article(ArticleRequest(text=SPANISH, language="en")), foreign=nobody)


def test_a_title_is_always_of_the_article() -> None:
    assert script_of(BEHIND, nobody, title=SPANISH[:118]).segments[0].language == ""
