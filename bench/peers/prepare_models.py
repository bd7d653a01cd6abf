"""Lays the seeded checkpoint out as each peer of the benchmark takes models.

python prepare_models.py --checkpoint DIR --out DIR

`hub` is what transformers loads, `speechbrain/hyperparams.yaml` what SpeechBrain does, and `seeded` what
transformers.js does: the plain ONNX export in fp32 and in 8 bits, quantised as transformers.js' own
script does it.
"""

import argparse
import json
import sys
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from plain_model import PlainModel
from torch import Tensor
from torch.nn.utils.parametrize import remove_parametrizations
from transformers import Wav2Vec2Model

# The recipes of parity have made the checkpoint and know its settings.
sys.path.insert(0, str(Path(__file__).parents[2] / "recipes" / "parity"))

from architectures import IEMOCAP_LABELS, SPEECHBRAIN_WAV2VEC2  # noqa: E402
from huggingface_folders import library_config  # noqa: E402
from published_config import encoder_config, preprocessor_config  # noqa: E402

OPSET = 17
"""The first with LayerNormalization as one operator."""

Q8_WEIGHTS = QuantType.QUInt8
"""What transformers.js' script takes for `q8` of a model with convolutions; it quantises these and the matrices, with
one scale for each tensor."""

_SETTINGS = encoder_config("wav2vec2", SPEECHBRAIN_WAV2VEC2["full"])
_PUBLISHED_CLASS = "speechbrain.lobes.models.huggingface_wav2vec.HuggingFaceWav2Vec2"
_PRESENT_CLASS = "speechbrain.integrations.huggingface.wav2vec2.Wav2Vec2"
_PUBLISHED_NAMES = {"weight_g": "parametrizations.weight.original0", "weight_v": "parametrizations.weight.original1"}


def write_hub(checkpoint: Path, hub: Path) -> None:
    """Write the encoder as a Hugging Face folder."""
    model = Wav2Vec2Model(library_config(_SETTINGS))
    model.load_state_dict(_present_names(torch.load(checkpoint / "wav2vec2.ckpt", weights_only=True)))
    model.save_pretrained(hub)
    _write_json(hub / "preprocessor_config.json", preprocessor_config({}))


def write_speechbrain(checkpoint: Path, hub: Path, out: Path) -> None:
    """Write the published hyperparams.yaml with the class's name of today and paths of this machine."""
    text = (checkpoint / "hyperparams.yaml").read_text(encoding="utf-8")
    replacements = {
        _PUBLISHED_CLASS: _PRESENT_CLASS,
        "    pretrain: False\n": "",
        "save_path: wav2vec2_checkpoints": f"save_path: {out / 'save'}",
        "wav2vec2_hub: facebook/wav2vec2-base": f"wav2vec2_hub: {hub}",
        "pretrained_path: speechbrain/emotion-recognition-wav2vec2-IEMOCAP": f"pretrained_path: {checkpoint}",
    }
    for found, put in replacements.items():
        if found not in text:
            raise ValueError(f"{checkpoint / 'hyperparams.yaml'} has no {found!r}; make the checkpoint again")
        text = text.replace(found, put)
    out.mkdir(parents=True, exist_ok=True)
    (out / "hyperparams.yaml").write_text(text, encoding="utf-8")


def write_transformers_js(checkpoint: Path, hub: Path, out: Path) -> None:
    """Write the plain export, its 8-bit versions, and the settings that transformers.js reads."""
    path = out / "onnx" / "model.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    _export(PlainModel(hub, checkpoint / "model.ckpt", "eager").eval(), path)
    quantize_dynamic(path, path.with_name("model_quantized.onnx"), weight_type=Q8_WEIGHTS)
    labels = dict(enumerate(IEMOCAP_LABELS))
    architecture = {"architectures": ["Wav2Vec2ForSequenceClassification"]}
    names = {"id2label": labels, "label2id": {name: at for at, name in labels.items()}}
    _write_json(out / "config.json", {**_SETTINGS, **architecture, **names})
    _write_json(out / "preprocessor_config.json", preprocessor_config({}))


def _export(model: PlainModel, path: Path) -> None:
    # The exporter would compute the weight norm again in every run.
    remove_parametrizations(model.encoder.encoder.pos_conv_embed.conv, "weight")
    with torch.no_grad(), warnings.catch_warnings():
        # Of the tracer, about sizes that are fixed here: the utterance is alone.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            (torch.randn(1, 32_000),),
            str(path),
            dynamo=False,
            opset_version=OPSET,
            input_names=["input_values"],
            output_names=["logits"],
            dynamic_axes={"input_values": {0: "batch", 1: "time"}, "logits": {0: "batch"}},
        )


def _present_names(state: dict[str, Tensor]) -> dict[str, Tensor]:
    renamed = {}
    for key, tensor in state.items():
        stem, _, last = key.removeprefix("model.").rpartition(".")
        in_convolution = stem.endswith("pos_conv_embed.conv")
        renamed[f"{stem}.{_PUBLISHED_NAMES.get(last, last) if in_convolution else last}".lstrip(".")] = tensor
    return renamed


def _write_json(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    checkpoint, out = arguments.checkpoint.resolve(), arguments.out.resolve()
    hub = out / "hub"
    write_hub(checkpoint, hub)
    write_speechbrain(checkpoint, hub, out / "speechbrain")
    write_transformers_js(checkpoint, hub, out / "seeded")


if __name__ == "__main__":
    main()
