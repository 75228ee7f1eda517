"""Each import contract of pyproject.toml is broken once, to see it fail."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.rooms.contract import ROOT, TREES, contracts

pytestmark = pytest.mark.pure

LINT = Path(sys.executable).with_name("lint-imports")

LAYERS = "Rooms of the service, from the outside in"
ONE_WAY = "The service and its workers meet in contracts: it never imports them"
WORKERS = "Workers know these rooms of the service, and no others"
ALONE = "The audio cache stands alone"
BUCKETS = "One module knows the client of buckets"
PURE = "Pure rooms do no I/O, read no clock and know no framework"


class Breach(NamedTuple):
    """One import that ``contract`` forbids."""

    contract: str
    module: str
    statement: str


BREACHES = [
    Breach(LAYERS, "tts_service/articles/status.py", "import tts_service.web.http.log"),
    Breach(LAYERS, "tts_service/article/model.py", "import tts_service.settings"),
    Breach(LAYERS, "tts_service/sharing/links.py", "import tts_service.websub.callback"),
    Breach(LAYERS, "tts_service/bag/__init__.py", ""),
    Breach(ONE_WAY, "tts_service/ops/doctor.py", "import workers.reading"),
    Breach(WORKERS, "workers/reading.py", "import tts_service.catalog.entry"),
    Breach(ALONE, "audio_cache/plan.py", "import tts_service.errors"),
    Breach(BUCKETS, "audio_cache/shared/narrations.py", "import obstore"),
    Breach(PURE, "tts_service/article/script/chapters.py", "import time"),
    Breach(PURE, "tts_service/formats/feed.py", "import flask"),
    Breach(PURE, "audio_cache/keys.py", "import os"),
]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for name in TREES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    return folder


@pytest.fixture
def broken(tree: Path, request: pytest.FixtureRequest) -> Iterator[Breach]:
    breach: Breach = request.param
    path = tree / breach.module
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{breach.statement}\n", "utf-8")
    yield breach
    if before is None:
        shutil.rmtree(path.parent)
    else:
        path.write_text(before, "utf-8")


def lint(tree: Path) -> tuple[int, str]:
    command: list[str | Path] = [LINT, "--no-cache", "--no-logo"]
    done = subprocess.run(
        command, cwd=tree, env={"PYTHONPATH": str(tree)}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_tree_as_it_is_breaks_nothing(tree: Path) -> None:
    status, said = lint(tree)
    assert status == 0, said


@pytest.mark.parametrize(
    "broken",
    BREACHES,
    ids=lambda breach: f"{breach.module}: {breach.statement or 'new'}",
    indirect=True,
)
def test_a_contract_that_is_broken_fails(tree: Path, broken: Breach) -> None:
    status, said = lint(tree)
    assert status == 1, said
    broke = [line.partition(" BROKEN")[0] for line in said.splitlines() if " BROKEN" in line]
    assert broke == [broken.contract], said


def test_every_contract_is_broken_once() -> None:
    assert {contract["name"] for contract in contracts()} == {breach.contract for breach in BREACHES}
