"""Options of an engine: from the text of a setting to the engine's own ``Options``."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from tts_service.settings import SettingsError

Options = TypeVar("Options", bound=msgspec.Struct)


def read_options(engine: str, kind: type[Options], given: str) -> Options:
    """``given`` ("a=1,b=2") as ``kind``. Raises SettingsError, which names the option, for one that is
    unknown or ill-typed."""
    known = {field.name: field.type for field in msgspec.structs.fields(kind)}
    values: dict[str, object] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if name not in known:
            raise SettingsError(f"TTS_ENGINE_OPTIONS: {name!r} is not an option of {engine}. {_offer(known)}")
        if not equals:
            raise SettingsError(f"TTS_ENGINE_OPTIONS: {name} needs a value, as in {name}=1.")
        values[name] = _value(name, value, known[name])
    return kind(**values)


def _value(name: str, value: str, kind: object) -> object:
    try:
        return msgspec.convert(value, type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"TTS_ENGINE_OPTIONS: {name}={value} will not do: {error}.") from None


def _offer(known: dict[str, object]) -> str:
    return f"Its options: {', '.join(sorted(known))}." if known else "It has no options."
