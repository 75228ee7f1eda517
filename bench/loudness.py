"""How loud each narration is, and whether anything clicks where its segments meet.

    ARTICLES=folder python -m bench.loudness [name…]

Loudness and true peak by ffmpeg's EBU R 128 meter, as dual mono. The step is the largest between two samples
within 8 ms of a join, against full scale: in speech itself steps of 0.3 are common.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

import imageio_ffmpeg
import numpy as np

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.plan import Cue
from bench.spoken import spoken
from bench.table import Row
from workers.engines.base import Samples

DECODER_DELAY = 529
WANTED_LUFS, MOST_PEAK, MOST_STEP = -16.0, -1.0, 0.005
_REACH = 192


def metered(samples: Samples, rate: int) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    meter = "ebur128=peak=true:dualmono=true:framelog=quiet"
    given = ["-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-", "-af", meter, "-f", "null", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *given]
    done = subprocess.run(command, input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    report = done.stderr.decode().rpartition("Summary:")[2]
    loud, peak = (
        re.search(pattern, report) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS")
    )
    assert loud is not None
    assert peak is not None
    return float(loud[1]), float(peak[1])


def largest_step(samples: Samples, cues: Sequence[Cue]) -> float:
    """Between neighbouring samples around the beginnings and ends of segments."""
    joins = [round(at * SAMPLE_RATE) + DECODER_DELAY for cue in cues for at in (cue.start_s, cue.end_s)]
    around = (samples[max(0, join - _REACH) : join + _REACH] for join in joins)
    return max(float(np.abs(np.diff(part)).max(initial=0.0)) for part in around)


def measure(names: Sequence[str] = ()) -> list[Row]:
    """Rows of the summary; prints a line for each article."""
    measured: list[tuple[float, float, float]] = []
    print(f"\n{'article':14}{'LUFS':>8}{'dBTP':>8}{'step at joins':>15}")
    for article in spoken(names):
        samples = article.samples()
        lufs, peak = metered(samples, SAMPLE_RATE)
        step = largest_step(samples, article.cues)
        print(f"{article.name:14}{lufs:8.1f}{peak:8.1f}{step:15.4f}", flush=True)
        measured.append((lufs, peak, step))
    return _rows(*zip(*measured, strict=True)) if measured else []


def _rows(lufs: Sequence[float], peaks: Sequence[float], steps: Sequence[float]) -> list[Row]:
    even = all(abs(one - WANTED_LUFS) <= 1 for one in lufs)
    loud = f"{min(lufs):.1f} to {max(lufs):.1f} LUFS"
    return [
        Row(f"Loudness of {len(lufs)} narrations", loud, "", "", f"{WANTED_LUFS:.0f} ± 1", even),
        Row(
            "Their highest true peak",
            f"{max(peaks):.1f} dBTP",
            "",
            "",
            f"≤ {MOST_PEAK:.0f}",
            max(peaks) <= MOST_PEAK,
        ),
        Row(
            "Their largest step at a join",
            f"{max(steps):.2%}",
            "",
            "",
            f"≤ {MOST_STEP:.1%}",
            max(steps) <= MOST_STEP,
        ),
    ]


if __name__ == "__main__":
    measure(sys.argv[1:])
