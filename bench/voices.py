"""Every voice that speaks English here, side by side over the same sentences.

    ARTICLES=folder python -m bench.voices [--sentences N] [voice…]

Speed is that of the engine alone, sentence after sentence, in one process and in a process for each core.
All else is of the finished sound, after the chain and MP3, without the pauses between sentences. The word
error rate is Whisper tiny's (see ``bench.hearing``), the predicted MOS distillmos's where that is installed:
what it does not hear, see ``bench.naturalness``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import msgspec

from audio_cache.mp3.frames import SAMPLE_RATE, frames_for_ms, seconds, silence
from audio_cache.plan import Cue
from bench.articles import samples
from bench.loudness import metered
from bench.naturalness import Listener, is_here
from tts_service.article.model import Script, Segment
from tts_service.article.request import ArticleRequest
from tts_service.errors import ServiceError
from tts_service.settings import Settings, load_settings
from workers.asr.recognizer import Recognizer
from workers.asr.transcribe import transcribe
from workers.audio.chain import encode
from workers.audio.sound import as_samples, decoded_mp3
from workers.engines.base import Samples
from workers.engines.registry import all_voices, find_voice
from workers.render.local import LocalRunner

SENTENCES = 60
CORES = os.cpu_count() or 1
_MOST_PAGES = 1000
_PAUSE_MS = 500


class Spoken(msgspec.Struct):
    """Of one process: ``took_s`` for each sentence in the engine, megabytes at its highest, MP3 frames."""

    took_s: list[float]
    peak_mb: float
    frames: list[bytes]


def sentences(settings: Settings, most: int) -> list[str]:
    """As scripts say them: the same share of each article."""
    runner = LocalRunner(settings)
    scripts: list[list[str]] = []
    for sample in samples(_MOST_PAGES):
        try:
            script = runner.script(msgspec.convert(sample.request, ArticleRequest))
        except ServiceError:
            continue
        if script.language == "en":
            scripts.append([segment.text for segment in script.segments])
    each = max(1, -(-most // max(1, len(scripts))))
    return [text for texts in scripts for text in texts[:: max(1, len(texts) // each)][:each]][:most]


def spoken(voice: str, texts: Sequence[str], processes: int) -> tuple[float, list[Spoken]]:
    """Seconds from start to end, without loading; what each of ``processes`` made of its share."""
    command = [sys.executable, "-m", "bench.voices", "--speak", voice]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # it is warm
    begun = time.perf_counter()
    for at, process in enumerate(started):
        assert process.stdin is not None
        process.stdin.write(json.dumps(texts[at::processes]).encode())
        process.stdin.close()
    found = [msgspec.msgpack.decode(process.stdout.read(), type=Spoken) for process in started]  # type: ignore[union-attr]
    took = time.perf_counter() - begun
    for process in started:
        process.wait()
    return took, found


def speak(name: str) -> None:
    """The process: reads sentences from standard input, and writes what came of them."""
    settings = msgspec.structs.replace(load_settings(), offline=True)
    engine, voice = find_voice(settings, name, "en")
    engine.warm(voice)
    engine.synthesize("Ready when you are.", voice, "en")
    sys.stdout.write("\n")
    sys.stdout.flush()
    took, frames = [], []
    for text in json.load(sys.stdin):
        started = time.perf_counter()
        speech = engine.synthesize(text, voice, "en")
        took.append(time.perf_counter() - started)
        frames.append(encode(speech, voice, text).audio)
    sys.stdout.buffer.write(msgspec.msgpack.encode(Spoken(took, _peak_mb(), frames)))


def _peak_mb() -> float:
    """By the kernel's own mark: getrusage counts what the parent held before this program was started."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def measure(names: Sequence[str] = (), most: int = SENTENCES) -> None:
    """Print a line for each voice: those of ``names``, else all but the tones for tests."""
    settings = msgspec.structs.replace(load_settings(), offline=True)
    voices = [one for one in all_voices(settings) if "en" in one.languages and one.local]
    wanted = [one for one in voices if one.id in names or not (names or one.id.startswith("tone/"))]
    texts = sentences(settings, most)
    judge = _Judge()
    print(
        "| voice | × real time, one process | a process for each core | first sentence, median | MOS (worst) "
        "| WER | words a minute | LUFS | memory | licence |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    for voice in wanted:
        _, (alone,) = spoken(voice.id, texts, 1)
        audio_s = sum(seconds(len(frames)) for frames in alone.frames)
        _, together = spoken(voice.id, texts, CORES)
        busiest = max(sum(one.took_s) for one in together)
        words = sum(len(text.split()) for text in texts)
        cells = [
            voice.id,
            f"{audio_s / sum(alone.took_s):.0f}",
            f"{audio_s / busiest:.0f}",
            f"{alone.took_s[0] * 1000:.0f}, {statistics.median(alone.took_s) * 1000:.0f} ms",
            judge.mos(alone.frames),
            f"{judge.word_error_rate(texts, alone.frames):.3f}",
            f"{words / audio_s * 60:.0f}",
            f"{metered(_decoded(b''.join(alone.frames)), SAMPLE_RATE)[0]:.1f}",
            f"{alone.peak_mb:.0f} MB",
            voice.licence,
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


class _Judge:
    def __init__(self) -> None:
        self._recognizer = Recognizer()
        self._listener = Listener() if is_here() else None

    def word_error_rate(self, texts: Sequence[str], frames: Sequence[bytes]) -> float:
        pause = silence(frames_for_ms(_PAUSE_MS))
        ends = list(accumulate(len(audio) + len(pause) for audio in frames))
        starts = [0, *ends[:-1]]
        cues = [
            Cue(n, seconds(at), seconds(at + len(audio)), at, len(audio))
            for n, (at, audio) in enumerate(zip(starts, frames, strict=True))
        ]
        script = Script("", "en", "", ("",), tuple(Segment(text, 0, 0, (), 0, 0) for text in texts))
        whole = b"".join(audio + pause for audio in frames)
        return transcribe(self._recognizer, script, cues, whole).word_error_rate

    def mos(self, frames: Sequence[bytes]) -> str:
        """Mean and worst; "–" without distillmos."""
        if self._listener is None:
            return "–"
        scores = [self._listener.mos(_decoded(audio)) for audio in frames]
        return f"{statistics.mean(scores):.2f} ({min(scores):.2f})"


def _decoded(audio: bytes) -> Samples:
    return as_samples(decoded_mp3(audio))


def main(arguments: Sequence[str]) -> None:
    parser = ArgumentParser(prog="python -m bench.voices")
    parser.add_argument("--speak", help="internal: one process of the measurement")
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    parser.add_argument("voices", nargs="*")
    given = parser.parse_args(arguments)
    speak(given.speak) if given.speak else measure(given.voices, given.sentences)


if __name__ == "__main__":
    main(sys.argv[1:])
