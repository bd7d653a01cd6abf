"""Temperature and threshold of `uncertain`, fitted on held-out speakers and judged on others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from metrics import log_losses, softmax
from predictions import Predictions, join

UNCERTAIN_SHARE = 0.10
"""How many of the right answers may be called uncertain.

A person who hears "uncertain" about a right answer loses little, but more than one in ten would teach them to
ignore it; within that, the threshold is as high as can be, so that it catches as many wrong answers as it can.
"""


@dataclass(frozen=True)
class Calibration:
    """Probabilities are softmax(logits / temperature); an answer is uncertain if its highest one is below."""

    temperature: float
    uncertain_below: float


def fit_calibration(found: Predictions) -> Calibration:
    """Fits both to four-class recordings that the models had not heard."""
    temperature = fit_temperature(found)
    return Calibration(temperature, fit_threshold(found, temperature))


def fit_temperature(found: Predictions) -> float:
    """The temperature of the least log loss (Guo et al. 2017), every corpus counting alike."""
    truth, weights = found.truth, corpus_weights(found)

    def loss(log_temperature: float) -> float:
        return float(weights @ log_losses(truth, softmax(found.logits, np.exp(log_temperature))))

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded").x))


def fit_threshold(found: Predictions, temperature: float) -> float:
    """The value below which `UNCERTAIN_SHARE` of the right answers fall, every corpus counting alike."""
    probabilities = softmax(found.logits, temperature)
    right = found.where(probabilities.argmax(1) == found.truth)
    scores, weights = softmax(right.logits, temperature).max(1), corpus_weights(right)
    order = np.argsort(scores)
    place = np.searchsorted(np.cumsum(weights[order]), UNCERTAIN_SHARE)
    return float(scores[order][place])


def corpus_weights(found: Predictions) -> np.ndarray:
    """Weights `[recordings]` that sum to 1 and give each corpus the same share: nEMO alone is three quarters."""
    corpora = np.array([r.corpus for r in found.recordings])
    names, index, counts = np.unique(corpora, return_inverse=True, return_counts=True)
    return 1 / (len(names) * counts[index])


@dataclass(frozen=True)
class Judged:
    """Held-out recordings with the calibration that was fitted on the other folds."""

    predictions: Predictions
    temperature: np.ndarray
    uncertain_below: np.ndarray

    def where(self, keep: np.ndarray) -> Judged:
        """Those of a mask `[recordings]`."""
        return Judged(self.predictions.where(keep), self.temperature[keep], self.uncertain_below[keep])

    @property
    def corpora(self) -> np.ndarray:
        """Names `[recordings]`."""
        return np.array([r.corpus for r in self.predictions.recordings])

    @property
    def labelled(self) -> np.ndarray:
        """Mask `[recordings]` of those whose emotion is one of the four."""
        return np.array([r.label != "" for r in self.predictions.recordings])

    @property
    def probabilities(self) -> np.ndarray:
        """`[recordings, classes]`, after the temperature."""
        return softmax(self.predictions.logits, self.temperature)

    @property
    def uncertain(self) -> np.ndarray:
        """Mask `[recordings]` of those that would carry the finding `uncertain`."""
        return self.probabilities.max(1) < self.uncertain_below


def judge_folds(folds: list[Predictions]) -> Judged:
    """Calibrates each fold by what was fitted on the others, so that no recording judges its own calibration."""
    fitted = [fit_calibration(join([f.labelled for f in folds if f is not fold])) for fold in folds]
    temperature = np.concatenate([np.full(len(f.recordings), c.temperature) for f, c in zip(folds, fitted)])
    below = np.concatenate([np.full(len(f.recordings), c.uncertain_below) for f, c in zip(folds, fitted)])
    return Judged(join(folds), temperature, below)
