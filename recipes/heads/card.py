"""Writes the model card and the list of figures of `model.json`, so that no figure is typed by hand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from string import Template
from typing import Any

import card_tables as tables
from models import CORPUS_WORDS, MODELS, Model
from words import BASELINE_WORDS, FOLD_PROTOCOL, LICENCE_WORDS, PACKAGES, READING, TEMPERATURE_WORDS, USE, WAY_PROTOCOLS, test_protocol

TEMPLATE = Path(__file__).parent / "card.template.md"
"""The card without its figures."""

HIGH_COST = 0.25
"""From this share of right results marked as uncertain on, the card says that the head says little alone."""


def write_card(figures: dict[str, Any], name: str) -> str:
    """Returns the text of the card of a model."""
    template = Template(TEMPLATE.read_text(encoding="utf-8"))
    return template.substitute({**_words(figures, name), **_tables(figures, MODELS[name])}).rstrip() + "\n"


def _words(figures: dict[str, Any], name: str) -> dict[str, str]:
    model, plain = MODELS[name], figures["plain"]
    is_free = "NC" not in model.licence
    return {
        "model": name,
        "licence_id": model.licence.lower(),
        "whisper": model.whisper,
        "layers": " and ".join(map(str, model.layers)),
        "parameters": f"{model.parameters:,}",
        "use": USE[is_free],
        "protocol": test_protocol(model),
        "reading": READING,
        "baseline_words": BASELINE_WORDS,
        "plain_clips": str(plain["absolute"]["clips"]),
        "plain_voices": str(plain["absolute"]["voices"]),
        "plain_goal": "25 %",
        "plain_verdict": _verdict(plain["absolute"]),
        "temperatures": ", ".join(f"{figures[m]['temperature']:.3f} {words}" for m, words in tables.MODES.items()),
        "temperature_words": TEMPERATURE_WORDS[is_free],
        "ece": ", ".join(f"{figures[m]['ece']:.3f} {words}" for m, words in tables.MODES.items()),
        "not_for": "" if is_free else "- Commercial use: see the licence.\n",
        "licence_words": LICENCE_WORDS[is_free],
        "package": PACKAGES[model.whisper],
    }


def _tables(figures: dict[str, Any], model: Model) -> dict[str, str]:
    folds = figures.get("folds")
    return {
        "recognition": tables.recognition_table(figures),
        "recall": tables.recall_table(figures),
        "confusions": tables.confusion_tables(figures),
        "folds": f"### Speakers of known corpora\n\n{FOLD_PROTOCOL}\n\n{tables.folds_table(folds)}\n\n" if folds else "",
        "plain": tables.plain_table(figures["plain"]),
        "other_emotions": tables.other_emotions_table(figures["other_emotions"]),
        "kes": tables.kes_table(figures["kes"]),
        "conditions_absolute": tables.conditions_table(figures["conditions"], "absolute"),
        "conditions_relative": tables.conditions_table(figures["conditions"], "relative"),
        "credits": tables.credits_table(model.corpora),
    }


def _verdict(plain: dict[str, Any]) -> str:
    share, cost = tables.percent(plain["emotion"]), tables.percent(plain["right_uncertain"])
    words = f"Without a baseline {share} of plain clips get an emotion, and {cost} of right results are marked as uncertain"
    return f"{words}: use a baseline." if plain["right_uncertain"] >= HIGH_COST else f"{words}."


def list_figures(figures: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """Returns the figures for `model.json`, each `{ name, value, interval?, protocol }`."""
    protocol = test_protocol(MODELS[name])
    listed = [
        _figure(f"UAR {c}, {tables.MODES[mode]}, corpus left out of training", row, f"{_who(c, row)} {protocol} {words}")
        for mode, words in WAY_PROTOCOLS.items()
        for c, row in figures[mode]["corpora"].items()
    ]
    for c, row in figures.get("folds", {}).items():
        who = _who(c, figures["absolute"]["corpora"][c])
        relative = {"uar": row["relative"], "interval": row["relative_interval"]}
        listed.append(_figure(f"UAR {c}, alone", row, f"{who} {FOLD_PROTOCOL} {WAY_PROTOCOLS['absolute']}"))
        listed.append(_figure(f"UAR {c}, {tables.MODES['twenty']}", relative, f"{who} {FOLD_PROTOCOL} {WAY_PROTOCOLS['twenty']}"))
    for mode, words in WAY_PROTOCOLS.items():
        origin = "a fixed temperature of 2" if "NC" not in MODELS[name].licence else "the temperature fitted on the other corpora"
        ece = f"Mean of the corpora, 15 bins, {origin}. {protocol} {words} {READING}"
        listed.append({"name": f"ECE, {tables.MODES[mode]}", "value": figures[mode]["ece"], "protocol": ece})
    return listed


def _who(corpus: str, row: dict[str, Any]) -> str:
    return f"{CORPUS_WORDS[corpus]}: {row['clips']} clips of {row['speakers']} speakers."


def _figure(name: str, row: dict[str, Any], protocol: str) -> dict[str, Any]:
    return {"name": name, "value": row["uar"], "interval": row["interval"], "protocol": f"{protocol} {READING}"}


def main() -> None:
    """Reads the command line and writes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, choices=sorted(MODELS))
    parser.add_argument("--figures", type=Path, required=True, help="what figures.py wrote")
    parser.add_argument("--card", type=Path, required=True, help="README.md to write: in the checkpoint, or models/<name>")
    parser.add_argument("--list", type=Path, required=True, help="file to write for wav2emo convert --figures")
    arguments = parser.parse_args()
    figures = json.loads(arguments.figures.read_text(encoding="utf-8"))
    arguments.card.parent.mkdir(parents=True, exist_ok=True)
    arguments.card.write_text(write_card(figures, arguments.model), encoding="utf-8")
    listed = json.dumps(list_figures(figures, arguments.model), indent=1, ensure_ascii=False)
    arguments.list.write_text(listed + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
