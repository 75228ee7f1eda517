"""From variables of the environment to settings: which there are, and each value by the type of its field."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from dotenv import dotenv_values

from tts_service.settings.checks import checked
from tts_service.settings.model import Settings, SettingsError
from tts_service.settings.notation import NOTATIONS, parts_of

PREFIX = "TTS_"


def load_settings(
    environ: Mapping[str, str] | None = None, *, env_file: Path | None = Path(".env")
) -> Settings:
    """Settings from ``environ`` (default: the process's), which takes precedence over ``env_file``.

    Raises SettingsError for an unknown ``TTS_`` variable, a value of the wrong kind, or values that the
    service cannot run with.
    """
    from_file = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    merged = {**from_file, **(os.environ if environ is None else environ)}
    given = {name: value for name, value in merged.items() if name.startswith(PREFIX) and value is not None}
    settings = checked(_converted(given))
    return msgspec.structs.replace(settings, data_dir=settings.data_dir.expanduser().resolve())


def _converted(given: Mapping[str, str]) -> Settings:
    known = {PREFIX + f.name.upper(): f for f in msgspec.structs.fields(Settings)}
    values: dict[str, object] = {}
    for name, value in given.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingsError(f"{name} is not a setting of this service.{hint}")
        values[known[name].name] = _value(name, value.strip(), known[name].type)
    return Settings(**values)  # type: ignore[arg-type]


def _value(name: str, value: str, kind: object) -> object:
    if name in NOTATIONS:
        return _parsed(name, value)
    if kind == tuple[str, ...]:
        return parts_of(value)
    if kind is bool and value == "":
        return False
    if kind is Path:
        return _path(name, value)
    if kind == Path | None:
        return Path(value) if value else None
    if kind == str | None:
        return value or None
    try:
        return msgspec.convert(value, type=kind, strict=False)
    except msgspec.ValidationError:
        wanted = "1 or 0" if kind is bool else "a whole number"
        raise SettingsError(f"{name}={value!r} is not {wanted}.") from None


def _parsed(name: str, value: str) -> object:
    try:
        return NOTATIONS[name](value)
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None


def _path(name: str, value: str) -> Path:
    if not value:
        raise SettingsError(f"{name} is empty: give the path of a folder.")
    return Path(value)
