"""A process of this release reads what one of a newer release wrote."""

from __future__ import annotations

import ast
import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from msgspec import inspect

from tests.contracts.records import FOREIGN, INTERNAL, names, with_unknown_fields
from tests.contracts.release_before import FILE
from tests.rooms.contract import ROOT, TREES
from tts_service.article.request import ArticleRequest, decode_request, encode_request
from tts_service.contracts import messages

pytestmark = pytest.mark.pure

ANY_KIND = {"kind", "kind "}
"""How functions that decode whatever they are asked for call it; so those who ask them are looked at."""
WHERE = {
    "read_record": 1,
    "decode_body": 1,
    "Decoder": 0,
    "decoded_record": 1,
    "read_dated": 1,
    "_record_of": 1,
}
"""Functions that are told what to decode without ``type=``: in which place."""
TIMES = st.datetimes(timezones=st.just(dt.UTC))


def values(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Whatever may stand where ``kind`` is expected."""
    match kind:
        case inspect.StructType(cls=cls, fields=fields):
            return st.builds(cls, **{field.name: values(field.type) for field in fields})
        case inspect.VarTupleType(item_type=item):
            return st.lists(values(item), max_size=2).map(tuple)
        case inspect.ListType(item_type=item):
            return st.lists(values(item), max_size=2)
        case inspect.DictType(value_type=item):
            return st.dictionaries(st.text("ab", min_size=1), values(item), max_size=2)
        case inspect.UnionType(types=types):
            return st.one_of(*map(values, types))
        case inspect.LiteralType(values=known):
            return st.sampled_from(known)
        case inspect.RawType():
            return st.just(msgspec.Raw(b'{"engine":"tone"}'))
        case inspect.DateTimeType():
            return TIMES
        case inspect.NoneType():
            return st.none()
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.integers(0, 2**40)
        case inspect.FloatType():
            return st.floats(0, 1e9)
        case inspect.StrType():
            return st.text(max_size=5)
        case inspect.BytesType():
            return st.binary(max_size=5)
        case _:
            raise NotImplementedError(kind)


@pytest.mark.parametrize("record", INTERNAL, ids=lambda record: record.__name__)
def test_fields_of_a_newer_release_are_ignored(record: type[msgspec.Struct]) -> None:
    kind = inspect.type_info(record)

    @examples(max_examples=15)
    @given(values(kind))
    def check(value: msgspec.Struct) -> None:
        written = msgspec.json.encode(value)
        newer = msgspec.json.encode(with_unknown_fields(msgspec.json.decode(written), kind))
        assert newer != written
        assert msgspec.json.decode(newer, type=record) == msgspec.json.decode(written, type=record)

    check()


@pytest.mark.parametrize(("name", "written"), json.loads(FILE.read_text("utf-8")).items())
def test_what_the_release_before_wrote_is_read(name: str, written: object) -> None:
    (record,) = (one for one in INTERNAL if one.__name__ == name)
    data = json.dumps(written).encode()
    found = msgspec.json.decode(data, type=record)
    assert msgspec.json.encode(found), "and can be written"


def test_tasks_take_what_the_release_before_sends() -> None:
    """Their names, and with how many arguments."""
    known = {"PREPARE": ("tts.prepare", 2), "RENDER": ("tts.render", 2), "RECORD": ("tts.record", 2)}
    known |= {"FETCH": ("tts.fetch", 3), "PICTURE": ("tts.picture", 2)}
    defined = dict(_tasks())
    for constant, (name, arguments) in known.items():
        assert getattr(messages, constant) == name
        least, most = defined[constant]
        assert least <= arguments <= most, name


def _tasks() -> Iterator[tuple[str, tuple[int, int]]]:
    """Of each the name of its constant, and the fewest and the most arguments it takes."""
    for path in (ROOT / "workers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and (constant := _task_name(node)) is not None:
                names = [argument.arg for argument in node.args.args if argument.arg != "self"]
                yield constant, (len(names) - len(node.args.defaults), len(names))


def _task_name(function: ast.FunctionDef) -> str | None:
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "app.task":
            return next((ast.unparse(word.value) for word in decorator.keywords if word.arg == "name"), None)
    return None


@examples(max_examples=30)
@given(values(inspect.type_info(ArticleRequest)))
def test_a_request_is_strict_outside_and_lenient_inside(request: ArticleRequest) -> None:
    written = encode_request(request)
    newer = msgspec.json.encode(
        with_unknown_fields(msgspec.json.decode(written), inspect.type_info(ArticleRequest))
    )
    assert decode_request(newer) == decode_request(written) == request
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.json.decode(newer, type=ArticleRequest)


def test_the_list_names_everything_that_is_decoded() -> None:
    decoded = set(_decoded()) - ANY_KIND
    assert decoded - names() - set(FOREIGN) == set()
    assert names() - decoded == set()
    assert set(FOREIGN) - decoded == set()


def _decoded() -> Iterator[str]:
    """Types that are named where JSON is decoded, as they are written there; of containers, their items."""
    for tree in TREES:
        for path in (ROOT / tree).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _records(_kind_of(node))


def _kind_of(call: ast.Call) -> ast.expr | None:
    """What ``call`` decodes; None if it decodes nothing."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = WHERE.get(name)
    if place is not None and len(call.args) > place:
        return call.args[place]
    is_decoding = name in ("decode", "convert")
    return next((word.value for word in call.keywords if is_decoding and word.arg == "type"), None)


def _records(kind: ast.expr | None) -> Iterator[str]:
    if isinstance(kind, ast.Subscript):
        items = kind.slice.elts if isinstance(kind.slice, ast.Tuple) else [kind.slice]
        for item in items:
            yield from _records(item)
    elif kind is not None and ast.unparse(kind) not in ("...", "str", "int", "float"):
        yield ast.unparse(kind)
