"""Hosts with networks of their own (namespaces of Linux), which can be cut off as by pulling a cable, and a
door before a server, which can be shut."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Literal, NamedTuple

State = Literal["open", "shut", "slow", "busy"]


class Host(NamedTuple):
    """``inside``: the command that runs another one there."""

    address: str
    inside: tuple[str, ...]
    cable: str


class Network:
    """``address`` is this side of it, where its hosts find what they share."""

    def __init__(self, number: int, names: str) -> None:
        """Raises CalledProcessError, having changed nothing, where this user may make none."""
        self.address = f"10.77.{number}.254"
        self._bridge = f"tts{number}"
        self._hosts: dict[str, Host] = {}
        _ip("link", "add", self._bridge, "type", "bridge")
        try:
            _ip("addr", "add", f"{self.address}/24", "dev", self._bridge)
            _ip("link", "set", self._bridge, "up")
            for last, name in enumerate(names, 1):
                self._hosts[name] = self._plugged(name, f"10.77.{number}.{last}")
        except BaseException:
            self.close()
            raise

    def _plugged(self, name: str, address: str) -> Host:
        space = f"{self._bridge}{name}"
        host = Host(address, ("ip", "netns", "exec", space), f"{space}v")
        _ip("netns", "add", space)
        self._hosts[name] = host
        _ip("link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", host.cable, "master", self._bridge, "up")
        for command in ("addr add {}/24 dev eth0", "link set eth0 up", "link set lo up"):
            _ip("-n", space, *command.format(address).split())
        return host

    def host(self, name: str) -> Host:
        return self._hosts[name]

    @contextlib.contextmanager
    def cut(self, name: str) -> Iterator[None]:
        """No packet comes or goes, and nobody is told."""
        cable = self._hosts[name].cable
        _ip("link", "set", cable, "down")
        try:
            yield
        finally:
            _ip("link", "set", cable, "up")

    def close(self) -> None:
        for host in self._hosts.values():
            with contextlib.suppress(subprocess.CalledProcessError):
                _ip("netns", "del", host.inside[-1])
        _ip("link", "del", self._bridge)


@contextlib.contextmanager
def network_of(names: str) -> Iterator[Network | None]:
    """With a host for each letter of ``names``; None where none can be made."""
    network = None
    if os.getuid() == 0 and shutil.which("ip"):
        with contextlib.suppress(subprocess.CalledProcessError):
            network = Network(1 + secrets.randbelow(250), names)
    try:
        yield network
    finally:
        if network is not None:
            network.close()


def _ip(*arguments: str) -> None:
    subprocess.run(("ip", *arguments), check=True, capture_output=True, timeout=20)


class Door:
    """Passes on to ``behind``, a port of 127.0.0.1, what comes in at ``address``.

    ``state``: "open"; "shut": whoever comes is turned away, and lines are cut; "slow": half a second passes
    before each piece; "busy": an HTTP client is told 503.
    """

    def __init__(self, address: str, behind: int) -> None:
        self._behind = behind
        self._lines: set[socket.socket] = set()
        self._state: State = "open"
        self._refused = b""
        self.turned_away = 0
        self._listener = socket.create_server((address, 0))
        self.url = f"http://{address}:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def in_state(self, state: State) -> Iterator[None]:
        self._change(state)
        try:
            yield
        finally:
            self._change("open")

    @contextlib.contextmanager
    def refusing(self, asked: bytes) -> Iterator[None]:
        """A line on which this is asked is cut."""
        self._refused = asked
        try:
            yield
        finally:
            self._refused = b""

    def _change(self, state: State) -> None:
        """Lines of before are cut, so that clients notice."""
        self._state = state
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._change("shut")
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                outer, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(outer,), daemon=True).start()

    def _serve(self, outer: socket.socket) -> None:
        with contextlib.suppress(OSError), outer:
            if self._state in ("shut", "busy"):
                self.turned_away += 1
                if self._state == "busy":
                    outer.recv(65536)
                    outer.sendall(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            with socket.create_connection(("127.0.0.1", self._behind)) as inner:
                self._lines |= {outer, inner}
                back = threading.Thread(target=self._pass_on, args=(inner, outer), daemon=True)
                back.start()
                self._pass_on(outer, inner)
                back.join()
                self._lines -= {outer, inner}

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._refused and self._refused in data:
                    self.turned_away += 1
                    break
                if self._state == "slow":
                    time.sleep(0.5)
                target.sendall(data)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
