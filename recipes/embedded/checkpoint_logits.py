"""Computes the logits of a checkpoint folder with SpeechBrain's own modules."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from hyperpyyaml import load_hyperpyyaml
from settings import LABELS
from speechbrain.inference.classifiers import EncoderClassifier
from speechbrain.nnet.pooling import StatisticsPooling

Logits = Callable[[np.ndarray], np.ndarray]
"""Waveforms of one length `[batch, time]` at 16 kHz to logits `[batch, classes]`, of which the softmax is taken."""


def open_checkpoint(folder: Path) -> Logits:
    """Loads a folder that `train.py` wrote; raises ValueError if its labels are not those of the recipe."""
    text = (folder / "hyperparams.yaml").read_text(encoding="utf-8")
    network = _open_wav2vec2(folder, text) if "\nwav2vec2: !new:" in text else _open_ecapa(folder)

    @torch.inference_mode()
    def logits(waveforms: np.ndarray) -> np.ndarray:
        return network(torch.from_numpy(waveforms)).double().numpy()

    return logits


def fingerprint(folder: Path) -> str:
    """Returns a SHA-256 of the files that determine the results, to detect predictions of other weights."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.ckpt"), *folder.glob("*.yaml"), *folder.glob("config.json")]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def count_parameters(folder: Path) -> int:
    """Returns the number of trained parameters, without the running statistics of batch norm."""
    states = (torch.load(path, weights_only=True) for path in folder.glob("*.ckpt") if path.stem != "label_encoder")
    kept = ("num_batches_tracked", "running_mean", "running_var")
    return sum(tensor.numel() for state in states for name, tensor in state.items() if not name.endswith(kept))


def _open_ecapa(folder: Path) -> Callable[[torch.Tensor], torch.Tensor]:
    with tempfile.TemporaryDirectory() as savedir:
        classifier = EncoderClassifier.from_hparams(source=str(folder.resolve()), savedir=savedir)
    _check_labels(folder, classifier.hparams.label_encoder.ind2lab)
    # `classify_batch` returns cosines.
    return lambda waveforms: classifier.hparams.scale * classifier.classify_batch(waveforms)[0]


def _open_wav2vec2(folder: Path, text: str) -> Callable[[torch.Tensor], torch.Tensor]:
    """Opens the layout of the published model, whose class `custom_interface.py` chains these modules in this order."""
    # StatisticsPooling adds random noise of up to 9e-5 to the mean, also at inference; the engine adds none.
    StatisticsPooling._get_gauss_noise = lambda self, shape, device="cpu": torch.zeros(shape, device=device)
    with tempfile.TemporaryDirectory() as work:
        write_blank_encoder(folder, Path(work) / "encoder")
        places = {"wav2vec2_hub": f"{work}/encoder", "pretrained_path": str(folder.resolve())}
        hparams = load_hyperpyyaml(text, places)
        hparams["pretrainer"].set_collect_in(Path(work) / "collected")
        hparams["pretrainer"].collect_files()
        hparams["pretrainer"].load_collected()
    _check_labels(folder, hparams["label_encoder"].ind2lab)
    modules = torch.nn.ModuleDict(hparams["modules"]).eval()

    def network(waveforms: torch.Tensor) -> torch.Tensor:
        pooled = modules["avg_pool"](modules["wav2vec2"](waveforms), torch.ones(len(waveforms)))
        return modules["output_mlp"](pooled.flatten(1))

    return network


def write_blank_encoder(folder: Path, hub: Path) -> None:
    """Writes a stand-in for the hub repository from which SpeechBrain loads the encoder before it reads the checkpoint.

    Its weights are NaN, so that the logits are NaN if the checkpoint does not replace all of them.
    """
    # Only this layout needs the library.
    from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model

    encoder = Wav2Vec2Model(Wav2Vec2Config.from_json_file(str(folder / "config.json")))
    for parameter in encoder.parameters():
        torch.nn.init.constant_(parameter, torch.nan)
    encoder.save_pretrained(hub)
    Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=False).save_pretrained(hub)


def _check_labels(folder: Path, found: dict[int, str]) -> None:
    expected = dict(enumerate(LABELS))
    if found != expected:
        raise ValueError(f"{folder}: found the labels {found}, expected {expected}. Train it again with this recipe.")
