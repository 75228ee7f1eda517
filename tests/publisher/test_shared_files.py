"""The publisher's files in a catalog: every change counts once, whoever else changes something meanwhile."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import redis
from hypothesis import given, settings
from hypothesis import strategies as st

from audio_cache.errors import StoreAway
from tests.running import wait_until
from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.article.request import ArticleRequest
from tts_service.broker.channels import Channels
from tts_service.broker.notices import Notices
from tts_service.broker.publisher_files import PublisherCopy
from tts_service.catalog import Catalog
from tts_service.catalog.publisher.versions import KEPT
from tts_service.contracts.publisher_version import PublisherVersion
from tts_service.errors import BadRequest, Conflict, FileError, FilesAway, NotFound, Unavailable
from tts_service.ops.publisher_files import keep_looking, take_in_once
from tts_service.ops.told_book import COMPARED_EVERY_S, ToldBook
from tts_service.publisher.exchange import PublisherFolder, take_in, write_out
from tts_service.publisher.files import FolderFiles
from tts_service.publisher.lexicon.editor import LexiconEditor
from tts_service.publisher.rules import PublisherRules
from tts_service.publisher.shared import LOOK_S, EditableFiles, SharedFiles
from tts_service.publisher.shows.editor import ShowEditor
from tts_service.settings import Settings

NOWHERE = Settings(data_dir=Path("/nowhere"))
PAGE = ArticleRequest(url="https://a.example/1")
SHOWS = '[show.world]\nintro = "horn.wav"\nartwork = "https://a.example/a.png"\n'


class Objects:
    """A bucket that may be away."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.is_away = False

    def put(self, digest: str, data: bytes) -> None:
        self._look()
        self.held[digest] = data

    def fetch(self, digest: str, write: Callable[[bytes], object]) -> bool:
        self._look()
        if digest in self.held:
            write(self.held[digest])
        return digest in self.held

    def _look(self) -> None:
        if self.is_away:
            raise StoreAway("It does not answer.")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    with closing(Catalog(f"sqlite:///{tmp_path / 'catalog.db'}")) as catalog:
        yield catalog


@pytest.fixture
def copy(valkey: str) -> Iterator[PublisherCopy]:
    with redis.Redis.from_url(valkey.replace("/0", "/8")) as client:
        client.flushdb()
        yield PublisherCopy(client)


@pytest.fixture
def objects() -> Objects:
    return Objects()


@pytest.fixture
def host(
    catalog: Catalog, copy: PublisherCopy, objects: Objects, tmp_path: Path
) -> Callable[[str], EditableFiles]:
    """``host("a")`` is what a web process of that machine knows."""
    return lambda name: EditableFiles(ToldBook(catalog.publisher, copy), objects, tmp_path / name, name)


Host = Callable[[str], EditableFiles]


@pytest.fixture
def folder(tmp_path: Path) -> PublisherFolder:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "shows.toml").write_text(SHOWS)
    (ours / "lexicon.toml").write_text('[[word]]\nwrite = "Kaz"\nsay = "kahz"\n')
    (ours / "horn.wav").write_bytes(b"a horn")
    return PublisherFolder.of(ours)


@settings(max_examples=15)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("cdefgh")), max_size=8, unique=True))
def test_changes_of_two_hosts_are_all_kept(changes: list[tuple[str, str]]) -> None:
    """Whatever each of them knew before."""

    class Versions:
        def __init__(self) -> None:
            self.all = [PublisherVersion()]

        def newest(self, known: PublisherVersion | None) -> PublisherVersion:
            return self.all[-1]

        def add(self, version: PublisherVersion) -> bool:
            if version.number != len(self.all):
                return False
            self.all.append(version)
            return True

    book = Versions()
    hosts = {name: EditableFiles(book, Objects(), Path("/nowhere"), name) for name in "ab"}
    editors = {name: LexiconEditor(NOWHERE, files) for name, files in hosts.items()}
    for name, word in changes:
        editors[name].add(LexiconEntry(write=f"{word}{name}", say="once"))
    hosts["a"].look()
    assert {word.write for word in editors["a"].words().words} == {word + name for name, word in changes}


def test_a_change_that_another_forestalls_is_made_again_on_what_that_one_left(host: Host) -> None:
    here, there = host("a"), host("b")
    asked: list[str] = []

    def late(text: str) -> str:
        asked.append(text)
        if len(asked) == 1:
            there.change("shows", lambda text: text + "[show.second]\n")
        return text + "[show.first]\n"

    here.change("shows", late)
    assert asked == ["", "[show.second]\n"]
    assert here.text("shows") == "[show.second]\n[show.first]\n"
    there.look()
    assert there.version == here.version
    assert (here.version.number, here.version.made_by) == (2, "a")


