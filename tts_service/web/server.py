"""How gunicorn serves the application: ``gunicorn --config python:tts_service.web.server``. The why is in docs/server.md."""

from __future__ import annotations

import resource
from pathlib import Path
from typing import Any

from gunicorn.http import wsgi

from tts_service.settings import load_settings
from tts_service.web.worker import SERVER

_settings = load_settings()
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host

wsgi_app = "tts_service.web.app:serve()"
bind = [f"{_host}:{_settings.port}"]
workers = _settings.web_processes
proc_name = "tts-service-web"

# A growing stream sleeps in a greenlet of some kilobytes, not in a thread or process of its own.
worker_class = "tts_service.web.worker.ListeningWorker"
worker_connections = 4000
backlog = 2048
http_parser = "auto"  # the parser in C, where there is a wheel of it

# Longer than a listener thinks between two clicks, and than the 60 s for which proxies keep their connections.
keepalive = 75
# A process that has not come round to its event loop for so long is replaced.
timeout = 60
# Streams do not end by themselves: when asked to stop, short requests may finish and streams are cut. Nothing is lost by
# it: rendering goes on, and a player asks again for the rest.
graceful_timeout = 3

accesslog = None  # a line for each range of each listener tells nothing; a proxy in front logs what is wanted
errorlog = "-"
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # the sign of life must not wait for a busy disk

wsgi.SERVER = SERVER  # what the Server header says; not who made it and when


def on_starting(server: Any) -> None:
    """A listener is an open connection, and the usual limit of 1024 open files would be the limit of listeners."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = worker_connections * 2
    if soft != resource.RLIM_INFINITY and soft < wanted:
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, ceiling), hard))
