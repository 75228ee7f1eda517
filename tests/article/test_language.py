"""Which language: what is asked, what is stated, what is seen."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts_service.article.language.language import guess, main_script, primary, settle

pytestmark = pytest.mark.pure

ENGLISH = (
    "In a vote that few had expected, three councils agreed on Tuesday to bring back the "
    "ferry between the islands. "
) * 5
GERMAN = (
    "In einer Abstimmung, die kaum jemand erwartet hatte, einigten sich drei Räte darauf, die "
    "Fähre zurückzuholen. "
) * 5
SPANISH = (
    "En una votación que pocos esperaban, tres ayuntamientos acordaron el martes recuperar el transbordador. "
)
FRENCH = (
    "Lors d'un vote que peu de gens attendaient, trois conseils ont décidé mardi de rétablir le "
    "bac entre les îles. "
)
ITALIAN = (
    "Il consiglio comunale ha approvato martedì la riapertura del vecchio ponte, chiuso da nove anni. Gli "
    "abitanti hanno festeggiato la notizia in piazza, con musica e vino."
)
PORTUGUESE = (
    "A câmara aprovou na terça-feira a reforma da ponte velha, que estava fechada há nove anos. Os moradores "
    "comemoraram a notícia na praça, com música e vinho."
)
HINDI = "मंगलवार को तीन परिषदों ने द्वीपों के बीच पुरानी नौका सेवा को फिर से शुरू करने का निर्णय लिया है। "
RUSSIAN = (
    "Три совета во вторник решили вернуть старый паром, который девять лет назад перестал ходить "
    "между островами. "
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (GERMAN, "de"),
        (SPANISH, "es"),
        (FRENCH, "fr"),
        (HINDI, "hi"),
        (RUSSIAN, "ru"),
        ("قررت ثلاثة مجالس يوم الثلاثاء إعادة العبارة القديمة بين الجزر الأربع بعد تسع سنوات.", "ar"),
        ("島と島を結ぶ古い渡し船が九年ぶりに戻ってくることになった。", "ja"),
        ("三个议会星期二决定恢复岛屿之间的旧渡轮。", "zh"),
        ("Hello", "en"),
        ("Bonjour", "en"),
        ("Привет", "ru"),
        ("नमस्ते", "hi"),
        ("שלום", "he"),
        ("สวัสดี", "th"),
        ("안녕하세요", "ko"),
        ("😀😀", "en"),
        ("1234 - 5678", "en"),
        ("", "en"),
        ("qwrt zxcv bnmk plkj hgfd sdfg wrtp xcvb qwrt zxcv bnmk", "en"),
    ],
)
def test_guess(text: str, language: str) -> None:
    assert guess(text) == language


@pytest.mark.parametrize(
    ("text", "asked", "stated", "language"),
    [
        (ENGLISH, "", "", "en"),
        (GERMAN, "en-GB", "de", "en"),
        (ENGLISH, "", "en-US", "en"),
        (GERMAN, "", "en", "de"),
        (GERMAN[:100], "", "en", "en"),
        (SPANISH * 3, "", "en-US", "es"),
        (FRENCH * 3, "", "en-US", "fr"),
        (ITALIAN, "", "en-US", "it"),
        (PORTUGUESE, "", "en-US", "pt"),
        (ENGLISH[:200], "", "de", "en"),
        (RUSSIAN, "", "en_US", "ru"),
        ("Привет", "", "en", "ru"),
        (RUSSIAN, "", "uk", "uk"),
        ("Hello", "", "de", "de"),
        ("😀", "", "pt-BR", "pt"),
        (ENGLISH, "", "english", "en"),
    ],
)
def test_what_is_asked_stated_and_seen(text: str, asked: str, stated: str, language: str) -> None:
    assert settle(text, asked=asked, stated=stated) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("zh-Hans-CN", "zh"),
        ("fil", "fil"),
        ("english", ""),
        ("", ""),
        ("x-klingon", ""),
    ],
)
def test_primary(tag: str, language: str) -> None:
    assert primary(tag) == language


def test_main_script() -> None:
    assert main_script("Москва and Питер") == "cyrillic"
    assert main_script("日本のニュース") == "kana"
    assert main_script("12 😀") == ""


@given(st.text(max_size=200))
def test_every_text_has_a_language(text: str) -> None:
    assert primary(guess(text)) == guess(text) != ""


def test_numpy_waits_for_the_first_guess() -> None:
    code = (
        "import sys, tts_service.article.extract.reading, tts_service.article.script.script; "
        "print('numpy' in sys.modules)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "False"
    )
