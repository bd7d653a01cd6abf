"""Golden values of settings that the parity fixtures leave at their defaults.

python make_variants.py --audio test/fixtures/audio --out test/fixtures/variants.json

Runs the real SpeechBrain and transformers (versions: recipes/parity/requirements.txt) on seeded
weights. The weights are not stored: both sides make them from each tensor's name with the same
generator, so the fixture contains only names, shapes and results.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy
import soundfile
import speechbrain
import torch
import transformers
from speechbrain.lobes.features import Fbank
from speechbrain.lobes.models.ECAPA_TDNN import ECAPA_TDNN, Classifier
from speechbrain.nnet.linear import Linear
from speechbrain.nnet.pooling import StatisticsPooling
from speechbrain.processing.features import InputNormalization
from torch import Tensor, nn
from transformers import HubertConfig, HubertModel, WavLMConfig, WavLMModel

Settings = dict[str, Any]

FBANK: Settings = {"n_mels": 20}
ECAPA: Settings = {
    "channels": [8, 8, 8, 12],
    "kernel_sizes": [5, 3, 3, 1],
    "dilations": [1, 2, 3, 1],
    "groups": [1, 1, 1, 1],
    "attention_channels": 4,
    "res2net_scale": 4,
    "se_channels": 4,
    "lin_neurons": 6,
}
CLASSIFIER: Settings = {"input_size": 6, "out_neurons": 3}

ECAPA_VARIANTS: dict[str, dict[str, Settings]] = {
    "ecapa-std-norm": {"norm": {"std_norm": True}},
    "ecapa-classifier-blocks": {"classifier": {"lin_blocks": 2, "lin_neurons": 5}},
    "ecapa-no-global-context": {"network": {"global_context": False}},
    "ecapa-other-frames": {"fbank": {"n_fft": 512, "win_length": 20, "hop_length": 8, "f_min": 60, "f_max": 7600}},
    "ecapa-groups": {"network": {"groups": [2, 2, 4, 4], "kernel_sizes": [3, 5, 3, 3], "channels": [8, 16, 16, 12]}},
}
"""Changes of each variant to the settings above."""

ENCODER: Settings = {
    "conv_dim": [6] * 7,
    "hidden_size": 12,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_conv_pos_embedding_groups": 3,
    "intermediate_size": 10,
}
ENCODER_VARIANTS: dict[str, dict[str, Any]] = {
    "hubert-no-projection-norm-odd-kernel": {
        "class": (HubertConfig, HubertModel, "HuBERT"),
        "config": {"feat_proj_layer_norm": False, "num_conv_pos_embeddings": 9},
        "pooling": {"return_mean": True, "return_std": True},
        "linear": {"bias": True},
        "output_norm": False,
    },
    "wavlm-stable-bias-std-only": {
        "class": (WavLMConfig, WavLMModel, "WavLM"),
        "config": {
            "feat_extract_norm": "layer",
            "conv_bias": True,
            "do_stable_layer_norm": True,
            "num_conv_pos_embeddings": 16,
            "num_buckets": 20,
            "max_bucket_distance": 30,
            "layer_norm_eps": 1e-3,
        },
        "pooling": {"return_mean": False, "return_std": True},
        "linear": {"bias": False},
        "output_norm": True,
    },
}


def seeded(name: str, shape: tuple[int, ...], low: float, high: float) -> Tensor:
    """Return numbers between `low` and `high` from a linear congruential generator seeded by the name (FNV-1a)."""
    state = 2166136261
    for byte in name.encode():
        state = ((state ^ byte) * 16777619) & 0xFFFFFFFF
    values = []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        values.append(low + (high - low) * (state / 2**32))
    return torch.from_numpy(numpy.array(values, dtype=numpy.float64).astype(numpy.float32).reshape(shape))


def bounds(name: str, shape: tuple[int, ...]) -> tuple[float, float]:
    """Return the range of a tensor: positive for variances and gains, otherwise wide enough that outputs differ."""
    if name.endswith(("running_var", "original0", "weight_g")):
        return 0.5, 1.5
    if len(shape) == 1:
        return (0.5, 1.5) if name.endswith("weight") else (-0.5, 0.5)
    return -1.5 / math.sqrt(math.prod(shape[1:])), 1.5 / math.sqrt(math.prod(shape[1:]))


def fill(module: nn.Module) -> list[list[Any]]:
    """Overwrite a module's tensors and return `[name, shape, low, high]` of each."""
    listed = []
    state = module.state_dict()
    for name, tensor in state.items():
        if name.endswith("num_batches_tracked"):
            continue
        low, high = bounds(name, tuple(tensor.shape))
        state[name] = seeded(name, tuple(tensor.shape), low, high)
        listed.append([name, list(tensor.shape), low, high])
    module.load_state_dict(state)
    module.eval()
    return listed


