"""The commands as people call them: in a process of their own, with a real engine."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from audio_cache.mp3.frames import FRAME_MS
from tests.forked import tts_service
from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Running, clean_environ, count_frames, free_port, wait_until
from tts_service.article.model import decode_script

Tts = Callable[..., subprocess.CompletedProcess[str]]

STORY = """The harbour clock is late

The clock in the harbour was late again on Monday. Nobody in the town could say why.

Its keeper, Mrs. Dahl, oiled it at noon. By three it had lost another minute.
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return clean_environ(data_dir=str(tmp_path / "data"), engine="tone", offline="1", port=str(free_port()))


@pytest.fixture
def tts(tmp_path: Path, environ: dict[str, str]) -> Tts:
    """Runs ``tts-service`` in ``tmp_path``; ``given`` goes to its standard input."""

    def run(*arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        env = environ | {f"TTS_{name.upper()}": value for name, value in settings.items()}
        return tts_service(arguments, environ=env, cwd=tmp_path, given=given)

    return run


@pytest.fixture
def story(tmp_path: Path) -> str:
    (tmp_path / "story.txt").write_text(STORY)
    return "story.txt"


def complaint(done: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """The one line that a user's mistake is answered with."""
    assert done.returncode == status, done.stderr
    assert done.stderr.startswith("tts-service: ")
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


# -- speak ---------------------------------------------------------------------------------------------------


def test_speak_writes_one_mp3_and_says_what_it_is(tts: Tts, story: str, tmp_path: Path) -> None:
    done = tts("speak", story, "-o", "out.mp3")
    assert done.returncode == 0, done.stderr
    frames = count_frames((tmp_path / "out.mp3").read_bytes())
    seconds = round(frames * FRAME_MS / 1000)
    assert (
        done.stdout
        == f"out.mp3: {seconds // 60}:{seconds % 60:02}, {size_of(tmp_path / 'out.mp3')}, tone/plain\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.mp3", "story.txt"]


def size_of(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.1f} kB"


def test_speak_reads_and_writes_pipes(tmp_path: Path, environ: dict[str, str]) -> None:
    done = subprocess.run(
        [TTS_SERVICE, "speak", "-", "-o", "-"],
        env=environ,
        cwd=tmp_path,
        input=STORY.encode(),
        capture_output=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert count_frames(done.stdout) > 100
    assert done.stderr.startswith(b"standard output: ")


def test_speak_takes_what_was_spoken_from_the_cache(tts: Tts, story: str, tmp_path: Path) -> None:
    tts("speak", story, "-o", "first.mp3")
    # An engine that needs ten minutes a sentence: only the cache can answer in time.
    done = tts("speak", story, "-o", "second.mp3", engine_options="delay_s=600")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "first.mp3").read_bytes() == (tmp_path / "second.mp3").read_bytes()


def test_speak_in_another_voice_with_another_title(tts: Tts, story: str, tmp_path: Path) -> None:
    done = tts("speak", story, "-o", "out.mp3", "--voice", "tone/low", "--title", "Late, again")
    assert done.stdout.endswith("tone/low\n")
    assert b"Late, again" in (tmp_path / "out.mp3").read_bytes()[:4096].replace(b"\0", b"")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["story.txt", "-o", "."], "is a folder"),
        (["story.txt", "-o", "nowhere/out.mp3"], "does not exist"),
        (["missing.txt", "-o", "out.mp3"], "missing.txt cannot be read: No such file or directory."),
        (["story.txt", "-o", "out.mp3", "--voice", "tone/none"], "tone/none"),
        (["story.txt", "-o", "out.mp3", "--language", "no language"], "BCP 47"),
        (["http://127.0.0.1/story", "-o", "out.mp3"], "127.0.0.1"),
    ],
)
def test_speak_complains_in_one_line(
    tts: Tts, story: str, tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert said in complaint(tts("speak", *arguments))
    assert not (tmp_path / "out.mp3").exists()


def test_a_missing_option_is_a_usage_error(tts: Tts, story: str) -> None:
    assert "Missing option '-o'" in complaint(tts("speak", story), status=2)


def test_a_bad_setting_is_a_usage_error(tts: Tts, story: str) -> None:
    assert "TTS_ENGINE" in complaint(tts("speak", story, "-o", "out.mp3", engine="kazoo"), status=2)


# -- the log -------------------------------------------------------------------------------------------------


def test_the_log_is_shown_on_request(tts: Tts, tmp_path: Path) -> None:
    """It tells of a voice whose files are damaged; without being asked it stays out of the way."""
    folder = tmp_path / "data" / "voices"
    folder.mkdir(parents=True)
    (folder / "broken.onnx").write_bytes(b"")
    (folder / "broken.onnx.json").write_text("{")
    assert tts("voices", "list").stderr == ""
    assert "broken.onnx cannot be used" in tts("--verbose", "voices", "list").stderr


# -- script --------------------------------------------------------------------------------------------------


def test_script_shows_each_sentence(tts: Tts, story: str) -> None:
    lines = tts("script", story).stdout.splitlines()
    assert lines[0].startswith("The harbour clock is late (en, ")
    assert any("Nobody in the town could say why." in line for line in lines)


def test_script_as_json_is_the_whole_script(tts: Tts, story: str) -> None:
    script = decode_script(tts("script", story, "--json").stdout.encode())
    assert script.title == "The harbour clock is late"
    assert any("Mrs. Dahl" in segment.text or "Missus Dahl" in segment.text for segment in script.segments)


def test_script_says_what_is_skipped_and_why(tts: Tts, tmp_path: Path) -> None:
    page = f"<html><body><article><h1>Late</h1>{'<p>The clock was late again on Monday at noon.</p>' * 4}"
    (tmp_path / "page.html").write_text(page + "<pre>print('late')</pre></article></body></html>")
    shown = tts("script", "page.html").stdout
    assert "Not read:" in shown
    assert "print('late')" in shown.partition("Not read:")[2]


def test_a_reader_who_leaves_early_is_no_error(tmp_path: Path, environ: dict[str, str]) -> None:
    (tmp_path / "long.txt").write_text("The clock in the harbour was late again on Monday.\n\n" * 2000)
    piped = f"{TTS_SERVICE} script long.txt | head -1"
    done = subprocess.run(
        ["bash", "-c", piped], env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=100
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


# -- batch ---------------------------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path) -> str:
    folder = tmp_path / "archive"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(STORY)
    (folder / "b.txt").write_text(" \n")
    (folder / "deep" / "c.md").write_text(STORY.replace("Monday", "Friday"))
    return "archive"


def test_batch_goes_on_after_a_bad_article_and_tells(tts: Tts, archive: str) -> None:
    done = tts("batch", archive)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert sorted(line.split()[:2] for line in lines[:3]) == [
        ["failed", "archive/b.txt:"],
        ["ready", "archive/a.txt:"],
        ["ready", "archive/deep/c.md:"],
    ]
    assert lines[3].startswith("2 ready, 1 failed, in ")
    assert done.stderr == ""


def test_batch_does_nothing_twice(tts: Tts, archive: str, tmp_path: Path) -> None:
    first = json.loads(tts("batch", archive, "--json").stdout)
    assert (first["ready"], first["failed"], first["interrupted"]) == (2, 1, False)
    # The second article shares sentences with the first: those are not spoken twice either.
    ready = [article for article in first["articles"] if article["status"] == "ready"]
    kept = len(list((tmp_path / "data/audio/segments").rglob("*.mp3")))
    assert (
        sum(article["segments_spoken"] for article in ready)
        == kept
        < sum(article["segments"] for article in ready)
    )
    assert first["articles"][1]["error"]["kind"] == "empty-text"

    again = json.loads(tts("batch", archive, "--json").stdout)
    assert [article["segments_spoken"] for article in again["articles"]] == [0, 0, 0]
    for before, after in zip(first["articles"], again["articles"], strict=True):
        assert before["audio"] == after["audio"]
    assert count_frames(Path(again["articles"][0]["audio"]).read_bytes()) > 100


def test_a_dry_run_reckons_what_the_batch_then_needs_and_keeps_nothing(
    tts: Tts, archive: str, tmp_path: Path
) -> None:
    site = LocalSite()
    url = site.article("/story", "The harbour clock")
    try:
        arguments = ("batch", archive, url)
        said = tts(*arguments, "--dry-run", allowed_sites=site.origin)
        reckoned = json.loads(tts(*arguments, "--dry-run", "--json", allowed_sites=site.origin).stdout)
        kept = [
            path
            for path in (tmp_path / "data" / "audio").rglob("*")
            if path.is_file() and "fingerprint" not in path.name
        ]
        done = json.loads(tts(*arguments, "--json", allowed_sites=site.origin).stdout)
    finally:
        site.close()
    assert said.returncode == 0
    assert re.match(
        r"4 articles, judged by 4 of them: about .+ to hear, .+ on disk, .+ of work on this machine\.",
        said.stdout,
    )
    assert said.stdout.endswith(" Of these 1 cannot be read.\n")
    assert kept == []
    assert (reckoned["articles"], reckoned["read"], reckoned["unreadable"]) == (4, 4, 1)
    assert reckoned["took_s"] > 0
    ready = [article for article in done["articles"] if article["status"] == "ready"]
    assert reckoned["audio_s"] == pytest.approx(sum(article["duration_s"] for article in ready), rel=0.2)
    assert reckoned["bytes"] == pytest.approx(sum(2 * article["size"] for article in ready), rel=0.3)


@pytest.mark.parametrize(
    "arguments", [["story.txt", "--since", "soon"], ["story.txt", "--jobs", "0"], ["--dry-run"]]
)
def test_a_batch_of_nothing_or_with_a_wrong_option_ends_with_2(
    tts: Tts, story: str, arguments: list[str]
) -> None:
    complaint(tts("batch", *arguments), status=2)


def test_the_service_itself_is_not_read_and_it_is_said_what_to_do(tts: Tts, environ: dict[str, str]) -> None:
    own = f"http://localhost:{environ['TTS_PORT']}"
    allowed = {"allowed_sites": own}
    said = complaint(tts("speak", f"{own}/demo/", "-o", "out.mp3", **allowed))
    assert (
        "is a page of this service, which does not read its own pages. Send the article's text "
        "or HTML instead." in said
    )
    done = tts("batch", f"{own}/listen/demo", f"{own}/feed.xml", "--json", **allowed)
    assert [article["error"]["kind"] for article in json.loads(done.stdout)["articles"]] == [
        "own-page",
        "own-page",
    ]


def test_batch_takes_a_list_on_standard_input(tts: Tts, archive: str) -> None:
    done = tts("batch", "-", "--jobs", "1", given="archive/a.txt\narchive/missing.txt\n")
    assert done.returncode == 1
    assert "failed  archive/missing.txt: archive/missing.txt cannot be read" in done.stdout


def test_batch_with_nothing_to_do_is_a_usage_error(tts: Tts, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "There is no article" in complaint(tts("batch", "empty"), status=2)


def test_batch_stopped_in_the_middle_goes_on_from_there(
    tts: Tts, tmp_path: Path, environ: dict[str, str]
) -> None:
    (tmp_path / "long.txt").write_text(
        "\n\n".join(f"Sentence number {n} of a long report on clocks." for n in range(60))
    )
    slow = environ | {"TTS_ENGINE_OPTIONS": "delay_s=0.2", "TTS_WORKERS": "2"}
    running = Running(TTS_SERVICE, "batch", "long.txt", "--json", environ=slow, cwd=tmp_path)
    segments = tmp_path / "data" / "audio" / "segments"
    try:
        wait_until(lambda: len(list(segments.rglob("*.json"))) > 3, "the first segments")
        assert running.stop(signal.SIGINT) == 130
    finally:
        running.process.kill()
    assert json.loads(running.output)["interrupted"] is True
    spoken = len(list(segments.rglob("*.json")))
    assert spoken < 60

    again = json.loads(tts("batch", "long.txt", "--json").stdout)
    assert again["ready"] == 1
    assert again["articles"][0]["segments_spoken"] == again["articles"][0]["segments"] - spoken


# -- voices --------------------------------------------------------------------------------------------------


def test_voices_are_listed(tts: Tts) -> None:
    lines = tts("voices", "list").stdout.splitlines()
    assert lines[0].split()[0] == "tone/plain"
    assert any(line.startswith("hibari/heart") and "local" in line and "Apache-2.0" in line for line in lines)


def test_voices_as_json(tts: Tts) -> None:
    voices = {voice["id"]: voice for voice in json.loads(tts("voices", "list", "--json").stdout)}
    assert voices["hibari/heart"]["languages"] == ["en"]


def test_a_voice_says_a_sample(tts: Tts, tmp_path: Path) -> None:
    done = tts("voices", "sample", "Good morning.", "--voice", "tone/low", "-o", "sample.mp3")
    assert done.returncode == 0, done.stderr
    assert count_frames((tmp_path / "sample.mp3").read_bytes()) > 0


# -- cache ---------------------------------------------------------------------------------------------------


def test_cache_counts_what_is_there(tts: Tts, story: str, tmp_path: Path) -> None:
    empty = tts("cache", "stats").stdout
    assert "segments     0" in empty
    tts("speak", story, "-o", "out.mp3")
    shown = tts("cache", "stats").stdout
    count = len(list((tmp_path / "data/audio/segments").rglob("*.mp3")))
    assert f"segments     {count}, " in shown
    assert "narrations   1, of them whole 1" in shown


def test_a_damaged_segment_is_found_mended_and_spoken_again(tts: Tts, story: str, tmp_path: Path) -> None:
    tts("speak", story, "-o", "out.mp3")
    assert tts("cache", "verify").returncode == 0
    victim = next((tmp_path / "data/audio/segments").rglob("*.mp3"))
    victim.write_bytes(victim.read_bytes()[:-192])

    found = tts("cache", "verify")
    assert found.returncode == 1
    assert victim.stem in found.stdout
    assert "cache verify --mend" in found.stdout
    assert tts("cache", "verify", "--mend").returncode == 0
    assert tts("cache", "verify").returncode == 0


def test_cache_prune_says_what_it_does(tts: Tts, story: str, tmp_path: Path) -> None:
    assert tts("speak", story, "-o", "out.mp3").returncode == 0
    then = time.time() - 100 * 86_400
    for path in (tmp_path / "data" / "audio").rglob("*"):
        os.utime(path, (then, then))
    assert tts("cache", "prune").stdout.startswith("The cache takes ")
    told = tts("cache", "prune", "--dry-run", cache_max_age="90d").stdout
    assert "1 narrations removed, to be spoken again when asked for" in told
    assert "Nothing was touched" in told
    pruned = json.loads(tts("cache", "prune", "--json", cache_max_age="90d").stdout)
    assert (pruned["silenced"], pruned["dry_run"], pruned["over"]) == (1, False, 0)
    assert not list((tmp_path / "data" / "audio").rglob("*.mp3"))
    assert tts("cache", "verify").returncode == 0
    assert "TTS_CACHE_MAX_AGE" in complaint(tts("cache", "prune", cache_max_age="soon"), 2)
    assert tts("speak", story, "-o", "again.mp3").returncode == 0
    assert (tmp_path / "out.mp3").read_bytes() == (tmp_path / "again.mp3").read_bytes()


# -- doctor --------------------------------------------------------------------------------------------------


def test_doctor_finds_this_machine_well(tts: Tts) -> None:
    done = tts("doctor")
    assert done.returncode == 0, done.stdout
    names = [line[9:20].strip() for line in done.stdout.splitlines()]
    machine = ["Python", "data folder", "queue", "store", "relay", "workers", "catalog", "port"]
    voices = ["engines", "voices", "speech", "lexicon", "ffmpeg", "gTTS", "openai"]
    assert names == [*machine, *voices, "signing", "log-in"]


def test_doctor_says_how_to_mend_what_fails(tts: Tts, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = tts("doctor", port=str(taken.getsockname()[1]), redis_url="redis://127.0.0.1:1/0")
    assert done.returncode == 1
    failed = [line for line in done.stdout.splitlines() if line.startswith("failed")]
    assert len(failed) == 2
    assert "correct TTS_REDIS_URL" in failed[0]
    assert "set TTS_PORT to another port" in failed[1]


# -- lexicon -------------------------------------------------------------------------------------------------


def test_a_word_is_added_listed_heard_and_removed(tts: Tts, tmp_path: Path) -> None:
    assert (
        tts("lexicon", "add", "Dahl", "--say", "darl", "--language", "en").stdout
        == "Dahl: darl  [language en]\n"
    )
    assert "already" in complaint(tts("lexicon", "add", "Dahl", "--say", "dahl", "--language", "en"))
    assert tts("lexicon", "add", "Dahl", "--say", "dahl", "--language", "en", "--replace").returncode == 0
    assert tts("lexicon", "list").stdout == "Dahl: dahl  [language en]\n"
    assert "dahl" in tts("script", "-", given=STORY).stdout
    assert "See: tts-service lexicon list" in complaint(tts("lexicon", "remove", "Dahl"))
    assert tts("lexicon", "remove", "Dahl", "--language", "en").stdout == "Dahl: removed\n"
    assert tts("lexicon", "list").stdout.strip() == ""


def test_check_tells_errors_with_their_line_and_warns_of_the_rest(tts: Tts, tmp_path: Path) -> None:
    lexicon = str(tmp_path / "words.toml")
    assert "is not there" in tts("lexicon", "check", lexicon=lexicon).stdout
    tts("lexicon", "add", "Kaz", "--ipa", "kɑːz", lexicon=lexicon)
    done = tts("lexicon", "check", lexicon=lexicon)
    assert done.returncode == 0
    assert done.stdout.startswith("warning: words.toml, line 1: tone/plain takes no phonemes")
    assert tts("lexicon", "check", lexicon=lexicon, engine="hibari").stdout.endswith("words 1, warnings 0\n")
    (tmp_path / "words.toml").write_text("[[word]]\nwrite = Kaz\n")
    assert complaint(tts("lexicon", "check", lexicon=lexicon)).startswith("tts-service: words.toml, line 2: ")


def test_a_sample_says_where_it_is_and_what_is_no_sound(tts: Tts, tmp_path: Path) -> None:
    done = tts("voices", "sample", "Kaz", "--ipa", "kɑːz", engine="hibari")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("sample.mp3: ")
    assert count_frames((tmp_path / "sample.mp3").read_bytes()) > 10
    assert "not a symbol" in complaint(tts("voices", "sample", "Kaz", "--ipa", "KAZ"), 2)
