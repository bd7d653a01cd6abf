"""Runs folders of Whisper models with transformers: classifiers as a user would, encoders without padding by layer."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperForAudioClassification
from transformers.models.whisper.modeling_whisper import WhisperEncoder

from reference import Reference, ReferenceResult


def load_whisper(folder: Path) -> Reference:
    """Load a folder of a Whisper model; weights in half precision are widened to float32."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    return _load_pooled(folder, config) if "wav2emo" in config else _load_classifier(folder, config)


def _load_classifier(folder: Path, config: dict[str, Any]) -> Reference:
    model, report = WhisperForAudioClassification.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if report[problem]:
            raise ValueError(f"{folder.name}: {problem} {sorted(report[problem])}")
    model.eval()
    extractor = WhisperFeatureExtractor.from_pretrained(folder)
    return Reference(
        labels=tuple(config["id2label"][str(index)] for index in range(len(config["id2label"]))),
        outputs="probabilities",
        embedding="mean over all positions, padding included, of projector(states)",
        logits="classifier(embedding)",
        compute=_classify_with(model, extractor),
        compute_in_double=_classify_with(copy.deepcopy(model).double(), extractor),
    )


def _classify_with(model: nn.Module, extractor: WhisperFeatureExtractor) -> Callable[[Tensor], ReferenceResult]:
    seen: list[Tensor] = []
    model.classifier.register_forward_pre_hook(lambda _, inputs: seen.append(inputs[0]))

    def compute(samples: Tensor) -> ReferenceResult:
        inputs = extractor(samples.numpy(), sampling_rate=extractor.sampling_rate, return_tensors="pt")
        logits = model(inputs.input_features.to(model.dtype)).logits[0]
        return ReferenceResult(seen.pop()[0], logits, torch.softmax(logits, dim=-1))

    return compute


def _load_pooled(folder: Path, config: dict[str, Any]) -> Reference:
    encoder = WhisperEncoder(WhisperConfig(**config))
    state = load_file(folder / "model.safetensors")
    own = {key.removeprefix("encoder."): tensor for key, tensor in state.items()}
    found = encoder.load_state_dict(own, strict=False)
    unused = [] if config["wav2emo"]["layer_norm"] else ["layer_norm.weight", "layer_norm.bias"]
    if found.unexpected_keys or found.missing_keys != unused:
        raise ValueError(f"{folder.name}: {found}")
    heads = json.loads((folder / "heads.json").read_text(encoding="utf-8"))
    return Reference(
        labels=tuple(heads["labels"]),
        outputs="probabilities",
        embedding="weighted mean and standard deviation over time of the encoder's last states",
        logits="absolute head of heads.json",
        compute=_pool_with(encoder.eval(), config, heads["absolute"]),
        compute_in_double=_pool_with(copy.deepcopy(encoder).double(), config, heads["absolute"]),
    )


def _pool_with(
    encoder: WhisperEncoder, config: dict[str, Any], head: dict[str, Any]
) -> Callable[[Tensor], ReferenceResult]:
    extractor = WhisperFeatureExtractor(feature_size=config["num_mel_bins"])
    pooled = config["wav2emo"]
    dtype = encoder.conv1.weight.dtype
    weight, bias = torch.tensor(head["weight"], dtype=dtype), torch.tensor(head["bias"], dtype=dtype)

    def compute(samples: Tensor) -> ReferenceResult:
        mel = extractor(
            samples.numpy(), sampling_rate=extractor.sampling_rate, return_tensors="pt", padding="do_not_pad"
        ).input_features.to(dtype)
        states = _states(encoder, mel, pooled["layer_norm"])[0]
        weights = _frame_weights(mel[0], pooled, len(states))
        mean = (weights * states).sum(0) / weights.sum()
        variance = (weights * (states - mean) ** 2).sum(0) / weights.sum()
        embedding = torch.cat([mean, variance.sqrt()])
        logits = weight @ embedding + bias
        return ReferenceResult(embedding, logits, torch.softmax(logits, dim=-1))

    return compute


def _states(encoder: WhisperEncoder, mel: Tensor, layer_norm: bool) -> Tensor:
    """Return `[1, frames, size]`: the encoder's forward pass with as many positions as there are frames."""
    x = nn.functional.gelu(encoder.conv2(nn.functional.gelu(encoder.conv1(mel)))).transpose(1, 2)
    x = x + _sinusoids(x.shape[1], x.shape[2]).to(x.dtype)
    for layer in encoder.layers:
        x = layer(x, None)
    return encoder.layer_norm(x) if layer_norm else x


def _sinusoids(length: int, channels: int) -> Tensor:
    """Return Whisper's positions, which the fixtures store for fewer frames than their recordings have."""
    config = WhisperConfig(d_model=channels, max_source_positions=length, encoder_layers=1, encoder_attention_heads=1)
    return WhisperEncoder(config).embed_positions.weight.detach()


def _frame_weights(mel: Tensor, pooled: dict[str, Any], frames: int) -> Tensor:
    """Return `[frames, 1]`; `mel` is `[bands, mel frames]`, scaled as for the encoder."""
    if pooled.get("frame_weights", "uniform") == "uniform":
        return torch.ones((frames, 1), dtype=mel.dtype)
    level = (4 * mel - 4).mean(0)
    energy = torch.stack([part.mean() for part in level.split(2)])
    return torch.sigmoid((energy - (energy.max() - pooled["drop"])) / pooled["width"])[:, None]
