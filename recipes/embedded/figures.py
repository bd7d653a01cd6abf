"""Writes `RUNS/<model>/figures.json` from the predictions: every figure of the card and of the bundle."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from calibration import fit_calibration, judge_folds
from conditions import CLEAN, CONDITIONS
from predictions import Predictions, evaluated_parts, join, read_origin, read_predictions
from protocol import CORPORA, PROTOCOL_FILE
from sections import calibration_quality, macro_threshold_share, recognition, robustness, uncertainty
from settings import LABELS

CORPUS_WORDS = {"emodb": "EmoDB, German", "ravdess": "RAVDESS, English", "nemo": "nEMO, Polish"}
"""Names of the corpora in the model card."""

FOLD_PROTOCOL = (
    "Speaker-disjoint {folds}-fold cross-validation: each fold's model trained on the other speakers of all three "
    "corpora together, and the results of all folds are counted together. The shipped weights trained on all speakers "
    "with the same settings."
)
"""Protocol of the figures of the folds."""

WITHOUT_PROTOCOL = "Leave-one-corpus-out: trained on the two other corpora, tested on every speaker of this one."
"""Protocol of the figures of a corpus that was left out."""

READING = (
    "Whole recordings, one at a time, fp32, by SpeechBrain. Intervals are 95 % percentile bootstraps over speakers "
    "(2000 draws)."
)
"""Statement that holds for every figure."""

BARS: tuple[tuple[str, str, float], ...] = (
    *((f"UAR {corpus}", ">=", bar) for corpus, bar in (("emodb", 0.88), ("ravdess", 0.76), ("nemo", 0.64))),
    ("largest drop of the mean UAR", "<=", 0.08),
    ("largest drop of any corpus", "<=", 0.08),
    ("ECE all", "<=", 0.08),
    ("largest ECE of any corpus", "<=", 0.08),
    ("milliseconds for 10 s of sound", "<=", 100),
)
"""The goals that were set for the default model before it was trained."""


def make_figures(runs: Path, model: str) -> dict[str, Any]:
    """Returns all figures of a model. Parts that were not evaluated are left out, and `protocol` lists the folds."""
    folds = evaluated_parts(runs / model, "fold")
    if len(folds) < 2:
        raise ValueError(f"{runs / model}: found the folds {folds}, expected at least two. Run evaluate.py first.")
    clean = [read_predictions(runs / model / fold, CLEAN) for fold in folds]
    labelled, judged = join([fold.labelled for fold in clean]), judge_folds(clean)
    sections: dict[str, Any] = {
        "model": model,
        "labels": list(LABELS),
        "parameters": read_origin(runs / model / folds[0])["parameters"],
        "protocol": {"folds": folds, "seed": json.loads(PROTOCOL_FILE.read_text(encoding="utf-8"))["seed"]},
        "calibration": _digits(asdict(fit_calibration(labelled))),
        "recognition": {corpus: recognition(labelled.of_corpus(corpus)) for corpus in CORPORA},
        "without": _without(runs / model),
        "robustness": robustness(_by_condition(runs / model, folds)),
        "calibration_quality": calibration_quality(judged),
        "uncertainty": uncertainty(judged),
        "right_called_uncertain": macro_threshold_share(judged),
    }
    if (agreement := runs / model / "agreement.json").exists():
        sections["agreement"] = json.loads(agreement.read_text(encoding="utf-8"))
    return {**sections, "bars": compare_with_bars(sections), "figures": list_figures(sections)}


def _by_condition(folder: Path, folds: list[str]) -> dict[str, Predictions]:
    return {c: join([read_predictions(folder / fold, c).labelled for fold in folds]) for c in CONDITIONS}


def _without(folder: Path) -> dict[str, Any]:
    parts = evaluated_parts(folder, "without-")
    return {p.removeprefix("without-"): recognition(read_predictions(folder / p, CLEAN).labelled) for p in parts}


def compare_with_bars(sections: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns each goal with the measured value and whether it was reached."""
    drops = {corpus: max(row[corpus]["drop"] for row in sections["robustness"].values()) for corpus in CORPORA}
    errors = {name: cell["after"]["ece"] for name, cell in sections["calibration_quality"].items()}
    measured = {
        **{f"UAR {corpus}": row["uar"] for corpus, row in sections["recognition"].items()},
        "largest drop of the mean UAR": max(row["mean"]["drop"] for row in sections["robustness"].values()),
        "largest drop of any corpus": max(drops.values()),
        "ECE all": errors["all"],
        "largest ECE of any corpus": max(errors[corpus] for corpus in CORPORA),
    }
    if "agreement" in sections:
        measured["milliseconds for 10 s of sound"] = sections["agreement"]["speed"]["median_ms"]
    return [
        {"name": name, "bar": f"{sign} {bar}", "value": measured[name], "reached": _holds(measured[name], sign, bar)}
        for name, sign, bar in BARS
        if name in measured
    ]


def _holds(value: float, sign: str, bar: float) -> bool:
    return value >= bar if sign == ">=" else value <= bar


def list_figures(sections: dict[str, Any]) -> list[dict[str, Any]]:
    """Returns the figures for `model.json`, each with its protocol."""
    fold_words = FOLD_PROTOCOL.format(folds=len(sections["protocol"]["folds"]))
    figures = [_uar(c, "", row, fold_words) for c, row in sections["recognition"].items()]
    figures += [_uar(c, ", corpus left out of training", row, WITHOUT_PROTOCOL) for c, row in sections["without"].items()]
    error = sections["calibration_quality"]["all"]["after"]["ece"]
    words = f"15 equal bins, after a temperature fitted on the other folds. {fold_words} {READING}"
    return [*figures, {"name": "ECE", "value": error, "protocol": words}]


def _uar(corpus: str, suffix: str, row: dict[str, Any], words: str) -> dict[str, Any]:
    protocol = f"{CORPUS_WORDS[corpus]}: {row['clips']} clips of {len(row['speakers'])} speakers. {words} {READING}"
    return {
        "name": f"UAR {corpus}{suffix}",
        "value": row["uar"],
        "interval": row["uar_95_speakers"],
        "protocol": protocol,
    }


def _digits(values: dict[str, float]) -> dict[str, float]:
    return {name: float(np.round(value, 6)) for name, value in values.items()}


def main() -> None:
    """Reads the command line and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder that evaluate.py wrote to")
    parser.add_argument("--model", required=True, help="ecapa-mini or wav2vec2-mini")
    arguments = parser.parse_args()
    figures = make_figures(arguments.runs, arguments.model)
    text = json.dumps(figures, indent=1, ensure_ascii=False)
    (arguments.runs / arguments.model / "figures.json").write_text(text + "\n", encoding="utf-8")
    for bar in figures["bars"]:
        print(f"{bar['name']}: {bar['value']} ({bar['bar']}{'' if bar['reached'] else ', missed'})")


if __name__ == "__main__":
    main()