def test_picks_and_words_are_edited_as_in_files(host: Host, folder: PublisherFolder) -> None:
    files = host("a")
    take_in(files, folder, None)
    rules = PublisherRules(NOWHERE, files)
    before = rules.digest(PAGE, "abc")
    ShowEditor(NOWHERE, files).pick("world", "abc")
    assert rules.publisher.shows["world"].include.id == ("abc",)
    assert rules.digest(PAGE, "abc") != before
    with pytest.raises(BadRequest, match="nightly"):
        ShowEditor(NOWHERE, files).pick("nightly", "abc")


def test_the_same_files_are_the_same_rules_wherever_they_are(host: Host, folder: PublisherFolder) -> None:
    """So nothing is read again when a service takes its files in."""
    take_in(host("a"), folder, None)
    beside = FolderFiles(Settings(shows=folder.shows, lexicon=folder.lexicon))
    for url in (PAGE, ArticleRequest(text="A text.", show="world")):
        digests = {PublisherRules(NOWHERE, files).digest(url, "abc") for files in (beside, host("b"))}
        assert len(digests) == 1


def test_a_worker_learns_of_a_version_before_the_web_process_follows_it(
    host: Host, copy: PublisherCopy, objects: Objects, tmp_path: Path
) -> None:
    web = host("a")
    worker = SharedFiles(copy, objects, tmp_path / "worker")
    with pytest.raises(FilesAway, match="No web process"):
        worker.look()
    assert web.version.number == 0
    rules = PublisherRules(NOWHERE, worker)
    plain = rules.digest(PAGE, "abc")
    worker.keep_looking(lambda: time.sleep(0.5))
    worker._looked_at = float("inf")
    LexiconEditor(NOWHERE, web).add(LexiconEntry(write="Kaz", say="kahz"))
    made = PublisherRules(NOWHERE, web).digest(PAGE, "abc")
    assert made != plain
    rules.catch_up(made, PAGE, "abc")
    assert rules.digest(PAGE, "abc") == made


