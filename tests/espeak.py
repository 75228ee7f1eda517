"""eSpeak NG, which knows a hundred languages: a reader for tests of what is not in English."""

from __future__ import annotations

import ctypes

import espeakng_loader
import numpy as np

from workers.engines.base import Samples

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_UTF8 = 1  # espeakCHARS_UTF8
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def read_aloud(text: str, language: str) -> tuple[Samples, int]:
    """With the rate of its samples."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = espeakng_loader.get_data_path().encode()
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0)
    heard: list[Samples] = []

    @_CALLBACK
    def take(samples: object, count: int, _events: object) -> int:
        if samples and count:
            heard.append(np.ctypeslib.as_array(samples, (count,)).astype(np.float32) / 32768)  # type: ignore[call-overload]
        return 0

    library.espeak_SetSynthCallback(take)
    assert library.espeak_SetVoiceByName(language.encode()) == 0
    encoded = text.encode()
    library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded) + 1), 0, 0, 0, _UTF8, None, None)
    library.espeak_Terminate()
    return np.concatenate(heard), rate
