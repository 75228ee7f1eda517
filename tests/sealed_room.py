"""A network namespace in which every attempt to reach somebody outside is seen, and the main job at work in
it.

    unshare --net python -m tests.sealed_room FOLDER

There is no way out, and no silence either: all addresses lead back to the loopback device, where a packet for
anybody but
127.0.0.1, and every question to a name server, is written down. So is what is asked of a proxy,
which the environment names.
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from tests.local_site import LocalSite
from tests.running import TTS_SERVICE, Service, wait_until

HOW_TO_GET_IT = (
    "no network namespace can be made here: run as root or allow user namespaces "
    "(sysctl kernel.unprivileged_userns_clone=1), with unshare and ip (apt-get install util-linux iproute2)"
)
LISTENED_S = 17.0
"""How long a loaded network is listened to at least: onnxruntime reports after nine seconds, and every
five from then on."""
NAME_SERVER = 53
STORY = "The harbour clock was late again on Monday. Nobody in the town could say why."
HOME = ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128")
SWITCHES = ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE", "DO_NOT_TRACK")


def way_in() -> list[str] | None:
    """The command before one that runs in such a room; None where that is not permitted."""
    for command in (["unshare", "--net"], ["unshare", "--map-root-user", "--net"]):
        with contextlib.suppress(OSError):
            if (
                subprocess.run(
                    [*command, "ip", "link", "set", "lo", "up"], capture_output=True, check=False
                ).returncode
                == 0
            ):
                return command
    return None


def seal() -> None:
    """Whatever is called answers at once that nobody is there."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for family in ("-4", "-6"):
        # Without IPv6 there is nothing to lead back.
        subprocess.run(
            ["ip", family, "route", "add", "local", "default", "dev", "lo"],
            check=family == "-4",
            capture_output=True,
        )


class Watchman:
    """``seen``: what was sent to somebody outside, as protocol, address and port."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(3))
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_000_000)
        self._socket.bind(("lo", 3))
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            packet, (_, kind, direction, *_) = self._socket.recvfrom(128)
            if direction == socket.PACKET_OUTGOING and (attempt := attempt_in(packet, kind)):
                self.seen.add(attempt)


def attempt_in(packet: bytes, kind: int) -> str:
    """What ``packet`` (IPv4 or IPv6) is sent for; "" when it stays at home, or is an answer."""
    if kind == 0x0800:
        head, protocol, source, target = (packet[0] & 15) * 4, packet[9], packet[12:16], packet[16:20]
    elif kind == 0x86DD:
        head, protocol, source, target = 40, packet[6], packet[8:24], packet[24:40]
    else:
        return ""
    names = {socket.IPPROTO_TCP: "tcp", socket.IPPROTO_UDP: "udp"}
    port = struct.unpack("!H", packet[head + 2 : head + 4])[0] if protocol in names else 0
    # ACK or RST: somebody has called before.
    answers = protocol == socket.IPPROTO_TCP and packet[head + 13] & 0x14
    if answers or protocol in (socket.IPPROTO_ICMP, socket.IPPROTO_ICMPV6):
        return ""
    address, at_home = ipaddress.ip_address(target), ipaddress.ip_address(source)
    if port != NAME_SERVER and any(address in home for home in HOME if home.version == address.version):
        return ""
    return f"{names.get(protocol, protocol)} from {at_home} to {address} port {port}"


class Proxy:
    """``asked``: the first line of everything that was asked of it. It leads nowhere."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.settimeout(5)
                self.asked.append(connection.recv(4096).split(b"\r\n")[0].decode(errors="replace"))
                connection.sendall(b"HTTP/1.1 502 Nobody is there\r\nContent-Length: 0\r\n\r\n")


def call_home(proxy: Proxy) -> None:
    """What a library might do: so that a silence afterwards means something."""
    with contextlib.suppress(OSError):
        socket.create_connection(("192.0.2.1", 443), timeout=5)
    with contextlib.suppress(OSError):
        socket.getaddrinfo("telemetry.example", 443)
    with contextlib.suppress(OSError):
        socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))).sendall(
            b"CONNECT a.example:443\r\n\r\n"
        )


def main_job(folder: Path) -> dict[str, int]:
    """Heard through the service, by a click and by the watch, and by every command that speaks. Returns
    what each came to."""
    site = LocalSite()
    site.article("/one.html", "A watched pot")
    site.sitemap("/sitemap.xml", {"/one.html": "2025-12-10"})
    (folder / "data").mkdir()
    (folder / "data" / "shows.toml").write_text(f'[watch."{site.origin}/sitemap.xml"]\n')
    (folder / "story.txt").write_text(STORY)
    service = Service(
        folder / "data", engine="hibari", allowed_sites=site.origin, workers="1", web_workers="1"
    )
    try:
        service.wait_until_up()
        warm = time.monotonic()
        article = service.wait_ready(service.post({"text": STORY, "title": "The harbour clock"})["id"])
        done = {
            path: service.get(path).status_code
            for path in ("/feed.xml", "/demo/", f"/audio/{article['id']}.mp3")
        }
        wait_until(
            lambda: service.get(f"/v1/articles?url={site.origin}/one.html").status_code == 200,
            "what the watch finds",
        )
        done |= commands(folder, service)
        time.sleep(max(0.0, warm + LISTENED_S - time.monotonic()))
    finally:
        service.stop()
    return done


def commands(folder: Path, service: Service) -> dict[str, int]:
    environ = {
        **os.environ,
        "TTS_DATA_DIR": str(service.data_dir),
        "TTS_PORT": str(service.settings.port),
        "TTS_OFFLINE": "1",
    }
    elsewhere = {**environ, "TTS_DATA_DIR": str(folder / "here")}
    started = {
        name: subprocess.Popen([TTS_SERVICE, *name.split()], env=given, cwd=folder, stdout=subprocess.DEVNULL)
        for name, given in {
            "speak story.txt -o out.mp3": elsewhere,
            "script story.txt": elsewhere,
            "voices list": environ,
            "batch story.txt": environ,
            "doctor": environ,
        }.items()
    }
    return {name: process.wait() for name, process in started.items()}


def main() -> None:
    seal()
    watchman, proxy = Watchman(), Proxy()
    call_home(proxy)
    wait_until(lambda: len(watchman.seen) >= 2 and proxy.asked, "what was called to try the watchman")
    tried = {"sent": sorted(watchman.seen), "asked": list(proxy.asked)}
    watchman.seen.clear()
    proxy.asked.clear()
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ[name] = os.environ[name.upper()] = proxy.url
    for name in SWITCHES:  # whoever started us may have set them; here the service has to
        os.environ.pop(name, None)
    done: dict[str, Any] = main_job(Path(sys.argv[1]))
    report = {"tried": tried, "sent": sorted(watchman.seen), "asked": proxy.asked, "done": done}
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
