"""Compares results with true labels: recall, accuracy, intervals, calibration error, AUROC."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from settings import LABELS

DRAWS = 2000
"""Resamplings per interval."""

ECE_BINS = 15
"""Equal bins of the highest probability (Guo et al. 2017)."""

Measure = Callable[[np.ndarray], float]
"""Maps a confusion matrix of counts `[truth, result]` to a figure."""


def count_confusion(truth: np.ndarray, results: np.ndarray) -> np.ndarray:
    """Returns counts `[truth, result]` of class indices `[recordings]`."""
    classes = len(LABELS)
    return np.bincount(truth * classes + results, minlength=classes * classes).reshape(classes, classes)


def average_recall(confusion: np.ndarray) -> float:
    """Returns the unweighted average recall (UAR): the mean over the classes that occur."""
    totals = confusion.sum(1)
    return float((np.diag(confusion)[totals > 0] / totals[totals > 0]).mean())


def accuracy(confusion: np.ndarray) -> float:
    """Returns the share of right results."""
    return float(np.trace(confusion) / confusion.sum())


def recording_interval(measure: Measure, truth: np.ndarray, results: np.ndarray) -> tuple[float, float]:
    """Returns a 95 % percentile bootstrap over recordings, as if those of one speaker were independent."""
    rng = np.random.default_rng(0)
    picks = (rng.integers(0, len(truth), len(truth)) for _ in range(DRAWS))
    return _percentiles([measure(count_confusion(truth[pick], results[pick])) for pick in picks])


def speaker_interval(
    measure: Measure, truth: np.ndarray, results: np.ndarray, speakers: np.ndarray
) -> tuple[float, float]:
    """Returns a 95 % percentile bootstrap over speakers, each with all their recordings (cluster bootstrap).

    With nine or ten speakers it is still somewhat too narrow, because only these speakers are drawn.
    """
    rng = np.random.default_rng(0)
    each = np.stack([count_confusion(truth[speakers == s], results[speakers == s]) for s in np.unique(speakers)])
    picks = rng.integers(0, len(each), (DRAWS, len(each)))
    return _percentiles([measure(each[pick].sum(0)) for pick in picks])


def softmax(logits: np.ndarray, temperature: np.ndarray | float = 1.0) -> np.ndarray:
    """Returns probabilities `[recordings, classes]`, for one temperature or one per recording `[recordings]`."""
    scaled = logits / np.broadcast_to(temperature, len(logits))[:, None]
    powers = np.exp(scaled - scaled.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def log_losses(truth: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """Returns the negative log probability of the truth `[recordings]`, in nats."""
    return -np.log(np.maximum(probabilities[np.arange(len(truth)), truth], 1e-12))


def calibration_error(truth: np.ndarray, probabilities: np.ndarray) -> float:
    """Returns the expected calibration error (ECE) of the highest probability."""
    top, hit = probabilities.max(1), probabilities.argmax(1) == truth
    bins = np.minimum((top * ECE_BINS).astype(int), ECE_BINS - 1)
    return float(sum(abs(top[bins == b].sum() - hit[bins == b].sum()) for b in range(ECE_BINS)) / len(truth))


def area_under_roc(positives: np.ndarray, negatives: np.ndarray) -> float:
    """Returns the probability that a positive scores above a negative; ties count half (Mann and Whitney 1947)."""
    ordered = np.sort(negatives)
    below = np.searchsorted(ordered, positives, "left")
    up_to = np.searchsorted(ordered, positives, "right")
    return float((below + up_to).sum() / (2 * len(positives) * len(negatives)))


def _percentiles(values: list[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
