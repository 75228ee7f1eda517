"""Catalogs that older versions filled with texts of megabytes: what is answered stays short, and the web
process small."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.catalog.test_episodes import about, accepted, episode
from tts_service.catalog import Catalog
from tts_service.settings import Settings

ROWS = 10
LONG = "Word &amp; " * 200_000
PATHS = ("/v1/articles", "/feed.xml", "/feeds/world.xml", "/admin/articles")
MOST_BYTES = 200_000
MORE_BYTES = 8_000_000
"""Of memory; the titles of one list have 22 MB."""
ASK = '''
from gevent import monkey
monkey.patch_all()
import json, sys
from pathlib import Path
from tts_service.settings import Settings
from tts_service.web import create_app

def ask(path):
    answer = client.get(path)
    return answer.status_code, len(answer.get_data())

def most():
    """As /proc counts it: getrusage begins with what the parent had."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024

client = create_app(Settings(data_dir=Path(sys.argv[1]), redis_url="redis://127.0.0.1:1/0")).test_client()
for path in sys.argv[2:]:
    ask(path + "?page=9999")
ask("/openapi.json")
before = most()
answers = {path: ask(path) for path in sys.argv[2:]}
print(json.dumps({"answers": answers, "more": most() - before}))
'''


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    catalog = Catalog(Settings(data_dir=tmp_path).catalog_url)
    for name in (f"a{i}" for i in range(ROWS)):
        catalog.episodes.publish(episode(accepted(catalog, name)), about(name), ["world"])
    catalog.close()
    engine = sa.create_engine(Settings(data_dir=tmp_path).catalog_url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE articles SET title = :long"), {"long": LONG})
        connection.execute(sa.text("UPDATE episodes SET title = :long, author = :long"), {"long": LONG})
    engine.dispose()
    return tmp_path


def test_titles_of_two_megabytes_are_cut_before_they_are_loaded(data_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ASK, str(data_dir), *PATHS], check=True, capture_output=True, text=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    assert {status for status, _ in found["answers"].values()} == {200}
    assert all(2_000 < size < MOST_BYTES for _, size in found["answers"].values()), found
    assert found["more"] < MORE_BYTES, found
