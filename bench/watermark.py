"""Whether an inaudible mark in the sound would be worth what it costs: Perth, on what this service speaks.

    ARTICLES=folder python -m bench.watermark [--sentences N]

Perth is no part of this project: ``pip install resemble-perth librosa torch torchaudio``, the last two of
one release; its weights are in its wheel. Each sentence is marked as the voice gives it, before it is
levelled and encoded: so it would be stored and joined. Perth's answer is a number from 0 (no mark) to 1; from
``FOUND`` on the mark counts as found. With distillmos, the predicted rating of each sentence with the mark
and without it, too (see ``bench.naturalness``).
"""

from __future__ import annotations

import statistics
import subprocess
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

import imageio_ffmpeg
import msgspec
import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE, frames_for_ms, seconds, silence
from bench.naturalness import Listener, is_here
from bench.voices import sentences
from tts_service.settings import load_settings
from workers.audio.chain import encode
from workers.engines.base import Samples
from workers.engines.registry import find_voice

VOICE = "hibari/heart"
FOUND = 0.5
SENTENCES = 60
PAUSE_MS = 400
WHOLE_S = 150
"""So much of the joined narration is looked at."""
CUTS_S = (1, 2, 3, 5, 10)
CUTS = 20
CODECS = {
    "MP3, 64 kbit/s, once more": ("mp3", "libmp3lame", "64k"),
    "MP3, 32 kbit/s": ("mp3", "libmp3lame", "32k"),
    "AAC, 64 kbit/s": ("adts", "aac", "64k"),
    "AAC, 32 kbit/s": ("adts", "aac", "32k"),
    "Opus, 24 kbit/s": ("ogg", "libopus", "24k"),
}
FILTERS = {
    "as we send it": "anull",
    "0.8 ×, pitch kept": "atempo=0.8",
    "1.5 ×, pitch kept": "atempo=1.5",
    "2 ×, pitch kept": "atempo=2",
    "6 % faster and higher": "asetrate=25440",
    "10 % slower and deeper": "asetrate=21600",
    "levelled to −16 LUFS": "loudnorm=I=-16:TP=-1",
    "8 kHz": "aresample=8000",
    "300 to 3,400 Hz": "highpass=f=300,lowpass=f=3400",
    "with an echo": "aecho=0.8:0.7:40|90:0.3|0.2",
}


_PCM = ("-f", "f32le", "-ac", "1", "-ar", str(SAMPLE_RATE))


class Made(NamedTuple):
    """MP3 frames of each sentence, without and with the mark; seconds of CPU for a second of audio."""

    plain: list[bytes]
    marked: list[bytes]
    voice_s: float
    mark_s: float
    is_same_again: bool


class Marker:
    """Raises ModuleNotFoundError without Perth or what it needs."""

    def __init__(self) -> None:
        torch = import_module("torch")
        torch.set_num_threads(1)
        torch.set_grad_enabled(False)
        name = "perth.perth_net.perth_net_implicit.perth_watermarker"
        self._perth: Any = import_module(name).PerthImplicitWatermarker()

    def mark(self, samples: Samples) -> Samples:
        marked: Samples = self._perth.apply_watermark(samples, SAMPLE_RATE).astype(np.float32)
        return marked

    def look(self, samples: Samples) -> float:
        return float(self._perth.get_watermark(samples, SAMPLE_RATE, round=False))


def made(marker: Marker, most: int) -> Made:
    settings = msgspec.structs.replace(load_settings(), offline=True)
    engine, voice = find_voice(settings, VOICE, "en")
    marker.mark(engine.synthesize("Ready when you are.", voice, "en").samples)
    plain, marked, voice_s, mark_s, is_same = [], [], 0.0, 0.0, True
    for text in sentences(settings, most):
        before = time.process_time()
        speech = engine.synthesize(text, voice, "en")
        between = time.process_time()
        samples = marker.mark(speech.samples)
        voice_s, mark_s = voice_s + between - before, mark_s + time.process_time() - between
        is_same &= bool((marker.mark(speech.samples) == samples).all())
        plain.append(encode(speech, voice, text).audio)
        marked.append(encode(msgspec.structs.replace(speech, samples=samples), voice, text).audio)
    audio_s = sum(seconds(len(audio)) for audio in plain)
    return Made(plain, marked, voice_s / audio_s, mark_s / audio_s, is_same)


