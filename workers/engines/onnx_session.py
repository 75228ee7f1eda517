"""How networks are run, of whichever engine: onnxruntime, as suits several small worker processes on one
machine."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import onnxruntime


def session(model: Path, threads: int) -> Any:
    """A session with ``threads`` threads that sleep while they wait: with a worker for each core, spinning
    would cost a fifth of the speed."""
    _share_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.use_env_allocators", "1")
    options.enable_mem_pattern = False  # it would plan, and keep, memory for every length of sentence
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@functools.cache
def _share_memory() -> None:
    """All networks of a process share one arena: usually one runs at a time, and otherwise each would keep
    its own."""
    memory = onnxruntime.OrtMemoryInfo(
        "Cpu", onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, onnxruntime.OrtMemType.DEFAULT
    )
    onnxruntime.create_and_register_allocator(memory, None)
