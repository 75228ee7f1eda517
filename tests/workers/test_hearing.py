"""Narrations against transcriptions: the comparison by itself, and a real recognizer on a real voice."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.mp3.frames import SAMPLE_RATE
from tests.hearing import decoded, recognizer
from tests.workers.conftest import Report
from tts_service.article.model import Script
from tts_service.contracts.transcription import HeardSentence
from tts_service.errors import ServiceError, Unprocessable
from workers.asr.compare import SaidSentence, compare
from workers.asr.homophones import sound_alike
from workers.asr.recognizer import Recognizer
from workers.asr.transcribe import transcribe
from workers.asr.words import align, names, occurring, words
from workers.audio.chain import encode


def alike(one: str, other: str) -> bool:
    return sound_alike(one, other, "en")


def heard(spoken: list[str], text: str, known: list[str] | None = None) -> list[HeardSentence]:
    return compare([SaidSentence(*one) for one in enumerate(spoken)], text, "en", known or [], alike)


@pytest.mark.pure
def test_writing_makes_no_difference() -> None:
    assert words("They won’t say there’ll be none.", "en") == [
        "they",
        "will",
        "not",
        "say",
        "there",
        "will",
        "be",
        "none",
    ]
    assert words("“In 1989,” he said — it’s 5%!", "en") == words(
        "in nineteen eighty-nine he said its five percent", "en"
    )


@pytest.mark.pure
def test_each_sentence_has_its_own_errors() -> None:
    found = heard(["The ferry left at nine.", "Nobody was on board."], "the fairy left at 9 nobody on board")
    assert [(one.words, one.errors, one.heard) for one in found] == [
        (5, 0, "the fairy left at nine"),
        (4, 1, "nobody on board"),
    ]


@pytest.mark.pure
def test_what_no_ear_can_tell_apart_is_the_same() -> None:
    assert (
        heard(["Talks have fared well in the past."], "talks have faired well in the passed")[0].errors == 0
    )
    assert heard(["The defence was weak."], "the defense was week")[0].errors == 0
    assert heard(["The defence was weak."], "the offence was weak")[0].errors == 1


@pytest.mark.pure
@pytest.mark.parametrize(
    "written",
    [
        "the un and the f b i met at nine pm",
        "The U.N. and the FBI met at 9 p.m.",
        "The UN and the F.B.I. met at nine P.M.",
    ],
)
def test_initials_are_letters_however_they_are_written(written: str) -> None:
    said = SaidSentence(0, "The UN and the FBI met at nine p.m.", [(4, 6), (15, 18), (31, 34)])
    (one,) = compare([said], written, "en", [], alike)
    assert (one.errors, one.words, one.spoken) == (0, 13, said.text)


@pytest.mark.pure
def test_a_wrong_letter_is_an_error() -> None:
    said = SaidSentence(0, "The UN met.", [(4, 6)])
    assert compare([said], "The EU met.", "en", [], alike)[0].errors == 2


@pytest.mark.pure
def test_figures_are_a_number_or_one_by_one() -> None:
    assert heard(["Fritz won seven six, seven five."], "Fritz won 76-75.")[0].errors == 0
    assert heard(["Some seventy-six people came."], "Some 76 people came.")[0].errors == 0
    assert heard(["Some seventy-six people came."], "Some 67 people came.")[0].errors == 2


@pytest.mark.pure
def test_errors_in_names_are_counted_by_themselves() -> None:
    sentence = heard(
        ["Then Yunus Qanuni left quickly."], "then eunice kanuni left quietly", ["Yunus", "Qanuni"]
    )[0]
    assert (sentence.errors, sentence.in_names) == (3, 2)


@pytest.mark.pure
def test_nothing_heard_is_all_wrong_and_too_much_is_counted() -> None:
    assert [one.errors for one in heard(["One two.", "Three."], "")] == [3, 0]
    assert sum(one.errors for one in heard(["One two."], "one two three four")) == 2


@pytest.mark.pure
@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Of thirty-one seventy West.", "of 3170 west"),
        ("Seven six, seven five.", "767-5"),
        ("The GTX ten sixty won.", "The GTX 1060 won."),
    ],
)
def test_figures_count_as_they_were_meant(said: str, written: str) -> None:
    assert heard([said], written)[0].errors == 0


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
@pytest.mark.pure
def test_an_alignment_covers_both_sides_in_order(spoken: list[str], written: list[str]) -> None:
    runs = align(spoken, written)
    assert [word for run in runs for word in spoken[run.start : run.end]] == spoken
    assert [word for run in runs for word in written[run.heard_start : run.heard_end]] == written
    assert all(spoken[r.start : r.end] == written[r.heard_start : r.heard_end] for r in runs if r.same)


@pytest.mark.pure
def test_names_are_what_has_a_capital_within_a_sentence() -> None:
    texts = [
        "Talks With The Rulers Have Begun.",
        "Yesterday Ahmad Massoud’s men met Mr. Dostum in Kabul.",
        "They left Kabul.",
    ]
    assert names(texts) == ["Ahmad", "Massoud", "Mr", "Dostum", "Kabul"]
    assert occurring(names(texts), texts[2:]) == ["Kabul"]


def test_a_glossary_does_not_make_the_recognizer_hear_what_is_not_said(report: Report) -> None:
    """The voice says other names than the script has, and the script's are in the glossary."""
    written = "In the evening Governor Hartley and Captain Oduya met the fishermen of Sandvik."
    said = "In the evening Governor Miller and Captain Thompson met the fishermen of Norfolk."
    speech = report.engine.synthesize(said, report.voice, "en")
    samples = decoded(encode(speech, report.voice, said).audio)
    known = names([written])
    assert {"Hartley", "Oduya", "Sandvik"} <= set(known)
    understood = words(recognizer().transcribe(samples, "en", known), "en")
    assert not {"hartley", "oduya", "sandvik"} & set(understood)
    assert heard([written], " ".join(understood), known)[0].in_names >= 3
    assert {"miller", "thompson", "norfolk"} <= set(
        words(recognizer().transcribe(samples, "en", names([said])), "en")
    )


def test_a_sentence_that_is_missing_is_missed(report: Report) -> None:
    audio = decoded(b"".join(report.segments[n] for n in (0, 2)))
    assert audio.size / SAMPLE_RATE < 28
    found = heard([report.spoken[n].text for n in (0, 1, 2)], recognizer().transcribe(audio, "en"))
    assert found[1].errors >= found[1].words - 1
    assert found[0].errors + found[2].errors <= 2


def test_without_the_extra_one_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(ServiceError, match=r"pip install 'tts-service\[verify\]'"):
        Recognizer()


def test_a_model_that_is_none_is_named() -> None:
    with pytest.raises(Unprocessable, match="'/nowhere/whisper' cannot be loaded"):
        Recognizer("/nowhere/whisper")


def test_nothing_is_downloaded_offline(tmp_path: Path) -> None:
    """Neither a model by its name, nor the part that a folder lacks."""
    for model in ("tiny", str(tmp_path)):
        with pytest.raises(Unprocessable, match="TTS_OFFLINE=1 is set"):
            Recognizer(model, offline=True)
    assert Recognizer(offline=True) is not None, "the wheel's model is whole"


def test_a_model_for_english_is_not_asked_about_spanish() -> None:
    """It would write down English words, whatever it hears."""
    script = Script(title="", language="es", source="Hola.", sections=(), segments=())
    with pytest.raises(Unprocessable, match=r"knows English only.*--model tiny"):
        transcribe(recognizer(), script, (), b"")
