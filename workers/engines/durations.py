"""A copy of a network of Kokoro's kind that also says how long each phoneme lasts.

``python -m workers.engines.durations MODEL COPY``: a program of its own, because loading the network
as a graph leaves some hundred megabytes behind.
"""

from __future__ import annotations

import sys
from pathlib import Path

import onnx

OUTPUT = "duration"
"""The name by which kokoro-onnx knows it: steps of 25 ms for each phoneme, start and end included."""


def add_durations(model: onnx.ModelProto) -> None:
    """Add as an output the durations by which the network lays out its phonemes: summed, divided by the
    speed, rounded, at least 1.

    Raises ValueError unless the network has exactly one such place.
    """
    if any(output.name == OUTPUT for output in model.graph.output):
        return
    rounded = {name for node in model.graph.node if node.op_type == "Round" for name in node.output}
    places = [
        node.output[0] for node in model.graph.node if node.op_type == "Clip" and node.input[0] in rounded
    ]
    if len(places) != 1:
        raise ValueError(f"The network has {len(places)} places that could be phoneme durations.")
    model.graph.node.append(onnx.helper.make_node("Identity", [places[0]], [OUTPUT]))
    model.graph.output.append(onnx.helper.make_tensor_value_info(OUTPUT, onnx.TensorProto.FLOAT, None))


def main(source: str, place: str) -> None:
    model = onnx.load(Path(source))
    add_durations(model)
    onnx.save(model, Path(place))


if __name__ == "__main__":
    main(*sys.argv[1:])
