"""Writes the model card and the list of figures of a checkpoint folder from its evaluation: no figure is typed by hand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

CORPORA = {"emodb": "EmoDB, German", "ravdess": "RAVDESS, English", "nemo": "nEMO, Polish"}
"""What a corpus is called in the card."""

SPLIT = Path(__file__).parent / "split.json"
"""Which speakers were held out."""

TEMPLATE = Path(__file__).parent / "card.template.md"
"""The words of the card; `$name` stands for what is filled in."""


def write_card(checkpoint: Path) -> None:
    """Writes `README.md` and `figures.json` beside `evaluation.json`."""
    evaluation = json.loads((checkpoint / "evaluation.json").read_text(encoding="utf-8"))
    if evaluation["hold_out"] != "final":
        raise ValueError(f"{checkpoint}: evaluated on the {evaluation['hold_out']} speakers, expected the final ones.")
    filled = TEMPLATE.read_text(encoding="utf-8")
    for name, text in card_parts(evaluation).items():
        filled = filled.replace(f"${name}", text)
    (checkpoint / "README.md").write_text(filled, encoding="utf-8")
    figures = json.dumps(list_figures(evaluation), indent=1, ensure_ascii=False)
    (checkpoint / "figures.json").write_text(figures + "\n", encoding="utf-8")


def card_parts(evaluation: dict[str, Any]) -> dict[str, str]:
    """The tables and words that the template asks for."""
    held_out = json.loads(SPLIT.read_text(encoding="utf-8"))["held_out"]
    return {
        "figures": figures_table(evaluation),
        "confusions": "\n\n".join(confusion_table(evaluation, corpus) for corpus in CORPORA),
        "speakers": "; ".join(f"{corpus}: {', '.join(names)}" for corpus, names in held_out.items()),
        "protocol": evaluation["protocol"],
    }


def figures_table(evaluation: dict[str, Any]) -> str:
    """One row a corpus: right of n, accuracy, UAR and calibration."""
    lines = ["| corpus | right | accuracy (95 %) | UAR (95 %) | ECE |", "|---|---|---|---|---|"]
    for corpus, words in CORPORA.items():
        row = evaluation["corpora"][corpus]
        lines.append(
            f"| {words} | {row['right']} of {row['clips']} | {percent(row['accuracy'], row['accuracy_95'])} "
            f"| {percent(row['uar'], row['uar_95'])} | {row['ece']:.3f} |"
        )
    return "\n".join(lines)


def confusion_table(evaluation: dict[str, Any], corpus: str) -> str:
    """Counts of one corpus, truth by answer."""
    labels = evaluation["labels"]
    lines = [f"| {corpus} | {' | '.join(labels)} |", "|---" * (len(labels) + 1) + "|"]
    rows = zip(labels, evaluation["corpora"][corpus]["confusion"])
    lines += [f"| **{label}** | {' | '.join(map(str, counts))} |" for label, counts in rows]
    return "\n".join(lines)


def percent(value: float, interval: list[float]) -> str:
    """`71.3 % (68.0 to 74.5)`."""
    return f"{100 * value:.1f} % ({100 * interval[0]:.1f} to {100 * interval[1]:.1f})"


def list_figures(evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures as `wav2emo convert --figures` takes them, each with its protocol."""
    figures = []
    for corpus, words in CORPORA.items():
        row = evaluation["corpora"][corpus]
        protocol = f"{words}: {row['clips']} clips of speakers held out of training. {evaluation['protocol']}"
        figures.append({"name": f"UAR {corpus}", "value": row["uar"], "interval": row["uar_95"], "protocol": protocol})
    return figures


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", type=Path, required=True, help="folder written by train.py, evaluated")
    write_card(parser.parse_args().checkpoint)


if __name__ == "__main__":
    main()
