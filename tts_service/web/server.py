"""How gunicorn serves the application: ``gunicorn --config python:tts_service.web.server``. The why is in
docs/server.md."""

from __future__ import annotations

import gc
import importlib
import os
import resource
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

from gevent import events, monkey
from gunicorn.http import wsgi
from gunicorn.http.parser import RequestParser

from tts_service.private import keep_private
from tts_service.settings import load_settings
from tts_service.web.http.arriving import ArrivingRequest
from tts_service.web.http.redaction import keep_tokens_out
from tts_service.web.http.worker import SERVER

keep_private()
_settings = load_settings()
_host = f"[{_settings.host}]" if ":" in _settings.host else _settings.host

wsgi_app = "tts_service.web.app:serve()"
bind = [f"{_host}:{_settings.port}"]
workers = _settings.web_processes
proc_name = "tts-service-web"

# A growing stream sleeps in a greenlet of some kilobytes, not in a thread or process of its own.
worker_class = "tts_service.web.http.worker.ListeningWorker"
worker_connections = 4000
backlog = 2048
http_parser = "auto"  # the parser in C, where there is a wheel of it

# Longer than a listener thinks between two clicks, and than the 60 s for which proxies keep their
# connections.
keepalive = 75
# A process that has not come round to its event loop for so long is replaced.
timeout = 60
# Streams do not end by themselves: when asked to stop, short requests may finish and streams are cut. Nothing
# is lost by it: rendering goes on, and a player asks again for the rest.
STREAMS_S = 3
graceful_timeout = STREAMS_S + _settings.drain_seconds

# What a proxy in front says of path and scheme is not believed: everything that we say of ourselves is in
# TTS_PUBLIC_URL.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
header_map = "drop"  # X_Forwarded_For is not X-Forwarded-For
proxy_protocol = "off"
http2_cleartext = "off"

accesslog = None  # a line for each range of each listener tells nothing; a proxy in front logs what is wanted
errorlog = "-"
control_socket_disable = True
# The sign of life must not wait for a busy disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

RequestParser.mesg_class = ArrivingRequest
wsgi.SERVER = SERVER  # what the Server header says; not who made it and when


def post_fork(server: Any, worker: Any) -> None:
    """The master waits for both; a web process drains first, and then has as long as ever."""
    worker.drain_s = _settings.drain_seconds
    worker.cfg.set("graceful_timeout", STREAMS_S)


def on_starting(server: Any) -> None:
    keep_tokens_out(server.log.error_log)
    allow_many_connections()
    load_application()
    check_foundations()


def load_application() -> None:
    """Import once what every web process needs: they are forked from here, so they start at once and share
    the memory. gevent takes over first, but for signals and children, which gunicorn's master waits for by
    itself; web processes follow in that (``ListeningWorker.patch``)."""
    gc.disable()  # a thousand modules leave no garbage: looking for it takes a sixth of the time
    # It would look for plugins of its own at each of twenty steps, in all packages that are installed.
    events.notify_and_call_entry_points = events.notify
    monkey.patch_all(os=False, signal=False)
    importlib.import_module(wsgi_app.partition(":")[0]).prepare()
    gc.freeze()  # a collection in a web process would copy all that is shared
    gc.enable()


def check_foundations() -> None:
    """Once, before there are web processes; in a process of its own, so that no web process inherits a
    connection."""
    checker = os.fork()
    if checker == 0:
        check_and_leave()
    _, status = os.waitpid(checker, 0)
    if status:
        sys.exit(1)  # it has said why


def check_and_leave() -> NoReturn:
    """Ends this process, a child: with 1 when the service cannot be started, after saying why."""
    status = 1
    try:
        importlib.import_module("tts_service.ops.start_checks").main()
        status = 0
    except SystemExit as refusal:
        sys.stderr.write(f"{refusal.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def allow_many_connections() -> None:
    """A listener is an open connection, and the usual limit of 1024 open files would be the limit of
    listeners."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = worker_connections * 2
    if soft != resource.RLIM_INFINITY and soft < wanted:
        ceiling = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, ceiling), hard))
