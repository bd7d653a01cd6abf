"""Writes the figures of scikit-learn, SciPy and the training recipe for seeded predictions.

Usage: python make_goldens.py OUT.json   (needs numpy, scipy and scikit-learn)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import binomtest, pearsonr
from sklearn import metrics as sk

sys.path.insert(0, str(Path(__file__).parents[1] / "embedded"))
import metrics as recipe  # noqa: E402  the training recipe's own figures

CLASSES = 4
CLIPS = 400


def main(out: str) -> None:
    rng = np.random.default_rng(7)
    truth = rng.integers(0, CLASSES, CLIPS)
    logits = rng.normal(size=(CLIPS, CLASSES)) + 1.2 * np.eye(CLASSES)[truth]
    probabilities = np.round(recipe.softmax(logits), 6)
    results = probabilities.argmax(1)
    second = np.where(rng.random(CLIPS) < 0.15, truth, results)
    votes = rng.multinomial(5, [0.25] * CLASSES, CLIPS) / 5
    top, hit = probabilities.max(1), results == truth
    values = rng.random((2, CLIPS))
    values[1] = 0.6 * values[0] + 0.4 * values[1]
    only_first = int(((results == truth) & (second != truth)).sum())
    only_second = int(((second == truth) & (results != truth)).sum())
    confusion = recipe.count_confusion(truth, results)
    expected = {
        "confusion": sk.confusion_matrix(truth, results).tolist(),
        "accuracy": sk.accuracy_score(truth, results),
        "averageRecall": sk.balanced_accuracy_score(truth, results),
        "macroF1": sk.f1_score(truth, results, average="macro"),
        "weightedF1": sk.f1_score(truth, results, average="weighted"),
        "recall": sk.recall_score(truth, results, average=None).tolist(),
        "precision": sk.precision_score(truth, results, average=None).tolist(),
        "areaUnderRoc": sk.roc_auc_score(~hit, 1 - top),
        "softCrossEntropy": float(-(votes * np.log(np.maximum(probabilities, 1e-12))).sum(1).mean()),
        "divergence": float(np.mean([jensenshannon(v, p) ** 2 for v, p in zip(votes, probabilities / probabilities.sum(1, keepdims=True))])),
        "pearson": float(pearsonr(values[0], values[1]).statistic),
        "rmse": sk.root_mean_squared_error(values[0], values[1]),
        "ccc": float(
            2 * np.cov(values[0], values[1], ddof=0)[0, 1]
            / (values[0].var() + values[1].var() + (values[0].mean() - values[1].mean()) ** 2)
        ),
        "mcnemar": binomtest(only_first, only_first + only_second, 0.5).pvalue,
        "mcnemarOf30And17": binomtest(17, 47, 0.5).pvalue,
        "mcnemarOf3000And3100": binomtest(3000, 6100, 0.5).pvalue,
        "percentiles": np.percentile(values[0], [2.5, 97.5]).tolist(),
    }
    by_recipe = {
        "accuracy": recipe.accuracy(confusion),
        "averageRecall": recipe.average_recall(confusion),
        "calibrationError": recipe.calibration_error(truth, probabilities),
        "areaUnderRoc": recipe.area_under_roc(1 - top[~hit], 1 - top[hit]),
    }
    given = {
        "truth": truth.tolist(),
        "results": results.tolist(),
        "second": second.tolist(),
        "probabilities": probabilities.tolist(),
        "votes": votes.tolist(),
        "dimension": values.tolist(),
    }
    Path(out).write_text(json.dumps({"given": given, "scikitLearn": expected, "recipe": by_recipe}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
