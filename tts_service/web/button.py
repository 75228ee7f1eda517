"""The listen button's files, and those of reading along, as readers get them: one module with all that is needed at once, and
the rest one by one.

The sources in ``static/`` run in a browser as they are. One module in place of many is one request in place of many, and
compresses by a fifth better; no names are changed and no syntax is read beyond ``import`` and ``export`` at a line's start.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from tts_service.web.assets import STATIC, Asset, asset, digest

BUTTON = "listen-button"
ALONG = "read-along"
FIRST = "first.js"
"""The module that every page loads. Its parts can still be had by their own names, and are then the same."""

_DOC_COMMENT = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_TYPE_COMMENT = re.compile(rb"/\*\* @[^*\n]*\*/ ?")
_INDENT = re.compile(rb"^[ \t]+", re.MULTILINE)
_IMPORT = re.compile(rb'^import (?:[^"()]* from )?"[^"]*/([^"/]+\.js)";\n', re.MULTILINE)
_NAMED_IMPORT = re.compile(rb'^import \{ ([^"}]*) \} from "\./([^"/]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(rb"^export (?=(?:async |class |function|const |let ))", re.MULTILINE)
_NAME = re.compile(rb"^(export )?(?:async )?(?:class|function\*?|const|let) (\w+)", re.MULTILINE)


class Program(msgspec.Struct, frozen=True):
    """``name.js`` and the modules it leads to. ``version`` changes with any of the modules."""

    name: str
    entry: Asset
    modules: dict[str, Asset]
    version: str


def load_program(name: str, folder: Path = STATIC) -> Program:
    """``name.js`` of ``folder``, and the modules in its folder ``name``.

    The entry names its modules by version: they may be kept for ever by any cache, and never meet modules of another version.
    Raises ValueError when two modules that are joined have a name in common.
    """
    sources = {path.name: without_comments(path.read_bytes()) for path in sorted((folder / name).glob("*.js"))}
    entry = without_comments((folder / f"{name}.js").read_bytes())
    parts = needed_at_once(entry, sources)
    modules = sources | {part: b'export * from "./%s";\n' % FIRST.encode() for part in parts}
    modules[FIRST] = joined({part: sources[part] for part in parts})
    for later in sorted(sources.keys() - set(parts)):
        own = needed_by_it_alone(later, {name: source for name, source in sources.items() if name not in parts})
        modules |= {part: b'export * from "./%s";\n' % later.encode() for part in own}
        if own:
            modules[later] = joined({part: sources[part] for part in (*own, later)})
    modules = {module: _INDENT.sub(b"", source) for module, source in modules.items()}
    version = digest(b"".join(modules.values()))
    entry = _IMPORT.sub(lambda found: found[0].replace(found[1], FIRST.encode()), entry)
    entry = entry.replace(f'"./{name}/'.encode(), f'"./{name}/{version}/'.encode())
    assets = {module: asset(module, source) for module, source in modules.items()}
    return Program(name, asset(f"{name}.js", entry), assets, version)


def needed_at_once(entry: bytes, sources: dict[str, bytes]) -> list[str]:
    """Names of the modules that ``entry`` imports, and those import, each behind what it imports itself."""
    found: dict[str, None] = {}

    def visit(source: bytes) -> None:
        for name in (name.decode() for name in _IMPORT.findall(source)):
            if name in sources and name not in found:
                visit(sources[name])
                found[name] = None

    visit(entry)
    return list(found)


def needed_by_it_alone(name: str, sources: dict[str, bytes]) -> list[str]:
    """Modules that nobody needs but ``name`` and themselves: they come with it, in one file."""
    own = needed_at_once(sources[name], sources)
    while shared := [
        part for part in own if any(part in _imported(source) for other, source in sources.items() if other not in (*own, name))
    ]:
        own = [part for part in own if part not in shared]
    return own


def _imported(source: bytes) -> set[str]:
    return {name.decode() for name in _IMPORT.findall(source)}


def joined(parts: dict[str, bytes]) -> bytes:
    """One module in place of ``parts``, which exports what they do. Raises ValueError for a name that two of them have."""
    names = [(name.decode(), bool(exported)) for source in parts.values() for exported, name in _NAME.findall(source)]
    taken = {name for name, _ in names if sum(name == other for other, _ in names) > 1}
    if taken:
        raise ValueError(f"Names that more than one of the modules has at its top: {', '.join(sorted(taken))}.")
    body = b"".join(_EXPORT.sub(b"", _IMPORT.sub(b"", source)) for source in parts.values())
    return _from_others(parts) + body + b"export { %s };\n" % ", ".join(name for name, exported in names if exported).encode()


def _from_others(parts: dict[str, bytes]) -> bytes:
    """The imports of ``parts`` from elsewhere: each name once."""
    found: dict[str, dict[bytes, None]] = {}
    for names, module in _NAMED_IMPORT.findall(b"".join(parts.values())):
        if module.decode() not in parts:
            found.setdefault(module.decode(), {}).update(dict.fromkeys(names.split(b", ")))
    return b"".join(b'import { %s } from "./%s";\n' % (b", ".join(names), module.encode()) for module, names in found.items())


def without_comments(source: bytes) -> bytes:
    """Without doc comments and types: a third of the bytes, and for readers of the source."""
    return _TYPE_COMMENT.sub(b"", _DOC_COMMENT.sub(b"", source))
