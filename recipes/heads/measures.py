"""Figures of logits: recall, intervals, calibration, and the threshold of `uncertain`."""

from __future__ import annotations

from typing import Any

import numpy as np

from models import LABELS

BINS = 15
"""Equal bins of the expected calibration error."""

RESAMPLES = 2000
"""Draws of the bootstrap over speakers."""

_SEED = 1


def unweighted_recall(labels: np.ndarray, found: np.ndarray) -> float:
    """Returns the mean recall of the four classes (UAR)."""
    return float(np.mean([np.mean(found[labels == k] == k) for k in range(len(LABELS))]))


def interval(labels: np.ndarray, found: np.ndarray, speakers: np.ndarray) -> list[float]:
    """Returns the 95 % percentile bootstrap of the UAR over speakers with all their clips."""
    rng, names = np.random.default_rng(_SEED), np.unique(speakers)
    clips = {name: np.flatnonzero(speakers == name) for name in names}
    values = []
    for _ in range(RESAMPLES):
        drawn = np.concatenate([clips[name] for name in rng.choice(names, len(names))])
        if len(np.unique(labels[drawn])) == len(LABELS):
            values.append(unweighted_recall(labels[drawn], found[drawn]))
    return [float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))]


def recognition(labels: np.ndarray, found: np.ndarray, speakers: np.ndarray) -> dict[str, Any]:
    """Returns UAR, its interval, recall by class and the confusion matrix (truth by result)."""
    classes = range(len(LABELS))
    return {
        "clips": len(labels),
        "speakers": len(np.unique(speakers)),
        "uar": unweighted_recall(labels, found),
        "interval": interval(labels, found, speakers),
        "recall": [float(np.mean(found[labels == k] == k)) for k in classes],
        "confusion": [[int(((labels == a) & (found == b)).sum()) for b in classes] for a in classes],
    }


def softmax(logits: np.ndarray, temperature: float) -> np.ndarray:
    """Returns probabilities `[..., classes]`."""
    powers = np.exp((logits - logits.max(-1, keepdims=True)) / temperature)
    return powers / powers.sum(-1, keepdims=True)


def class_weights(labels: np.ndarray) -> np.ndarray:
    """Returns weights under which all classes count the same, summing to 1 for each."""
    return np.array([1 / max(1, (labels == label).sum()) for label in labels], np.float32)


def calibration_error(logits: np.ndarray, labels: np.ndarray, temperature: float) -> float:
    """Returns the expected calibration error, with the classes weighted equally."""
    probabilities, weights = softmax(logits, temperature), class_weights(labels)
    top, right = probabilities.max(1), probabilities.argmax(1) == labels
    error = 0.0
    for low in range(BINS):
        inside = (top > low / BINS) & (top <= (low + 1) / BINS)
        error += abs((weights[inside] * (right[inside] - top[inside])).sum())
    return float(error / weights.sum())


def fit_temperature(logits: list[np.ndarray], labels: list[np.ndarray]) -> float:
    """Returns the temperature with the smallest log loss over corpora, whose classes count the same."""
    scores, truth = np.concatenate(logits), np.concatenate(labels)
    weights = np.concatenate([class_weights(each) for each in labels])

    def loss(temperature: float) -> float:
        return -(weights * np.log(softmax(scores, temperature)[np.arange(len(truth)), truth] + 1e-9)).sum()

    return float(min(np.exp(np.linspace(np.log(0.3), np.log(8), 160)), key=loss))


def lowest_threshold(probabilities: np.ndarray, most: float) -> float:
    """Returns the threshold of `uncertain` with which at most a share `most` of plain speech gets an emotion."""
    emotion, top = probabilities.argmax(1) != 0, probabilities.max(1)
    for threshold in np.arange(0.3, 0.99, 0.005):
        if np.mean(emotion & (top >= threshold)) <= most:
            return float(threshold)
    return 0.95
