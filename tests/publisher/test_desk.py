"""Editors who change the lexicon through the service, more than one at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tts_service.article.entry import Entry
from tts_service.errors import BadRequest, Conflict, NotFound, OutOfDate, Unavailable
from tts_service.publisher.desk import ANY_VERSION, Desk
from tts_service.publisher.live import FileError
from tts_service.settings import Settings

KAZ = Entry("Kaz", say="kahz")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def desk(settings: Settings) -> Desk:
    return Desk(settings)


def listed(desk: Desk) -> list[tuple[str, str]]:
    return [(word.write, word.say or word.ipa) for word in desk.words().words]


def test_words_are_added_changed_and_removed(desk: Desk) -> None:
    added = desk.add(KAZ)
    desk.add(Entry("Qarluq", ipa="/qa'luk/"))
    assert listed(desk) == [("Kaz", "kahz"), ("Qarluq", "qaˈluk")]
    changed = desk.replace(added.id, Entry("Kaz", say="kezz"), added.version)
    assert (changed.id, changed.version == added.version) == (added.id, False)
    renamed = desk.replace(changed.id, Entry("Kazan", say="kezzan"), ANY_VERSION)
    assert renamed.id != changed.id
    desk.remove(renamed.id, renamed.version)
    assert listed(desk) == [("Qarluq", "qaˈluk")]


def test_who_has_not_seen_the_last_change_is_told(desk: Desk) -> None:
    seen = desk.add(KAZ)
    desk.replace(seen.id, Entry("Kaz", say="kezz"), seen.version)
    for late in (lambda: desk.replace(seen.id, KAZ, seen.version), lambda: desk.remove(seen.id, seen.version)):
        with pytest.raises(OutOfDate):
            late()
    assert listed(desk) == [("Kaz", "kezz")]


def test_a_word_is_there_once_for_the_same_articles(desk: Desk) -> None:
    desk.add(KAZ)
    other = desk.add(Entry("Kaz", say="kezz", language="de"))
    with pytest.raises(Conflict):
        desk.add(Entry("KAZ", say="x"))
    with pytest.raises(Conflict):
        desk.replace(other.id, Entry("Kaz", say="x"), ANY_VERSION)
    assert listed(desk) == [("Kaz", "kahz"), ("Kaz", "kezz")]


def test_what_is_wrong_changes_nothing(desk: Desk, settings: Settings) -> None:
    with pytest.raises(BadRequest, match="ipa"):
        desk.add(Entry("Kaz", ipa="KAZ"))
    with pytest.raises(NotFound):
        desk.remove("nothing", ANY_VERSION)
    assert not settings.lexicon_path.exists()


def test_a_file_with_an_error_is_left_to_its_editor(desk: Desk, settings: Settings) -> None:
    desk.add(KAZ)
    assert listed(desk) == [("Kaz", "kahz")]
    broken = settings.lexicon_path.read_text() + "say = 7\n"
    settings.lexicon_path.write_text(broken)
    with pytest.raises(FileError, match=r"lexicon\.toml, line 4"):
        desk.add(Entry("Qarluq", say="kar-look"))
    assert settings.lexicon_path.read_text() == broken
    assert listed(desk) == [("Kaz", "kahz")]
    assert desk.words().problem.startswith("lexicon.toml, line 4")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        Desk(Settings(data_dir=tmp_path, lexicon=str(tmp_path / "file" / "lexicon.toml"))).add(KAZ)


def test_two_editors_who_save_at_once_lose_nothing(tmp_path: Path, desk: Desk) -> None:
    code = (
        "import sys; from pathlib import Path; from tts_service.article.entry import Entry\n"
        "from tts_service.publisher.desk import Desk; from tts_service.settings import Settings\n"
        "desk = Desk(Settings(data_dir=Path(sys.argv[1])))\n"
        "for n in range(20): desk.add(Entry(f'{sys.argv[2]}{n}', say='x'))"
    )
    editors = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [editor.wait() for editor in editors] == [0, 0]
    assert sorted(write for write, _ in listed(desk)) == sorted(f"{name}{n}" for name in "ab" for n in range(20))
