"""Whatever talks to Redis got its connection from one place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.pure

ROOT = Path(__file__).parents[2]
CONNECTING = ROOT / "tts_service" / "broker" / "connection.py"
TRIAL = ROOT / "tts_service" / "broker" / "queue_messages.py"
"""Looks at a server of its own that nobody else may reach."""
MAKERS = {"Redis", "StrictRedis", "ConnectionPool", "from_url", "Connection", "Sentinel", "RedisCluster"}


def made_here(path: Path) -> list[str]:
    """Calls that make a client or a connection of redis-py, with their lines."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    names = ((ast.unparse(call.func), call.lineno) for call in calls)
    return [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for name, line in names
        if name.startswith("redis.") and MAKERS & set(name.split("."))
    ]


def test_clients_are_made_in_one_place() -> None:
    rooms = ("tts_service", "workers", "audio_cache")
    modules = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    files = [path for path in modules if "redis." in path.read_text("utf-8")]
    others = [path for path in files if path not in (CONNECTING, TRIAL)]
    assert [call for path in others for call in made_here(path)] == []
    assert made_here(CONNECTING)
