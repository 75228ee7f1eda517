from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from workers.audio.loudness import TARGET_LUFS
from workers.audio.plausible import ANY_PACE, PACES, expected, longest_gap, oddities, pace_of
from workers.engines.base import Samples, Voice

pytestmark = pytest.mark.pure

RATE = 24_000
JOE = Voice("piper/en_US-joe-medium", "en_US-joe-medium", ("en",), 8.0, "")
TEXT = "The ferry left the harbour shortly after six, with two hundred passengers on board."
USUAL_S = expected(TEXT, PACES[JOE.id])


def sound(seconds: float, level_db: float = 0.0) -> Samples:
    """A tone that is heard at the loudness of a narration, or ``level_db`` from it."""
    level = 10 ** ((TARGET_LUFS + level_db) / 20)
    return (level * np.sin(2 * np.pi * 997 * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def odd(samples: Samples, text: str = TEXT) -> str:
    return " ".join(oddities(samples, RATE, text, PACES[JOE.id]))


@pytest.mark.parametrize("factor", [0.6, 1.0, 1.4])
def test_the_paces_of_real_sentences_are_nothing_odd(factor: float) -> None:
    assert odd(sound(USUAL_S * factor)) == ""


@pytest.mark.parametrize("factor", [0.4, 2.0])
def test_too_short_and_too_long_are_odd(factor: float) -> None:
    assert "are expected" in odd(sound(USUAL_S * factor))


def test_a_gap_in_the_middle_is_odd() -> None:
    halves = sound(USUAL_S / 2)
    short, long = (
        np.concatenate([halves, np.zeros(round(s * RATE), np.float32), halves]) for s in (0.7, 1.5)
    )
    assert odd(short) == ""
    assert "a gap of 1.5 s" in odd(long)
    assert longest_gap(long) / RATE == pytest.approx(1.5, abs=0.02)


def test_what_is_much_quieter_than_the_rest_is_odd() -> None:
    assert odd(sound(USUAL_S, -6.0)) == ""
    assert "LU quieter than the rest" in odd(sound(USUAL_S, -12.0))


def test_a_voice_that_is_made_slower_may_take_longer() -> None:
    assert pace_of(JOE, {"length_scale": None}) == PACES[JOE.id]
    assert math.isclose(expected(TEXT, pace_of(JOE, {"length_scale": 2.0})), 2 * USUAL_S)
    assert math.isclose(expected(TEXT, pace_of(JOE, {"speed": 2.0})), USUAL_S / 2)


def test_an_unknown_voice_has_more_room() -> None:
    other = msgspec.structs.replace(JOE, id="piper/other")
    assert pace_of(other, {}) == ANY_PACE
    assert oddities(sound(USUAL_S * 2.2), RATE, TEXT, ANY_PACE) == ()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("船は六時に港を出た。", 2.0), ("1989, 2024, 375", 4.5), ("배는 여섯 시에 떠났다", 2.0)],
)
def test_signs_that_are_whole_syllables_and_figures_count_for_more(text: str, seconds: float) -> None:
    assert oddities(sound(seconds), RATE, text, ANY_PACE) == ()
    assert oddities(sound(0.3), RATE, text, ANY_PACE)
