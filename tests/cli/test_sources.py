from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from tts_service.article.file_source import decode
from tts_service.cli.batch.sources import MOST_BYTES, request_for
from tts_service.errors import BadRequest, NotFound, TooLarge, Unprocessable

pytestmark = pytest.mark.pure


def test_an_address_is_left_to_be_fetched() -> None:
    request = request_for("https://news.example/story", voice="tone/plain", language="en")
    assert (request.url, request.html, request.text) == ("https://news.example/story", None, None)
    assert (request.voice, request.language) == ("tone/plain", "en")


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page", "page.data"])
def test_pages_are_known_by_name_or_by_their_beginning(tmp_path: Path, name: str) -> None:
    page = "\n<!DOCTYPE html><html><p>Hello.</p></html>"
    (tmp_path / name).write_text(page)
    assert request_for(str(tmp_path / name)).html == page


@pytest.mark.parametrize("name", ["story.ssml", "story.SSML", "story", "story.xml"])
@pytest.mark.parametrize("begins", ["", '<?xml version="1.0"?>\n'])
def test_ssml_is_known_by_name_or_by_its_beginning(tmp_path: Path, name: str, begins: str) -> None:
    ssml = f'{begins}<speak xml:lang="en">Hello.</speak>'
    (tmp_path / name).write_text(ssml)
    assert request_for(str(tmp_path / name)).ssml == ssml
    (tmp_path / "about.txt").write_text(ssml)
    assert request_for(str(tmp_path / "about.txt")).text == ssml
    (tmp_path / "bad.ssml").write_text("<speak>Hello.<audio/></speak>")
    with pytest.raises(BadRequest, match="<audio> is not allowed"):
        request_for(str(tmp_path / "bad.ssml"))


@pytest.mark.parametrize("name", ["story.txt", "story.md", "story"])
def test_all_else_is_text(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("a < b")
    assert request_for(str(tmp_path / name)).text == "a < b"


def test_a_text_about_html_stays_a_text(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("<html> is how a page begins.")
    assert request_for(str(tmp_path / "story.txt")).text is not None


def test_packed_pages_are_unpacked(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"<p>Hello.</p>"))
    assert request_for(str(tmp_path / "page.html.gz")).html == "<p>Hello.</p>"


@pytest.mark.parametrize(
    "data", [b"no gzip at all", gzip.compress(b"x" * 100_000)[:-20]], ids=["not packed", "cut off"]
)
def test_a_broken_package_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.html.gz").write_bytes(data)
    with pytest.raises(Unprocessable, match=r"page\.html\.gz is not a whole gzip file"):
        request_for(str(tmp_path / "page.html.gz"))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(b"x" * (MOST_BYTES + 1)))
    with pytest.raises(TooLarge, match="holds more than"):
        request_for(str(tmp_path / "page.html.gz"))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Grüße.".encode())))
    assert request_for("-").text == "Grüße."


@pytest.mark.parametrize(("name", "why"), [("missing.txt", "No such file"), ("", "Is a directory")])
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(NotFound, match=why):
        request_for(str(tmp_path / name))


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    with pytest.raises(BadRequest, match="nothing to read"):
        request_for(str(tmp_path / "empty.txt"))


@pytest.mark.parametrize(
    "data",
    [
        "“Grüße”".encode(),
        b"\xef\xbb\xbf" + "“Grüße”".encode(),
        "“Grüße”".encode("utf-16"),
        "“Grüße”".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "windows-1252"],
)
def test_encodings(data: bytes) -> None:
    assert decode(data) == "“Grüße”"


def test_a_page_declares_its_encoding() -> None:
    page = '<html><head><meta charset="koi8-r"><title>Привет</title>'
    assert decode(page.encode("koi8-r")) == page


def test_an_unknown_declared_encoding_is_passed_over() -> None:
    assert decode(b'<meta charset="martian">caf\xe9').endswith("café")
