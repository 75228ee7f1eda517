"""One tree of problems: every kind is raised somewhere, every error survives being stored and sent."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import tts_service.errors
import tts_service.errors.kinds
from tts_service.errors import (
    Problem,
    ProblemKind,
    ServiceError,
    Unavailable,
    error_classes,
    from_problem,
    problem_of,
)
from tts_service.errors.kinds.wording import Wording

pytestmark = pytest.mark.pure

ROOT = Path(tts_service.errors.__file__).parent.parent.parent
CLASSES = tuple(error_classes())
NAMES = {cls.__name__ for cls in CLASSES}
OWN_KINDS = {cls.kind for cls in CLASSES}


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    return [
        (str(path.relative_to(ROOT)), node)
        for folder in ("tts_service", "workers")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    ]


def test_every_kind_is_raised_and_every_error_is_raised_by_a_member() -> None:
    used, texts, raised = set(), [], set()
    for path, node in nodes():
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "ProblemKind"
        ):
            used.add(node.attr)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            raised.add(node.func.id)
            texts += [
                f"{path}:{node.lineno}"
                for keyword in node.keywords
                if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant | ast.JoinedStr)
            ]
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Name):
            raised.add(node.exc.id)
    assert texts == []
    assert used == set(ProblemKind.__members__)
    assert NAMES - raised == set()


def test_the_whole_tree_stands_in_one_module() -> None:
    assert {cls.__module__ for cls in CLASSES} == {"tts_service.errors"}
    for path, node in nodes():
        if isinstance(node, ast.ClassDef) and not path.startswith("tts_service/errors/"):
            bases = {base.id for base in node.bases if isinstance(base, ast.Name)}
            assert not bases & NAMES, f"{path}: {node.name}"


def test_each_class_has_a_kind_of_its_own_and_a_line_in_the_drawing() -> None:
    assert len(OWN_KINDS) == len(CLASSES)
    assert all(f" {cls.__name__} " in str(tts_service.errors.__doc__) for cls in CLASSES)


@pytest.mark.parametrize("kind", ProblemKind)
def test_a_kind_says_what_it_is_and_what_it_means(kind: ProblemKind) -> None:
    assert kind.value == kind.name.lower().replace("_", "-")
    assert 0 < len(kind.heading) <= 60
    assert not kind.heading.endswith(".")
    assert kind.meaning.endswith(".")


def test_every_wording_is_a_member() -> None:
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.iter_modules(tts_service.errors.kinds.__path__, "tts_service.errors.kinds.")
    ]
    worded = [
        (name, *value)
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, Wording)
    ]
    assert sorted(worded) == sorted(
        (kind.name, kind.value, kind.heading, kind.meaning) for kind in ProblemKind
    )


def errors() -> st.SearchStrategy[ServiceError]:
    """Any error of the tree: with its own kind, or one that is not another class's own."""
    closer = st.sampled_from(sorted(set(ProblemKind) - OWN_KINDS))
    return st.builds(
        lambda cls, detail, kind, title: cls(detail, kind=kind, title=title),
        st.sampled_from(CLASSES),
        st.text(),
        st.none() | closer,
        st.none() | st.text(min_size=1),
    )


@given(errors())
def test_an_error_that_was_stored_comes_back_as_the_same(error: ServiceError) -> None:
    back = from_problem(msgspec.json.decode(msgspec.json.encode(error.problem), type=Problem))
    assert back.problem == error.problem
    assert back.status == error.status
    if error.kind == type(error).kind:
        assert type(back) is type(error)
    else:  # only classes with a kind of their own stand below another of the same status
        assert issubclass(type(error), type(back))


def test_a_kind_of_another_version_becomes_that_of_its_class() -> None:
    back = from_problem(Problem("moon-is-full", "The moon is full", "Wait.", 503))
    assert type(back) is Unavailable
    assert back.problem == Problem("unavailable", "The moon is full", "Wait.", 503)
    assert type(from_problem(Problem("teapot", "I am a teapot", "Take coffee.", 418))) is ServiceError


def test_problems_of_other_rooms_are_taken_as_they_are() -> None:
    stored = Problem("gone", "It was deleted", "Ask again.", 500)
    assert problem_of(stored) == stored
