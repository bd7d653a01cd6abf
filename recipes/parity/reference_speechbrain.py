"""Runs SpeechBrain folders with SpeechBrain's own modules."""

import copy
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch
from hyperpyyaml import load_hyperpyyaml
from safetensors.torch import save_file
from speechbrain.inference.classifiers import EncoderClassifier
from speechbrain.inference.diarization import Speech_Emotion_Diarization
from speechbrain.nnet.pooling import StatisticsPooling
from torch import Tensor
from transformers import Wav2Vec2Model, WavLMModel

from architectures import DIARIZATION_LABELS, IEMOCAP_LABELS, SPEECHBRAIN_DIARIZATION, SPEECHBRAIN_WAV2VEC2, Size
from common import write_json
from huggingface_folders import library_config
from published_config import encoder_config, preprocessor_config
from reference import Reference, ReferenceResult

_OLD_CLASS = "speechbrain.lobes.models.huggingface_wav2vec.HuggingFaceWav2Vec2"
_NEW_CLASS = "speechbrain.integrations.huggingface.wav2vec2.Wav2Vec2"


def remove_pooling_noise() -> None:
    """Replace the random noise that StatisticsPooling adds to the mean, also at inference, by zeros."""

    def zeros(self: StatisticsPooling, shape: torch.Size, device: str = "cpu") -> Tensor:
        return torch.zeros(shape, device=device)

    StatisticsPooling._get_gauss_noise = zeros


def load_wav2vec2(folder: Path) -> Reference:
    """Load the layout of speechbrain/emotion-recognition-wav2vec2-IEMOCAP through its own hyperparams.yaml."""
    remove_pooling_noise()
    with tempfile.TemporaryDirectory() as work:
        hub = Path(work) / "hub"
        _write_hub_folder(hub, _settings(folder))
        hparams = _load_wav2vec2_yaml(folder, hub, Path(work))
        hparams["pretrainer"].set_collect_in(Path(work) / "collected")
        hparams["pretrainer"].collect_files()
        hparams["pretrainer"].load_collected()
    modules = torch.nn.ModuleDict(hparams["modules"]).eval()

    return _pooled_reference(modules, hparams, encoder="wav2vec2")


def load_diarization(folder: Path) -> Reference:
    """Load the layout of speechbrain/emotion-diarization-wavlm-large through its own hyperparams.yaml."""
    with tempfile.TemporaryDirectory() as work:
        hub = Path(work) / "hub"
        _write_diarization_hub(hub, folder)
        hparams = _load_wav2vec2_yaml(folder, hub, Path(work))
        hparams["pretrainer"].set_collect_in(Path(work) / "collected")
        hparams["pretrainer"].collect_files()
        hparams["pretrainer"].load_collected()
    modules = torch.nn.ModuleDict(hparams["modules"]).eval()

    def compute_with(modules: torch.nn.ModuleDict) -> Callable[[Tensor], ReferenceResult]:
        interface = _interface(modules, hparams)

        def compute(samples: Tensor) -> ReferenceResult:
            wavs = samples[None].to(_dtype(modules))
            states = interface.encode_batch(wavs, torch.ones(1))
            logits = modules["output_mlp"](states).mean(dim=1)
            frames = hparams["log_softmax"](modules["output_mlp"](hparams["avg_pool"](states))).exp()
            segments = interface.diarize_batch(wavs, torch.ones(1), ["file"])["file"]
            probabilities = torch.softmax(logits, dim=-1)
            return ReferenceResult(
                states.mean(dim=1)[0], logits[0], probabilities[0], frames.flatten(), tuple(segments)
            )

        return compute

    return Reference(
        labels=_labels(hparams["label_encoder"], DIARIZATION_LABELS),
        outputs="probabilities",
        embedding="the mean over time of what the last linear layer sees",
        logits="the mean over time of output_mlp before avg_pool, which SpeechBrain itself does not compute",
        compute=compute_with(modules),
        compute_in_double=compute_with(copy.deepcopy(modules).double()),
        notes=("frames: probabilities of each frame; segments: Speech_Emotion_Diarization.diarize_batch",),
    )


