"""The sections of `figures.json`; each function depends on predictions only."""

from __future__ import annotations

from typing import Any

import numpy as np

from calibration import Judged, corpus_weights
from conditions import CLEAN
from metrics import (
    accuracy,
    area_under_roc,
    average_recall,
    calibration_error,
    count_confusion,
    log_losses,
    recording_interval,
    softmax,
    speaker_interval,
)
from predictions import Predictions
from protocol import CORPORA
from settings import LABELS

Section = dict[str, Any]
"""Plain data for JSON: shares from 0 to 1, rounded to four digits."""


def recognition(found: Predictions) -> Section:
    """Returns counts, accuracy and UAR with both kinds of 95 % interval, recall, confusion, and counts by speaker."""
    truth, results, speakers = found.truth, found.logits.argmax(1), found.speakers
    confusion = count_confusion(truth, results)
    section: Section = {"clips": len(truth), "right": int((results == truth).sum())}
    for name, measure in (("accuracy", accuracy), ("uar", average_recall)):
        section[name] = _round(measure(confusion))
        section[f"{name}_95_speakers"] = _round_all(speaker_interval(measure, truth, results, speakers))
        section[f"{name}_95_clips"] = _round_all(recording_interval(measure, truth, results))
    recall = np.diag(confusion) / np.maximum(confusion.sum(1), 1)
    section["recall"] = dict(zip(LABELS, _round_all(recall)))
    section["confusion"] = confusion.tolist()
    section["speakers"] = {name: _of_speaker(found.where(speakers == name)) for name in np.unique(speakers)}
    return section


def _of_speaker(found: Predictions) -> Section:
    confusion = count_confusion(found.truth, found.logits.argmax(1))
    right = int(np.trace(confusion))
    return {"clips": len(found.recordings), "right": right, "uar": _round(average_recall(confusion))}


def robustness(by_condition: dict[str, Predictions]) -> Section:
    """Returns the UAR of each corpus under each condition, and its drop from that of the clean recordings."""
    table: Section = {}
    for condition, found in by_condition.items():
        confusions = {c: _confusion(found.labelled.of_corpus(c)) for c in _corpora(found)}
        recalls = {corpus: average_recall(confusion) for corpus, confusion in confusions.items()}
        recalls["mean"] = float(np.mean(list(recalls.values())))
        table[condition] = {corpus: {"uar": _round(uar)} for corpus, uar in recalls.items()}
    for row in table.values():
        for corpus, cell in row.items():
            cell["drop"] = _round(table[CLEAN][corpus]["uar"] - cell["uar"])
    return table


def calibration_quality(judged: Judged) -> Section:
    """Returns ECE and log loss before and after the temperature of the other folds, by corpus and in all."""
    four = judged.where(judged.labelled)
    groups = {corpus: four.where(four.corpora == corpus) for corpus in _corpora(four.predictions)}
    section = {name: _before_and_after(group) for name, group in {**groups, "all": four}.items()}
    # nEMO has three quarters of all recordings; in this mean all corpora have the same weight.
    section["mean"] = {
        time: {m: _round(np.mean([section[c][time][m] for c in groups])) for m in ("ece", "log_loss")}
        for time in ("before", "after")
    }
    return section


def _before_and_after(four: Judged) -> Section:
    truth = four.predictions.truth
    versions = {"before": softmax(four.predictions.logits), "after": four.probabilities}
    return {
        time: {"ece": _round(calibration_error(truth, p)), "log_loss": _round(log_losses(truth, p).mean())}
        for time, p in versions.items()
    }


def uncertainty(judged: Judged) -> Section:
    """Returns how well the highest probability separates other emotions and wrong results, by corpus and pooled."""
    groups: dict[str, Judged] = {c: judged.where(judged.corpora == c) for c in _corpora(judged.predictions)}
    # Only corpora with other emotions are pooled: otherwise the AUROC would measure how corpora differ, not emotions.
    mixed = [name for name, group in groups.items() if not group.labelled.all()]
    if len(mixed) > 1:
        groups["+".join(mixed)] = judged.where(np.isin(judged.corpora, mixed))
    return {name: _uncertainty_of(group) for name, group in groups.items()}


def _uncertainty_of(group: Judged) -> Section:
    scores = group.probabilities.max(1)
    right = np.zeros(len(scores), bool)
    right[group.labelled] = group.predictions.labelled.logits.argmax(1) == group.predictions.labelled.truth
    kinds = {"right": right, "wrong": group.labelled & ~right, "other": ~group.labelled}
    section: Section = {
        kind: {"clips": int(mask.sum()), "uncertain": _share(group.uncertain[mask])} for kind, mask in kinds.items()
    }
    section["auroc_right_over_wrong"] = _roc(scores[right], scores[kinds["wrong"]])
    section["auroc_four_over_other"] = _roc(scores[group.labelled], scores[~group.labelled])
    emotions = np.array([r.emotion for r in group.predictions.recordings])
    section["other_emotions"] = {
        str(name): {
            "clips": int((emotions == name).sum()),
            "uncertain": _share(group.uncertain[emotions == name]),
            "auroc": _roc(scores[group.labelled], scores[emotions == name]),
        }
        for name in np.unique(emotions[~group.labelled])
    }
    return section


def macro_threshold_share(judged: Judged) -> float:
    """Returns the share of right results that are uncertain, with the same weight for every corpus."""
    four = judged.where(judged.labelled)
    right = four.where(four.predictions.logits.argmax(1) == four.predictions.truth)
    return _round(corpus_weights(right.predictions) @ right.uncertain)


def _confusion(found: Predictions) -> np.ndarray:
    return count_confusion(found.truth, found.logits.argmax(1))


def _corpora(found: Predictions) -> list[str]:
    present = {r.corpus for r in found.recordings}
    return [corpus for corpus in CORPORA if corpus in present]


def _roc(positives: np.ndarray, negatives: np.ndarray) -> float | None:
    return _round(area_under_roc(positives, negatives)) if len(positives) and len(negatives) else None


def _share(mask: np.ndarray) -> float | None:
    return _round(mask.mean()) if len(mask) else None


def _round(value: float) -> float:
    return round(float(value), 4)


def _round_all(values: Any) -> list[float]:
    return [_round(value) for value in values]
