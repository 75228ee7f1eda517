"""The editors' file: what is read, what is refused with which line, and what a change leaves alone."""

from __future__ import annotations

import pytest

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.contracts.voices import Voice
from tts_service.errors import FileError
from tts_service.publisher.lexicon import text as lexicon_text
from tts_service.publisher.lexicon.check import warnings
from tts_service.publisher.lexicon.file import MAX_ENTRIES, entries_with_lines, parse, places_in

pytestmark = pytest.mark.pure

FILE = """\
# Names of the north

[[word]]
write = "Qarluq"  # the tribe
# asked the ambassador
say = "kar-look"

# Places
[["word"]]  # the town
ipa = "/kazɪŋ/"
write = 'Kaz'
case = true

# The end
"""


def test_entries_come_in_order_with_their_lines() -> None:
    assert entries_with_lines(FILE, "lexicon.toml") == [
        (LexiconEntry("Qarluq", say="kar-look"), 3),
        (LexiconEntry("Kaz", ipa="kazɪŋ", case=True), 9),
    ]
    assert parse("\ufeff" + FILE, "x").entries == parse(FILE, "x").entries
    assert parse("# nothing yet\n", "x").entries == ()


WORD = '[[word]]\nwrite = "Kaz"\n'


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (WORD + "say = kahz\n", 3, "quotation marks"),
        (WORD + 'say "kahz"\n', 3, "no ="),
        (WORD + 'say = "kahz\n\n', 3, "closing quote"),
        (WORD + 'say = "a"\nsay = "b"\n\n', 4, "already"),
        (WORD + "say = 7\n", 3, "text in quotes"),
        (WORD + 'say = "k"\ncase = "yes"\n', 4, "true or false"),
        (WORD + 'say = "k"\nlanguage = "en-GB"\n', 4, "region"),
        (WORD + 'sya = "k"\n', 3, "sya"),
        (WORD + 'say = "k"\nipa = "k"\n', 3, "not both"),
        (WORD + '\n# none\nipa = "K"\n', 5, "capital"),
        ("\n" + WORD, 3, "either say"),
        ('[[word]]\nsay = "k"\n', 1, "write"),
        (f'{WORD}say = "k"\n\n{WORD}say = "k"\n', 5, "line 1"),
        (f'{WORD}say = "k"\n\n{WORD.replace("Kaz", "KAZ")}say = "q"\n', 5, "another way"),
        ('[word]\nwrite = "Kaz"\nsay = "k"\n', 1, "double brackets"),
        ('# hm\nword = [{write = "Kaz", say = "k"}]\n', 1, "table of its own"),
        ('# hm\n[[words]]\nwrite = "Kaz"\nsay = "k"\n', 2, "words"),
        ('say = "k"\n' + WORD, 1, "say"),
        (WORD + 'say = """\n[[word]]\n"""\n', 1, "own"),
        ("".join(f'[[word]]\nwrite = "w{n}"\nsay = "k"\n' for n in range(MAX_ENTRIES + 1)), 1, "5,000"),
    ],
)
def test_an_error_is_told_with_its_line_and_what_to_do(text: str, line: int, what: str) -> None:
    with pytest.raises(FileError) as caught:
        parse(text, "lexicon.toml")
    assert caught.value.detail.startswith(f"lexicon.toml, line {line}: ")
    assert what in caught.value.detail


def places(text: str) -> list[tuple[int, int]]:
    return [(place.first, place.last) for place in places_in(text.split("\n"))]


def test_comments_behind_an_entry_are_not_its_own() -> None:
    assert places(FILE) == [(2, 6), (8, 12)]


def test_an_addition_goes_to_the_end() -> None:
    text = lexicon_text.added(FILE, LexiconEntry('Say "hi"', say="hé\\", language="en", case=True))
    assert text.startswith(FILE.rstrip("\n"))
    assert parse(text, "x").entries[-1] == LexiconEntry('Say "hi"', say="hé\\", language="en", case=True)
    assert lexicon_text.added("", LexiconEntry("a", say="b")) == '[[word]]\nwrite = "a"\nsay = "b"\n'


def test_a_removal_leaves_every_comment_of_others() -> None:
    first, second = places_in(FILE.split("\n"))
    assert lexicon_text.removed(FILE, first) == "# Names of the north\n\n" + FILE[FILE.index("# Places") :]
    assert lexicon_text.removed(FILE, second) == FILE[: FILE.index('[["word"]]')] + "\n# The end\n"


def test_a_change_keeps_comments_and_order() -> None:
    first, second = places_in(FILE.split("\n"))
    assert lexicon_text.replaced(FILE, first, LexiconEntry("Qarluq", say="kahr")) == FILE.replace(
        "kar-look", "kahr"
    )
    changed = lexicon_text.replaced(FILE, second, LexiconEntry("Kaz", say="kahz", site="news.example"))
    assert "# Places\n" in changed
    assert "# the town" in changed
    assert changed.endswith("\n\n# The end\n")
    assert parse(changed, "x").entries[1] == LexiconEntry("Kaz", say="kahz", site="news.example")


def voice(name: str, ipa: str) -> Voice:
    return Voice(id=name, name=name, languages=("en",), gain_db=0.0, model="", ipa=ipa)


def test_what_will_not_be_heard_is_warned_of() -> None:
    voices = [voice("piper/joe", "abˈ"), voice("gtts/en", "")]
    entries = [
        (LexiconEntry("one", ipa="aˈb"), 1),
        (LexiconEntry("two", ipa="axb"), 5),
        (LexiconEntry("three", ipa="a", voice="gtts/*"), 9),
        (LexiconEntry("four", say="for", voice="kokoro/*"), 13),
        (LexiconEntry("five", ipa="x", language="de"), 17),
    ]
    found = warnings(entries, "lexicon.toml", voices, "")
    assert [line.partition(":")[0] for line in found] == [f"lexicon.toml, line {line}" for line in (5, 9, 13)]
    assert "cannot say x" in found[0]
    assert len(warnings(entries[:1], "lexicon.toml", voices, "gtts/en")) == 1
