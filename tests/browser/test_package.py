"""The npm package, as it is packed: installed in an empty project, its types checked, and used with React,
which renders the page on a server and takes it over in the browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tests.browser.listener import Listener
from tests.browser.stand_in import SEGMENTS, StandIn
from tests.browser.static_site import served

PACKAGE = ROOT / "packages/listen-button"
OF_OTHERS = ("react", "react-dom", "scheduler", "@types", "csstype", "esbuild", "@esbuild")


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(
    npm_packages: Path, needs: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An empty project, with the package from its tarball, and the page of ``package/``."""
    npm, folder = needs("npm"), tmp_path_factory.mktemp("project")
    (packed,) = json.loads(run(npm, "pack", "--json", "--pack-destination", folder, cwd=PACKAGE))
    shutil.copytree(Path(__file__).parent / "package", folder, dirs_exist_ok=True)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    run(npm, "install", "--offline", "--legacy-peer-deps", folder / packed["filename"], cwd=folder)
    for name in OF_OTHERS:
        (folder / "node_modules" / name).symlink_to(npm_packages / name)
    return folder


@pytest.fixture(scope="module")
def page_with_react(project: Path, stand_in_server: StandIn) -> Iterator[str]:
    """Address of the page, on a site of its own."""
    run("node", "bundle.js", cwd=project)
    html = run("node", "server/server.cjs", stand_in_server.url, cwd=project).strip()
    site = project / "site"
    (site / "a").write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>a</title>'
        '<link rel="icon" href="data:,">'
        f'<div id="app" data-service="{stand_in_server.url}">{html}</div>'
        f'<script type="module" src="browser.js"></script></html>'
    )
    with served(site) as url:
        yield f"{url}/a"


def test_the_package_has_what_it_says_and_nothing_else(project: Path) -> None:
    folder = project / "node_modules/@tts-service/listen-button"
    told = json.loads((folder / "package.json").read_text())
    assert told["version"] == tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert "MIT License" in (folder / "LICENSE.txt").read_text()
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*told["files"], "package.json", "README.md"]
    )
    for places in (place for place in told["exports"].values() if isinstance(place, dict)):
        assert all((folder / place).is_file() for place in places.values())
    sources = {path.name for path in (ROOT / "tts_service/web/static/listen-button").iterdir()}
    assert {path.name for path in (folder / "listen-button").iterdir()} == sources


def test_the_manifest_tells_all_that_the_source_tells(project: Path) -> None:
    manifest = json.loads(
        (project / "node_modules/@tts-service/listen-button/custom-elements.json").read_text()
    )
    (element,) = manifest["modules"][0]["declarations"]
    names = {
        kind: {each["name"] for each in element[kind]} for kind in element if isinstance(element[kind], list)
    }
    source = (ROOT / "tts_service/web/static/listen-button.js").read_text()
    assert sum(source.count(f" * @{tag} ") for tag in ("attr", "fires", "cssprop")) == sum(
        len(names[kind]) for kind in ("attributes", "events", "cssProperties")
    )
    assert {"token", "read-along"} <= names["attributes"]
    assert {"currentTime", "play"} <= names["members"]
    assert {"forward", "transcript"} <= names["cssParts"]
    assert "label" in names["slots"]
    assert "listen-token-expired" in names["events"]


def test_every_event_has_a_handler_and_a_type(project: Path) -> None:
    source = (ROOT / "tts_service/web/static/listen-button.js").read_text()
    for told in (PACKAGE / "react.js", PACKAGE / "events.d.ts"):
        missing = [line.split()[2] for line in source.splitlines() if line.startswith(" * @fires")]
        assert [event for event in missing if f'"{event}"' not in told.read_text()] == [], told


def test_its_types_allow_what_is_right_and_nothing_else(project: Path, npm_packages: Path) -> None:
    run("node", npm_packages / "typescript/bin/tsc", "--project", "tsconfig.json", cwd=project)


def test_a_server_renders_the_plain_tag(project: Path, page_with_react: str) -> None:
    html = (project / "site/a").read_text()
    tag = html[html.index("<listen-button") : html.index("</listen-button>")].lower()
    assert all(f" {attribute}" in tag for attribute in ('speed="1.5"', "sticky", 'class="top"', "continuous"))
    assert " read-along=" in tag
    assert "onplay" not in tag


def test_react_hears_what_the_button_tells(
    page_with_react: str, stand_in: StandIn, open_page: Callable[[str], Listener]
) -> None:
    stand_in.land(SEGMENTS)
    listener = open_page(page_with_react)
    page, again = listener.page, listener.page.get_by_role("button", name="again", exact=True)
    listener.part("button").wait_for()
    assert page.evaluate("localStorage.length") == 0, "a speed that the page sets is not the listener's"
    assert (listener.get("continuous"), listener.get("speed")) == (True, 1.5)
    again.click()
    page.wait_for_function("() => !document.querySelector('listen-button').continuous")
    listener.press()
    listener.wait_until_heard(0.3)
    page.evaluate("element.pause()")
    page.wait_for_function("() => heardBy.length === 2")
    told = [(one["type"], one["count"], one["article"]) for one in page.evaluate("heardBy")]
    assert told[0][:2] == ("listen-play", 1), "the handler of the latest rendering"
    assert told[1] == ("listen-pause", 1, "a")
    again.click()  # another element, made when the browser knows the button
    page.wait_for_function("() => document.querySelector('listen-button').continuous")
    assert (listener.get("speed"), listener.get("className")) == (1.5, "top")
    again.click()
    assert page.locator("listen-button").count() == 0
    assert listener.complaints == []
