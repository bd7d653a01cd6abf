"""Fits the temperature and the threshold of `uncertain` on held-out speakers and evaluates them on others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from metrics import log_losses, softmax
from predictions import Predictions, join

UNCERTAIN_SHARE = 0.10
"""Share of the right results that may be uncertain.

The finding on a right result costs little, but people ignore it if more than one right result in ten has it. Within
this limit the threshold is as high as possible, so that it covers as many wrong results as possible.
"""


@dataclass(frozen=True)
class Calibration:
    """Probabilities are softmax(logits / temperature); results with a smaller highest one than `uncertain_below` are uncertain."""

    temperature: float
    uncertain_below: float


def fit_calibration(found: Predictions) -> Calibration:
    """Fits both to labelled recordings that the models were not trained on."""
    temperature = fit_temperature(found)
    return Calibration(temperature, fit_threshold(found, temperature))


def fit_temperature(found: Predictions) -> float:
    """Returns the temperature with the smallest log loss (Guo et al. 2017), with the same weight for every corpus."""
    truth, weights = found.truth, corpus_weights(found)

    def loss(log_temperature: float) -> float:
        return float(weights @ log_losses(truth, softmax(found.logits, np.exp(log_temperature))))

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded").x))


def fit_threshold(found: Predictions, temperature: float) -> float:
    """Returns the value below which `UNCERTAIN_SHARE` of the right results fall; corpora have equal weight."""
    probabilities = softmax(found.logits, temperature)
    right = found.where(probabilities.argmax(1) == found.truth)
    scores, weights = softmax(right.logits, temperature).max(1), corpus_weights(right)
    order = np.argsort(scores)
    place = np.searchsorted(np.cumsum(weights[order]), UNCERTAIN_SHARE)
    return float(scores[order][place])


def corpus_weights(found: Predictions) -> np.ndarray:
    """Returns weights `[recordings]` with sum 1 and equal shares of the corpora; by count nEMO has three quarters."""
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
        """Returns the recordings of a mask `[recordings]`."""
        return Judged(self.predictions.where(keep), self.temperature[keep], self.uncertain_below[keep])

    @property
    def corpora(self) -> np.ndarray:
        """Names of the corpora `[recordings]`."""
        return np.array([r.corpus for r in self.predictions.recordings])

    @property
    def labelled(self) -> np.ndarray:
        """Mask `[recordings]`: the emotion is one of the four."""
        return np.array([r.label != "" for r in self.predictions.recordings])

    @property
    def probabilities(self) -> np.ndarray:
        """`[recordings, classes]`, after the temperature."""
        return softmax(self.predictions.logits, self.temperature)

    @property
    def uncertain(self) -> np.ndarray:
        """Mask `[recordings]`: the result has the finding `uncertain`."""
        return self.probabilities.max(1) < self.uncertain_below


def judge_folds(folds: list[Predictions]) -> Judged:
    """Calibrates each fold with values fitted on the others, so that no recording is in its own calibration set."""
    fitted = [fit_calibration(join([f.labelled for f in folds if f is not fold])) for fold in folds]
    temperature = np.concatenate([np.full(len(f.recordings), c.temperature) for f, c in zip(folds, fitted)])
    below = np.concatenate([np.full(len(f.recordings), c.uncertain_below) for f, c in zip(folds, fitted)])
    return Judged(join(folds), temperature, below)
