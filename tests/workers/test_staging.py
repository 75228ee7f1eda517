"""A show's sounds around an article: in the growing stream and the finished file, at no cost for edits."""

from __future__ import annotations

import io
from pathlib import Path

import mutagen.id3
import pytest

from audio_cache.claims import LocalClaims
from audio_cache.folders.narrations import FolderNarrations
from audio_cache.growing import stream
from audio_cache.local import LocalStore
from audio_cache.mp3.frames import seconds, whole_frames
from audio_cache.plan import Finished, Plan
from tests.hearing import decoded
from tests.workers.test_jingles import melody, wav
from tts_service.article.request import ArticleRequest
from tts_service.settings import Settings, load_settings
from workers.audio.jingles import LEAD_MS
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering

TEXT = (
    "The tide was early today.\n\nNobody had told the ferry, which waited all the same.\n\nIt left at nine."
)


class Counter(SilentAnnouncer):
    def __init__(self) -> None:
        self.synthesized = 0.0

    def count(self, sample: str, amount: float = 1) -> None:
        if sample.startswith("tts_segments_synthesized_total"):
            self.synthesized += amount


class Studio:
    """A ``Rendering`` for the show "harbour", which has ``fields`` in shows.toml."""

    def __init__(self, settings: Settings, **fields: str) -> None:
        lines = [f'{name} = "{value}"' for name, value in fields.items()]
        settings.shows_path.write_text("\n".join(["[show.harbour]", *lines, ""]))
        self.segments = LocalStore(settings.cache_dir)
        self.narrations = FolderNarrations(settings.cache_dir, self.segments)
        self.counter = Counter()
        self.rendering = Rendering(
            settings, self.segments, self.narrations, LocalClaims(settings.cache_dir), self.counter
        )

    def prepared(self, text: str = TEXT) -> Plan:
        return self.rendering.prepare("tide", ArticleRequest(text=text, title="Tide", show="harbour"))

    def rendered(self, plan: Plan) -> Finished:
        while self.rendering.render_next(plan.narration) is not RenderStep.READY:
            pass
        finished = self.narrations.finished(plan.narration)
        assert finished is not None
        return finished

    def frames(self, finished: Finished) -> bytes:
        return self.narrations.audio_path(finished.narration).read_bytes()[finished.tag_bytes :]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(
        {"TTS_DATA_DIR": str(tmp_path), "TTS_ENGINE": "tone", "TTS_OFFLINE": "1"}, env_file=None
    )


@pytest.fixture
def jingles(tmp_path: Path) -> dict[str, str]:
    """Sounds beside shows.toml."""
    for name, length in (("intro", 2), ("outro", 3), ("bed", 5)):
        wav(tmp_path / f"{name}.wav", melody(length))
    return {name: f"{name}.wav" for name in ("intro", "outro", "bed")}


def test_the_narration_begins_and_ends_with_them(settings: Settings, jingles: dict[str, str]) -> None:
    studio = Studio(settings, title="Harbour News", **jingles)
    finished = studio.rendered(plan := studio.prepared())
    frames = studio.frames(finished)
    assert whole_frames(frames)
    assert decoded(frames).size / 24_000 == pytest.approx(finished.duration_s)
    assert plan.intro is not None
    assert finished.cues[0].start_s == seconds(plan.intro.size) + plan.intro.pause_frames * 0.024
    assert 2.0 < finished.cues[0].start_s < 2.6
    assert finished.duration_s - finished.cues[-1].end_s > 4  # three seconds, and the bed's
    tag = mutagen.id3.ID3(io.BytesIO(studio.narrations.audio_path(finished.narration).read_bytes()))
    assert tag["TALB"].text == ["Harbour News"]
    assert tag.getall("CHAP")[0].start_time == 0


def test_the_words_of_the_headline_are_where_they_sound_over_the_bed(
    settings: Settings, jingles: dict[str, str]
) -> None:
    words = []
    for fields in ({"bed": jingles["bed"]}, {}):
        studio = Studio(settings, **fields)
        plan = studio.prepared()
        studio.rendered(plan)
        stored = studio.segments.get(plan.segments[0].key)
        assert stored is not None
        words.append(stored.info.words)
    assert [word.start_s - LEAD_MS / 1000 for word in words[0]] == pytest.approx(
        [word.start_s for word in words[1]], abs=0.002
    )


def test_the_stream_that_grows_is_the_file_to_come(settings: Settings, jingles: dict[str, str]) -> None:
    studio = Studio(settings, **jingles)
    plan = studio.prepared()
    heard = b"".join(
        stream(
            studio.narrations,
            plan.narration,
            lambda _: studio.rendering.render_next(plan.narration),
        )
    )
    finished = studio.rendered(plan)
    assert heard[plan.tag_bytes :] == studio.frames(finished)


def test_an_edit_costs_one_sentence_and_the_sounds_nothing(
    settings: Settings, jingles: dict[str, str], tmp_path: Path
) -> None:
    studio = Studio(settings, **jingles)
    studio.rendered(studio.prepared())
    before = studio.counter.synthesized
    studio.rendered(studio.prepared(TEXT.replace("nine", "ten")))
    assert studio.counter.synthesized == before + 1


def test_another_intro_is_another_revision(
    settings: Settings, jingles: dict[str, str], tmp_path: Path
) -> None:
    studio = Studio(settings, **jingles)
    first = studio.rendered(studio.prepared())
    before = studio.counter.synthesized
    wav(tmp_path / "intro.wav", melody(1))
    second = studio.rendered(studio.prepared())
    assert second.revision != first.revision
    assert studio.counter.synthesized == before
    assert second.cues[0].start_s < first.cues[0].start_s


def test_a_sound_that_cannot_be_used_is_named_and_the_article_read(
    settings: Settings, jingles: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "broken.mp3").write_bytes(b"no sound")
    studio = Studio(settings, intro="broken.mp3", outro=jingles["outro"], bed="none.wav")
    plan = studio.prepared()
    assert (plan.intro, plan.bed) == (None, None)
    assert plan.outro is not None
    assert "The intro is left out: broken.mp3 cannot be played" in plan.notes[1]
    assert "The bed is left out: none.wav cannot be read" in plan.notes[0]
    assert studio.rendered(plan).cues[0].start_s == 0.0


def test_sounds_that_are_lost_on_the_way_are_left_out(settings: Settings, jingles: dict[str, str]) -> None:
    studio = Studio(settings, **jingles)
    plan = studio.prepared()
    for sound in (plan.intro, plan.outro, plan.bed):
        assert sound is not None
        studio.segments.delete(sound.key)
    finished = studio.rendered(plan)
    assert finished.cues[0].start_s == 0.0
    changed = studio.narrations.plan(plan.narration)
    assert changed is not None
    assert "no longer in the cache" in changed.notes[-1]
