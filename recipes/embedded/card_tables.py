"""The tables of a model card; each shows one section of `figures.json`."""

from __future__ import annotations

from typing import Any

from figures import CORPUS_WORDS

CONDITION_WORDS = {
    "clean": "as recorded",
    "level+20": "20 dB louder",
    "level-20": "20 dB quieter",
    "clipped+20": "20 dB too loud, clipped",
    "silence-2s": "2 s of silence added",
    "white-10db": "white noise at 10 dB",
    "pink-10db": "pink noise at 10 dB",
    "telephone-8k": "telephone band, 8 kHz",
    "mp3-32k": "MP3, 32 kbit/s",
    "opus-16k": "Opus, 16 kbit/s",
}
"""Names of the conditions in the card."""

Section = dict[str, Any]
"""A part of `figures.json`."""


def recognition_table(section: Section) -> str:
    """One row per corpus: counts, UAR and accuracy with intervals over speakers, recall of each class."""
    return _table(
        ["corpus", "right", "UAR (95 %)", "accuracy (95 %)", "recall"],
        [
            [
                CORPUS_WORDS[corpus],
                f"{row['right']} of {row['clips']}",
                _interval(row, "uar", "speakers"),
                _interval(row, "accuracy", "speakers"),
                ", ".join(f"{label} {_percent(value)}" for label, value in row["recall"].items()),
            ]
            for corpus, row in section.items()
        ],
    )


def clip_intervals(section: Section) -> str:
    """The UAR of each corpus with its interval over clips, in a sentence."""
    return "; ".join(f"{CORPUS_WORDS[c]} {_interval(row, 'uar', 'clips')}" for c, row in section.items())


def confusion_tables(section: Section, labels: list[str]) -> str:
    """Counts of each corpus, true labels by results."""
    return "\n\n".join(
        _table(
            [CORPUS_WORDS[corpus], *labels],
            [[f"**{label}**", *map(str, counts)] for label, counts in zip(labels, row["confusion"])],
        )
        for corpus, row in section.items()
    )


def speakers_list(section: Section) -> str:
    """Right results of each speaker, one line per corpus."""
    return "\n".join(
        f"- {CORPUS_WORDS[corpus]}: "
        + ", ".join(f"{name} {cell['right']}/{cell['clips']}" for name, cell in row["speakers"].items())
        for corpus, row in section.items()
    )


def bars_table(bars: list[Section]) -> str:
    """Targets and measured values."""
    rows = [[bar["name"], bar["bar"], f"{bar['value']:.4g}", "yes" if bar["reached"] else "**no**"] for bar in bars]
    return _table(["goal", "wanted", "measured", "reached"], rows)


def robustness_table(section: Section) -> str:
    """One row per condition, one column per corpus."""
    corpora = list(section["clean"])
    head = ["condition", *(CORPUS_WORDS.get(corpus, corpus) for corpus in corpora)]
    return _table(head, [[CONDITION_WORDS[c], *(_drop(row[k]) for k in corpora)] for c, row in section.items()])


def calibration_table(section: Section) -> str:
    """ECE and log loss before and after the temperature."""
    words = {**CORPUS_WORDS, "all": "all recordings", "mean": "mean of the corpora"}
    rows = [
        [words[name], *(f"{cell[time][m]:.3f}" for m in ("ece", "log_loss") for time in ("before", "after"))]
        for name, cell in section.items()
    ]
    return _table(["corpus", "ECE before", "ECE after", "log loss before", "log loss after"], rows)


def uncertainty_table(section: Section) -> str:
    """Shares of uncertain results among right, wrong and other, and both AUROCs."""
    rows = [
        [
            " and ".join(CORPUS_WORDS[corpus].split(",")[0] for corpus in name.split("+")),
            *(_flagged(row[kind]) for kind in ("right", "wrong", "other")),
            _figure(row["auroc_right_over_wrong"]),
            _figure(row["auroc_four_over_other"]),
        ]
        for name, row in section.items()
    ]
    head = ["corpus", "right", "wrong", "other emotions", "AUROC right over wrong", "AUROC four over other"]
    return _table(head, rows)


def other_emotions_table(section: Section) -> str:
    """The share of uncertain results and the AUROC of each emotion outside the four."""
    rows = [
        [CORPUS_WORDS[corpus], emotion, _flagged(cell), _figure(cell["auroc"])]
        for corpus, row in section.items()
        if corpus in CORPUS_WORDS
        for emotion, cell in row["other_emotions"].items()
    ]
    return _table(["corpus", "emotion", "uncertain", "AUROC four over it"], rows)


def percent(share: float) -> str:
    """Formats a share, e.g. `71.3 %`."""
    return f"{_percent(share)} %"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _interval(row: Section, name: str, over: str) -> str:
    low, high = row[f"{name}_95_{over}"]
    return f"{percent(row[name])} ({_percent(low)} to {_percent(high)})"


def _drop(cell: Section) -> str:
    return f"{percent(cell['uar'])} ({-100 * cell['drop']:+z.1f})"


def _flagged(cell: Section) -> str:
    return "–" if cell["uncertain"] is None else f"{percent(cell['uncertain'])} of {cell['clips']}"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
