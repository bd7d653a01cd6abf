"""An encoder of Whisper with one linear layer on the mean of its frames, and its checkpoint, which `wav2emo convert` opens.

The input is not padded. The layout of the checkpoint is in docs/guide/models.md, "Whisper".
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import WhisperConfig
from transformers.models.whisper.modeling_whisper import WhisperEncoderLayer

from clips import BANDS

sys.path.append(str(Path(__file__).parent.parent / "heads"))
from encoder import LOUDNESS, POSITIONS, encoder_tensors, sinusoids  # noqa: E402
from ctranslate2_model import read_model  # noqa: E402  (recipes/embedded, which encoder.py adds to the path)

_CONFIG, _WEIGHTS, _HEADS = "config.json", "model.safetensors", "heads.json"


@dataclass(frozen=True)
class Shape:
    """Sizes of an encoder."""

    layers: int
    size: int
    attention_heads: int
    wide: int
    """Columns of the feed-forward part, the same number in all layers."""

    def layer(self) -> WhisperEncoderLayer:
        """Returns a layer with random weights."""
        config = WhisperConfig(d_model=self.size, encoder_attention_heads=self.attention_heads, encoder_ffn_dim=self.wide, dropout=0.0)
        config._attn_implementation = "sdpa"  # noqa: SLF001  (what from_pretrained sets)
        return WhisperEncoderLayer(config)


class EmotionEncoder(nn.Module):
    """Levels `[clips, BANDS, frames]` to states `[clips, frames / 2, size]` and logits `[clips, classes]`."""

    def __init__(self, shape: Shape, labels: tuple[str, ...]) -> None:
        super().__init__()
        self.shape, self.labels = shape, labels
        self.conv1 = nn.Conv1d(BANDS, shape.size, 3, padding=1)
        self.conv2 = nn.Conv1d(shape.size, shape.size, 3, stride=2, padding=1)
        self.layers = nn.ModuleList(shape.layer() for _ in range(shape.layers))
        self.layer_norm = nn.LayerNorm(shape.size)
        self.head = nn.Linear(shape.size, len(labels))
        self.register_buffer("positions", torch.from_numpy(sinusoids(POSITIONS, shape.size)), persistent=False)

    def forward(self, levels: Tensor, seen: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """Returns logits and states. `seen` is what the layers receive instead of `levels`, e.g. with parts masked."""
        x = self.start(levels if seen is None else seen)
        for layer in self.layers:
            out = layer(x, None)
            x = out[0] if isinstance(out, tuple) else out
        states = self.layer_norm(x).float()
        weights = loudness(levels)[..., None]
        return self.head((states * weights).sum(1) / weights.sum(1)), states

    @torch.no_grad()
    def start(self, levels: Tensor) -> Tensor:
        """Returns the input of the first layer; the convolutions stay as OpenAI published them."""
        x = F.gelu(self.conv1((levels + 4) / 4))
        x = F.gelu(self.conv2(x)).transpose(1, 2)
        return x + self.positions[: x.shape[1]]

    def parameters_of_graph(self) -> int:
        """Returns the number of parameters, without the positions, which the graph computes."""
        return sum(parameter.numel() for parameter in self.parameters())


def loudness(levels: Tensor) -> Tensor:
    """Returns how much each frame counts `[clips, frames / 2]`: frames 35 dB below the loudest one count half."""
    energy = F.avg_pool1d(levels.mean(1, keepdim=True), 2, ceil_mode=True, count_include_pad=False)[:, 0]
    return torch.sigmoid((energy - energy.amax(1, keepdim=True) + LOUDNESS["drop"]) / LOUDNESS["width"])


def start_from_whisper(model: Path, layers: int, labels: tuple[str, ...]) -> EmotionEncoder:
    """Returns the first layers of the encoder in a CTranslate2 `model.bin`, with its last norm and a head of zeros."""
    arrays = read_model(model)
    tensors = {name: torch.from_numpy(array) for name, array in encoder_tensors(arrays, layers).items()}
    size, wide = len(tensors["conv1.bias"]), len(tensors["layers.0.fc1.bias"])
    network = EmotionEncoder(Shape(layers, size, size // 64, wide), labels)
    del tensors["embed_positions.weight"]
    for ours, theirs in {"weight": "gamma", "bias": "beta"}.items():
        tensors[f"layer_norm.{ours}"] = torch.tensor(arrays[f"encoder/layer_norm/{theirs}"], dtype=torch.float32)
    zeros = {"head.weight": torch.zeros(len(labels), size), "head.bias": torch.zeros(len(labels))}
    network.load_state_dict({**tensors, **zeros})
    return network


def with_columns(network: EmotionEncoder, kept: list[Tensor]) -> EmotionEncoder:
    """Returns a copy whose feed-forward parts have the given columns, `[columns]` for each layer."""
    shape = replace(network.shape, wide=len(kept[0]))
    copy, state = EmotionEncoder(shape, network.labels), network.state_dict()
    for at, columns in enumerate(kept):
        for name, axis in {"fc1.weight": 0, "fc1.bias": 0, "fc2.weight": 1}.items():
            state[f"layers.{at}.{name}"] = state[f"layers.{at}.{name}"].index_select(axis, columns)
    copy.load_state_dict(state)
    return copy


def with_layers(network: EmotionEncoder, kept: list[int]) -> EmotionEncoder:
    """Returns a copy that has the given layers, in this order."""
    copy = EmotionEncoder(replace(network.shape, layers=len(kept)), network.labels)
    layers = {f"layers.{at}.": f"layers.{layer}." for at, layer in enumerate(kept)}
    state = network.state_dict()
    rest = {name: tensor for name, tensor in state.items() if not name.startswith("layers.")}
    chosen = {new + name[len(old) :]: tensor for new, old in layers.items() for name, tensor in state.items() if name.startswith(old)}
    copy.load_state_dict({**rest, **chosen})
    return copy


def open_start(place: Path, layers: int, labels: tuple[str, ...]) -> EmotionEncoder:
    """Returns the first layers of a `model.bin` of Whisper or of a checkpoint's folder, with a head of zeros."""
    if place.is_file():
        return start_from_whisper(place, layers, labels)
    saved = load_checkpoint(place)
    if saved.labels != labels or saved.shape.layers < layers:
        raise SystemExit(f"{place} has {saved.shape.layers} layers and the labels {saved.labels}, expected {layers} and {labels}.")
    network = with_layers(saved, list(range(layers)))
    nn.init.zeros_(network.head.weight)
    return network


