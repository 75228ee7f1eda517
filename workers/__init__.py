"""Engines, audio, and the tasks that use them.

Telemetry of libraries is switched off here: every process that may load one (worker, command line, test)
imports this package first. onnxruntime reads its setting when it is imported, and ignores later changes.
"""

import os

for _switch in ("ORT_DISABLE_TELEMETRY", "HF_HUB_DISABLE_TELEMETRY"):
    os.environ.setdefault(_switch, "1")
