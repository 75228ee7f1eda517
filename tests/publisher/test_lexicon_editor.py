"""Editors who change the lexicon through the service, more than one at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tts_service.article.lexicon.entry import LexiconEntry
from tts_service.errors import BadRequest, Conflict, FileError, NotFound, OutOfDate, Unavailable
from tts_service.publisher.lexicon.editor import ANY_VERSION, LexiconEditor
from tts_service.settings import Settings

KAZ = LexiconEntry("Kaz", say="kahz")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


@pytest.fixture
def editor(settings: Settings) -> LexiconEditor:
    return LexiconEditor(settings)


def listed(editor: LexiconEditor) -> list[tuple[str, str]]:
    return [(word.write, word.say or word.ipa) for word in editor.words().words]


def test_words_are_added_changed_and_removed(editor: LexiconEditor) -> None:
    added = editor.add(KAZ)
    editor.add(LexiconEntry("Qarluq", ipa="/qa'luk/"))
    assert listed(editor) == [("Kaz", "kahz"), ("Qarluq", "qaˈluk")]
    changed = editor.replace(added.id, LexiconEntry("Kaz", say="kezz"), added.version)
    assert (changed.id, changed.version == added.version) == (added.id, False)
    renamed = editor.replace(changed.id, LexiconEntry("Kazan", say="kezzan"), ANY_VERSION)
    assert renamed.id != changed.id
    editor.remove(renamed.id, renamed.version)
    assert listed(editor) == [("Qarluq", "qaˈluk")]


def test_who_has_not_seen_the_last_change_is_told(editor: LexiconEditor) -> None:
    seen = editor.add(KAZ)
    editor.replace(seen.id, LexiconEntry("Kaz", say="kezz"), seen.version)
    for late in (
        lambda: editor.replace(seen.id, KAZ, seen.version),
        lambda: editor.remove(seen.id, seen.version),
    ):
        with pytest.raises(OutOfDate):
            late()
    assert listed(editor) == [("Kaz", "kezz")]


def test_a_word_is_there_once_for_the_same_articles(editor: LexiconEditor) -> None:
    editor.add(KAZ)
    other = editor.add(LexiconEntry("Kaz", say="kezz", language="de"))
    with pytest.raises(Conflict):
        editor.add(LexiconEntry("KAZ", say="x"))
    with pytest.raises(Conflict):
        editor.replace(other.id, LexiconEntry("Kaz", say="x"), ANY_VERSION)
    assert listed(editor) == [("Kaz", "kahz"), ("Kaz", "kezz")]


def test_what_is_wrong_changes_nothing(editor: LexiconEditor, settings: Settings) -> None:
    with pytest.raises(BadRequest, match="ipa"):
        editor.add(LexiconEntry("Kaz", ipa="KAZ"))
    with pytest.raises(NotFound):
        editor.remove("nothing", ANY_VERSION)
    assert not settings.lexicon_path.exists()


def test_a_file_with_an_error_is_left_to_its_editor(editor: LexiconEditor, settings: Settings) -> None:
    editor.add(KAZ)
    assert listed(editor) == [("Kaz", "kahz")]
    broken = settings.lexicon_path.read_text() + "say = 7\n"
    settings.lexicon_path.write_text(broken)
    with pytest.raises(FileError, match=r"lexicon\.toml, line 4"):
        editor.add(LexiconEntry("Qarluq", say="kar-look"))
    assert settings.lexicon_path.read_text() == broken
    assert listed(editor) == [("Kaz", "kahz")]
    assert editor.words().problem.startswith("lexicon.toml, line 4")


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        LexiconEditor(Settings(data_dir=tmp_path, lexicon=tmp_path / "file" / "lexicon.toml")).add(KAZ)


def test_two_editors_who_save_at_once_lose_nothing(tmp_path: Path, editor: LexiconEditor) -> None:
    code = (
        "import sys; from pathlib import Path; from tts_service.article.lexicon.entry import LexiconEntry\n"
        "from tts_service.publisher.lexicon.editor import LexiconEditor\n"
        "from tts_service.settings import Settings\n"
        "editor = LexiconEditor(Settings(data_dir=Path(sys.argv[1])))\n"
        "for n in range(20): editor.add(LexiconEntry(f'{sys.argv[2]}{n}', say='x'))"
    )
    editors = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name]) for name in "ab"]
    assert [editor.wait() for editor in editors] == [0, 0]
    assert sorted(write for write, _ in listed(editor)) == sorted(
        f"{name}{n}" for name in "ab" for n in range(20)
    )
