"""Makes the checkpoint behind an embedded wav2vec2 bundle again, as far as its bytes tell.

python embedded_checkpoint.py --bundle models/wav2vec2-mini --out DIR

The bundle keeps its matrices in signed bytes; the checkpoint has the float32 numbers that these stand for, which is what
the bundle computes with. So other graphs can be made of it, and their answers compared with the bundle's.
"""

import argparse
import json
import re
import sys
from pathlib import Path

import numpy
import onnx
import torch
from onnx.numpy_helper import to_array
from torch import Tensor

# The recipe that trained the embedded models knows their layout.
_RECIPE = Path(__file__).parents[2] / "recipes" / "embedded"
sys.path.insert(0, str(_RECIPE))

from folder import write_folder  # noqa: E402

_CONFIG_KEYS = (
    *("conv_dim", "conv_kernel", "conv_stride", "conv_bias", "feat_extract_norm", "do_stable_layer_norm"),
    *("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "layer_norm_eps"),
    *("num_conv_pos_embeddings", "num_conv_pos_embedding_groups"),
)
"""What of the bundle's settings transformers' `Wav2Vec2Config` knows by the same names in snake case."""


class _State(torch.nn.Module):
    """Tensors that are saved by the names they have here."""

    def __init__(self, tensors: dict[str, Tensor]) -> None:
        super().__init__()
        self._tensors = tensors

    def state_dict(self) -> dict[str, Tensor]:  # type: ignore[override]
        return self._tensors


def read_tensors(model: Path, settings: dict) -> dict[str, Tensor]:
    """The trained tensors of a graph by the names of the checkpoint, `[to, from]` and `[to, from, kernel]`."""
    graph = onnx.load(model).graph
    arrays = {each.name: to_array(each) for each in graph.initializer if "constant/" not in each.name}
    tensors = {}
    for name, array in arrays.items():
        if name.endswith("_scale"):
            continue
        numbers = array.astype(numpy.float32) * arrays[f"{name}_scale"] if f"{name}_scale" in arrays else array
        # The graph multiplies from the right.
        turned = numbers.T if numbers.ndim == 2 else numbers
        layer = re.search(r"conv_layers\.(\d+)/conv/weight", name)
        if layer:
            kernel = settings["convKernel"][int(layer[1])]
            turned = turned.reshape(len(turned), kernel, -1).transpose(0, 2, 1)
        plain = name.replace("stretches/each/", "").replace("/", ".")
        tensors[plain] = torch.tensor(turned)
    # The norm behind the first convolution takes every constant out again, so the graph has none.
    tensors["feature_extractor.conv_layers.0.conv.bias"] = torch.zeros(settings["convDim"][0])
    return tensors


def write_checkpoint(bundle: Path, out: Path) -> None:
    """Write SpeechBrain's layout, and `config.json`, since no hub knows the encoder."""
    manifest = json.loads((bundle / "model.json").read_text(encoding="utf-8"))
    settings = manifest["architecture"]["settings"]
    tensors = read_tensors(bundle / "model.onnx", settings)
    head = {name.removeprefix("head."): tensor for name, tensor in tensors.items() if name.startswith("head.")}
    encoder = {f"model.{name}": tensor for name, tensor in tensors.items() if not name.startswith("head.")}
    states = {"wav2vec2": _State(encoder), "model": _State({f"0.{name}": tensor for name, tensor in head.items()})}
    values = {"encoder_dim": manifest["architecture"]["embeddingSize"], "out_n_neurons": len(manifest["labels"])}
    write_folder(out, _RECIPE / "wav2vec2-mini.template.yaml", values, states)
    config = {key: settings[re.sub(r"_(\w)", lambda at: at[1].upper(), key)] for key in _CONFIG_KEYS}
    text = json.dumps({"model_type": "wav2vec2", "architectures": ["Wav2Vec2Model"], **config}, indent=2)
    (out / "config.json").write_text(text, encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundle", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    write_checkpoint(arguments.bundle, arguments.out)


if __name__ == "__main__":
    main()
