"""The catalog's disk has become read-only: reads succeed, and writes are refused with the reason, until the
disk can be written again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalog.test_damage import ARTICLES, DIES, name, url_of
from tests.disks import HOW_TO_GET_IT, Disk, disk_at
from tts_service.article.request import ArticleRequest
from tts_service.catalog import Accepted, Catalog
from tts_service.errors import Unavailable


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with disk_at(tmp_path) as disk:
        if disk is None and os.environ.get("CI") == "true":
            pytest.fail(HOW_TO_GET_IT, pytrace=False)
        if disk is None:
            pytest.skip(HOW_TO_GET_IT)
        yield disk


def test_it_is_read_and_written_again_afterwards(disk: Disk) -> None:
    url = url_of(disk.place / "catalog.db")
    subprocess.run([sys.executable, "-c", DIES, url], cwd=Path(__file__).parents[2], check=False)
    disk.take_writing(yes=False)
    catalog = Catalog(url)
    try:
        catalog.check()
        assert catalog.source(name(ARTICLES - 1)) is not None
        with pytest.raises(Unavailable, match="read-only"):
            catalog.accept(ArticleRequest(text="New."), "new", "", "d", "batch")
    finally:
        catalog.close()
        disk.take_writing(yes=True)
    catalog = Catalog(url)
    assert catalog.accept(ArticleRequest(text="New."), "new", "", "d", "batch") is Accepted.NEW
    catalog.close()
