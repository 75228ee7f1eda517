"""A web process holds connections, not models: it loads little and stays small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tts_service.catalog import Catalog
from tts_service.settings import Settings

HEAVY = (
    "numpy",
    "onnxruntime",
    "onnx",
    "piper",
    "hibari",
    "scipy",
    "trafilatura",
    "lxml",
    "fasttext",
    "soxr",
    "lameenc",
    "pydub",
    "gtts",
    "workers",
    "alembic",
    "babel",
    "unicode_rbnf",
    "c2pa",
    "authlib",
    "joserfc",
    "requests",
)
START = """
from gevent import monkey
monkey.patch_all()
import json, psutil, sys
sys.modules["opentelemetry"] = None  # redis would load what only the tests have brought along
from pathlib import Path
from tts_service.settings import Settings
from tts_service.web import create_app
client = create_app(Settings(data_dir=Path(sys.argv[1]), redis_url="redis://127.0.0.1:1/0")).test_client()
assert client.post("/v1/articles", json={"text": "The river rose."}).status_code == 202
assert {client.get(path).status_code for path in ("/", "/docs", "/demo/", "/metrics")} == {200}
assert client.get("/admin/articles").status_code == 200
print(json.dumps({"loaded": sorted(sys.modules), "bytes": psutil.Process().memory_info().rss}))
"""


def test_a_fresh_web_process_loads_no_engine_and_no_extractor(tmp_path: Path) -> None:
    Catalog(Settings(data_dir=tmp_path).catalog_url).close()  # as the check before the start does
    answer = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path)], check=True, capture_output=True, text=True
    )
    found = json.loads(answer.stdout.splitlines()[-1])
    assert [name for name in found["loaded"] if name.split(".")[0] in HEAVY] == []
    assert found["bytes"] < 100_000_000
