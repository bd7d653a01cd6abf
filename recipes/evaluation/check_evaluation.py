"""Computes the figures of `wav2emo evaluate DATA -o result.json` again with scikit-learn and SciPy.

    python recipes/evaluation/check_evaluation.py result.json [...]
"""

import json
import sys

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import (
    balanced_accuracy_score,
    confusion_matrix,
    f1_score,
    precision_score,
    recall_score,
    roc_auc_score,
)


def classes_of(clips, labels):
    """The clips whose label is one of the model's, by its id or a name of it, with the index."""
    names = {}
    for index, label in enumerate(labels):
        for name in (label["id"], label["en"]):
            names[name.lower()] = index
    return [(clip, names[clip["label"].lower()]) for clip in clips if clip["label"].lower() in names]


def check(path):
    evaluation = json.load(open(path, encoding="utf-8"))
    known = classes_of(evaluation["clips"], evaluation["model"]["labels"])
    truth = np.array([index for _, index in known])
    predictions = {}
    for run in evaluation["runs"]:
        figures = run["figures"]
        results = [clip["results"][run["judged"]] for clip, _ in known]
        found = np.array([result["index"] for result in results])
        doubt = np.array([1 - result["score"] for result in results])
        predictions[run["judged"]] = found
        ids = range(len(evaluation["model"]["labels"]))
        expected = {
            "accuracy": np.mean(truth == found),
            "averageRecall": balanced_accuracy_score(truth, found),
            "macroF1": f1_score(truth, found, average="macro"),
            "weightedF1": f1_score(truth, found, average="weighted"),
        }
        for name, value in expected.items():
            np.testing.assert_allclose(figures[name]["value"], value, atol=1e-12)
            low, high = figures[name]["interval"]
            assert low <= value <= high, name
        np.testing.assert_array_equal(figures["confusion"], confusion_matrix(truth, found, labels=ids))
        for name, score in (("recall", recall_score), ("precision", precision_score)):
            values = score(truth, found, average=None, labels=ids)
            np.testing.assert_allclose([each[name] for each in figures["classes"]], values, atol=1e-12)
        if 0 < np.sum(truth != found) < len(truth):
            auroc = roc_auc_score(truth != found, doubt)
            np.testing.assert_allclose(figures["wrongAuroc"], auroc, atol=1e-12)
    for comparison in evaluation["comparisons"]:
        if len(predictions) == 2:
            one, two = (predictions[name] == truth for name in ("alone", "with-baseline"))
            only = int(np.sum(one & ~two)), int(np.sum(two & ~one))
            assert only == (comparison["onlyFirst"], comparison["onlySecond"])
            p = binomtest(only[0], sum(only)).pvalue
            np.testing.assert_allclose(comparison["mcnemar"], p, rtol=1e-9)
    print(f"{path}: {len(truth)} clips, {len(predictions)} runs, equal to scikit-learn")


for argument in sys.argv[1:]:
    check(argument)
