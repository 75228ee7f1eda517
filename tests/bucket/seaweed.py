"""A real server of buckets: SeaweedFS, from its wheel."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.running import Running, free_port, wait_until

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
WEED = Path(sys.executable).with_name("weed")


class Seaweed:
    """``environ`` is what a client needs to know of it."""

    def __init__(self, folder: Path) -> None:
        self._port, ports = free_port(), {name: free_port() for name in ("master", "volume", "filer")}
        self._metrics_port = free_port()
        self._buckets = itertools.count(1)
        apart = [f"-{name}.port={port}" for name, port in ports.items()]
        apart += [f"-{name}.port.grpc={free_port()}" for name in (*ports, "s3")]
        self._running = Running(
            str(WEED),
            "server",
            f"-dir={folder}",
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-s3",
            f"-s3.port={self._port}",
            "-volume.max=200",  # each bucket takes seven
            "-master.volumeSizeLimitMB=64",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-master.telemetry=false",
            f"-metricsPort={self._metrics_port}",
            *apart,
            environ=dict(os.environ),
            cwd=folder,
        )
        self.url = f"http://127.0.0.1:{self._port}"
        self.environ = CREDENTIALS | {"AWS_ENDPOINT_URL": self.url}
        self._http = httpx.Client(base_url=self.url, trust_env=False, timeout=10)

    def wait_until_up(self) -> None:
        wait_until(self._has_made_a_bucket, "SeaweedFS")

    def new_bucket(self) -> str:
        """Its address, with a prefix."""
        name = f"bucket-{next(self._buckets)}"
        self._http.put(f"/{name}").raise_for_status()
        return f"s3://{name}/tts"

    def names(self, place: str) -> list[str]:
        """Of the objects below ``place``, sorted."""
        bucket, _, prefix = place.removeprefix("s3://").partition("/")
        listed = self._http.get(f"/{bucket}", params={"list-type": "2", "prefix": prefix}).text
        keys = (part.partition("</Key>")[0] for part in listed.split("<Key>")[1:])
        return sorted(key.removeprefix(f"{prefix}/") for key in keys)

    def requests(self, place: str) -> Counter[str]:
        """How many requests the server has had for the bucket of ``place``, by what was asked."""
        bucket = place.removeprefix("s3://").partition("/")[0]
        told = self._http.get(f"http://127.0.0.1:{self._metrics_port}/metrics").text
        found = Counter[str]()
        for line in told.splitlines():
            if line.startswith("SeaweedFS_s3_request_total{") and f'bucket="{bucket}"' in line:
                found[re.findall('type="([^"]*)"', line)[0]] += int(float(line.rpartition(" ")[2]))
        return found

    def url_of(self, place: str, name: str) -> str:
        return f"{self.url}/{place.removeprefix('s3://')}/{name}"

    def end(self) -> None:
        self._http.close()
        self._running.end()

    def _has_made_a_bucket(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return self._http.put("/warm").is_success
        return False


@contextlib.contextmanager
def seaweed_in(folder: Path) -> Iterator[Seaweed]:
    server = Seaweed(folder)
    try:
        server.wait_until_up()
        yield server
    finally:
        server.end()
