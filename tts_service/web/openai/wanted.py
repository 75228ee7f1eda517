"""What a client of the OpenAI audio API asks for, in the service's own terms. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tts_service.article.request import ArticleRequest
from tts_service.contracts.voices import KnownVoice
from tts_service.errors import BadRequest, NotFound, ProblemKind

MAX_INPUT_CHARS = 50_000
"""About an hour of speech; OpenAI takes 4,096."""
SLOWEST, QUICKEST = 0.25, 4.0
MODELS = ("tts-1", "tts-1-hd", "gpt-4o-mini-tts")
"""OpenAI's own. They all mean the service's voices."""
FORMATS = ("mp3", "wav", "opus", "aac", "flac", "pcm")
STREAMS = ("audio", "sse")
OPENAI_VOICES = frozenset(
    {"alloy", "ash", "ballad", "cedar", "coral", "default", "echo", "fable"}
    | {"marin", "nova", "onyx", "sage", "shimmer", "verse"}
)
"""Names that mean the voice that would read an article, unless there is a voice of that name."""


class VoiceName(msgspec.Struct, frozen=True):
    """A voice as an object, as OpenAI's API names custom ones."""

    id: str


class SpeechRequest(msgspec.Struct, frozen=True):
    """The body of ``POST /v1/audio/speech``. Fields that are not known here are passed over: every server
    has some of its own.

    ``speed`` is 0.25 to 4. ``language`` (BCP 47) is recognized if left out.
    """

    input: str
    model: str = MODELS[0]
    voice: str | VoiceName = "alloy"
    response_format: str = FORMATS[0]
    speed: float = 1.0
    stream_format: str = STREAMS[0]
    language: str | None = None


def check_speech(wanted: SpeechRequest) -> None:
    """Raises BadRequest, with a sentence that begins with the name of the field."""
    if not wanted.input.strip():
        raise BadRequest("input is empty: there is nothing to say.", kind=ProblemKind.EMPTY_TEXT)
    if len(wanted.input) > MAX_INPUT_CHARS:
        raise BadRequest(
            f"input has {len(wanted.input):,} characters; at most {MAX_INPUT_CHARS:,} can be said at once."
        )
    for field, known in (("response_format", FORMATS), ("stream_format", STREAMS)):
        if getattr(wanted, field) not in known:
            raise BadRequest(f"{field} must be one of {', '.join(known)}.")
    if not SLOWEST <= wanted.speed <= QUICKEST:
        raise BadRequest(f"speed must be a number from {SLOWEST} to {QUICKEST:g}.")


def article_of(wanted: SpeechRequest, voices: Sequence[KnownVoice]) -> ArticleRequest:
    """Raises NotFound for a model that there is not. Whether there is such a voice the workers know."""
    return ArticleRequest(
        text=wanted.input, voice=_voice(wanted, voices) or None, language=wanted.language or None
    )


def _voice(wanted: SpeechRequest, voices: Sequence[KnownVoice]) -> str:
    """ "" for the one that would read an article."""
    name = wanted.voice if isinstance(wanted.voice, str) else wanted.voice.id
    engine = "" if wanted.model in MODELS else _engine(wanted.model, voices)
    own = [voice for voice in voices if name in (voice.id, voice.name) and engine in ("", voice.engine)]
    if own:
        return own[0].id
    return engine if name.lower() in OPENAI_VOICES or not name else name


def _engine(model: str, voices: Sequence[KnownVoice]) -> str:
    engines = sorted({voice.engine for voice in voices})
    if model not in engines:
        raise NotFound(f"model must be one of {', '.join((*MODELS, *engines))}.")
    return model
