"""What a person has read of an article outlives Redis, and is put between sentences by any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import redis

from audio_cache.opening import Store
from audio_cache.plan import Plan
from tests.readings import as_file, reading
from tests.workers.test_mixed_recordings import ID, page
from tts_service.article.model import decode_script
from tts_service.article.place import run_of_section, sentences_of
from tts_service.article.recording import SectionRecording
from tts_service.article.request import ArticleRequest, with_sections
from tts_service.settings import load_settings
from workers.notices import SilentAnnouncer
from workers.render.outcomes import RenderStep
from workers.render.rendering import Rendering


def test_an_edit_elsewhere_takes_it_from_the_file_before(
    host: Callable[[str], Store], client: redis.Redis, tmp_path: Path
) -> None:
    settings = load_settings({"TTS_DATA_DIR": str(tmp_path / "home"), "TTS_OFFLINE": "1"}, env_file=None)

    def machine(name: str) -> tuple[Store, Rendering]:
        store = host(name)
        return store, Rendering(settings, *store, SilentAnnouncer())

    def heard(rendering: Rendering, request: ArticleRequest) -> Plan:
        plan = rendering.prepare(ID, request)
        step = RenderStep.STORED
        while step.goes_on:
            step = rendering.render_next(plan.narration)
        assert step is RenderStep.READY
        return plan

    here, rendering = machine("a")
    spoken = heard(rendering, page())
    script = decode_script(here.narrations.script(spoken.narration) or b"")
    run = run_of_section(script, 1)
    others = [index for index in range(len(script.segments)) if not run.first <= index < run.end]
    file = as_file(reading(script, left_out=others).samples, tmp_path / "reading.mp3")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    here.narrations.put_recording(ID, digest, file)
    recording = SectionRecording(digest=digest, by="Anna", place=sentences_of(script).place(run))
    assert rendering.record_parts(ID, with_sections(page(), (recording,)), "d1")
    read = heard(rendering, with_sections(page(), (recording,)))

    client.flushdb()
    there, rendering = machine("b")
    there.narrations.drop_recordings(ID)  # it cannot be cut again
    edited = heard(rendering, with_sections(page(pays="Nobody pays."), (recording,)))
    assert edited.parts == read.parts
    assert edited.keys[run.first : run.end] == read.keys[run.first : run.end]
