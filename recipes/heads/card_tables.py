"""The tables of a model card; each shows one section of the file that figures.py writes."""

from __future__ import annotations

from typing import Any

from models import CONDITION_WORDS, CORPUS_WORDS, CREDITS, LABELS

MODES = {"absolute": "alone", "one": "one baseline clip", "twenty": "up to twenty baseline clips"}
"""The three ways to classify a clip, and their names in the card."""

Section = dict[str, Any]
"""A part of the figures."""


def recognition_table(figures: Section) -> str:
    """One row per corpus and one for their mean: UAR with interval for each way to classify."""
    corpora = figures["absolute"]["corpora"]
    rows = [
        [CORPUS_WORDS[c], f"{row['clips']} of {row['speakers']}", *(_cell(figures[m]["corpora"][c]) for m in MODES)]
        for c, row in corpora.items()
    ]
    means = [f"**{percent(figures[mode]['mean'])}**" for mode in MODES]
    return table(["corpus", "clips, speakers", *MODES.values()], [*rows, ["**mean**", "", *means]])


def recall_table(figures: Section) -> str:
    """Recall of each class and expected calibration error, by way and corpus."""
    return table(
        ["", "corpus", *LABELS, "ECE"],
        [
            [words, CORPUS_WORDS[c], *(percent(value) for value in row["recall"]), f"{row['ece']:.3f}"]
            for mode, words in MODES.items()
            for c, row in figures[mode]["corpora"].items()
        ],
    )


def confusion_tables(figures: Section) -> str:
    """Counts of each corpus without a baseline, true labels by results."""
    return "\n\n".join(
        table([CORPUS_WORDS[c], *LABELS], [[f"**{a}**", *map(str, counts)] for a, counts in zip(LABELS, row["confusion"])])
        for c, row in figures["absolute"]["corpora"].items()
    )


def folds_table(folds: Section) -> str:
    """UAR on speakers of corpora that were in the training."""
    return table(
        ["corpus", "alone", "up to twenty baseline clips"],
        [
            [CORPUS_WORDS[c], _cell(row), _cell({"uar": row["relative"], "interval": row["relative_interval"]})]
            for c, row in folds.items()
        ],
    )


def plain_table(plain: Section) -> str:
    """How often plain speech gets an emotion, and what the threshold costs."""
    keys = ("emotion", "emotion_certain", "wrong_uncertain", "right_uncertain")
    return table(
        ["", "threshold", "an emotion", "an emotion, without `uncertain`", "wrong results marked", "right results marked"],
        [[words, f"{plain[m]['threshold']:.3f}", *(percent(plain[m][key]) for key in keys)] for m, words in MODES.items()],
    )


def kes_table(kes: Section) -> str:
    """UAR and recall on Korean."""
    return table(
        ["", "UAR (95 %)", *LABELS],
        [[words, _cell(kes[mode]), *(percent(value) for value in kes[mode]["recall"])] for mode, words in MODES.items()],
    )


def other_emotions_table(emotions: Section) -> str:
    """What emotions outside the four are called, and how often the result is marked as uncertain."""
    return table(
        ["emotion", "clips", "", *LABELS, "marked `uncertain`"],
        [
            [name, str(row["clips"]), MODES[mode], *map(percent, row["answers"]), percent(row["uncertain"])]
            for name, rows in emotions.items()
            for mode, row in rows.items()
        ],
    )


def conditions_table(conditions: Section, way: str) -> str:
    """Change of the UAR in points by condition and corpus; `way` is `absolute` or `relative`."""
    corpora = [c for c in CORPUS_WORDS if any(c in row for row in conditions.values())]
    rows = []
    for name, words in CONDITION_WORDS.items():
        changes = [-100 * conditions[name][c][f"{way}_drop"] for c in corpora]
        rows.append([words, *(f"{round(value, 1) + 0.0:+.1f}" for value in [*changes, sum(changes) / len(changes)])])
    return table(["condition", *(CORPUS_WORDS[c] for c in corpora), "mean"], rows)


def credits_table(corpora: tuple[str, ...]) -> str:
    """Licence and credit of each corpus of the training."""
    return table(["corpus", "licence", "credit"], [[CORPUS_WORDS[c], *CREDITS[c].split(" | ")] for c in corpora])


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percent(share: float) -> str:
    """A share as a number of percent with one digit."""
    return f"{100 * share:.1f} %"


def _cell(row: Section) -> str:
    low, high = (100 * bound for bound in row["interval"])
    return f"{100 * row['uar']:.1f} % ({low:.1f} to {high:.1f})"
