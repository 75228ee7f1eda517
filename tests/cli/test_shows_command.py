"""``tts-service shows``, and what ``script`` says about a publisher's rules; in this process, with the real
engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from tts_service.article.model import decode_script
from tts_service.article.script.message import message_id
from tts_service.cli import run

FILE = """\
[site."news.example"]
include = [".story", ".facts"]
skip = [".promo"]

[show.world]
title = "The World Today"
voices = { quote = "tone/low" }
include = { site = "news.example" }
"""
PAGE = """<html lang=en><head><title>Ferry</title><link rel=canonical href="https://news.example/ferry"></head><body>
<h1>Ferry</h1><div class=story><p>The ferry is back after nine years, and all came to see it.</p>
<p class=promo>Our shop sells tickets, too.</p></div></body></html>"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, value in {"DATA_DIR": "data", "SHOWS": "ours.toml", "ENGINE": "tone", "OFFLINE": "1"}.items():
        monkeypatch.setenv(f"TTS_{name}", value)
    (tmp_path / "ours.toml").write_text(FILE)
    return tmp_path / "ours.toml"


def status(*arguments: str) -> int:
    with pytest.raises(SystemExit) as done:
        run(arguments)
    return int(done.value.code or 0)


def test_a_file_that_is_well(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert status("shows", "check") == 0
    assert capsys.readouterr().out == f"{file}: shows 1, sites 1; all well.\n"


def test_each_mistake_and_each_missing_thing_is_a_line(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(
        FILE.replace("tone/low", "tone/lower").replace(".promo", ".promo[").replace("title", "intro")
    )
    assert status("shows", "check") == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in lines] == [
        "ours.toml, line 3",
        "ours.toml, line 6",
        "ours.toml, line 7",
        str(file),
    ]
    assert "CSS selector" in lines[0]
    assert f"there is no file {file.parent / 'The World Today'}" in lines[1]
    assert "there is no voice tone/lower here" in lines[2]
    assert "stays in force" in lines[3]


def test_what_readers_may_choose_is_listed_and_has_to_be_there(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    readers = 'voices = ["tone/low", "tone/lower"]\nlanguages = ["es"]\nfeed = true\n\n[show.world]'
    file.write_text(FILE.replace("\n[show.world]", readers))
    assert status("shows", "check") == 1
    assert capsys.readouterr().out.startswith(
        'ours.toml, line 4: site."news.example".voices: there is no voice tone/lower here.'
    )
    run(["shows", "list"])
    shown = capsys.readouterr().out
    assert "  voices    tone/low, tone/lower\n  languages es\n  feed      what readers ask for" in shown


@pytest.mark.parametrize(
    ("size", "mode", "kind", "says"),
    [
        ((3000, 3000), "RGB", "PNG", ""),
        ((1400, 1400), "L", "JPEG", ""),
        ((1400, 1400), "RGBA", "PNG", ""),
        (
            (800, 800),
            "RGB",
            "PNG",
            "this picture has 800 x 800 pixels. Podcast directories require a square JPEG or PNG",
        ),
        ((3000, 2000), "RGB", "JPEG", "this picture has 3000 x 2000 pixels"),
        ((1400, 1400), "CMYK", "JPEG", "the colours of this picture are CMYK"),
        ((1400, 1400), "RGB", "WEBP", "this is WEBP, whatever its name says"),
    ],
)
def test_artwork_that_directories_would_refuse(
    file: Path, capsys: pytest.CaptureFixture[str], size: tuple[int, int], mode: str, kind: str, says: str
) -> None:
    Image.new(mode, size).save(file.parent / "ours.png", kind)
    file.write_text(FILE.replace('title = "The World Today"', 'artwork = "ours.png"'))
    assert status("shows", "check") == (1 if says else 0)
    assert (
        f"ours.toml, line 6: show.world.artwork: {says}" if says else "all well"
    ) in capsys.readouterr().out


def test_artwork_that_is_no_picture(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "ours.png").write_bytes(b"no picture")
    file.write_text(FILE.replace('title = "The World Today"', 'artwork = "ours.png"'))
    assert status("shows", "check") == 1
    assert "this is not a picture that can be read" in capsys.readouterr().out


def test_sponsors_are_listed_and_what_they_name_has_to_be_there(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sponsor = '[sponsor.inn]\nlabel = "Inn"\nat = "mid"\nsound = "inn.mp3"\nplays_a_day = 2_000\n'
    file.write_text(sponsor + "until = 2026-12-24\nmembers = false\n")
    assert status("shows", "check") == 1
    first, verdict = capsys.readouterr().out.splitlines()
    assert first.startswith("ours.toml, line 4: sponsor.inn.sound: there is no file")
    assert "shows 0, sites 0, sponsors 1" in verdict
    run(["shows", "list"])
    assert capsys.readouterr().out.splitlines() == [
        "sponsor inn: Inn",
        "  at        mid, 10 minutes apart",
        "  says      inn.mp3",
        "  with      every article",
        "  when      until 2026-12-25 00:00 UTC",
        "  at most   2,000 plays a day",
        "  members   do not hear it",
        f"  article   {message_id('inn')}",
    ]


def test_a_file_that_is_not_there(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.unlink()
    assert run(["shows", "check"]) == 1
    assert f"There is no {file}" in capsys.readouterr().err


def test_the_list_is_of_what_is_in_force(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["shows", "list"])
    good = capsys.readouterr().out
    assert "show world: The World Today" in good
    assert "site news.example" in good
    file.write_text("[show\n")
    run(["shows", "list"])
    assert capsys.readouterr().out == good


def test_words_are_listed_and_those_that_will_not_be_heard_are_warned_of(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(
        FILE + "\n[show.world.lexicon]\nQarluq = 'kar-look'\nSkerry = { ipa = 'ˈskɛri', voice = 'bells/*' }\n"
    )
    assert status("shows", "check") == 0
    assert capsys.readouterr().out == (
        "warning: ours.toml, line 12: There is no voice bells/* here: 'Skerry' is spoken as it is written.\n"
        f"{file}: shows 1, sites 1; all well.\n"
    )
    run(["shows", "list"])
    assert (
        "  says      Qarluq: kar-look\n  says      Skerry: /ˈskɛri/  [voice bells/*]\n"
        in capsys.readouterr().out
    )


def test_the_script_tells_which_rules_applied(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (file.parent / "page.html").write_text(PAGE)
    run(["script", "page.html"])
    shown = capsys.readouterr().out
    assert (
        "Show: world\nRead by the rules for news.example.\n"
        "include .facts: this matches no text on this page.\n" in shown
    )
    assert "'Our shop sells tickets, too.': skipped by the publisher's rule .promo" in shown
    run(["script", "page.html", "--json"])
    assert len(decode_script(capsys.readouterr().out.encode()).notes) == 2
