"""HTTP: one blueprint for each thing one can ask for. Nothing in here imports an engine, numpy or the
extractor.

gunicorn imports its configuration and its worker class from this package before gevent has replaced sleeping,
locks and sockets. What is imported before that keeps the old ones, and one such sleep (in a retry of the
Redis client, say) stops all listeners of a process. So the package itself imports nothing: the application
is imported when it is asked for, which is when gunicorn's master starts (``tts_service.web.server``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tts_service.web.app import create_app, serve

__all__ = ["create_app", "serve"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from tts_service.web import app

    return getattr(app, name)