def save_checkpoint(network: EmotionEncoder, folder: Path) -> None:
    """Writes `config.json`, `model.safetensors` and `heads.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    head = {kind: state.pop(f"head.{kind}") for kind in ("weight", "bias")}
    save_file({**state, "embed_positions.weight": network.positions.clone()}, folder / _WEIGHTS, metadata={"format": "pt"})
    _write(folder / _CONFIG, _config_of(network.shape))
    absolute = {"weight": head["weight"].tolist(), "bias": head["bias"].tolist(), "calibration": {"temperature": 1}}
    _write(folder / _HEADS, {"format": "wav2emo-heads", "version": 1, "labels": list(network.labels), "absolute": absolute})


def load_checkpoint(folder: Path) -> EmotionEncoder:
    """Opens what `save_checkpoint` wrote."""
    config, heads = (json.loads((folder / name).read_text(encoding="utf-8")) for name in (_CONFIG, _HEADS))
    sizes = (config[key] for key in ("encoder_layers", "d_model", "encoder_attention_heads", "encoder_ffn_dim"))
    network = EmotionEncoder(Shape(*sizes), tuple(heads["labels"]))
    state = load_file(folder / _WEIGHTS)
    del state["embed_positions.weight"]
    head = {f"head.{kind}": torch.tensor(heads["absolute"][kind]) for kind in ("weight", "bias")}
    network.load_state_dict({**state, **head})
    return network.eval()


def _config_of(shape: Shape) -> dict[str, object]:
    return {
        "model_type": "whisper",
        "architectures": ["WhisperEncoder"],
        "d_model": shape.size,
        "encoder_layers": shape.layers,
        "encoder_attention_heads": shape.attention_heads,
        "encoder_ffn_dim": shape.wide,
        "num_mel_bins": BANDS,
        "max_source_positions": POSITIONS,
        "wav2emo": {"pooling": "mean", "padding": False, "layer_norm": True, "level": "loudest", **LOUDNESS},
    }


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
