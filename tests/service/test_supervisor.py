"""`tts-service up` with small Procfiles of real processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.forked import tts_service
from tests.running import TTS_SERVICE, Running, clean_environ, free_port, is_alive, wait_until
from tts_service.publisher.live import publish

Up = Callable[..., Running]
Refusal = Callable[..., str]

SLEEPER = "sh -c 'echo pid $$; exec sleep 1000'"
LEADER_WITH_CHILD = "sh -c 'sleep 1000 & echo child $!; echo pid $$; wait'"


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Up]:
    started: list[Running] = []

    def start(*lines: str, **settings: str) -> Running:
        (tmp_path / "Procfile").write_text("\n".join(lines) + "\n")
        given = {"port": str(free_port()), "data_dir": str(tmp_path / "data"), "engine": "tone", **settings}
        started.append(
            Running(
                TTS_SERVICE,
                "up",
                "--procfile",
                str(tmp_path / "Procfile"),
                environ=clean_environ(**given),
                cwd=tmp_path,
            )
        )
        return started[-1]

    yield start
    for running in started:
        running.end()


def process_in(running: Running, what: str = "pid", count: int = 1) -> psutil.Process:
    return psutil.Process(int(running.wait_for_line(rf"\b{what} (\d+)", count=count)[1]))


def wait_until_gone(processes: list[psutil.Process]) -> None:
    wait_until(lambda: not any(map(is_alive, processes)), f"the end of {processes}")


WATCH = "watch: sh -c 'echo looking $$; exec sleep 1000'"


def test_the_watch_begins_when_there_is_something_to_watch(up: Up, tmp_path: Path) -> None:
    running = up(f"one: {SLEEPER}", WATCH)
    one = process_in(running)
    assert "looking" not in running.output
    publish(tmp_path / "data" / "shows.toml", '[watch."https://news.example/feed.xml"]\n')
    watch = process_in(running, "looking")
    watch.kill()
    watch = process_in(running, "looking", count=2)
    assert running.stop() == 0
    wait_until_gone([one, watch])


def test_the_watch_begins_at_once_where_a_hub_is_told(up: Up) -> None:
    running = up(
        f"one: {SLEEPER}",
        WATCH,
        feed_hub="https://hub.example/",
        public_url="http://127.0.0.1:8000",
    )
    process_in(running, "looking")
    assert running.stop() == 0


def test_lines_carry_the_name_of_their_part(up: Up) -> None:
    running = up(
        "one: sh -c 'echo out; echo err >&2; exec sleep 1000'", "longer: sh -c 'echo hello; exec sleep 1000'"
    )
    running.wait_for_line("^one    │ out$")
    running.wait_for_line("^one    │ err$")
    running.wait_for_line("^longer │ hello$")
    assert "\033" not in running.output, "colours only on a terminal"


def test_a_killed_part_is_started_again(up: Up) -> None:
    running = up(f"steady: {SLEEPER}", "other: sleep 1000")
    first = process_in(running)
    first.kill()
    running.wait_for_line(r"^tts-service: steady was killed by SIGKILL; starting it again\.$")
    second = process_in(running, count=2)
    assert second.pid != first.pid
    assert is_alive(second)


def test_what_a_killed_part_leaves_behind_is_stopped(up: Up) -> None:
    running = up(f"steady: {LEADER_WITH_CHILD}")
    child = process_in(running, "child")
    process_in(running).kill()
    wait_until_gone([child])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_a_signal_stops_everything(up: Up, number: signal.Signals) -> None:
    running = up(f"first: {SLEEPER}", f"second: {LEADER_WITH_CHILD}")
    process_in(running, count=2)
    everything = running.descendants()
    assert running.stop(number) == 0
    wait_until_gone(everything)


def test_the_first_part_is_stopped_last(up: Up) -> None:
    running = up(
        "base: sh -c 'trap \"echo base ends; exit\" TERM; echo ready; while :; do sleep 0.05; done'",
        'upper: sh -c \'trap "sleep 0.5; echo upper ends; exit" TERM; echo ready;'
        " while :; do sleep 0.05; done'",
    )
    running.wait_for_line("ready", count=2)
    running.stop()
    ends = [line for line in running.lines if "ends" in line]
    assert ends == ["upper │ upper ends", "base  │ base ends"]


def test_a_second_signal_kills_what_will_not_stop(up: Up) -> None:
    running = up(
        "base: sleep 1000",
        "stubborn: sh -c 'trap \"echo no\" TERM; echo pid $$; while :; do sleep 0.1; done'",
    )
    stubborn = process_in(running)
    running.process.send_signal(signal.SIGINT)
    running.wait_for_line("no$")
    time.sleep(1.1)  # signals within a second are one
    assert running.stop(signal.SIGINT) == 0
    wait_until_gone([stubborn])


def test_a_part_has_as_long_to_end_as_is_set(up: Up, tmp_path: Path) -> None:
    ends = "sh -c 'trap \"sleep {0}; touch {0}; exit\" TERM; echo pid $$; while :; do sleep 0.05; done'"
    running = up(f"quick: {ends.format(0.5)}", f"slow: {ends.format(30)}", stop_seconds="3")
    parts = [process_in(running, count=number) for number in (1, 2)]
    running.stop()
    assert not any(map(is_alive, parts))
    assert ((tmp_path / "0.5").exists(), (tmp_path / "30").exists()) == (True, False)


def test_nothing_is_left_when_the_supervisor_is_killed(up: Up) -> None:
    running = up(f"first: {SLEEPER}", f"second: {LEADER_WITH_CHILD}")
    process_in(running, count=2)
    everything = running.descendants()
    running.process.kill()
    wait_until_gone(everything)


def test_a_part_that_keeps_dying_stops_everything(up: Up) -> None:
    running = up(f"steady: {SLEEPER}", "broken: sh -c 'echo no such file; exit 3'")
    steady = process_in(running)
    assert running.wait() == 1
    assert (
        running.lines[-1]
        == "tts-service: broken died 5 times in a row: it ended with status 3. Its last lines say why."
    )
    wait_until_gone([steady])


def test_everything_stops_when_nobody_reads(tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("talker: sh -c 'while :; do echo talk; sleep 0.05; done'\n")
    environ = clean_environ(port=str(free_port()), data_dir=str(tmp_path / "data"))
    command = f"{TTS_SERVICE} up --procfile Procfile 2>&1 | head -1; echo status ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], env=environ, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.splitlines() == ["talker │ talk", "status 0"]
    assert done.stderr == ""


def test_the_embedded_server_rests_where_another_is_named(up: Up, valkey: str) -> None:
    running = up("redis: echo started", f"steady: {SLEEPER}", redis_url=valkey)
    process_in(running)
    running.stop()
    assert "started" not in running.output


@pytest.fixture
def refusal(tmp_path: Path) -> Refusal:
    """What ``up`` says when it does not start."""

    def told(*lines: str, **settings: str) -> str:
        (tmp_path / "Procfile").write_text("\n".join(lines) + "\n")
        environ = clean_environ(**{"port": str(free_port()), "data_dir": str(tmp_path / "data"), **settings})
        done = tts_service(["up", "--procfile", "Procfile"], environ=environ, cwd=tmp_path)
        assert done.returncode != 0
        (line,) = (done.stdout + done.stderr).splitlines()
        return line

    return told


def test_a_taken_port_is_one_line(refusal: Refusal) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = refusal(f"steady: {SLEEPER}", port=str(port))
    assert line.startswith(f"tts-service: 127.0.0.1:{port} cannot be used: Address already in use.")
    assert "TTS_PORT" in line


def test_a_data_folder_that_is_none_is_one_line(refusal: Refusal, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    line = refusal(f"steady: {SLEEPER}", data_dir=str(tmp_path / "file"))
    assert line.startswith(f"tts-service: {tmp_path / 'file'} cannot be written")
    assert "TTS_DATA_DIR" in line


def test_a_second_service_on_one_data_folder_is_one_line(up: Up, refusal: Refusal, tmp_path: Path) -> None:
    first = up("redis: python -m tts_service.broker.embedded_redis", f"steady: {SLEEPER}")
    wait_until(lambda: (tmp_path / "data/redis/valkey.sock").exists(), "the first service's server")
    assert refusal(f"steady: {SLEEPER}").startswith(
        f"tts-service: Another service is running on {tmp_path / 'data'}."
    )
    assert first.process.poll() is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"prot": "1"}, "TTS_PROT is not a setting of this service. Did you mean TTS_PORT?"),
        ({"port": "eighty"}, "TTS_PORT='eighty' is not a whole number."),
        ({"host": "0.0.0.0"}, "TTS_API_KEYS must be set to listen on 0.0.0.0"),
        (
            {"public_url": "https://listen.example"},
            "TTS_API_KEYS must be set with TTS_PUBLIC_URL=https://listen.example",
        ),
        ({"api_keys": "a"}, "TTS_API_KEYS: key 1 is too short"),
        ({"data_dir": ""}, "TTS_DATA_DIR is empty"),
        ({"engine": "kazoo"}, "TTS_ENGINE='kazoo' is no engine."),
        (
            {"engine": "tone", "engine_options": "pitch=9"},
            "TTS_ENGINE_OPTIONS: 'pitch' is not an option of tone.",
        ),
        ({"voice": "nobody"}, "TTS_VOICE='nobody' is no voice here."),
    ],
)
def test_a_bad_setting_is_one_line(refusal: Refusal, settings: dict[str, str], said: str) -> None:
    assert refusal(f"steady: {SLEEPER}", **settings).startswith(f"tts-service: {said}")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["what is this"], "line 1: not of the form 'name: command'."),
        (["a: true", "", "a: false"], "line 3: a second part named a."),
        (["# nothing"], "names no process."),
    ],
)
def test_a_bad_procfile_is_one_line(refusal: Refusal, lines: list[str], said: str) -> None:
    assert refusal(*lines).endswith(said)


def test_the_programs_beside_python_come_first(up: Up) -> None:
    running = up("who: sh -c 'command -v celery; exec sleep 1000'")
    assert running.wait_for_line(r"^who │ (.*/celery)$")[1] == str(Path(TTS_SERVICE).with_name("celery"))


def test_any_free_port_will_do(up: Up) -> None:
    running = up("who: sh -c 'echo port $TTS_PORT; exec sleep 1000'", port="0")
    assert 0 < int(running.wait_for_line(r"port (\d+)")[1]) < 65536


def test_the_guard_ends_with_the_supervisor(up: Up) -> None:
    running = up(f"steady: {SLEEPER}")
    process_in(running)
    guards = [process for process in running.descendants() if "leaders" in " ".join(process.cmdline())]
    assert len(guards) == 1
    assert os.getpgid(guards[0].pid) != os.getpgid(running.process.pid), "Ctrl-C must not reach it"
    running.stop()
    wait_until_gone(guards)