def load_weighted(folder: Path) -> Reference:
    """Load a classifier on SpeechBrain's `WeightedSSLModel` through its own hyperparams.yaml."""
    remove_pooling_noise()
    with tempfile.TemporaryDirectory() as work:
        hub = Path(work) / "hub"
        # The last of the summed states is taken after the encoder's norm, as in transformers 4.
        _write_wavlm_hub(hub, "tiny" if (folder / "config.json").exists() else "full", tie_last_hidden_states=True)
        text = (folder / "hyperparams.yaml").read_text(encoding="utf-8")
        text = text.replace("save_path: ssl_checkpoints", f"save_path: {Path(work) / 'save'}")
        hparams = load_hyperpyyaml(text, {"ssl_hub": str(hub), "pretrained_path": str(folder.resolve())})
        hparams["pretrainer"].set_collect_in(Path(work) / "collected")
        hparams["pretrainer"].collect_files()
        hparams["pretrainer"].load_collected()
    modules = torch.nn.ModuleDict(hparams["modules"]).eval()

    return _pooled_reference(
        modules,
        hparams,
        encoder="weighted_ssl_model",
        notes=(
            "weighted layer sum: the last of the summed states is taken after the encoder's final layer norm,"
            " as in transformers 4, where such checkpoints were trained; transformers 5 does so only when the config"
            " says tie_last_hidden_states",
        ),
    )


def _pooled_reference(
    modules: torch.nn.ModuleDict, hparams: dict[str, Any], encoder: str, notes: tuple[str, ...] = ()
) -> Reference:
    """Return a classifier that pools the states `[1, frames, size]` of an encoder over time."""

    def compute_with(modules: torch.nn.ModuleDict) -> Callable[[Tensor], ReferenceResult]:
        def compute(samples: Tensor) -> ReferenceResult:
            states = modules[encoder](samples[None].to(_dtype(modules)))
            pooled = modules["avg_pool"](states, torch.ones(1)).flatten(1)
            logits = modules["output_mlp"](pooled)
            return ReferenceResult(pooled[0], logits[0], hparams["softmax"](logits)[0])

        return compute

    return Reference(
        labels=_labels(hparams["label_encoder"]),
        outputs="probabilities",
        embedding="after StatisticsPooling, what the last linear layer sees; without the pooling's random noise",
        logits="output_mlp(embedding)",
        compute=compute_with(modules),
        compute_in_double=compute_with(copy.deepcopy(modules).double()),
        notes=("StatisticsPooling's noise of 1e-5 to 9e-5 on the mean is replaced by zeros", *notes),
    )


def _interface(modules: torch.nn.ModuleDict, hparams: dict[str, Any]) -> Speech_Emotion_Diarization:
    # Its constructor wants a module `wav2vec`, which the published hyperparams.yaml calls `wav2vec2`.
    interface = Speech_Emotion_Diarization.__new__(Speech_Emotion_Diarization)
    torch.nn.Module.__init__(interface)
    interface.device = "cpu"
    interface.mods = modules
    interface.hparams = SimpleNamespace(**hparams)
    return interface


