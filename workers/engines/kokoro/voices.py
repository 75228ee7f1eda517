"""What is known of Kokoro's voices: how good their publisher finds them, and how loud they are."""

from __future__ import annotations

GRADES = {
    "af_heart": "A", "af_bella": "A-", "af_nicole": "B-", "bf_emma": "B-", "af_aoede": "C+", "af_kore": "C+",
    "af_sarah": "C+", "am_fenrir": "C+", "am_michael": "C+", "am_puck": "C+", "af_alloy": "C", "af_nova": "C",
    "bf_isabella": "C", "bm_fable": "C", "bm_george": "C", "af_sky": "C-", "bm_lewis": "D+",
    "af_jessica": "D",
    "af_river": "D", "am_echo": "D", "am_eric": "D", "am_liam": "D", "am_onyx": "D", "bf_alice": "D",
    "bf_lily": "D",
    "bm_daniel": "D", "am_santa": "D-", "am_adam": "F+",
}  # fmt: skip
"""The publisher's own overall grades, the best first (kokoro-js 1.2.1); those of other languages have
none."""

MEASURED_WITH = "62614b773f4caa9c7f0f894d53ca3a12d37e865081df19b7e870e9fce2f4b11c"
"""The fingerprint of the small network with the published voices."""

GAINS_DB = {
    "af_alloy": 4.5, "af_aoede": -0.5, "af_bella": 2.5, "af_heart": 3.5, "af_jessica": 3.5, "af_kore": 0.0,
    "af_nicole": 3.0, "af_nova": 8.5, "af_river": 3.5, "af_sarah": 2.5, "af_sky": 6.0, "am_adam": -0.5,
    "am_echo": 4.5,
    "am_eric": 3.0, "am_fenrir": 0.5, "am_liam": 3.0, "am_michael": 5.5, "am_onyx": 5.5, "am_puck": 0.5,
    "am_santa": 4.0,
    "bf_alice": 2.0, "bf_emma": 2.0, "bf_isabella": 0.0, "bf_lily": 3.0, "bm_daniel": 2.5, "bm_fable": 5.0,
    "bm_george": 3.0, "bm_lewis": 5.0, "ef_dora": 5.5, "em_alex": 5.0, "em_santa": 4.5, "ff_siwis": 1.5,
    "hf_alpha": -2.0,
    "hf_beta": 0.0, "hm_omega": -1.0, "hm_psi": 0.5, "if_sara": -3.5, "im_nicola": 1.5, "pf_dora": 5.5,
    "pm_alex": 4.5,
    "pm_santa": 4.5,
}  # fmt: skip
"""See ``workers.engines.levels``: measured there, because half a minute for each would be too long at its
first word."""
