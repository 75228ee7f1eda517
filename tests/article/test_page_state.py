"""Data that pages carry in other notations than JSON: what it says, and how little it can cost."""

from __future__ import annotations

from typing import Any

import pytest

from tts_service.article.extract.html.state.flat import is_flat, unflattened
from tts_service.article.extract.html.state.literals import read_literal
from tts_service.article.extract.html.state.tokens import LiteralError

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{a:1,'b':\"x\",3:[1,,2,],}", {"a": 1, "b": "x", "3": [1, None, 2]}),
        (
            "{t:!0,f:!1,n:null,u:void 0,z:-.5,e:1e3,h:0xff}",
            {"t": True, "f": False, "n": None, "u": None, "z": -0.5, "e": 1000, "h": 255},
        ),
        (
            r"""['It\'s','\x41\u0042\u{43}','\ud83d\ude00','a\
b',"\/\n\t\v"]""",
            ["It's", "ABC", "😀", "ab", "/\n\t\v"],
        ),
        ("`a\nb`", "a\nb"),
        ("{/* one */a:1, // two\nb:2}", {"a": 1, "b": 2}),
        ("(function(a,b){return {x:a,y:[b,a]}}('p',2))", {"x": "p", "y": [2, "p"]}),
        ("(function(a,b){return {x:a}})('p')", {"x": "p"}),
        ("(function(){return {x:1}}())", {"x": 1}),
        (
            "(function(a){a.b=1;a['c']=2;a.d={};a.d.e=3;return {y:a}}({}))",
            {"y": {"b": 1, "c": 2, "d": {"e": 3}}},
        ),
        ("(function(a){a[0]='x';a[1]='y';a[9]='z';return a}([]))", ["x", "y"]),
        ("(function(a,b){return {a,b}}(1,2))", {"a": 1, "b": 2}),
        ("{d:new Date(5),s:new Set([1,2]),o:new Map}", {"d": 5, "s": [1, 2], "o": None}),
        ("{a:f(1,{b:2}),c:1+2,e:2}", {"a": None, "c": None, "e": 2}),
        ("{a:x=>({b:1}),c:`${d}`,e:'f'}", {"a": None, "c": None, "e": "f"}),
        ("(1)", 1),
    ],
)
def test_values_as_programs_write_them(text: str, value: Any) -> None:
    assert read_literal(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "{",
        "[1,2",
        "'open",
        "{a 1}",
        "{...a}",
        "(function(a){while(1){}return a}(1))",
        "(function(a){a();return {b:1}}(1))",
        "(function(w,d){w.push(d);return 1}(window,document))",
        "1+2",
        "{a:/}/}",
        "[" * 100,
        "{a:" * 100,
    ],
)
def test_what_is_no_value(text: str) -> None:
    with pytest.raises(LiteralError):
        read_literal(text)


def test_what_has_many_names_costs_no_more_than_one() -> None:
    long = "word " * 50
    places = ",".join("a" for _ in range(1000))
    assert read_literal(f"(function(a){{return [{places}]}}('{long}'))") == [long] + [None] * 999
    assert read_literal(f"(function(a){{return [{places}]}}([1]))") == [[1]] + [None] * 999
    assert read_literal("(function(a,b){a.x=b;b.x=a;a.me=a;return {y:a,z:b}}({},{}))") == {
        "y": None,
        "z": None,
    }


@pytest.mark.parametrize(
    ("data", "value"),
    [
        ([{"a": 1, "b": 2}, "x", [3, 1], True], {"a": "x", "b": [True, "x"]}),
        ([["Reactive", 1], {"d": 2}, ["Date", "2026-01-01"]], {"d": None}),
        (
            [["ShallowReactive", 1], {"s": 2, "m": 3}, ["Set", 4], ["Map", 4, 5], "k", "v"],
            {"s": ["k"], "m": {"k": "v"}},
        ),
        ([{"a": 1}, ["null", "k", 2], 7], {"a": {"k": 7}}),
        ([{"a": -1, "b": 99, "c": 1}, "x"], {"a": None, "b": None, "c": "x"}),
        ([[1, 1], {"a": 0}], [{"a": None}, None]),
    ],
)
def test_flat_data(data: list[Any], value: Any) -> None:
    assert unflattened(data) == value


def test_flat_data_is_told_from_other_lists() -> None:
    assert is_flat([["ShallowReactive", 1], {"data": 2}, 5])
    assert is_flat([{"data": 1}, "x"])
    others: list[Any] = [[], [{}], ["a"], [{"a": "b"}, {}], [[1, 2], [3]], {"a": 1}, [1, 2], [[True], 1]]
    assert not any(map(is_flat, others))


def test_flat_data_that_is_deep_or_goes_in_circles_ends() -> None:
    assert unflattened([[1], [2], [0]]) == [[[None]]]
    assert unflattened([[i + 1] for i in range(10_000)])
    wide = [[*([1] * 1000)], [*([2] * 1000)], "x"]
    assert unflattened(wide) == [["x"] * 1000, *([None] * 999)]
