"""nginx as a content delivery network in front of the service: a shared cache that keeps what the service's
headers let it keep, and has no rule of its own."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.nginx import nginx
from tests.running import free_port

CACHES = """
  proxy_cache_path {folder}/stored keys_zone=stored:1m use_temp_path=off;
  proxy_cache stored;
  add_header X-Cache $upstream_cache_status always;
  server {{
    listen 127.0.0.1:{whole};
    location / {{ proxy_cache_key whole$uri; proxy_pass http://127.0.0.1:{upstream}; }}
  }}
  server {{
    listen 127.0.0.1:{sliced};
    slice 16k;
    location / {{
      proxy_cache_key sliced$uri$is_args$args$slice_range; proxy_set_header Range $slice_range;
      proxy_http_version 1.1; proxy_pass http://127.0.0.1:{upstream};
    }}
  }}
"""


class Cdn:
    """``whole`` fetches whole files, and takes addresses that differ in their query for the same: no token is
    part of what it knows an answer by. ``sliced`` fetches files in slices of 16 KiB."""

    def __init__(self, folder: Path, whole: int, sliced: int) -> None:
        self._stored = folder / "stored"
        self.whole, self.sliced = (
            httpx.Client(base_url=_url(port), trust_env=False) for port in (whole, sliced)
        )

    def purge(self) -> None:
        """Forget everything that is stored."""
        for path in self._stored.iterdir():
            path.unlink() if path.is_file() else shutil.rmtree(path)

    def close(self) -> None:
        self.whole.close()
        self.sliced.close()


@contextlib.contextmanager
def nginx_cache(program: Path, folder: Path, upstream: int, whole: int) -> Iterator[Cdn]:
    """Answers at the port ``whole``, and in slices at another one, from the service at ``upstream``."""
    sliced = free_port()
    caches = CACHES.format(folder=folder, whole=whole, sliced=sliced, upstream=upstream)
    with nginx(program, folder, caches, whole):
        cdn = Cdn(folder, whole, sliced)
        try:
            yield cdn
        finally:
            cdn.close()


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def source(answer: httpx.Response) -> str:
    """What the cache did: HIT: it answered by itself; MISS: it asked the service."""
    return answer.headers["X-Cache"]