def load_ecapa(folder: Path) -> Reference:
    """Load an ECAPA-TDNN folder with `EncoderClassifier.from_hparams`."""
    with tempfile.TemporaryDirectory() as savedir:
        classifier = EncoderClassifier.from_hparams(
            source=str(folder), savedir=savedir, overrides={"pretrained_path": str(folder)}
        )
    scale = classifier.hparams.scale
    modules = torch.nn.ModuleDict(dict(classifier.mods.items())).eval()

    def compute_with(modules: torch.nn.ModuleDict) -> Callable[[Tensor], ReferenceResult]:
        def compute(samples: Tensor) -> ReferenceResult:
            ones = torch.ones(1)
            features = modules["compute_features"](samples[None].to(_dtype(modules)))
            embedding = modules["embedding_model"](modules["mean_var_norm"](features, ones), ones)
            logits = scale * modules["classifier"](embedding)[0, 0]
            return ReferenceResult(embedding[0, 0], logits, torch.softmax(logits, dim=-1))

        return compute

    return Reference(
        labels=_labels(classifier.hparams.label_encoder),
        outputs="probabilities",
        embedding="output of ECAPA_TDNN, not length-normalised",
        logits="scale * cosine of the embedding with each class's weight; scale is a key of hyperparams.yaml",
        compute=compute_with(modules),
        compute_in_double=compute_with(_to_double(copy.deepcopy(modules))),
    )


def _settings(folder: Path) -> dict[str, Any]:
    size: Size = "tiny" if (folder / "config.json").exists() else "full"
    return encoder_config("wav2vec2", SPEECHBRAIN_WAV2VEC2[size])


def _write_diarization_hub(hub: Path, folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    _write_wavlm_hub(hub, "tiny" if "model_type" in config else "full")


def _write_wavlm_hub(hub: Path, size: Size, **change: bool) -> None:
    settings = encoder_config("wavlm", SPEECHBRAIN_DIARIZATION[size])
    hub.mkdir()
    write_json(hub / "config.json", {**settings, **change, "architectures": ["WavLMModel"]})
    write_json(hub / "preprocessor_config.json", preprocessor_config({"return_attention_mask": True}))
    state = WavLMModel(library_config(settings)).state_dict()
    save_file({key: torch.full_like(tensor, torch.nan) for key, tensor in state.items()}, hub / "model.safetensors")


def _write_hub_folder(hub: Path, settings: dict[str, Any]) -> None:
    # A stand-in for facebook/wav2vec2-base, which SpeechBrain loads before the checkpoint replaces its weights.
    hub.mkdir()
    write_json(hub / "config.json", {**settings, "architectures": ["Wav2Vec2Model"]})
    write_json(hub / "preprocessor_config.json", preprocessor_config({}))
    state = Wav2Vec2Model(library_config(settings)).state_dict()
    save_file({key: torch.full_like(tensor, torch.nan) for key, tensor in state.items()}, hub / "model.safetensors")


def _load_wav2vec2_yaml(folder: Path, hub: Path, work: Path) -> dict[str, Any]:
    text = (folder / "hyperparams.yaml").read_text(encoding="utf-8")
    # SpeechBrain 1.0 moved the class and dropped `pretrain`; nothing else of the published file is touched.
    text = text.replace(_OLD_CLASS, _NEW_CLASS).replace("    pretrain: False\n", "")
    text = text.replace("save_path: wav2vec2_checkpoints", f"save_path: {work / 'save'}")
    return load_hyperpyyaml(text, {"wav2vec2_hub": str(hub), "pretrained_path": str(folder.resolve())})


def _labels(encoder: Any, expected: tuple[str, ...] = IEMOCAP_LABELS) -> tuple[str, ...]:
    labels = tuple(encoder.ind2lab[index] for index in range(len(encoder)))
    if labels != expected:
        raise ValueError(f"label_encoder.txt says {labels}, expected {expected}")
    return labels


def _dtype(modules: torch.nn.Module) -> torch.dtype:
    return next(modules.parameters()).dtype


def _to_double(modules: torch.nn.ModuleDict) -> torch.nn.ModuleDict:
    modules = modules.double()
    # SpeechBrain keeps these tensors as plain attributes, which `double()` does not reach.
    features = modules["compute_features"]
    features.compute_STFT.window = features.compute_STFT.window.double()
    for attribute in ("band", "f_central", "all_freqs_mat"):
        value = getattr(features.compute_fbanks, attribute)
        setattr(features.compute_fbanks, attribute, value.double())
    return modules
