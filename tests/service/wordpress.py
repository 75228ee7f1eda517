"""A blog: the plugin of ``examples/wordpress``, run by PHP, on as much of WordPress as it calls
(``wordpress.php``)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import msgspec

from tests.local_site import LocalSite

HERE = Path(__file__).parent
PLUGIN = HERE.parents[1] / "examples" / "wordpress" / "tts-service.php"


class Blog(msgspec.Struct):
    """Its pages are served by ``site``; ``constants`` are those of wp-config.php."""

    php: Path
    site: LocalSite
    constants: dict[str, str]

    def run(self, *steps: tuple[str, Any, Any]) -> list[Any]:
        """What came of each step: the text that is shown, or the requests that were sent and their
        answers."""
        constants = {"ABSPATH": "/", **self.constants}
        told = {"plugin": str(PLUGIN), "constants": constants, "home": self.site.origin, "steps": steps}
        command: list[str | Path] = [self.php, "-d", "display_errors=stderr", HERE / "wordpress.php"]
        done = subprocess.run(command, input=json.dumps(told), capture_output=True, text=True, timeout=100)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
        return list(json.loads(done.stdout))

    def save(self, words: str = "", *, before: str = "publish", **fields: Any) -> list[Any]:
        """Save the post, whose status was ``before``. A public one is on its page first, with the plugin's
        button."""
        new = post(**fields)
        if new["post_status"] == "publish":
            self.show(words)
        return list(self.run(("save", new, before))[0])

    def show(self, words: str) -> None:
        (content,) = self.run(("show", f"<p>{words}</p>", {}))
        page = (HERE / "pages" / "wordpress.html").read_text()
        self.site.put(
            "/tide/",
            page.replace("{{content}}", content).replace("{{permalink}}", f"{self.site.origin}/tide/"),
        )


def post(**fields: Any) -> dict[str, Any]:
    return {
        "ID": 7,
        "post_type": "post",
        "post_status": "publish",
        "post_password": "",
        "post_name": "tide",
        "post_modified_gmt": "2026-03-02 07:30:00",
        **fields,
    }
