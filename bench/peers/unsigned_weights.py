"""Turns the weights of an int8 bundle into unsigned bytes around 128.

python unsigned_weights.py --bundle DIR

The sums stay what they are, but no processor cuts them: one without VNNI computes them as one with it would, only
slower. So 8-bit weights can be judged on either.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy
import onnx
from onnx import GraphProto, NodeProto, TensorProto
from onnx.numpy_helper import from_array, to_array

_ZERO = from_array(numpy.array(128, numpy.uint8), "unsigned_zero")
_WEIGHT, _WEIGHT_ZERO = 1, 5
"""Inputs of `MatMulIntegerToFloat`."""


def turn(bundle: Path) -> None:
    """Write the graph again, with its weights inside, and say so in the description."""
    path = bundle / "model.onnx"
    model = onnx.load(path)
    weights = {each.name: each for each in model.graph.initializer}
    products = [node for node in _nodes(model.graph) if node.op_type == "MatMulIntegerToFloat"]
    for name in {node.input[_WEIGHT] for node in products}:
        _make_unsigned(weights[name])
    for node in products:
        node.input.extend([""] * (_WEIGHT_ZERO + 1 - len(node.input)))
        node.input[_WEIGHT_ZERO] = _ZERO.name
    model.graph.initializer.append(_ZERO)
    onnx.save(model, path)
    (bundle / "model.onnx.data").unlink()
    _describe(bundle, path)


def _nodes(graph: GraphProto) -> Iterator[NodeProto]:
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _nodes(attribute.g)


def _make_unsigned(tensor: TensorProto) -> None:
    values = to_array(tensor).astype(numpy.int16) + 128
    tensor.CopyFrom(from_array(values.astype(numpy.uint8), tensor.name))


def _describe(bundle: Path, path: Path) -> None:
    manifest = json.loads((bundle / "model.json").read_text(encoding="utf-8"))
    # Nothing is refused as overflowing that does not.
    del manifest["reduction"]["weightBits"]
    (model,) = (each for each in manifest["files"] if each["path"] == path.name)
    manifest["files"] = [{**model, "bytes": path.stat().st_size}]
    (bundle / "model.json").write_text(json.dumps(manifest), encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, required=True)
    turn(parser.parse_args().bundle)


if __name__ == "__main__":
    main()