def test_a_change_counts_at_once_where_it_is_announced(
    host: Host, valkey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tts_service.ops.publisher_files.LOOK_S", 1000)
    a, b = host("a"), host("b")
    with closing(Notices(Channels(Settings(redis_url=valkey)))) as notices:
        keep_looking(b, notices)
        wait_until(lambda: notices.connected, "the connection")
        for word in ("Kaz", "Karluk", "Kazan"):
            LexiconEditor(NOWHERE, a).add(LexiconEntry(write=word, say="kahz"))
            wait_until(lambda: b.version.number == a.version.number, "the change")


def test_a_late_teller_changes_nothing_and_an_older_catalog_is_believed(
    catalog: Catalog, copy: PublisherCopy
) -> None:
    one, two = (PublisherVersion(number=number) for number in (1, 2))
    copy.put(one, None)
    copy.put(two, None)
    assert copy.number() == 1, "it was seen before there was any"
    copy.put(two, 1)
    copy.put(one, 1)
    assert copy.number() == 2
    assert ToldBook(catalog.publisher, copy).newest(two).number == 0, "a backup was restored"
    assert copy.number() == 0


def test_the_copy_is_looked_at_now_and_then_and_renewed_at_once_when_there_is_a_newer_version(
    host: Host, catalog: Catalog, copy: PublisherCopy
) -> None:
    book = ToldBook(catalog.publisher, copy)
    known = book.newest(None)
    copy.put(PublisherVersion(number=7), known.number)
    assert book.newest(known) is known
    assert copy.number() == 7, "it was looked at a moment ago"
    host("b").add(known.next(by="b", shows="# changed elsewhere\n"))
    copy.put(PublisherVersion(number=7), known.number + 1)
    newer = book.newest(known)
    assert newer.number == known.number + 1
    assert copy.number() == newer.number, "workers know it before this process follows it"
    copy.put(PublisherVersion(number=7), newer.number)
    book._compared_at -= COMPARED_EVERY_S
    assert book.newest(newer) is newer
    assert copy.number() == newer.number, "whatever became of it meanwhile"


def test_versions_are_kept_for_a_while(host: Host, catalog: Catalog) -> None:
    files = host("a")
    for number in range(KEPT + 3):
        files.change("shows", lambda text, number=number: f"# {number}\n")  # type: ignore[misc]
    assert files.version.number == KEPT + 3
    assert not catalog.publisher.add(PublisherVersion(number=KEPT + 3))
    assert catalog.publisher.add(PublisherVersion(number=3)), "the third is forgotten"
    assert catalog.publisher.newest(None).text("shows") == f"# {KEPT + 2}\n"


def test_what_is_written_out_comes_back_as_it_was(
    host: Host, folder: PublisherFolder, tmp_path: Path
) -> None:
    files = host("a")
    first = take_in(files, folder, None)
    assert first.files == {"horn.wav": hashlib.sha256(b"a horn").hexdigest()}
    write_out(files, tmp_path / "out")
    again = PublisherFolder.of(tmp_path / "out")
    assert (tmp_path / "out" / "horn.wav").read_bytes() == b"a horn"
    assert take_in(files, again, again.began_with) == first, "nothing has changed"
    (tmp_path / "out" / "horn.wav").unlink()
    again.lexicon.write_text("")
    second = take_in(files, again, again.began_with)
    assert (second.number, second.lexicon, second.files) == (2, "", first.files)
    with pytest.raises(Conflict, match="has version 2, yours began with 1"):
        take_in(host("b"), folder, 1)
    with pytest.raises(Conflict, match="not empty"):
        write_out(files, tmp_path / "out")
    with pytest.raises(NotFound):
        take_in(files, PublisherFolder.of(tmp_path / "nothing"), None)


def test_nothing_is_written_outside_the_folder(host: Host, folder: PublisherFolder, tmp_path: Path) -> None:
    outside = tmp_path / "outside.wav"
    outside.write_bytes(b"elsewhere")
    folder.shows.write_text('[show.world]\nintro = "../outside.wav"\n')
    take_in(host("a"), folder, None)
    outside.unlink()
    write_out(host("b"), tmp_path / "deep" / "er")
    assert not list(tmp_path.rglob("outside.wav"))
    assert host("b").path("../outside.wav").read_bytes() == b"elsewhere"
    assert tmp_path / "b" in host("b").path("../outside.wav").parents


def test_a_broken_file_is_not_taken_in(host: Host, folder: PublisherFolder) -> None:
    folder.lexicon.write_text("[[word]]\nsay = 1\n")
    with pytest.raises(FileError, match="lexicon"):
        take_in(host("a"), folder, None)
    assert host("a").version.number == 0


def test_the_first_machine_brings_its_files_along(
    host: Host, folder: PublisherFolder, tmp_path: Path
) -> None:
    here = Settings(data_dir=tmp_path, shows=folder.shows, lexicon=folder.lexicon)
    files = host("a")
    take_in_once(here, files)
    assert files.version.shows == SHOWS
    folder.shows.write_text("[show.other]\n")
    take_in_once(here, host("b"))
    assert host("b").version.number == 1


def test_while_the_bucket_is_away_nothing_goes_without_its_sound(
    host: Host, folder: PublisherFolder, objects: Objects
) -> None:
    take_in(host("a"), folder, None)
    objects.is_away = True
    with pytest.raises(FilesAway, match=r"horn\.wav"):
        host("b").path("horn.wav")
    folder.file("horn.wav").write_bytes(b"another")
    with pytest.raises(FilesAway, match="cannot be stored"):
        take_in(host("b"), folder, None)
    objects.is_away = False
    assert host("b").path("horn.wav").read_bytes() == b"a horn"
    assert not host("b").path("none.wav").exists()


def test_a_source_that_is_away_leaves_in_force_what_is_known(host: Host, copy: PublisherCopy) -> None:
    class Away:
        def newest(self, known: PublisherVersion | None) -> PublisherVersion:
            raise Unavailable("The catalog does not answer.")

    files = host("a")
    files.change("lexicon", lambda text: '[[word]]\nwrite = "Kaz"\nsay = "kahz"\n')
    files._source = Away()
    files.look()
    assert [entry.write for entry in PublisherRules(NOWHERE, files).lexicon.entries] == ["Kaz"]


def test_a_text_that_this_release_cannot_read_leaves_the_last_one_in_force(host: Host) -> None:
    files = host("a")
    files.change("shows", lambda text: "[show.world]\n")
    rules = PublisherRules(NOWHERE, files)
    assert list(rules.publisher.shows) == ["world"]
    files.change("shows", lambda text: "[show.world]\nhologram = true\n")
    assert list(rules.publisher.shows) == ["world"]
    assert "line 2" in rules.problem


def test_it_is_looked_at_often_enough() -> None:
    assert 2 * LOOK_S <= 2, "what the documentation promises, in s, with a look that has just been missed"
