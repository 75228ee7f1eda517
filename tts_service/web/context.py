"""The context of a process, kept on its application for those who have only that."""

from __future__ import annotations

from typing import cast

from flask import Flask

from tts_service.ops.context import AppContext

_NAME = "tts_service"


def context_of(app: Flask) -> AppContext:
    """The context that ``app`` was made with."""
    return cast(AppContext, app.extensions[_NAME])


def keep_context(app: Flask, context: AppContext) -> None:
    app.extensions[_NAME] = context
