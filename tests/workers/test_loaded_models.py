from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.hearing import word_error_rate
from tests.workers.conftest import REPORT
from tests.workers.test_piper import install
from tts_service.settings import Settings
from workers.audio.chain import encode
from workers.engines.base import Speech
from workers.engines.loaded import LoadedModels, loaded_models
from workers.engines.registry import find_voice

VOICE_MB = 95
"""What a voice of medium quality takes."""


JOE, SLOW = "en_US-joe-medium", "en_GB-slow-medium"


@pytest.fixture(scope="module")
def two_voices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the embedded voice and one that speaks slower."""
    folder = tmp_path_factory.mktemp("two")
    slow = {"noise_scale": 0.5, "length_scale": 1.6, "noise_w": 0.5}
    install(folder / "voices", SLOW, inference=slow)
    return folder


class Model:
    """Stands for something heavy."""


@pytest.mark.pure
def test_the_least_recently_used_is_let_go() -> None:
    models = LoadedModels(100)
    first = models.get("a", 30, Model)
    models.get("b", 30, Model)
    assert models.get("a", 30, Model) is first
    models.get("c", 30, Model)
    assert models.keys == ["a", "c"]
    assert models.size == 90


@pytest.mark.pure
def test_one_that_is_too_large_is_held_alone() -> None:
    models = LoadedModels(100)
    models.get("small", 10, Model)
    models.get("huge", 500, Model)
    assert models.keys == ["huge"]
    models.get("small", 10, Model)
    assert models.keys == ["small"]


@pytest.mark.pure
def test_what_cannot_be_loaded_is_not_held() -> None:
    models = LoadedModels(100)
    with pytest.raises(ZeroDivisionError):
        models.get("broken", 10, lambda: 1 / 0)
    assert models.keys == []
    assert models.get("broken", 10, Model)


@pytest.mark.pure
def test_threads_that_want_one_model_load_it_once() -> None:
    models = LoadedModels(100)
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: models.get("a", 10, Model), range(64)))
    assert len(set(map(id, got))) == 1


@pytest.mark.parametrize(("bound_mb", "held"), [(2 * VOICE_MB, 2), (VOICE_MB, 1)])
def test_two_voices_of_one_engine_take_turns_in_one_process(
    two_voices: Path, bound_mb: int, held: int
) -> None:
    """Side by side where the bound allows it, one at a time where it does not: both speak, each in its own
    way."""
    settings = Settings(data_dir=two_voices, model_memory_mb=bound_mb)
    spoken: dict[str, Speech] = {}
    for name in (JOE, SLOW) * 2:
        engine, voice = find_voice(settings, name, "en")
        spoken[name] = engine.synthesize(REPORT[2], voice, "en")
        assert len(loaded_models(settings).keys) <= held
        assert loaded_models(settings).size <= bound_mb * 1e6
    assert len(loaded_models(settings).keys) == held
    assert spoken[SLOW].samples.size > 1.2 * spoken[JOE].samples.size
    both = [
        encode(spoken[name], find_voice(settings, name, "en")[1], REPORT[2]).audio for name in (JOE, SLOW)
    ]
    assert word_error_rate([REPORT[2]] * 2, both, b"") < 0.2


MANY = """
import json, sys
from pathlib import Path
import psutil
from tts_service.settings import Settings
from workers.engines.registry import load_engine

settings = Settings(data_dir=Path(sys.argv[1]), model_memory_mb=int(sys.argv[2]))
engine = load_engine("piper", settings)
used = []
for _ in range(2):
    for voice in engine.voices():
        engine.synthesize("Nobody had expected a crowd.", voice, voice.languages[0])
        used.append(psutil.Process().memory_info().rss / 1e6)
print(json.dumps(used))
"""


def test_memory_stays_in_bound_however_many_voices_speak(tmp_path: Path) -> None:
    for number in range(2):
        install(tmp_path / "voices", f"en_GB-copy{number}-medium", piper_version=str(number))
    used = {bound: json.loads(_many(tmp_path, bound)) for bound in (VOICE_MB, 6 * VOICE_MB)}
    narrow, wide = used[VOICE_MB], used[6 * VOICE_MB]
    assert wide[-1] - wide[0] > 1.2 * VOICE_MB  # three voices are held
    assert max(narrow) - narrow[0] < VOICE_MB


def _many(folder: Path, bound_mb: int) -> str:
    command = [sys.executable, "-c", MANY, str(folder), str(bound_mb)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
