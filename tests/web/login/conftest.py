"""A real provider of OpenID Connect, and a newsroom that lets its accounts in."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.running import free_port
from tts_service.settings import Settings

KEY = "a-key-of-the-operator"
CLIENT, SECRET = "newsroom", "a-secret-of-the-client"
ACCOUNTS: dict[str, dict[str, Any]] = {
    "ada": {
        "name": "Ada Moss",
        "email": "Ada@news.example",
        "email_verified": True,
        "groups": ["night desk", "cooks"],
    },
    "eve": {"name": "Eve", "email": "eve@news.example", "email_verified": False, "groups": ["night desk"]},
    "bob": {
        "name": "Bob",
        "email": "bob@elsewhere.example",
        "email_verified": True,
        "groups": ["night desk"],
    },
    "gus": {"name": "Gus", "email": "gus@news.example", "email_verified": True, "groups": ["cooks"]},
}


class Provider(msgspec.Struct, frozen=True):
    issuer: str

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Of a service that lets in the night desk of news.example."""
        return {
            "api_keys": (KEY,),
            "oidc_issuer": self.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_scopes": ("openid", "email", "profile", "groups"),
            "oidc_allowed": ("@news.example",),
            "login_groups": {"night desk": frozenset(("read", "publish"))},
            **changes,
        }


@pytest.fixture(scope="session")
def provider(npm_packages: Path, needs: Callable[[str], Path]) -> Iterator[Provider]:
    port = free_port()
    back, out = (f"{Settings().base_url}/admin/{path}" for path in ("oidc/callback", "login"))
    script = Path(__file__).with_name("provider.js")
    arguments = (str(port), CLIENT, SECRET, back, out, json.dumps(ACCOUNTS))
    process = subprocess.Popen(
        [str(needs("node")), str(script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    with process, process.stdout as said:
        assert said.readline() == "up\n"
        yield Provider(f"http://127.0.0.1:{port}")
        process.terminate()
