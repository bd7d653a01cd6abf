"""Figures of a checkpoint folder on speakers it never saw: counts, UAR with intervals, confusion, calibration."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from speechbrain.inference.classifiers import EncoderClassifier

from data import Clip, load_clips, partition, read_split
from settings import LABELS, Settings

BOOTSTRAP_DRAWS = 2000
"""Resamplings of the clips behind each interval of the UAR."""

PROTOCOL = (
    "Whole clips, one at a time, fp32; no speaker of the tested clips was trained on. Accuracy with Wilson 95 % "
    "intervals, unweighted average recall (UAR) with percentile bootstrap 95 % intervals over clips (2000 draws, "
    "seed 0); clips of one speaker are not independent, so the true intervals are wider. Rows of a confusion matrix "
    "are the truth, columns the answers, both in the order of `labels`. ECE: 10 equal bins of the top probability."
)
"""What the figures are, written beside them."""


@torch.inference_mode()
def predict(checkpoint: Path, clips: list[Clip]) -> np.ndarray:
    """Probabilities `[clips, classes]` by SpeechBrain's own classifier of whole clips, one at a time, unpadded."""
    classifier = EncoderClassifier.from_hparams(source=str(checkpoint.resolve()))
    expected = dict(enumerate(LABELS))
    if classifier.hparams.label_encoder.ind2lab != expected:
        raise ValueError(f"{checkpoint}: labels {classifier.hparams.label_encoder.ind2lab}, expected {expected}.")
    waveforms = (torch.from_numpy(clip.samples.astype(np.float32) / 32768) for clip in clips)
    cosines = torch.cat([classifier.classify_batch(waveform[None])[0] for waveform in waveforms])
    return (classifier.hparams.scale * cosines).softmax(-1).numpy()


def measure(truth: np.ndarray, probabilities: np.ndarray) -> dict[str, Any]:
    """All figures of true labels `[clips]` against probabilities `[clips, classes]`."""
    answers = probabilities.argmax(1)
    right = int((answers == truth).sum())
    confusion = count_confusion(truth, answers)
    return {
        "clips": len(truth),
        "right": right,
        "accuracy": round(right / len(truth), 4),
        "accuracy_95": _round(wilson_interval(right, len(truth))),
        "uar": round(average_recall(confusion), 4),
        "uar_95": _round(bootstrap_uar(truth, answers)),
        "recall": dict(zip(LABELS, _round(np.diag(confusion) / np.maximum(confusion.sum(1), 1)))),
        "confusion": confusion.tolist(),
        "log_loss": round(float(-np.log(probabilities[np.arange(len(truth)), truth] + 1e-12).mean()), 4),
        "ece": round(calibration_error(truth, probabilities), 4),
    }


def count_confusion(truth: np.ndarray, answers: np.ndarray) -> np.ndarray:
    """Counts `[truth, answer]`."""
    classes = len(LABELS)
    return np.bincount(truth * classes + answers, minlength=classes * classes).reshape(classes, classes)


def average_recall(confusion: np.ndarray) -> float:
    """Mean recall over the classes that occur."""
    totals = confusion.sum(1)
    return float((np.diag(confusion)[totals > 0] / totals[totals > 0]).mean())


def wilson_interval(right: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson score interval of a share (Wilson 1927)."""
    share, z2 = right / total, z * z
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = z / (1 + z2 / total) * float(np.sqrt(share * (1 - share) / total + z2 / (4 * total * total)))
    return centre - half, centre + half


def bootstrap_uar(truth: np.ndarray, answers: np.ndarray) -> tuple[float, float]:
    """Percentile interval of the UAR over resampled clips."""
    rng = np.random.default_rng(0)
    picks = rng.integers(0, len(truth), (BOOTSTRAP_DRAWS, len(truth)))
    values = [average_recall(count_confusion(truth[pick], answers[pick])) for pick in picks]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def calibration_error(truth: np.ndarray, probabilities: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error of the top answer."""
    top, hit = probabilities.max(1), probabilities.argmax(1) == truth
    which = np.minimum((top * bins).astype(int), bins - 1)
    return float(sum(abs(top[which == b].sum() - hit[which == b].sum()) for b in range(bins)) / len(truth))


def report(checkpoint: Path, clips: list[Clip]) -> dict[str, Any]:
    """Figures by corpus, by speaker and over all clips."""
    truth, probabilities = np.array([clip.label for clip in clips]), predict(checkpoint, clips)

    def select(attribute: str, value: str) -> dict[str, Any]:
        chosen = np.array([getattr(clip, attribute) == value for clip in clips])
        return measure(truth[chosen], probabilities[chosen])

    corpora, speakers = ({getattr(clip, key): None for clip in clips} for key in ("corpus", "speaker"))
    short = ("clips", "right", "accuracy", "uar")
    by_speaker = {name: select("speaker", name) for name in speakers}
    return {
        "protocol": PROTOCOL,
        "labels": list(LABELS),
        "corpora": {name: select("corpus", name) for name in corpora},
        "all": measure(truth, probabilities),
        "speakers": {name: {key: row[key] for key in short} for name, row in by_speaker.items()},
    }


def summarise(figures: dict[str, Any]) -> str:
    """One line: right of clips and UAR for each corpus."""
    rows = {**figures["corpora"], "all": figures["all"]}
    return "; ".join(f"{name} {row['right']}/{row['clips']} UAR {row['uar']:.3f}" for name, row in rows.items())


def write_figures(checkpoint: Path, figures: dict[str, Any]) -> None:
    """Writes `evaluation.json` into a checkpoint folder; what an earlier file says besides (settings) stays."""
    path = checkpoint / "evaluation.json"
    earlier = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**earlier, **figures}, indent=1) + "\n", encoding="utf-8")


def _round(values: Any) -> list[float]:
    return [round(float(value), 4) for value in values]


def main() -> None:
    """Evaluates a checkpoint folder and writes `evaluation.json` into it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--checkpoint", type=Path, required=True, help="folder written by train.py")
    parser.add_argument("--hold-out", choices=("final", "inner"), default="final", help="which speakers to test on")
    arguments = parser.parse_args()
    torch.set_num_threads(Settings().training.threads)
    _, tested = partition(load_clips(arguments.data), read_split(), arguments.hold_out)
    figures = {"hold_out": arguments.hold_out, **report(arguments.checkpoint, tested)}
    write_figures(arguments.checkpoint, figures)
    print(summarise(figures))


if __name__ == "__main__":
    main()
