"""One page or sentence that takes for ever holds up no batch, and is named."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.running import TTS_SERVICE, clean_environ
from tests.service.test_time_limits import HOSTILE
from workers.main_thread import MainThread


def test_a_batch_names_what_took_too_long_and_speaks_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "figures.txt").write_text(HOSTILE)
    (folder / "stuck.txt").write_text(
        "The hall was open on Monday.\n\nThe guide spoke of the basilisk in the cellar."
    )
    (folder / "well.txt").write_text("The ferry left on time, and everybody was on it.")
    limits = {
        "read_limit_s": "4",
        "speak_limit_s": "2",
        "engine_options": "stuck_at=basilisk",
        "workers": "2",
    }
    environ = clean_environ(data_dir=str(tmp_path / "data"), engine="tone", offline="1", **limits)
    command = [TTS_SERVICE, "batch", str(folder), "--json"]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=100)
    assert done.returncode == 1, done.stderr
    became = {Path(item["source"]).name: item for item in json.loads(done.stdout)["articles"]}
    assert became["well.txt"]["status"] == "ready"
    assert became["figures.txt"]["error"]["kind"] == "too-slow-to-read"
    assert became["stuck.txt"]["error"]["kind"] == "sentence-too-slow"
    assert "“The guide spoke of the basilisk in the cellar.”" in became["stuck.txt"]["error"]["detail"]


def test_the_thread_that_waits_does_what_the_others_give_it() -> None:
    main = MainThread()

    def give(call: Callable[[], int]) -> int:
        while not main.is_served:
            time.sleep(0.01)
        return main.do(call)

    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(give, threading.get_ident) for _ in range(4)]
        broken = pool.submit(give, lambda: 1 // 0)
        main.serve([*work, broken])
    assert {done.result() for done in work} == {threading.get_ident()}
    with pytest.raises(ZeroDivisionError):
        broken.result()
    assert main.do(threading.get_ident) == threading.get_ident()
