"""A second voice of hibari's, whose package has only one: the embedded network, speaking lower.

It is a network of the same format, and loads and speaks through the same code."""

from __future__ import annotations

import onnx
from onnx import TensorProto, helper

PITCH = "f0"
LOWER = 0.62


def lowered(network: bytes, by: float = LOWER) -> bytes:
    """``network`` with its pitch times ``by``."""
    model = onnx.load_from_string(network)
    raw = f"{PITCH}_before"
    for node in model.graph.node:
        node.output[:] = [raw if name == PITCH else name for name in node.output]
        node.input[:] = [raw if name == PITCH else name for name in node.input]
    factor = helper.make_tensor("lower", TensorProto.FLOAT, [], [by])
    model.graph.initializer.append(factor)
    model.graph.node.append(helper.make_node("Mul", [raw, "lower"], [PITCH]))
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())
