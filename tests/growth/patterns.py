"""Every regular expression of the service: those that stand in a module, a class, a rule or a table of
them."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from tts_service.article.normalize import languages

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("tts_service", "workers", "audio_cache")
_DEPTH = 5
_ANCHORED = {"match", "fullmatch"}


class Found(NamedTuple):
    """``names`` are where the pattern is reached. ``anchored``: it is only ever held against the beginning
    of a text."""

    pattern: re.Pattern[str]
    names: tuple[str, ...]
    anchored: bool

    def __str__(self) -> str:
        return f"{self.names[0]} {self.pattern.pattern[:120]!r}"


def modules() -> list[ModuleType]:
    """All of the service, but its entry point, which runs when it is imported, and what Alembic runs."""
    names = [
        found.name
        for package in PACKAGES
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}.")
        if not found.name.endswith(("__main__", ".migrations.env"))
    ]
    return [importlib.import_module(name) for name in (*PACKAGES, *names)]


@functools.cache
def patterns() -> list[Found]:
    """Each once, by the first name it has."""
    found = modules()
    anchored = _anchored_names()
    names: dict[re.Pattern[Any], list[str]] = {}
    for module in found:
        for name, value in vars(module).items():
            for pattern in _within(value, _DEPTH):
                names.setdefault(pattern, []).append(f"{module.__name__}.{name}")
    for tag in languages.FOLDERS:
        for rule in languages.rules(tag, ""):
            names.setdefault(rule.pattern, []).append(f"{languages.__name__}.{tag}.{rule.name}")
    held = (
        Found(_of_text(pattern), tuple(dict.fromkeys(found)), all(name in anchored for name in found))
        for pattern, found in names.items()
    )
    return [*held, *_inline()]


def _of_text(pattern: re.Pattern[Any]) -> re.Pattern[str]:
    """Patterns of bytes are tried with Latin-1."""
    return (
        pattern
        if isinstance(pattern.pattern, str)
        else re.compile(pattern.pattern.decode("latin-1"), pattern.flags)
    )


def _within(value: object, depth: int) -> Iterator[re.Pattern[str]]:
    """Patterns in ``value``: itself, its items, its fields, what its methods hold on to."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth == 0 or isinstance(value, (str, bytes, int, float, ModuleType)):
        return
    elif isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from _within(one, depth - 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from _within(one, depth - 1)
    elif _is_ours(value):
        for one in (*_closure(value), *getattr(value, "__dict__", {}).values(), *_fields(value)):
            yield from _within(one, depth - 1)


def _is_ours(value: object) -> bool:
    kind = value if isinstance(value, type) else type(value)
    module = getattr(value, "__module__", None) or kind.__module__
    return isinstance(module, str) and module.partition(".")[0] in PACKAGES


def _closure(value: object) -> list[object]:
    cells = getattr(value, "__closure__", None) or ()
    defaults = getattr(value, "__defaults__", None) or ()
    return [*(cell.cell_contents for cell in cells), *defaults]


def _fields(value: object) -> list[object]:
    names = getattr(value, "__struct_fields__", ()) if not isinstance(value, type) else ()
    return [getattr(value, name, None) for name in names]


def _anchored_names() -> set[str]:
    """Names of patterns that are used nowhere but as ``NAME.match(text)`` and ``NAME.fullmatch(text)``.
    With a place to begin at, a pattern may be tried at each place of a text."""
    used: dict[str, set[str]] = {}
    for path in sources():
        if module_name(path) not in sys.modules:
            continue  # see modules()
        for name, how in _uses(path):
            used.setdefault(name, set()).add(how)
    return {name for name, ways in used.items() if ways <= _ANCHORED}


def _uses(path: Path) -> Iterator[tuple[str, str]]:
    module = module_name(path)
    tree = _tree(path)
    origin = {name: f"{module}.{name}" for name in vars(sys.modules[module])}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            origin |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    called = set()
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            called.add(id(node.func.value))
            how = node.func.attr if len(node.args) == 1 else "search"
            yield origin.get(node.func.value.id, ""), how
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.attr in ("pattern", "flags")
        ):
            called.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
            yield origin.get(node.id, ""), "passed on"


def sources() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if path.name != "__main__.py"
    ]


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def dynamic() -> list[str]:
    """Where a pattern is made of values that are known only when it is made."""
    return [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sources()
        for line, constant, _ in _calls(path)
        if constant is None
    ]


@functools.cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _inline() -> Iterator[Found]:
    """Patterns that are written into the calls that use them."""
    for path in sources():
        for line, constant, how in _calls(path):
            if constant is not None:
                yield Found(re.compile(constant), (f"{module_name(path)}:{line}",), how in _ANCHORED)


@functools.cache
def _calls(path: Path) -> list[tuple[int, str | None, str]]:
    """Line, pattern and function of each call of ``re`` within a function."""
    return list(_calls_of_re(_tree(path)))


def _calls_of_re(tree: ast.Module) -> Iterator[tuple[int, str | None, str]]:
    within = (node for function in _outermost_functions(tree) for node in ast.walk(function))
    for node in within:
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        is_re = (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and called.value.id == "re"
        )
        if is_re and isinstance(called, ast.Attribute) and called.attr != "escape":
            first = node.args[0]
            constant = (
                first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
            )
            yield node.lineno, constant, called.attr


def _outermost_functions(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield node
        else:
            waiting += ast.iter_child_nodes(node)
