"""Firefox and WebKit, driven as their makers drive them: by Marionette and by WebDriver. Their sound is
not played."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.programs import find_program
from tests.running import PATIENCE_S, free_port, wait_until

PART = "[part=button]"
BUTTON = "document.querySelector('listen-button')"
SPY = """
window.faults = [];
window.heard = [];
addEventListener("error", (event) => faults.push(event.message));
addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
for (const type of ["listen-play", "listen-pause", "listen-end", "listen-error"])
  addEventListener(type, (event) => heard.push(type));
"""


class OtherBrowser(ABC):
    @abstractmethod
    def go_to(self, url: str) -> None: ...

    @abstractmethod
    def run(self, script: str) -> Any:
        """What the body of a function returns in the page."""

    @abstractmethod
    def press(self) -> None:
        """A real click on the button's own button."""

    def open(self, url: str) -> None:
        self.go_to(url)
        self.wait("!!customElements.get('listen-button')")
        self.run(SPY)

    def get(self, expression: str) -> Any:
        return self.run(f"return {expression}")

    def wait(self, condition: str) -> None:
        wait_until(lambda: self.get(condition), condition)

    def wait_until_heard(self, seconds: float) -> None:
        self.wait(f"!{BUTTON}.paused && {BUTTON}.currentTime > {seconds}")

    def lit(self) -> str:
        return str(self.get("[...(CSS.highlights?.get('listen-sentence') ?? [])].join('')"))


class Firefox(OtherBrowser):
    """Marionette: WebDriver's commands as JSON over a socket, each message behind its length.

    https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html. The client that Mozilla
    publishes needs a module that Python has dropped.
    """

    def __init__(self, port: int) -> None:
        self._socket: socket.socket = wait_until(lambda: _connected(port), "Firefox")
        self._line = self._socket.makefile("rwb")
        self._read()
        self._ask("WebDriver:NewSession")

    def close(self) -> None:
        self._line.close()
        self._socket.close()

    def go_to(self, url: str) -> None:
        self._ask("WebDriver:Navigate", url=url)

    def run(self, script: str) -> Any:
        return self._ask("WebDriver:ExecuteScript", script=script, args=[], sandbox=None, newSandbox=False)[
            "value"
        ]

    def press(self) -> None:
        host = self._ask("WebDriver:FindElement", using="css selector", value="listen-button")["value"]
        tree = self._ask("WebDriver:GetShadowRoot", id=_id_of(host))["value"]
        found = self._ask(
            "WebDriver:FindElementFromShadowRoot", using="css selector", value=PART, shadowRoot=_id_of(tree)
        )
        self._ask("WebDriver:ElementClick", id=_id_of(found["value"]))

    def _ask(self, command: str, **parameters: Any) -> Any:
        message = json.dumps([0, 1, command, parameters]).encode()
        self._line.write(b"%d:%b" % (len(message), message))
        self._line.flush()
        _, _, error, result = self._read()
        assert error is None, error
        return result

    def _read(self) -> Any:
        digits = b"".join(iter(lambda: self._line.read(1), b":"))
        return json.loads(self._line.read(int(digits)))


class WebKit(OtherBrowser):
    """WebDriver, https://www.w3.org/TR/webdriver2/."""

    def __init__(self, port: int) -> None:
        self._client = httpx.Client(base_url=f"http://127.0.0.1:{port}/session", timeout=PATIENCE_S)
        wait_until(lambda: _connected(port), "WebKit's driver").close()
        session = self._ask("", capabilities={})["sessionId"]
        self._client.base_url = self._client.base_url.join(f"{session}/")

    def close(self) -> None:
        self._client.delete("").raise_for_status()
        self._client.close()

    def go_to(self, url: str) -> None:
        self._ask("url", url=url)

    def run(self, script: str) -> Any:
        return self._ask("execute/sync", script=script, args=[])

    def press(self) -> None:
        host = self._ask("element", using="css selector", value="listen-button")
        tree = self._client.get(f"element/{_id_of(host)}/shadow").raise_for_status().json()["value"]
        found = self._ask(f"shadow/{_id_of(tree)}/element", using="css selector", value=PART)
        self._ask(f"element/{_id_of(found)}/click")

    def _ask(self, path: str, **parameters: Any) -> Any:
        answer = self._client.post(path, json=parameters)
        assert answer.is_success, answer.text
        return answer.json()["value"]


def _id_of(reference: dict[str, str]) -> str:
    return next(iter(reference.values()))


def _connected(port: int) -> socket.socket | None:
    with contextlib.suppress(OSError):
        return socket.create_connection(("127.0.0.1", port))
    return None


@contextmanager
def firefox(folder: Path, environ: dict[str, str]) -> Iterator[Firefox]:
    port = free_port()
    (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
    command = [
        str(find_program("firefox")),
        "--headless",
        "--marionette",
        "--no-remote",
        "--profile",
        str(folder),
    ]
    with running(*command, environ=environ):
        browser = Firefox(port)
        yield browser
        browser.close()


@contextmanager
def webkit(folder: Path, environ: dict[str, str]) -> Iterator[WebKit]:
    display, port = f":{free_port()}", free_port()
    with (
        running(str(find_program("xvfb")), display, environ=environ),
        running(str(find_program("webkit")), f"--port={port}", environ=environ | {"DISPLAY": display}),
    ):
        browser = WebKit(port)
        yield browser
        browser.close()


@contextmanager
def silent_sink(folder: Path) -> Iterator[dict[str, str]]:
    """An environment whose sound goes nowhere, in real time."""
    environ = {**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
    modules = ["--load=module-native-protocol-unix", "--load=module-null-sink"]
    with running(
        str(find_program("pulseaudio")),
        "-n",
        "--daemonize=no",
        "--exit-idle-time=-1",
        *modules,
        environ=environ,
    ):
        wait_until((folder / "pulse" / "native").exists, "PulseAudio")
        yield environ


@contextmanager
def running(*command: str, environ: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)
