"""From text to hibari's phonemes."""

from __future__ import annotations

import string
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workers.test_phonemes import marked
from tts_service.article.lexicon.ipa import unknown_symbols
from tts_service.article.model import Spelled
from tts_service.article.normalize import normalize
from tts_service.settings import Settings
from workers.engines.base import EngineFailed
from workers.engines.hibari.alphabet import LETTERS, from_ipa, said, sayable, unsayable
from workers.engines.hibari.engine import HibariEngine, HibariOptions, _reader, _vocabulary
from workers.engines.hibari.letters import plain
from workers.engines.hibari.reading import Reader
from workers.engines.hibari.splitting import MOST, parts


@pytest.fixture(scope="module")
def american() -> Reader:
    return _reader("a")


@pytest.fixture(scope="module")
def british() -> Reader:
    return _reader("b")


def read(reader: Reader, text: str) -> str:
    bare, given = marked(text)
    return "".join(piece.phonemes for piece in reader.pieces(bare, given))


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("He went to {Qarluq=qɑːɹlˈuːk} in May.", "hˌi wˈɛnt tə kɑɹlˈuk ɪn mˈA."),
        ("“{Qarluq=qɑːɹlˈuːk},” he said.", "kɑɹlˈuk, hi sˈɛd."),
        ("The {Kaz=kɑːz}'s end.", "ðə kɑzᵻz ˈɛnd."),
        ("The {Kat=kæt}’s end.", "ðə kæts ˈɛnd."),
        ("The {Anu=ˈɑːnuː}'s end.", "ði ˈɑnuz ˈɛnd."),
        ("A pro-{Kaz=kɑːz} vote.", None),
        ("{Rio Grande=ɹiːoʊ ɡɹænd}!", "ɹiO ɡɹænd!"),
        ("{Kaz=kɑːz}", "kɑz"),
    ],
)
def test_a_given_sound_leaves_the_sentence_around_it_whole(
    american: Reader, text: str, phonemes: str | None
) -> None:
    found = read(american, text)
    assert (
        found == phonemes if phonemes else " pɹO" not in found and "kɑz" in found and found.endswith("vˈOt.")
    )


@pytest.mark.parametrize(
    ("text", "phonemes"),
    [
        ("The UN met at 9 p.m. on Monday.", "ðə jˌuˈɛn mˈɛt æt nˈIn pˌiˈɛm ˌɔn mˈʌndˌA."),
        ("The WHO's rules.", "ðə dˌʌbᵊljuˌAʧˈOz ɹˈulz."),
        ("Two MPs, one Ph.D.", "tˈu ˌɛmpˈiz, wˈʌn pˌiˌAʧdˈi"),
        ("A P.M. boat.", "ɐ pˌiˈɛm bˈOt."),
        ("Q&A session.", "kjˈu ænd ˈA sˈɛʃən."),
    ],
)
def test_what_is_spelled_is_said_letter_by_letter(american: Reader, text: str, phonemes: str) -> None:
    assert read_aloud(american, text) == phonemes


@given(st.text(string.ascii_uppercase, min_size=1, max_size=6), st.sampled_from(["a", "b"]))
def test_all_letters_are_said(letters: str, dialect: str) -> None:
    reader = _reader_of(dialect)
    pieces = reader.pieces(f"The {letters} met.", (), (Spelled(4, 4 + len(letters)),))
    names = "".join(reader.pieces(letter, (), (Spelled(0, 1),))[0].phonemes for letter in letters)
    (said,) = (piece.phonemes.strip() for piece in pieces if piece.start == 4)
    assert _without_stress(said) == _without_stress(names)
    assert said.count("ˈ") == 1


def read_aloud(reader: Reader, text: str) -> str:
    spoken, spelled = "", []
    for run in normalize(text, "en"):
        spelled += [Spelled(len(spoken) + start, len(spoken) + end) for start, end in run.spelled]
        spoken += run.spoken
    return "".join(piece.phonemes for piece in reader.pieces(spoken, (), spelled))


_reader_of = lru_cache(_reader)


def _without_stress(phonemes: str) -> str:
    return phonemes.replace("ˈ", "").replace("ˌ", "")


def test_homographs_are_read_by_their_part_of_speech(american: Reader) -> None:
    found = read(american, "He read the book; they will read it.").split()
    assert (found[1], found[-2]) == ("ɹˈɛd", "ɹˈid")


