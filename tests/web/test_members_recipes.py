"""The recipes in docs/members.md make tokens that open an article: each is run by its own language."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from flask import Flask

from tests.web.hands import Hands
from tests.web.members_scene import SETTINGS, made
from tts_service.settings import load_settings

ROOT = Path(__file__).parents[2]
SECRET = "0123456789abcdef" * 4
_BLOCK = re.compile(r'```\w+ title="(?P<title>[^"]+)"\n(?P<code>.*?)```', re.DOTALL)
RECIPES = {found["title"]: found["code"] for found in _BLOCK.finditer((ROOT / "docs/members.md").read_text())}
CALLS = {
    "listen-token.php": ("php", 'require "{file}"; echo listen_token("{page}", {seconds});', "-r"),
    "listen-token.mjs": (
        "node",
        'import {{ listenToken }} from "{file}"; console.log(listenToken("{page}", {seconds}));',
        "--input-type=module",
        "-e",
    ),
    "listen_token.py": (
        sys.executable,
        "import runpy; print(runpy.run_path('{file}')['listen_token']('{page}', {seconds}))",
        "-c",
    ),
    "listen-token-ed25519.mjs": (
        "node",
        'import {{ listenToken }} from "{file}"; console.log(listenToken("{page}", {seconds}));',
        "--input-type=module",
        "-e",
    ),
}


@pytest.fixture(scope="module")
def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture
def run(
    tmp_path: Path, needs: Callable[[str], Path], private_key: Ed25519PrivateKey
) -> Callable[[str, str, int], str]:
    """``run(recipe, page, seconds)``: the token that it makes."""
    pem = tmp_path / "listen.pem"
    pem.write_bytes(private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def run_one(title: str, page: str, seconds: int) -> str:
        program, call, *options = CALLS[title]
        file = tmp_path / title
        file.write_text(RECIPES[title])
        code = call.format(file=file, page=page, seconds=seconds)
        known = program if program == sys.executable else needs(program)
        environ = {"PATH": os.environ["PATH"], "LISTEN_SECRET": SECRET, "LISTEN_KEY": str(pem)}
        done = subprocess.run(
            [known, *options, code], env=environ, check=True, capture_output=True, text=True, timeout=60
        )
        return done.stdout.strip()

    return run_one


def test_all_recipes_are_run() -> None:
    assert set(RECIPES) == set(CALLS)


@pytest.mark.parametrize("title", CALLS)
def test_a_recipe_opens_its_page_and_no_other(
    title: str,
    run: Callable[[str, str, int], str],
    private_key: Ed25519PrivateKey,
    app_with: Callable[..., Flask],
    hands: Hands,
) -> None:
    public = base64.b64encode(private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    keys = f"2026-11=hmac:{SECRET} paper=ed25519:{public}"
    settings = load_settings({"TTS_ACCESS_KEYS": keys}, env_file=None)
    client = app_with(**SETTINGS | {"access_keys": settings.access_keys}).test_client()
    article = made(client, hands)

    def answer(page: str, seconds: int) -> int:
        token = run(title, page, seconds)
        return client.get("/v1/articles/" + article.id, query_string={"token": token}).status_code

    assert answer(article.url, 60) == answer(article.id, 60) == 200
    assert answer(article.url, -60) == 403
    assert answer("https://news.example/other", 60) == 404
