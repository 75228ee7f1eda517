"""``tts-service`` in processes of their own, forked from one that has loaded it: loading is nine tenths of
what a short command does."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.running import MEASURED, TTS_SERVICE

LOADED = [
    "tts_service.cli",
    "tts_service.cli.articles",
    "tts_service.cli.batch.command",
    "tts_service.cli.doctor",
    "tts_service.cli.storage.cache",
    "tts_service.cli.up",
    "tts_service.cli.voices",
    "workers.reading",
]
"""No engine is among them: networks bring threads, which a fork would lose."""

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload([*LOADED, __name__])


def tts_service(
    arguments: Sequence[str],
    *,
    environ: Mapping[str, str],
    cwd: Path,
    given: str = "",
    without: Sequence[str] = (),
    timeout: float = 100,
) -> subprocess.CompletedProcess[str]:
    """What ``tts-service ARGUMENTS`` came to, with ``given`` at its standard input, in a Python that has no
    packages ``without``."""
    whole = [TTS_SERVICE, *arguments]
    if MEASURED and not without:
        return subprocess.run(
            whole, env=environ, cwd=cwd, input=given, capture_output=True, text=True, timeout=timeout
        )
    with tempfile.TemporaryDirectory(prefix="tts-") as name:
        streams = [Path(name) / stream for stream in ("in", "out", "err")]
        for stream, text in zip(streams, (given, "", ""), strict=True):
            stream.write_text(text, "utf-8")
        process = _forking.Process(target=_run, args=(whole, dict(environ), cwd, streams, without))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            raise subprocess.TimeoutExpired(whole, timeout)
        out, err = (stream.read_text("utf-8") for stream in streams[1:])
    return subprocess.CompletedProcess(whole, process.exitcode, out, err)


def _run(
    whole: list[str], environ: Mapping[str, str], cwd: Path, streams: list[Path], without: Sequence[str]
) -> None:
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(cwd)
    for number, path in enumerate(streams):
        os.dup2(os.open(path, os.O_RDWR), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    sys.argv = whole
    for name in without:
        sys.modules[name] = None  # type: ignore[assignment]  # then it cannot be found
    from tts_service.cli import main

    main()
