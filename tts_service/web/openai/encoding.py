"""A narration in another format or at another speed: an ffmpeg of its own makes that of MP3 frames, as they
come."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from tts_service.errors import TooMany
from tts_service.web.http.dropped import ConnectionDropped

CONTENT_TYPES = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "opus": "audio/ogg",
    "aac": "audio/aac",
    "flac": "audio/flac",
    "pcm": "audio/pcm",
}
MOST_AT_ONCE = 4
"""In one web process: each takes some 30 MB and a good part of a core while it has something to do."""
RETRY_AFTER_S = 2
PIECE_BYTES = 32 * 1024

_OUTPUT = {
    "mp3": "-c:a libmp3lame -b:a 64k -write_xing 0 -id3v2_version 0 -f mp3",
    "wav": "-c:a pcm_s16le -bitexact -f wav",
    "opus": "-c:a libopus -b:a 48k -page_duration 100000 -f ogg",
    "aac": "-c:a aac -b:a 96k -f adts",
    "flac": "-c:a flac -f flac",
    "pcm": "-c:a pcm_s16le -ar 24000 -ac 1 -f s16le",
}
_INPUT = "-hide_banner -nostdin -v error -probesize 4096 -analyzeduration 0 -f mp3 -i pipe:0"
_places = threading.BoundedSemaphore(MOST_AT_ONCE)


def needs_encoding(form: str, speed: float) -> bool:
    return form != "mp3" or speed != 1.0


@contextlib.contextmanager
def encoder(form: str, speed: float) -> Iterator[Callable[[Iterable[bytes]], Iterator[bytes]]]:
    """A function that turns a body of MP3 frames, while it grows, into ``form``. Raises TooMany when too many
    are at work."""
    if not _places.acquire(blocking=False):
        raise TooMany(
            f"Too many answers are being encoded. Try again in {RETRY_AFTER_S} s, or ask for mp3 at speed 1, "
            "which needs no encoder.",
            retry_after_s=RETRY_AFTER_S,
        )
    try:
        with subprocess.Popen(
            _command(form, speed), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        ) as process:
            try:
                yield lambda body: _encoded(process, body)
            finally:
                process.kill()
    finally:
        _places.release()


def _command(form: str, speed: float) -> list[str]:
    paced = ["-af", ",".join(_paces(speed))] if speed != 1.0 else []
    return [_program(), *_INPUT.split(), *paced, *_OUTPUT[form].split(), "-flush_packets", "1", "pipe:1"]


def _paces(speed: float) -> list[str]:
    """One filter goes down to half the speed."""
    if speed < 0.5:
        return ["atempo=0.5", *_paces(speed / 0.5)]
    return [f"atempo={speed:.4f}"]


@cache
def _program() -> str:
    import imageio_ffmpeg

    return str(imageio_ffmpeg.get_ffmpeg_exe())


def _encoded(process: subprocess.Popen[bytes], body: Iterable[bytes]) -> Iterator[bytes]:
    """Raises ConnectionDropped when ``body`` or the encoder has failed."""
    failures: list[BaseException] = []
    feeding = threading.Thread(target=_feed, args=(process, body, failures), name="encoding", daemon=True)
    feeding.start()
    assert process.stdout is not None
    while piece := process.stdout.read(PIECE_BYTES):
        yield piece
    feeding.join()
    if failures:
        raise ConnectionDropped(str(failures[0])) from failures[0]
    if process.wait() != 0:
        raise ConnectionDropped("the encoder has failed")


def _feed(process: subprocess.Popen[bytes], body: Iterable[bytes], failures: list[BaseException]) -> None:
    assert process.stdin is not None
    try:
        for piece in body:
            rest = memoryview(piece)
            while rest:
                rest = rest[process.stdin.write(rest) or 0 :]
    except Exception as error:
        failures.append(error)
        process.kill()
    finally:
        with contextlib.suppress(OSError):
            process.stdin.close()
