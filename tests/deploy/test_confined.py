"""The whole service as its image runs it, by the Containerfile: not as root, and with nothing writable but
its data and /tmp.

Its log is JSON, in which a click can be followed from the web process to the worker.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.deploy.containerfile import ROOT, command, environment, said, stages
from tests.running import Running, clean_environ, free_port, wait_until
from tts_service.log_lines import parent_of

IMAGE = stages()[-1]
[IDS] = said(IMAGE, "USER")
USER, GROUP = IDS.split(":")
KEY = "a-key-for-the-image"
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0 or not shutil.which("setpriv") or not shutil.which("unshare"),
    reason="only root on Linux can make a read-only root file system: sudo make test",
)
IMAGE_ROOT = "/mnt/image"
ROOT_SYSTEM = f"""
    mount --make-rprivate /
    mount -t tmpfs tmpfs /mnt && mkdir /mnt/new /mnt/work {IMAGE_ROOT}
    mount -t overlay -o lowerdir=/,upperdir=/mnt/new,workdir=/mnt/work overlay {IMAGE_ROOT}
"""
"""This machine's in place of Debian's; what is written to it is forgotten."""


def confined(data: Path, environ: Mapping[str, str], command: str) -> tuple[str, ...]:
    """As the last stage of the Containerfile has it: its own steps, its environment, folder and user. This
    Python is in the place of the one that is copied. All is read-only but ``data`` and an empty /tmp. The
    only right beyond those of a user is to read: in the image, everybody can read its programs."""
    [made], [folder], [volume] = said(IMAGE, "RUN"), said(IMAGE, "WORKDIR"), said(IMAGE, "VOLUME")
    here = sorted({str(ROOT), sys.prefix, sys.base_prefix} - {"/usr"})
    steps = [
        ROOT_SYSTEM,
        f"chroot {IMAGE_ROOT} sh -euc {shlex.quote(made)}",
        f"[ $(stat -c %u:%g {IMAGE_ROOT}{volume}) = {IDS} ]",
        *(f"mkdir -p {IMAGE_ROOT}{place}; mount --bind {place} {IMAGE_ROOT}{place}" for place in here),
        f"mkdir -p {IMAGE_ROOT}/opt/tts; mount --bind {sys.prefix} {IMAGE_ROOT}/opt/tts",
        *(f"mount -o remount,bind,ro {IMAGE_ROOT}{place}" for place in (*here, "/opt/tts", "")),
        f"mount --bind {shlex.quote(str(data))} {IMAGE_ROOT}{volume}",
        f"mount -t tmpfs -o mode=1777 tmpfs {IMAGE_ROOT}/tmp",
        f"mount --rbind /dev {IMAGE_ROOT}/dev; mount --rbind /proc {IMAGE_ROOT}/proc",
        f"""exec chroot {IMAGE_ROOT} setpriv --reuid {USER} --regid {GROUP} --clear-groups --no-new-privs \\
            --bounding-set=-all,+dac_read_search --inh-caps=-all,+dac_read_search \\
            --ambient-caps=-all,+dac_read_search \\
            env -i {shlex.join(f"{name}={value}" for name, value in environ.items())} \\
            sh -c {shlex.quote(f"cd {folder} && {command}")}""",
    ]
    return ("unshare", "--mount", "sh", "-euc", "\n".join(steps))


def test_it_speaks_in_a_read_only_system_without_rights(tmp_path: Path) -> None:
    os.chown(tmp_path, int(USER), int(GROUP))
    port = str(free_port())
    given = {
        "TTS_PORT": port,
        "TTS_ENGINE": "tone",
        "TTS_OFFLINE": "1",
        "TTS_WEB_WORKERS": "1",
        "TTS_WORKERS": "1",
        "TTS_LOG_FORMAT": "json",
        "TTS_API_KEYS": KEY,  # it listens on all addresses
        "PYTHONPATH": clean_environ()["PYTHONPATH"],
    }
    touch = f"touch /etc/ours {ROOT}/ours; id -u; exec {shlex.join(command(IMAGE))}"
    environ = environment(IMAGE) | given
    running = Running(*confined(tmp_path, environ, touch), environ=dict(os.environ), cwd=tmp_path)
    try:
        running.wait_for_line("tts-service: ready")
        assert running.lines[:3] == [
            "touch: cannot touch '/etc/ours': Read-only file system",
            f"touch: cannot touch '{ROOT}/ours': Read-only file system",
            USER,
        ]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
            client.headers["Authorization"] = f"Bearer {KEY}"
            click = {
                "json": {"text": "All is well in here."},
                "headers": {"traceparent": parent_of(TRACE_ID)},
            }
            article = client.post("/v1/articles", **click).json()["id"]  # type: ignore[arg-type]
            wait_until(lambda: client.get(f"/v1/articles/{article}").json()["status"] == "ready", "its audio")
            assert client.get(f"/audio/{article}.mp3").content[:3] == b"ID3"
        for part in ("web", "express|worker"):
            running.wait_for_line(rf'^({part}) .*"article": "{article}", "trace": "{TRACE_ID}"')
    finally:
        running.end()
