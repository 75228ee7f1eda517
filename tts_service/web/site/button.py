"""The files of the listen button and of reading along, as served: one module with everything needed at once,
and the rest one by one.

The sources in ``static/`` run in a browser as they are. One module instead of many is one request instead
of many, and compresses better by a fifth; no names are changed, and no syntax is parsed beyond ``import`` and
``export`` at the start of a line. Line breaks go where a statement, a block's head or an item of a list ends.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from functools import cache

import msgspec
from msgspec.structs import replace

from tts_service.web.site.assets import STATIC, Asset, asset, digest

BUTTON = "listen-button"
ALONG = "read-along"
PLAYLIST = "listen-playlist"
LICENCE = "LICENSE.txt"
VERSION_CHARS = 8
"""They are random, so each costs half a byte of what every page loads."""
FIRST = "first.js"
"""The module that every page loads. Its parts keep their own addresses, which lead here."""

_DOC_COMMENT = re.compile(rb"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
_TYPE_COMMENT = re.compile(rb"/\*\* @[^*\n]*\*/ ?")
_LINE_COMMENT = re.compile(rb"(?:(?<=[;{,)}])|^)[ \t]*// [^\n]*$", re.MULTILINE)
_STYLE = re.compile(rb"(?<= = `)\n[^`$]*\{[^`$]*(?=`;)")
_STYLE_COMMENT = re.compile(rb"/\*.*?(?:\*/|\Z)", re.DOTALL)
_SPACES = re.compile(rb"\s+")
_STYLE_SPACE = re.compile(rb" ?([{};,]) ?|(?<=:) ")
_INDENT = re.compile(rb"^\s+", re.MULTILINE)
_LINE_BREAK = re.compile(rb"(?<=[;{,])\n(?!import |export |\Z)")
_IMPORT = re.compile(rb'^(?:import|export) (?:[^"()]* from )?"[^"]*/([^"/]+\.js)";\n', re.MULTILINE)
_NAMED_IMPORT = re.compile(rb'^import \{ ([^"}]*) \} from "\./([^"/]+\.js)";\n', re.MULTILINE)
_IMPORTED_NAMES = re.compile(rb'^import \{ ([^"}]*) \} from ', re.MULTILINE)
_EXPORT = re.compile(rb"^export (?=(?:async |class |function|const |let ))", re.MULTILINE)
_NAME = re.compile(rb"^(export )?(?:async )?(?:class|function\*?|const|let) (\w+)", re.MULTILINE)


class Program(msgspec.Struct, frozen=True):
    """``name.js`` and the modules it leads to. ``version`` changes with any of the modules."""

    name: str
    entry: Asset
    modules: dict[str, Asset]
    version: str


@cache
def load_program(name: str) -> Program:
    """``name.js``, and the modules in the folder ``name`` beside it.

    The entry names its modules by version: any cache may keep them for ever, and they are never mixed with
    modules of another version. Raises ValueError if two joined modules define the same name.
    """
    sources = {
        path.name: without_comments(path.read_bytes()) for path in sorted((STATIC / name).glob("*.js"))
    }
    entry = without_comments((STATIC / f"{name}.js").read_bytes())
    parts = needed_at_once(entry, sources)
    modules = sources | {part: b'export * from "./%s";\n' % FIRST.encode() for part in parts}
    others = [source for part, source in sources.items() if part not in parts]
    used = imported_names([entry, *others]) if others else None
    modules[FIRST] = joined({part: sources[part] for part in parts}, used)
    for later in sorted(sources.keys() - set(parts)):
        own = needed_by_it_alone(
            later, {name: source for name, source in sources.items() if name not in parts}
        )
        modules |= {part: b'export * from "./%s";\n' % later.encode() for part in own}
        if own:
            modules[later] = joined({part: sources[part] for part in (*own, later)})
    modules = {module: _INDENT.sub(b"", _from_first(source, parts)) for module, source in modules.items()}
    modules[FIRST] = _LINE_BREAK.sub(b"", modules[FIRST])
    version = digest(b"".join(modules.values()))[:VERSION_CHARS]
    entry = _IMPORT.sub(lambda found: found[0].replace(found[1], FIRST.encode()), entry)
    entry = _INDENT.sub(b"", entry.replace(f'"./{name}/'.encode(), f'"./{name}/{version}/'.encode())).strip()
    assets = {module: _smallest(asset(module, source)) for module, source in modules.items()}
    if (licence := STATIC / name / LICENCE).exists():
        assets[LICENCE] = asset(LICENCE, licence.read_bytes())
    return Program(name, _smallest(asset(f"{name}.js", entry)), assets, version)


def _smallest(found: Asset) -> Asset:
    """``found``, compressed as small as zlib can: how much memory it has decides where it begins a new code,
    and more is not always better."""
    packers = (zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS, memory) for memory in range(5, 10))
    return replace(found, packed=min((each.compress(found.body) + each.flush() for each in packers), key=len))


@cache
def beside(name: str) -> Asset:
    """``name.js`` of ``folder``: an element that is made from modules of the button, of its very version, and
    that only pages that use it load."""
    source = _INDENT.sub(b"", without_comments((STATIC / f"{name}.js").read_bytes()))
    version = load_program(BUTTON).version
    return asset(f"{name}.js", source.replace(f'"./{BUTTON}/'.encode(), f'"./{BUTTON}/{version}/'.encode()))


def needed_at_once(entry: bytes, sources: dict[str, bytes]) -> list[str]:
    """Names of the modules that ``entry`` imports, directly or not, each after those it imports itself."""
    found: dict[str, None] = {}

    def visit(source: bytes) -> None:
        for name in (name.decode() for name in _IMPORT.findall(source)):
            if name in sources and name not in found:
                visit(sources[name])
                found[name] = None

    visit(entry)
    return list(found)


def needed_by_it_alone(name: str, sources: dict[str, bytes]) -> list[str]:
    """Modules that only ``name`` and each other import: they are joined with it, in one file."""
    own = needed_at_once(sources[name], sources)
    while shared := [
        part
        for part in own
        if any(part in _imported(source) for other, source in sources.items() if other not in (*own, name))
    ]:
        own = [part for part in own if part not in shared]
    return own


def _from_first(source: bytes, parts: list[str]) -> bytes:
    """``source`` with its imports of ``parts`` redirected to the joined module, which is loaded already."""
    names = b"|".join(re.escape(part.encode()) for part in parts)
    return re.sub(
        rb'^(import [^"()]* from "\./)(?:%s)";$' % names,
        rb'\g<1>%s";' % FIRST.encode(),
        source,
        flags=re.MULTILINE,
    )


def _imported(source: bytes) -> set[str]:
    return {name.decode() for name in _IMPORT.findall(source)}


def imported_names(sources: Iterable[bytes]) -> set[str]:
    """The names that ``sources`` import from other modules."""
    return {
        name.strip()
        for source in sources
        for names in _IMPORTED_NAMES.findall(source)
        for name in names.decode().split(",")
    }


def joined(parts: dict[str, bytes], used: set[str] | None = None) -> bytes:
    """One module in place of ``parts``. It exports those of their names that are in ``used`` (None: all of
    them). Raises ValueError for a name that two of the parts define."""
    names = [
        (name.decode(), bool(exported))
        for source in parts.values()
        for exported, name in _NAME.findall(source)
    ]
    taken = {name for name, _ in names if sum(name == other for other, _ in names) > 1}
    if taken:
        raise ValueError(f"Names defined by more than one of the modules: {', '.join(sorted(taken))}.")
    exports = [name for name, exported in names if exported and (used is None or name in used)]
    body = b"".join(_EXPORT.sub(b"", _IMPORT.sub(b"", source)) for source in parts.values())
    return _from_others(parts) + body + b"export { %s };\n" % ", ".join(exports).encode()


def _from_others(parts: dict[str, bytes]) -> bytes:
    """The imports of ``parts`` from other modules, each name once."""
    found: dict[str, dict[bytes, None]] = {}
    for names, module in _NAMED_IMPORT.findall(b"".join(parts.values())):
        if module.decode() not in parts:
            found.setdefault(module.decode(), {}).update(dict.fromkeys(names.split(b", ")))
    return b"".join(
        b'import { %s } from "./%s";\n' % (b", ".join(names), module.encode())
        for module, names in found.items()
    )


def without_comments(source: bytes) -> bytes:
    """``source`` without the third of its bytes that only its readers need: doc comments, types, comments at
    the end of a line, and the white space of its style sheets."""
    source = _STYLE.sub(lambda style: _squeezed(style[0]), source)
    return _LINE_COMMENT.sub(b"", _TYPE_COMMENT.sub(b"", _DOC_COMMENT.sub(b"", source)))


def _squeezed(style: bytes) -> bytes:
    spaced = _SPACES.sub(b" ", _STYLE_COMMENT.sub(b"", style))
    return _STYLE_SPACE.sub(rb"\1", spaced).replace(b";}", b"}").strip()
