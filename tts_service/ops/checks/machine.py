"""This machine: Python, the data folder, programs."""

from __future__ import annotations

import platform
import shutil
import tempfile

from tts_service.ops.checks.check import Check
from tts_service.settings import Settings

LEAST_FREE_BYTES = 1_000_000_000


def python(settings: Settings) -> Check:
    return Check("Python", "ok", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def data_folder(settings: Settings) -> Check:
    name, folder = "data folder", settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Check(
            name,
            "failed",
            f"{folder} cannot be written: {error.strerror}",
            "Make it writable, or set TTS_DATA_DIR to another folder.",
        )
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE_BYTES:
        return Check(
            name,
            "warning",
            f"{folder}, {free / 1e6:.0f} MB free",
            "Free some space: an hour of speech takes 29 MB.",
        )
    return Check(name, "ok", f"{folder}, {free / 1e9:.0f} GB free")


def ffmpeg(settings: Settings) -> Check:
    import imageio_ffmpeg

    try:
        program = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        return Check(
            "ffmpeg", "failed", str(error), "Install it: pip install --force-reinstall imageio-ffmpeg"
        )
    return Check("ffmpeg", "ok", program)
