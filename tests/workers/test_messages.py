"""Messages of sponsors as narrations: spoken by a voice, or a file of the publisher's."""

from __future__ import annotations

from pathlib import Path

import pytest

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import whole_frames
from audio_cache.narration_id import NarrationId
from tests.hearing import decoded, measured
from tests.workers.test_jingles import melody, wav
from tts_service.article.model import decode_script
from tts_service.article.request import ArticleRequest
from tts_service.article.script.message import MESSAGE, Message, decode_message, encode_message, message_id
from tts_service.errors import Unprocessable
from tts_service.settings import Settings, load_settings
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

NAMED = message_id("acme")
SAID = (
    "This story is brought to you by Acme Bank of Harbour Street.",
    "Open an account there today, they say.",
)
SHOWS = '[show.all]\nintro = "intro.wav"\nsynthetic_notice = true\ninclude = { language = "en" }\n'
"""It claims every article in English."""


class Studio:
    def __init__(self, settings: Settings) -> None:
        settings.shows_path.write_text(SHOWS)
        self.folder = settings.shows_path.parent
        segments = LocalStore(settings.cache_dir)
        self.narrations = FolderNarrations(settings.cache_dir, segments)
        claims = LocalClaims(settings.cache_dir)
        self.rendering = Rendering(settings, segments, self.narrations, claims, SilentAnnouncer())

    def made(self, message: Message) -> NarrationId:
        self.narrations.put_article(NAMED, MESSAGE, encode_message(message))
        request = ArticleRequest(text=message.text, language="en", version=message.digest)
        plan = self.rendering.prepare(NAMED, request)
        while self.rendering.render_next(plan.narration) is not RenderStep.READY:
            pass
        return plan.narration

    def frames(self, narration: NarrationId) -> bytes:
        finished = self.narrations.finished(narration)
        assert finished is not None
        return self.narrations.audio_path(narration).read_bytes()[finished.tag_bytes :]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    environ = {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}
    settings = load_settings(environ, env_file=None)
    wav(tmp_path / "intro.wav", melody(1.0))
    return Studio(settings)


def test_a_spoken_message_is_its_words_and_nothing_of_a_show(studio: Studio) -> None:
    message = Message(label="Acme", text=" ".join(SAID), language="en")
    narration = studio.made(message)
    script = decode_script(studio.narrations.script(narration) or b"")
    assert [segment.text for segment in script.segments] == list(SAID)
    plan = studio.narrations.plan(narration)
    assert plan is not None
    assert (plan.intro, script.show, plan.engine) == (None, "", "tone")
    assert decode_message(studio.narrations.article(NAMED, narration.revision)) == message


def test_whatever_changes_of_it_gives_another_revision_and_the_old_one_stays(studio: Studio) -> None:
    one = Message(label="Acme", text="Brought to you by Acme.", language="en")
    other = Message(label="Acme Bank", text="Brought to you by Acme.", language="en")
    first, second = studio.made(one), studio.made(other)
    assert first != second
    assert studio.frames(first) == studio.frames(second)  # the words are in the cache
    kept = [decode_message(studio.narrations.article(NAMED, named.revision)) for named in (first, second)]
    assert kept == [one, other]


@pytest.mark.parametrize("level", [0.02, 0.9])
def test_a_file_is_as_loud_as_a_narration_and_whole_frames(studio: Studio, level: float) -> None:
    wav(studio.folder / "acme.wav", melody(3.0, level), channels=2)
    text = "Acme jingle. Buy it."
    narration = studio.made(Message(label="Acme", text=text, sound="acme.wav", sound_digest="1"))
    frames = studio.frames(narration)
    assert whole_frames(frames)
    loudness = measured(decoded(frames), 24_000)
    assert loudness.lufs == pytest.approx(-16, abs=1)
    assert loudness.true_peak <= -1
    script = decode_script(studio.narrations.script(narration) or b"")
    assert [segment.text for segment in script.segments] == [text]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"#EXTM3U\nhttp://169.254.169.254/x", "is not an MP3, WAV, M4A or FLAC file"),
        (b"RIFF\0\0\0\0WAVEjunk", "cannot be played"),
        (None, "cannot be read"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_reason(
    studio: Studio, content: bytes | None, reason: str
) -> None:
    if content is not None:
        (studio.folder / "acme.wav").write_bytes(content)
    with pytest.raises(Unprocessable, match=reason):
        studio.made(Message(label="Acme", text="Acme", sound="acme.wav"))
