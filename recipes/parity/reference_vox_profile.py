"""Runs folders of Vox-Profile with the networks of vox_profile_model.py, transformers' encoders and loralib's layers."""

import copy
import json
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor
from transformers import WhisperConfig, WhisperFeatureExtractor

from architectures import VOX_PROFILE
from reference import Reference, ReferenceResult
from vox_profile_folders import network_config
from vox_profile_model import CHUNK_SECONDS, VoxProfile, encoder_class


def load_vox_profile(path: Path) -> Reference:
    """Load a folder with config.json and model.safetensors; every weight must fit."""
    [folder] = [item for item in VOX_PROFILE if item.name == path.name]
    size = "tiny" if (path / "encoder_config.json").exists() else "full"
    config = network_config(folder, folder.encoder_of(size))
    settings = json.loads((path / "config.json").read_text(encoding="utf-8"))
    model = encoder_class(config)(config, settings, classes=folder.has_classes)
    model.load_state_dict(load_file(path / "model.safetensors"))
    # loralib adds its adapters to the weights here.
    model.eval()
    labels = tuple((path / "labels.txt").read_text(encoding="utf-8").split())
    regression = not folder.has_classes
    return Reference(
        labels=labels,
        outputs="values" if regression else "probabilities",
        embedding="mean over time after the pointwise convolutions",
        logits="the heads of the dimensions, sigmoid included" if regression else "emotion_layer(embedding)",
        compute=_compute_with(model, config, regression=regression),
        compute_in_double=_compute_with(copy.deepcopy(model).double(), config, regression=regression),
    )


def _compute_with(
    model: VoxProfile, config: object, *, regression: bool
) -> Callable[[Tensor], ReferenceResult]:
    dtype = next(model.parameters()).dtype

    def embed(samples: Tensor) -> Tensor:
        if not isinstance(config, WhisperConfig):
            # Wav2Vec2FeatureExtractor of microsoft/wavlm-large
            waveform = samples.to(dtype)
            scaled = (waveform - waveform.mean()) / torch.sqrt(waveform.var(correction=0) + 1e-7)
            return model(scaled[None])
        extractor = WhisperFeatureExtractor(feature_size=config.num_mel_bins, chunk_length=CHUNK_SECONDS)
        features = extractor(samples.numpy(), sampling_rate=extractor.sampling_rate, return_tensors="pt")
        return model(features.input_features.to(dtype), len(samples))

    def compute(samples: Tensor) -> ReferenceResult:
        embedding = embed(samples)
        dimensions = model.dimensions(embedding)[0]
        if regression:
            return ReferenceResult(embedding[0], dimensions, dimensions)
        logits = model.emotion_layer(embedding)[0]
        return ReferenceResult(embedding[0], logits, torch.softmax(logits, dim=-1), dimensions=dimensions)

    return compute
