"""A Piper voice's network in two, so that a sentence can be heard while its end is still being made. Run as a
program:

    python -m workers.engines.piper.split VOICE.onnx ACOUSTIC.onnx DECODER.onnx

A voice is a VITS network (Kim, Kong, Son: "Conditional Variational Autoencoder with Adversarial Learning for
End-to-End Text-to-Speech", 2021). Its first part makes latent frames of the whole sentence, with the length
of each phoneme. Its second, the decoder of HiFi-GAN (Kong, Kim, Bae, 2020), turns frames into samples:
convolutions only, so that it can be given a sentence piece by piece. It takes three quarters of the time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping

import onnx
from onnx.utils import Extractor

_FIRST_WEIGHT = "dec.conv_pre.weight"
"""The exporter names weights after the network's modules: this is that of the decoder's first convolution."""
_SPEAKER = "sid"


def main() -> int:
    source, acoustic, decoder = sys.argv[1:]
    model = onnx.load(source)
    latents, durations, samples = boundary(model)
    for name in (latents, durations):
        model.graph.value_info.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    extract = Extractor(model).extract_model
    inputs = [value.name for value in model.graph.input]
    onnx.save(extract(inputs, [latents, durations]), acoustic)
    onnx.save(extract([latents, *([_SPEAKER] if _SPEAKER in inputs else [])], [samples]), decoder)
    return 0


def boundary(model: onnx.ModelProto) -> tuple[str, str, str]:
    """Names of the tensors that hold the latent frames, the phonemes' lengths in frames, and the samples.

    Raises ValueError for a network of another kind.
    """
    nodes = model.graph.node
    latents = {node.input[0] for node in nodes if node.op_type == "Conv" and _FIRST_WEIGHT in node.input}
    durations = {node.output[0] for node in nodes if node.op_type == "Ceil"}
    if len(latents) != 1 or len(durations) != 1:
        raise ValueError("This is no VITS network as Piper exports it.")
    samples = model.graph.output[0].name
    (cut,) = latents
    needed = set(_leaves(samples, cut, {name: node for node in nodes for name in node.output}))
    if foreign := needed & {value.name for value in model.graph.input} - {_SPEAKER}:
        raise ValueError(f"Its decoder looks at {', '.join(sorted(foreign))}, too.")
    return cut, durations.pop(), samples


def _leaves(wanted: str, cut: str, makers: Mapping[str, onnx.NodeProto]) -> Iterator[str]:
    """What ``wanted`` is made of that no node makes, without looking behind ``cut``."""
    seen = {cut}
    waiting = [wanted]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in makers:
            waiting += _named(makers[name].input)
        else:
            yield name


def _named(names: Iterable[str]) -> list[str]:
    """Without those of optional inputs that are left out."""
    return [name for name in names if name]


if __name__ == "__main__":
    sys.exit(main())
