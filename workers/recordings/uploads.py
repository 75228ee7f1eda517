"""What was uploaded, heard and compared with what it should say."""

from __future__ import annotations

from audio_cache.mp3.frames import SAMPLE_RATE
from audio_cache.narrations import Narrations
from tts_service.article.model import Script
from tts_service.article.recording import Recording
from tts_service.contracts.recordings import HEAD_BYTES, NAMES, format_of
from tts_service.settings import Settings
from workers.engines.base import Samples
from workers.recordings.aligning import Alignment, align
from workers.recordings.decoding import UnreadableRecording, decoded
from workers.recordings.levelling import is_silent
from workers.recordings.reference import reference_of
from workers.recordings.verdict import check_alignment, check_length, refused


def samples_of(narrations: Narrations, article_id: str, recording: Recording) -> Samples:
    """Raises Unprocessable for what cannot be heard."""
    with narrations.recording(article_id, recording.digest) as path:
        if path is None:
            raise refused("The file is no longer here. Upload it again.")
        with path.open("rb") as file:
            kind = format_of(file.read(HEAD_BYTES))
        if kind is None:
            raise refused(f"It is not {NAMES}.")
        try:
            samples = decoded(path, kind)
        except UnreadableRecording as error:
            hint = "Cut it." if error.is_too_long else f"Save it again as {NAMES}."
            raise refused(f"It cannot be used: {error}. {hint}") from error
    if is_silent(samples):
        raise refused("It is silent. Check the microphone, and the file.")
    return samples


def aligned(samples: Samples, script: Script, settings: Settings, what: str = "article") -> Alignment:
    """``samples`` with the sentences of ``script``, which are those of the ``what``. Raises Unprocessable for
    a reading of something else, Unavailable when the voice fails that they are compared with."""
    reference = reference_of(script, settings)
    check_length(samples.size / SAMPLE_RATE, reference.samples.size / SAMPLE_RATE, what)
    alignment = align(samples, reference)
    check_alignment(alignment, script, reference.sentences, what)
    return alignment
