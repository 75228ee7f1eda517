"""The modules of this package that need the extra ``c2pa``, by name. The web side and workers that do not
sign never load them."""

from __future__ import annotations

import importlib
from types import ModuleType

from tts_service.errors import ProblemKind, ServiceError

_LIBRARIES = ("c2pa", "cryptography")


def part(name: str) -> ModuleType:
    """The module ``name`` of this package. Raises ServiceError ("extra-missing") when the extra is not
    installed."""
    try:
        return importlib.import_module(f"workers.credentials.{name}")
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise ServiceError(
            "Content Credentials need a library that is not installed: pip install 'tts-service[c2pa]'",
            kind=ProblemKind.EXTRA_MISSING,
        ) from error
