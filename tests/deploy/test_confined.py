"""The whole service as its image runs it: not as root, and with nothing writable but its data and /tmp.

Its log is JSON, in which a click can be followed from the web process to the worker.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import httpx
import pytest

from tests.running import TTS_SERVICE, Running, clean_environ, free_port, wait_until
from tts_service.log_lines import parent_of

USER = "10001"
"""As in the Containerfile."""
TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0 or not shutil.which("setpriv") or not shutil.which("unshare"),
    reason="only root on Linux can make a read-only root file system: sudo make test",
)


def confined(data: Path, *command: str) -> tuple[str, ...]:
    """In mounts of its own: all is read-only but ``data`` and an empty /tmp. The only right beyond those of a
    user is to read: in the image, everybody can read its programs."""
    steps = f"""
        mount --make-rprivate /
        mount --bind {shlex.quote(str(data))} /mnt
        mount -t tmpfs -o mode=1777 tmpfs /tmp
        awk '{{print $2}}' /proc/mounts | grep -v -e ^/mnt$ -e ^/tmp$ -e ^/proc -e ^/dev -e ^/sys |
            while read -r place; do mount -o remount,bind,ro "$place" 2>/dev/null; done
        cd /mnt && exec setpriv --reuid {USER} --regid {USER} --clear-groups --no-new-privs \\
            --bounding-set=-all,+dac_read_search --inh-caps=-all,+dac_read_search \\
            --ambient-caps=-all,+dac_read_search "$@"
    """
    return ("unshare", "--mount", "sh", "-c", steps, "sh", *command)


def test_it_speaks_in_a_read_only_system_without_rights(tmp_path: Path) -> None:
    os.chown(tmp_path, int(USER), int(USER))
    port = str(free_port())
    environ = clean_environ(
        data_dir="/mnt",
        port=port,
        engine="tone",
        offline="1",
        web_workers="1",
        workers="1",
        log_format="json",
    )
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, environ.get("PYTHONPATH"))))
    environ |= {"HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path}
    touch = ("sh", "-c", f"touch /etc/ours {root}/ours; id -u; exec {TTS_SERVICE} up")
    running = Running(*confined(tmp_path, *touch), environ=environ, cwd=tmp_path)
    try:
        running.wait_for_line("tts-service: ready")
        assert running.lines[:3] == [
            "touch: cannot touch '/etc/ours': Read-only file system",
            f"touch: cannot touch '{root}/ours': Read-only file system",
            USER,
        ]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=60) as client:
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
