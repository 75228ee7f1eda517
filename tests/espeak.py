"""eSpeak NG, which knows a hundred languages: a reader for tests of what is not in English."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
import pytest

from workers.engines.base import Samples

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_UTF8 = 1  # espeakCHARS_UTF8
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def read_aloud(text: str, language: str) -> tuple[Samples, int]:
    """With the rate of its samples. Skips the test where eSpeak is not installed."""
    espeak = pytest.importorskip("espeakng_loader")  # comes with the extra kokoro
    library = ctypes.CDLL(espeak.get_library_path())
    data = espeak.get_data_path().encode()
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
    heard: list[Samples] = []

    def take(samples: Any, count: int, _events: object) -> int:
        if samples:
            heard.append((np.array(samples[:count]) / 32768).astype(np.float32))
        return 0

    callback = _CALLBACK(take)  # which has to live as long as it may be called
    library.espeak_SetSynthCallback(callback)
    assert library.espeak_SetVoiceByName(language.encode()) == 0
    encoded = text.encode()
    library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded) + 1), 0, 0, 0, _UTF8, None, None)
    library.espeak_Terminate()
    return np.concatenate(heard), rate
