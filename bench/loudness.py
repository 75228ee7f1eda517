"""How loud each narration is, and whether anything clicks where its segments meet.

    ARTICLES=folder python -m bench.loudness [name…]

Loudness and true peak by ffmpeg's EBU R 128 meter, as dual mono. The step is the largest between two samples within 8 ms of a
join, against full scale: in speech itself steps of 0.3 are common.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence

import imageio_ffmpeg
import numpy as np

from audio_cache.frames import SAMPLE_RATE
from audio_cache.plan import Cue
from bench.spoken import spoken
from workers.engines.base import Samples

DECODER_DELAY = 529
_REACH = 192


def metered(samples: Samples, rate: int) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBTP."""
    meter = "ebur128=peak=true:dualmono=true:framelog=quiet"
    given = ["-f", "f32le", "-ar", str(rate), "-ac", "1", "-i", "-", "-af", meter, "-f", "null", "-"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostdin", *given]
    done = subprocess.run(command, input=samples.astype("<f4").tobytes(), capture_output=True, check=True)
    report = done.stderr.decode().rpartition("Summary:")[2]
    loud, peak = (re.search(pattern, report) for pattern in (r"I:\s+(-?[\d.]+) LUFS", r"Peak:\s+(-?[\d.]+) dBFS"))
    assert loud is not None
    assert peak is not None
    return float(loud[1]), float(peak[1])


def largest_step(samples: Samples, cues: Sequence[Cue]) -> float:
    """Between neighbouring samples around the beginnings and ends of segments."""
    joins = [round(at * SAMPLE_RATE) + DECODER_DELAY for cue in cues for at in (cue.start_s, cue.end_s)]
    around = (samples[max(0, join - _REACH) : join + _REACH] for join in joins)
    return max(float(np.abs(np.diff(part)).max(initial=0.0)) for part in around)


def main(names: list[str]) -> None:
    print(f"{'article':14}{'LUFS':>8}{'dBTP':>8}{'step at joins':>15}")
    for article in spoken(names):
        samples = article.samples()
        lufs, peak = metered(samples, SAMPLE_RATE)
        good = abs(lufs + 16) <= 1 and peak <= -1
        step = largest_step(samples, article.cues)
        print(f"{article.name:14}{lufs:8.1f}{peak:8.1f}{step:15.4f}{'' if good else '  OUT OF BOUNDS'}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
