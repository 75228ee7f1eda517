"""nginx with its files in one folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import Running, accepting

CONFIGURATION = """
{user} worker_processes {processes}; daemon off; pid {folder}/pid; error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  {http}
}}
"""


@contextmanager
def nginx(program: Path, folder: Path, http: str, port: int, processes: str = "1") -> Iterator[None]:
    """While it answers at ``port``. ``http``: what is in that block of its configuration."""
    # Else root's would drop to a user who may not use the folder.
    user = "user root;" if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(CONFIGURATION.format(user=user, processes=processes, folder=folder, http=http))
    with accepting(Running(str(program), "-c", str(path), environ=dict(os.environ), cwd=folder), port):
        yield