def yaml_part(key: str, target: str, arguments: Settings) -> str:
    """Return one constructed part of hyperparams.yaml."""
    lines = [f"{key}: !new:{target}"]
    for name, value in arguments.items():
        lines.append(f"    {name}: {value if isinstance(value, bool) else json.dumps(value)}")
    return "\n".join(lines) + "\n"


def ecapa_variant(changes: dict[str, Settings], recordings: dict[str, Tensor]) -> dict[str, Any]:
    """Return the fixture of an ECAPA-TDNN classifier."""
    fbank = FBANK | changes.get("fbank", {})
    norm = {"norm_type": "sentence", "std_norm": False} | changes.get("norm", {})
    network = {"input_size": fbank["n_mels"]} | ECAPA | changes.get("network", {})
    head = CLASSIFIER | changes.get("classifier", {})
    features, normalise = Fbank(**fbank), InputNormalization(**norm)
    encoder, classifier = ECAPA_TDNN(**network), Classifier(**head)
    stores = {"embedding_model": fill(encoder), "classifier": fill(classifier)}
    results = {}
    for name, samples in recordings.items():
        lengths = torch.ones(1)
        embedding = encoder(normalise(features(samples[None]), lengths), lengths)
        results[name] = rounded_result(embedding, 20 * classifier(embedding))
    hparams = "scale: 20\n"
    hparams += yaml_part("compute_features", "speechbrain.lobes.features.Fbank", fbank)
    hparams += yaml_part("mean_var_norm", "speechbrain.processing.features.InputNormalization", norm)
    hparams += yaml_part("embedding_model", "speechbrain.lobes.models.ECAPA_TDNN.ECAPA_TDNN", network)
    hparams += yaml_part("classifier", "speechbrain.lobes.models.ECAPA_TDNN.Classifier", head)
    return {"hparams": hparams, "stores": stores, "results": results}


def encoder_variant(variant: dict[str, Any], recordings: dict[str, Tensor]) -> dict[str, Any]:
    """Return the fixture of a SpeechBrain classifier on an encoder of the wav2vec2 family."""
    config_class, model_class, lobe = variant["class"]
    config = config_class(**ENCODER, **variant["config"])
    encoder = model_class(config)
    pooling = StatisticsPooling(**variant["pooling"])
    pooling._get_gauss_noise = lambda shape, device="cpu": torch.zeros(shape)
    width = config.hidden_size * sum(variant["pooling"].values())
    linear = {"input_size": width, "n_neurons": 3} | variant["linear"]
    head = nn.ModuleList([Linear(**linear)])
    stores = {"wav2vec2": fill(encoder), "model": fill(head)}
    results = {}
    for name, samples in recordings.items():
        normalised = nn.functional.layer_norm(samples[None], (len(samples),))
        states = encoder(normalised).last_hidden_state
        if variant["output_norm"]:
            states = nn.functional.layer_norm(states, states.shape[1:])
        embedding = pooling(states)
        results[name] = rounded_result(embedding, head[0](embedding))
    source = {"source": "local/encoder", "save_path": "here", "output_norm": variant["output_norm"]}
    hparams = yaml_part("wav2vec2", f"speechbrain.lobes.models.huggingface_transformers.{lobe.lower()}.{lobe}", source)
    hparams += yaml_part("avg_pool", "speechbrain.nnet.pooling.StatisticsPooling", variant["pooling"])
    hparams += yaml_part("output_mlp", "speechbrain.nnet.linear.Linear", linear)
    hparams += "model: !new:torch.nn.ModuleList\n    - [!ref <output_mlp>]\n"
    kept = {"model_type", *ENCODER, *variant["config"]}
    settings = {key: value for key, value in config.to_dict().items() if key in kept}
    return {"hparams": hparams, "config": settings, "stores": stores, "results": results}


def rounded_result(embedding: Tensor, logits: Tensor) -> dict[str, list[float]]:
    """Return one recording's numbers, rounded to the precision of float32."""
    rounded = {"embedding": embedding.flatten().tolist(), "logits": logits.flatten().tolist()}
    return {key: [float(f"{value:.9g}") for value in values] for key, values in rounded.items()}


@torch.inference_mode()
def main() -> None:
    """Write the fixture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    recordings = {
        file.name: torch.from_numpy(soundfile.read(file, dtype="float32")[0])
        for file in sorted(arguments.audio.glob("*.wav"))
    }
    variants = {name: ecapa_variant(changes, recordings) for name, changes in ECAPA_VARIANTS.items()}
    variants |= {name: encoder_variant(variant, recordings) for name, variant in ENCODER_VARIANTS.items()}
    libraries = (torch, speechbrain, transformers)
    origin = {
        "script": "recipes/variants/make_variants.py",
        "versions": {library.__name__: library.__version__.split("+")[0] for library in libraries},
    }
    document = {"origin": origin, "tolerance": 1e-4, "variants": variants}
    arguments.out.write_text(json.dumps(document, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
