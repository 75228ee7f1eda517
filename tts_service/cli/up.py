"""``tts-service up``."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import msgspec

from tts_service.cli.streams import drop_stdout
from tts_service.ops.checks.address import local_url, missing, take_port
from tts_service.ops.doctor import start_checks
from tts_service.ops.procfile import Part, ProcfileError, find_procfile, read_procfile
from tts_service.ops.supervisor import Supervisor
from tts_service.private import tighten
from tts_service.publisher.rules import PublisherRules
from tts_service.settings import Settings, load_settings

COLOURS = ("cyan", "magenta", "yellow", "green", "blue")
WATCH = "watch"
LOOK_S = 0.1
LOOK_FOR_WATCHES_S = 2.0
SLOW_START_S = 60.0


@click.command()
@click.option(
    "--procfile",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Run the parts of this file instead of the service's own.",
)
def up(procfile: Path | None) -> None:
    """Start the whole service: web server, workers and queue.

    Prints the address of the demo page once everything is ready. Parts that die are restarted; Ctrl-C stops
    them all. If TTS_REDIS_URL is set, that queue is used and no Redis server is started.
    """
    settings = load_settings()
    tighten(settings.data_dir)
    for check in start_checks(settings):
        if check.state == "failed":
            raise click.ClickException(check.sentence)
        if check.state == "warning":
            click.echo(f"tts-service: {check.sentence}", err=True)
    settings = msgspec.structs.replace(settings, port=take_port(settings.host, settings.port))
    try:
        parts = parts_to_run(read_procfile(procfile or find_procfile()), settings)
    except ProcfileError as error:
        raise click.ClickException(str(error)) from error
    reason = supervise(parts, settings)
    if reason:
        raise click.ClickException(reason)


def parts_to_run(parts: Sequence[Part], settings: Settings) -> list[Part]:
    """All but the embedded server where another is named."""
    return [part for part in parts if part.name != "redis" or not settings.redis_url]


def begin_once_needed(part: Part, supervisor: Supervisor, settings: Settings) -> None:
    """The watch: when there is something to watch, which editors may add at any time, or a hub to tell. What
    machines have in common is not looked at here: there it is begun at once."""
    rules = PublisherRules(settings)
    while not (settings.store or settings.feed_hub or rules.publisher.watches):
        time.sleep(LOOK_FOR_WATCHES_S)
    supervisor.add(part)


def supervise(parts: Sequence[Part], settings: Settings) -> str:
    """Returns what made it give up; "" after a signal."""
    console = Console([part.name for part in parts])
    grace_s = settings.stop_seconds + settings.drain_seconds
    at_once = [part for part in parts if part.name != WATCH]
    supervisor = Supervisor(at_once, environment(settings), console, grace_s=grace_s)
    console.when_nobody_reads = supervisor.end
    for part in parts:
        if part.name == WATCH:
            beside(begin_once_needed, part, supervisor, settings)
    beside(announce, settings, console)
    return supervisor.run()


def beside(task: Callable[..., None], *arguments: object) -> None:
    """Do ``task`` in a thread of its own, which ends with the process."""
    threading.Thread(target=task, args=arguments, daemon=True).start()


def environment(settings: Settings) -> dict[str, str]:
    """For the parts: the programs beside this Python come first, as in an activated environment."""
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join(filter(None, (programs, os.environ.get("PATH"))))
    return {**os.environ, "PATH": path, "PYTHONUNBUFFERED": "1", "TTS_PORT": str(settings.port)}


def announce(settings: Settings, console: Console) -> None:
    """Wait until the service is ready and say where it is."""
    patience = time.monotonic() + SLOW_START_S
    while (lacking := missing(settings)) != "":
        time.sleep(LOOK_S)
        if time.monotonic() > patience:
            reason = f"{local_url(settings)}/readyz does not answer." if lacking is None else lacking
            console.say(f"not ready after {SLOW_START_S:.0f} s: {reason} Still trying.")
            patience = float("inf")
    address = (settings.public_url or local_url(settings)).rstrip("/")
    console.say(f"ready. Open {address}/demo/ and press Listen. Ctrl-C stops.")


class Console:
    """Lines on standard output, each with the name of its part before it; in colour on a terminal."""

    def __init__(self, names: Sequence[str]) -> None:
        self.when_nobody_reads: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._width = max(map(len, names))
        self._colour = dict(zip(names, COLOURS * len(names), strict=False))

    def part(self, name: str, line: str) -> None:
        self._write(click.style(f"{name:<{self._width}} │", fg=self._colour[name]) + f" {line}")

    def say(self, line: str) -> None:
        self._write(click.style(f"tts-service: {line}", bold=True))

    def _write(self, line: str) -> None:
        """``click.echo`` takes the colours away where there is no terminal."""
        try:
            with self._lock:
                click.echo(line)
        except OSError:
            drop_stdout()
            self.when_nobody_reads()
