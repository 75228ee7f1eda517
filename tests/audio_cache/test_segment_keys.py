from __future__ import annotations

import hashlib
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_cache.keys import SegmentSpec, segment_key

pytestmark = pytest.mark.pure

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
parameters = st.dictionaries(texts, scalars, max_size=5)
specs = st.builds(
    SegmentSpec,
    engine=texts,
    engine_version=texts,
    model=texts,
    voice=texts,
    parameters=parameters,
    language=texts,
    text=texts,
    profile=texts,
)
TEXT_FIELDS = [field.name for field in msgspec.structs.fields(SegmentSpec) if field.name != "parameters"]


@given(specs)
def test_a_key_is_64_hex_digits_and_the_same_each_time(spec: SegmentSpec) -> None:
    copy = msgspec.convert(msgspec.to_builtins(spec), SegmentSpec)
    assert re.fullmatch(r"[0-9a-f]{64}", segment_key(spec))
    assert segment_key(spec) == segment_key(copy)


@given(specs)
def test_the_order_of_parameters_is_of_no_account(spec: SegmentSpec) -> None:
    backwards = dict(reversed(list(spec.parameters.items())))
    assert segment_key(spec) == segment_key(msgspec.structs.replace(spec, parameters=backwards))


@pytest.mark.parametrize("field", TEXT_FIELDS)
@given(spec=specs, other=texts)
def test_every_field_matters(field: str, spec: SegmentSpec, other: str) -> None:
    changed = msgspec.structs.replace(spec, **{field: other})
    assert (segment_key(changed) == segment_key(spec)) == (changed == spec)


@given(specs, parameters)
def test_every_parameter_matters(
    spec: SegmentSpec, other: dict[str, str | int | float | bool | None]
) -> None:
    changed = msgspec.structs.replace(spec, parameters=other)
    same = msgspec.json.encode(other, order="sorted") == msgspec.json.encode(spec.parameters, order="sorted")
    assert (segment_key(changed) == segment_key(spec)) == same


@given(specs, texts.filter(bool))
def test_text_cannot_move_from_one_field_into_the_next(spec: SegmentSpec, moved: str) -> None:
    one = msgspec.structs.replace(spec, language=spec.language + moved)
    other = msgspec.structs.replace(spec, text=moved + spec.text)
    assert segment_key(one) != segment_key(other)


def test_a_key_is_pinned() -> None:
    """When this fails, every cache in the world starts anew: raise KEY_SCHEMA, and mean it."""
    spec = SegmentSpec("tone", "1", "none", "tone/a4", {"speed": 1.5, "deep": False}, "en", "Grüße.", "mp3")
    canonical = (
        '{"engine":"tone","engine_version":"1","language":"en","model":"none","parameters":{"deep":false,"speed":1.5},'
        '"profile":"mp3","schema":1,"text":"Grüße.","voice":"tone/a4"}'
    )
    assert segment_key(spec) == hashlib.sha256(canonical.encode()).hexdigest()
