"""What the docs name exists: files, modules, functions, pages and headings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

from tests.contributing.worked_example import blocks
from tests.rooms.contract import ROOT, TREES

pytestmark = pytest.mark.pure

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
ENTRY_POINTS = ("tts_service.engines", "tts_service.voices")
"""Groups of entry points: named like modules, and none."""

_FENCED = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_MODULE = re.compile(rf"(?:{'|'.join(TREES)}|bench|tests)(?:\.\w+)+")
_PATH = re.compile(rf"(?:{'|'.join(TREES)}|bench|tests|docs|examples)/[\w./-]+")
_PARTIAL_PATH = re.compile(r"[\w-]+(?:/[\w-]+)*/[\w-]+\.py")
_RUN = re.compile(r"python -m ([\w.]+)")
_REDIS_NAME = re.compile(r"\"(tts:[a-z-]+)")


@pytest.fixture(params=PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def page(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def prose(page: Path) -> str:
    return _FENCED.sub("", page.read_text("utf-8"))


def named(page: Path, pattern: re.Pattern[str]) -> Iterator[str]:
    """What stands in backticks and is, as a whole, of the form of ``pattern``."""
    return (code for code in _CODE.findall(prose(page)) if pattern.fullmatch(code))


def test_every_file_that_is_named_is_there(page: Path) -> None:
    made = {block.title for block in blocks(page)}  # by whoever follows the page
    paths = {*named(page, _PATH), *named(page, _PARTIAL_PATH)} - made
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_module_and_function_that_is_named_is_there(page: Path) -> None:
    names = [name for name in named(page, _MODULE) if name not in ENTRY_POINTS]
    assert [name for name in names if not is_defined(name)] == []


def test_every_name_in_redis_is_explained() -> None:
    sources = (path.read_text("utf-8") for tree in TREES for path in (ROOT / tree).rglob("*.py"))
    names = {name for source in sources for name in _REDIS_NAME.findall(source)}
    table = (DOCS / "architecture.md").read_text("utf-8").partition("## Redis names")[2]
    assert len(names) > 30
    assert sorted(name for name in names if f"`{name}" not in table) == []


def test_every_program_that_is_run_is_there(page: Path) -> None:
    own = [name for name in _RUN.findall(page.read_text("utf-8")) if name.split(".")[0] in ("bench", "tests")]
    assert [name for name in own if module_file(name) is None] == []


def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    links = [link for link in _LINK.findall(prose(page)) if not re.match(r"\w+:|/", link)]
    assert [link for link in links if not leads_somewhere(page, link)] == []


def test_every_page_stands_in_the_index() -> None:
    index = DOCS / "index.md"
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in _LINK.findall(index.read_text("utf-8"))}
    assert {page for page in PAGES if page != index} <= linked
    assert "docs/index.md" in (ROOT / "README.md").read_text("utf-8")


def is_defined(name: str) -> bool:
    """A module; or a name at the top of one. Its fields and methods are not looked at."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = module_file(".".join(parts[:length]))
        if path is not None:
            return length == len(parts) or parts[length] in top_names(path)
    return False


def module_file(name: str) -> Path | None:
    base = ROOT.joinpath(*name.split("."))
    found = [
        path
        for path in (base.with_suffix(".py"), base / "__init__.py", base / "__main__.py")
        if path.is_file()
    ]
    return found[0] if found else base if base.is_dir() else None


@cache
def top_names(path: Path) -> frozenset[str]:
    if path.is_dir():
        return frozenset()
    names: set[str] = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return frozenset(names)


def leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not anchor or target.suffix != ".md":
        return target.exists()
    return target.is_file() and anchor in anchors(target)


@cache
def anchors(page: Path) -> frozenset[str]:
    """As GitHub makes them of headings."""
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(prose(page)))
    return frozenset(heading.replace(" ", "-") for heading in kept)


def undocumented(path: Path) -> Iterator[str]:
    """Public classes and functions, and those in public classes."""
    members = [(node.name, node) for node in ast.parse(path.read_text("utf-8")).body if is_public(node)]
    for name, node in members:
        if ast.get_docstring(node) is None:
            yield f"{path.name}: {name}"
        if isinstance(node, ast.ClassDef):
            inner = [part for part in node.body if is_public(part)]
            yield from (
                f"{path.name}: {name}.{part.name}" for part in inner if ast.get_docstring(part) is None
            )


def is_public(node: ast.stmt) -> TypeGuard[ast.ClassDef | ast.FunctionDef]:
    return isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")


def test_what_service_and_workers_share_is_explained() -> None:
    modules = sorted((ROOT / "tts_service" / "contracts").glob("*.py"))
    assert [name for module in modules for name in undocumented(module)] == []
