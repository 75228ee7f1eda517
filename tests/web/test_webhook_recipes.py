"""The receivers in docs/webhooks.md take what is ours and nothing else: each is run by its own language."""

from __future__ import annotations

import base64
import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tts_service.contracts.webhooks import secret_of, signed_headers

ROOT = Path(__file__).parents[2]
SECRET, OTHER = secret_of(b"s" * 32), secret_of(b"o" * 32)
BODY = '{"id":"msg_1","type":"ready","data":{"title":"Über „die“ Brücke"}}'.encode()
_BLOCK = re.compile(r'```\w+ title="(?P<title>[^"]+)"\n(?P<code>.*?)```', re.DOTALL)
RECIPES = {
    found["title"]: found["code"] for found in _BLOCK.finditer((ROOT / "docs/webhooks.md").read_text())
}
CALLS = {
    "webhook_receiver.py": (
        sys.executable,
        "import json, runpy; r = runpy.run_path('{file}')['receive']; "
        "print(r(open('{body}', 'rb').read(), json.loads('{headers}'))['type'])",
        "-c",
    ),
    "webhook-receiver.php": (
        "php",
        'require "{file}"; '
        'echo receive(file_get_contents("{body}"), json_decode(\'{headers}\', true))["type"];',
        "-r",
    ),
    "webhook-receiver.mjs": (
        "node",
        'import {{ readFileSync }} from "node:fs"; import {{ receive }} from "{file}"; '
        'console.log(receive(readFileSync("{body}", "utf8"), JSON.parse(\'{headers}\')).type);',
        "--input-type=module",
        "-e",
    ),
}


@pytest.fixture
def take(tmp_path: Path, needs: Callable[[str], Path]) -> Callable[[str, bytes, dict[str, str]], str]:
    """``take(recipe, body, headers)``: the type of the message; "" when it is refused."""

    def take_one(title: str, body: bytes, headers: dict[str, str]) -> str:
        program, call, *options = CALLS[title]
        file, came = tmp_path / title, tmp_path / "body"
        file.write_text(RECIPES[title])
        came.write_bytes(body)
        code = call.format(file=file, body=came, headers=json.dumps(headers))
        known = program if program == sys.executable else needs(program)
        environ = os.environ | {"WEBHOOK_SECRET": SECRET}
        done = subprocess.run(
            [known, *options, code], env=environ, check=False, capture_output=True, text=True, timeout=60
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    return take_one


def test_all_recipes_are_run() -> None:
    assert set(RECIPES) == set(CALLS)


@pytest.mark.parametrize("title", CALLS)
def test_a_recipe_takes_what_is_ours(title: str, take: Callable[[str, bytes, dict[str, str]], str]) -> None:
    now = dt.datetime.now(dt.UTC)
    ours = signed_headers("msg_1", BODY, [SECRET], now)
    assert take(title, BODY, ours) == "ready"
    assert take(title, BODY, signed_headers("msg_1", BODY, [OTHER, SECRET], now)) == "ready"
    assert take(title, BODY, signed_headers("msg_1", BODY, [OTHER], now)) == ""
    assert take(title, BODY.replace(b"ready", b"fails"), ours) == ""
    assert take(title, BODY, ours | {"webhook-id": "msg_2"}) == ""
    old = signed_headers("msg_1", BODY, [SECRET], now - dt.timedelta(minutes=6))
    assert take(title, BODY, old) == ""


@pytest.mark.pure
def test_the_example_of_the_specification() -> None:
    """As the official libraries test it."""
    body = b'{"test": 2432232314}'
    at = dt.datetime.fromtimestamp(1614265330, dt.UTC)
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert signed_headers("msg_p5jXN8AQM9LWM0D4loKWxJek", body, [secret], at) == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert len(base64.b64decode(SECRET.removeprefix("whsec_"))) == 32
