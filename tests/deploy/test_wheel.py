"""The wheel is all that a machine needs: the service starts from it in an empty folder, far from this one. It
is made of what the Containerfile copies, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import httpx

from tests.deploy.containerfile import ROOT, copied, stages
from tests.running import TTS_SERVICE, Running, clean_environ, free_port

BUILD = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory")
WHERE = "import audio_cache, tts_service, workers; print(audio_cache, tts_service, workers)"


def test_the_service_runs_from_its_wheel_anywhere(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    for name in copied(stages()[1]):
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, sources / name)
    subprocess.run([*BUILD, tmp_path], cwd=sources, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    port = str(free_port())
    environ = clean_environ(data_dir=str(tmp_path / "data"), port=port, engine="tone", offline="1")
    environ |= {"PYTHONPATH": str(installed), "TTS_WEB_WORKERS": "1", "TTS_WORKERS": "1"}
    found = subprocess.run(
        [sys.executable, "-c", WHERE], cwd=empty, env=environ, check=True, capture_output=True, text=True
    )
    assert found.stdout.count(f"from '{installed}/") == 3, found.stdout
    running = Running(str(TTS_SERVICE), "up", environ=environ, cwd=empty)
    try:
        running.wait_for_line("tts-service: ready")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
            asked = {"text": "The tide was late.", "title": "Tide", "language": "en"}
            article = client.post("/v1/articles", json=asked).json()
            assert len(client.get(f"/audio/{article['id']}.mp3").content) > 10_000
            for path in ("/", "/listen-button.js", "/docs", f"/listen/{article['id']}"):
                assert client.get(path).status_code == 200, path
    finally:
        running.end()
    assert list(empty.iterdir()) == []
