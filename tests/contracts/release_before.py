"""The shape in which the release before wrote what is read again: ``release_before.json``, with the fields
that could not be left out. What has been added since must do without, for its processes still write while
machines are upgraded one after the other.

``python -m tests.contracts.release_before`` writes the file anew, after a release.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from msgspec import inspect

from tests.contracts.records import INTERNAL

FILE = Path(__file__).with_suffix(".json")


def least(kind: inspect.Type) -> Any:
    """The least that can stand where ``kind`` is expected."""
    match kind:
        case inspect.StructType(fields=fields, array_like=True):
            return [least(field.type) for field in fields if field.required]
        case inspect.StructType(fields=fields, tag=tag, tag_field=name):
            found = {field.encode_name: least(field.type) for field in fields if field.required}
            return found if tag is None else {str(name): tag} | found
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            return [least(item)]
        case inspect.DictType(value_type=item):
            return {"a": least(item)}
        case inspect.UnionType(types=types):
            return least(types[0])
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.RawType():
            return {"engine": "tone"}
        case inspect.DateTimeType():
            return "2026-11-20T08:30:15Z"
        case inspect.BoolType():
            return True
        case inspect.NoneType():
            return None
        case inspect.IntType() | inspect.FloatType():
            return 1
        case inspect.StrType() | inspect.BytesType():
            return "YQ=="
        case _:
            raise NotImplementedError(kind)


def written() -> dict[str, Any]:
    """By the names of the records."""
    return {record.__name__: least(inspect.type_info(record)) for record in INTERNAL}


if __name__ == "__main__":
    FILE.write_text(json.dumps(written(), indent=1, sort_keys=True) + "\n", "utf-8")
