"""Every command that takes articles, given what is no article: one line about each, the right exit status,
no traceback."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tts_service.cli import run

GOOD = (
    "The harbour clock is late\n\n"
    "The clock in the harbour was late again on Monday. Nobody in the town could say why.\n"
)
TAMIL = "துறைமுகக் கடிகாரம் திங்கட்கிழமை மீண்டும் தாமதமாக இருந்தது. ஏன் என்று ஊரில் யாருக்கும் தெரியவில்லை.\n" * 3
FEED = "<rss><channel><item><link>http://127.0.0.1:1/a</link></item></channel></rss>"
FILES: dict[str, bytes] = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "empty.html": b"",
    "empty.xml": b"",
    "empty.html.gz": b"",
    "nul.txt": b"\0" * 1000,
    "picture.txt": bytes(range(128, 256)),
    "picture.xml": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "no-gzip.html.gz": b"<p>Words.</p>",
    "half.html.gz": gzip.compress(b"<p>Words and more words.</p>" * 100)[:-20],
    "half.xml.gz": gzip.compress(FEED.encode())[:-4],
    "broken.xml": b"<rss><channel><item><title>Half",
    "page.xml": b"<!doctype html><p>Words",
    "opml.xml": b"<opml><body/></opml>",
    "nothing.xml": b"<rss><channel/></rss>",
    "no-links.xml": b"<rss><channel><item><title>x</title></item></channel></rss>",
    "bomb.xml": b'<!DOCTYPE rss [<!ENTITY a "b">]><rss>&a;</rss>',
    "index.xml": b"<sitemapindex><sitemap><loc>http://127.0.0.1:1/a.xml</loc></sitemap></sitemapindex>",
    "unreachable.xml": FEED.encode(),
    "no-words.html": b"<html><body><script>var a = 1;</script></body></html>",
    "marks.txt": "—…·!?".encode(),
    "tamil.txt": f"{TAMIL}\n{TAMIL}".encode(),
    "utf-16.txt": "Words".encode("utf-16")[:-1],
    "deep.html": b"<div>" * 5_000,
}
NAMES = [*FILES, "missing.txt", "dangling.txt", "loop.txt", "loop.xml", "folder.txt", "empty-folder"]
NAMES += [
    "http://[",
    "http://[/feed",
    "http://",
    "https://a b/",
    "http://127.0.0.1:1/feed",
    "http://169.254.169.254/rss",
]
NAMES += ["[", "*.missing", "x" * 300 + ".txt", "a/" * 2_000, "~"]
LINES = [
    "{",
    "[]",
    '{"url": 7}',
    '{"url": "http://["}',
    '{"text": ""}',
    "{}",
    '{"text": "\\ud800"}',
    "{" * 3_000,
]
LINES += [
    '{"text": "Words.", "voice": "nobody"}',
    '{"text": "Words.", "language": "xx-nonsense-language-tag"}',
]
LINES += ["a\0b", "\udcff.txt", "a\0b.xml"]
COMMANDS = [["script"], ["script", "--json"], ["speak", "-o", "out.mp3"], ["account"]]
BATCHES = [["batch", "--local"], ["batch", "--local", "--json"], ["batch", "--local", "--missing"]]
BATCHES += [["batch", "--dry-run"], ["batch", "--dry-run", "--json"]]
BATCHES += [["batch", "--dry-run", "--since", "2025-01-01"], ["batch", "--dry-run", "--section", "x"]]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("broken")
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD)
    (folder / "dangling.txt").symlink_to("nowhere.txt")
    for name in ("loop.txt", "loop.xml"):
        (folder / name).symlink_to(name)
    for name in ("folder.txt", "empty-folder"):
        (folder / name).mkdir()
    before = Path.cwd()
    os.chdir(folder)
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("TTS_")]:
            patch.delenv(name)
        given = {"DATA_DIR": str(folder / "data"), "ENGINE": "tone", "OFFLINE": "1", "WORKERS": "1"}
        given["REDIS_URL"] = "redis://127.0.0.1:1/0"
        for name, value in given.items():
            patch.setenv(f"TTS_{name}", value)
        yield folder
    os.chdir(before)


class Said:
    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    written = cast(io.BytesIO, stream.buffer).getvalue()
    return written.decode()


def said(*arguments: str, given: bytes = b"") -> Said:
    """In this process: what is no user error comes out as it is."""
    streams = [
        io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors=errors)
        for data, errors in ((given, "surrogateescape"), (b"", "backslashreplace"), (b"", "backslashreplace"))
    ]
    kept = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = streams
    try:
        status = run(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept
    return Said(status, *map(_written, streams[1:]))


def check(done: Said, command: list[str]) -> None:
    """It failed, and said so in a line."""
    assert done.status in (0, 1, 2)
    assert "Traceback" not in done.err + done.out
    complaints = done.err.splitlines()
    assert all(line.startswith("tts-service: ") for line in complaints)
    if command[0] != "batch" and done.status:
        assert len(complaints) == 1 or (command == ["account"] and done.out)
    if "--json" in command and done.out:
        json.loads(done.out)
    assert done.out or complaints
    assert bool(done.status) or not complaints


@pytest.mark.parametrize("command", COMMANDS + BATCHES, ids=" ".join)
def test_each_by_itself(here: Path, command: list[str]) -> None:
    for name in NAMES:
        check(said(*command, name), command)


@pytest.mark.parametrize("command", BATCHES, ids=" ".join)
def test_lines_of_standard_input(here: Path, command: list[str]) -> None:
    for line in [*LINES, "\n".join(LINES)]:
        check(said(*command, "-", given=line.encode("utf-8", "surrogateescape")), command)


def test_standard_input_as_an_article(here: Path) -> None:
    for data in FILES.values():
        check(said("script", "-", given=data), ["script"])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6), st.booleans())
def test_many_together_never_stop_the_good_one(here: Path, names: list[str], first: bool) -> None:
    named = ["good.txt", *names] if first else [*names, "good.txt"]
    done = said("batch", "--local", "--json", *named)
    check(done, ["batch", "--json"])
    (good,) = [article for article in json.loads(done.out)["articles"] if article["source"] == "good.txt"]
    assert good["status"] == "ready"
    reckoned = json.loads(said("batch", "--dry-run", "--json", *named).out)
    assert reckoned["audio_s"] > 0
    assert reckoned["unreadable"] < reckoned["read"]


def test_a_dry_run_of_a_broken_feed_is_one_line_and_1(here: Path) -> None:
    done = said("batch", "--dry-run", "opml.xml")
    assert (done.status, done.out) == (1, "")
    assert (
        done.err
        == "tts-service: opml.xml: This is XML, but neither a feed nor a sitemap: its root is <opml>.\n"
    )
    several = said("batch", "--dry-run", "opml.xml", "page.xml")
    assert (several.status, several.err.count("\n")) == (1, 2)
    mixed = said("batch", "--dry-run", "opml.xml", "good.txt")
    assert (mixed.status, mixed.err) == (1, done.err)
    assert mixed.out.startswith("1 articles, judged by 1 of them")


@pytest.fixture
def english_only(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTS_ENGINE", "hibari")


@pytest.mark.usefixtures("english_only")
def test_a_dry_run_goes_on_behind_an_article_that_no_voice_speaks() -> None:
    done = said("batch", "--dry-run", "tamil.txt", "good.txt")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 articles, judged by 2 of them: about 0:0")
    assert done.out.endswith(" Of these 1 cannot be read.\n")
    alone = said("batch", "--dry-run", "tamil.txt", "blank.txt")
    assert alone.status == 1
    assert "2 articles" in alone.err


@pytest.mark.usefixtures("english_only")
def test_a_dry_run_counts_all_that_no_voice_speaks() -> None:
    lines = [json.dumps({"text": text, "title": f"{n}"}) for text in (GOOD, TAMIL) for n in range(4)]
    reckoned = json.loads(said("batch", "--dry-run", "--json", "-", given="\n".join(lines).encode()).out)
    assert (reckoned["articles"], reckoned["read"], reckoned["unreadable"]) == (8, 8, 4)


def test_a_feed_that_breaks_off_is_told(here: Path) -> None:
    (here / "off.xml").write_text(FEED.removesuffix("</channel></rss>"))
    done = said("batch", "--local", "off.xml")
    assert done.status == 1
    assert "off.xml ends in its middle: 1 articles of it were read." in done.out