def test_british_voices_read_as_the_british_do(american: Reader, british: Reader) -> None:
    assert read(american, "The car went faster.") == "ðə kˈɑɹ wˈɛnt fˈæstəɹ."
    assert read(british, "The car went faster.") == "ðə kˈɑː wˈɛnt fˈɑːstə."


@pytest.mark.parametrize("dialect", ["a", "b"])
def test_what_it_can_say_is_in_its_networks_vocabulary(dialect: str) -> None:
    assert LETTERS[dialect] <= _vocabulary().keys()
    assert unknown_symbols("ˈwɔːtɚ tʃ qʁyøɲ", sayable(dialect)) == []
    assert unknown_symbols("ǁaǃ", sayable(dialect)) == ["ǁ", "ǃ"]
    assert all(not unsayable(from_ipa(symbol, dialect), dialect) for symbol in sayable(dialect))


def test_sounds_that_english_lacks_are_said_as_the_nearest(american: Reader) -> None:
    assert from_ipa("ʁɛɲy", "a") == "ɹɛnju"
    assert said("kɑ1-ʀ", "a") == "kɑɹ"


def test_a_symbol_that_no_voice_can_say_is_left_out_and_told(
    american: Reader, caplog: pytest.LogCaptureFixture
) -> None:
    assert read(american, "A {Xhosa=ǁoʊsə} song.") == "ɐ Osə sˈɔŋ."
    assert "cannot say ǁ" in caplog.text
    assert read(american, "The {cat=ǁǃ}.") == read(american, "The cat.")


@pytest.mark.parametrize("text", ["北京", "한국", "中", "नरेंद्र", "ἄλφα", "שלום", "ไทย"])
def test_letters_of_other_scripts_are_read_or_named(american: Reader, british: Reader, text: str) -> None:
    for reader in (american, british):
        assert any(char.isalpha() for char in read(reader, f"In {text} at noon.")[3:-9])


def test_a_long_word_that_nobody_knows_is_read_to_its_end(american: Reader) -> None:
    word = "donaudampfschifffahrtskapitaen"
    whole = read(american, f"The {word}.")
    assert len(whole) > len(read(american, f"The {word[:24]}."))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("  It’s\u00a0 \tso. ", "It's so."),
        ("so\u00adft ze\u200bro", "soft zero"),
        ("Đặng [b](/c/)", "Đang (b)(/c/)"),
        ("Ünïcode é", "Ünïcode é"),
        ("Straße", "Straße"),
    ],
)
def test_a_text_is_written_as_the_dictionary_is(american: Reader, text: str, written: str) -> None:
    made = plain(text, american._known)
    assert made.text == written
    assert len(made.origins) == len(made.text)
    assert all(text[at].isspace() == (char == " ") for char, at in zip(made.text, made.origins, strict=True))


@pytest.mark.parametrize(
    "phonemes", ["a", "ab, " * 200, "abc " * 200, "a" * 1000, ("ab " * 130) + "c; " + "de " * 40]
)
def test_parts_are_short_enough_and_nothing_is_lost(phonemes: str) -> None:
    made = list(parts(phonemes))
    assert "".join(made) == phonemes
    assert all(0 < len(part) <= MOST for part in made)
    if "," in phonemes:
        assert all(part.rstrip().endswith(",") for part in made)


def test_what_hibari_may_not_write_is_never_dropped(
    american: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that its dictionary gave in a letter which the network does not know."""
    monkeypatch.setitem(american._g2p.lexicon.golds.d, "ferry", "fˈɛ☃i")
    with pytest.raises(EngineFailed, match=r"'ferry' with ☃.*lexicon add"):
        american.pieces("A ferry.")


def test_an_article_cannot_give_sounds_itself(american: Reader) -> None:
    assert "kæt" not in read(american, "He met [Bob](/kæt/) there.")
    assert "bˈɑb" in read(american, "He met [Bob](/kæt/) there.")


def test_options_are_checked(tmp_path: Path) -> None:
    engine = HibariEngine(Settings(data_dir=tmp_path), HibariOptions())
    assert engine.parameters == {"speed": 1.0}
    assert engine.version.startswith("0.2.1+")
    assert {version("onnxruntime"), version("numpy")} < set(engine.version.split("+"))