def measure(most: int) -> None:
    """Prints what a mark costs, and a table of where it is found."""
    marker = Marker()
    found = made(marker, most)
    print(f"CPU for a second of audio: voice {found.voice_s:.4f} s, mark {found.mark_s:.4f} s")
    print(f"the same bytes again: {found.is_same_again}")
    if is_here():
        print(_rated(found))
    print(
        "\n| what was done to it | sentences found | joined | found without a mark, of sentences and joined |"
    )
    print("|---|---|---|---|")
    for name, hear in {**_filtered(), **_encoded()}.items():
        cells = [_found(marker, hear, audio) for audio in (found.marked, found.plain)]
        print(f"| {name} | {cells[0]} | {cells[1].replace(' | ', ', ')} |", flush=True)
    samples = [_decoded(_joined(audio), "anull") for audio in (found.marked, found.plain)]
    for length_s in CUTS_S:
        cuts = [_found_in_cuts(marker, one, length_s) for one in samples]
        print(f"| {length_s} s from anywhere | {cuts[0]} of {CUTS} | | {cuts[1]} of {CUTS} |", flush=True)


def _rated(found: Made) -> str:
    listener = Listener()
    plain, marked = (
        [listener.mos(_decoded(audio, "anull")) for audio in kind] for kind in (found.plain, found.marked)
    )
    worst = min(after - before for before, after in zip(plain, marked, strict=True))
    means = f"{statistics.mean(plain):.2f} without the mark, {statistics.mean(marked):.2f} with it"
    return f"predicted rating: {means}; the sentence that loses most: {worst:+.2f}"


def _found(marker: Marker, hear: Callable[[bytes], Samples], audio: Sequence[bytes]) -> str:
    each = sum(marker.look(hear(one)) >= FOUND for one in audio)
    joined = marker.look(hear(_joined(audio))[: WHOLE_S * SAMPLE_RATE])
    return f"{each} of {len(audio)} | {'yes' if joined >= FOUND else 'no'}"


def _found_in_cuts(marker: Marker, samples: Samples, length_s: int) -> int:
    size = length_s * SAMPLE_RATE
    starts = np.random.default_rng(1).integers(0, max(1, samples.size - size), CUTS)
    return sum(marker.look(samples[start : start + size]) >= FOUND for start in starts)


def _joined(audio: Sequence[bytes]) -> bytes:
    pause = silence(frames_for_ms(PAUSE_MS))
    return b"".join(one + pause for one in audio)


def _filtered() -> dict[str, Callable[[bytes], Samples]]:
    return {name: partial(_decoded, chain=chain) for name, chain in FILTERS.items()}


def _encoded() -> dict[str, Callable[[bytes], Samples]]:
    return {name: partial(_through, codec=codec) for name, codec in CODECS.items()}


def _through(mp3: bytes, codec: tuple[str, str, str]) -> Samples:
    container, name, rate = codec
    other = _ffmpeg(mp3, ["-f", "mp3"], ["-c:a", name, "-b:a", rate, "-f", container])
    return _pcm(_ffmpeg(other, [], _PCM))


def _decoded(mp3: bytes, chain: str) -> Samples:
    return _pcm(_ffmpeg(mp3, ["-f", "mp3"], ["-af", chain, *_PCM]))


def _ffmpeg(given: bytes, source: Sequence[str], wanted: Sequence[str]) -> bytes:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *source, "-i", "-", *wanted, "-"]
    return subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True).stdout


def _pcm(data: bytes) -> Samples:
    return np.frombuffer(data, "<f4").astype(np.float32)


if __name__ == "__main__":
    parser = ArgumentParser(prog="python -m bench.watermark")
    parser.add_argument("--sentences", type=int, default=SENTENCES)
    wanted = parser.parse_args()
    if find_spec("perth") is None:
        print("Perth is not installed: pip install resemble-perth librosa torch torchaudio")
    else:
        measure(wanted.sentences)
