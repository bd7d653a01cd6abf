"""Makes test/fixtures/training-run of the results of `finetune.py --smoke`: the files that `wav2emo convert` reads, and what SpeechBrain computes.

    python finetune.py --smoke --out RESULTS --epochs 2
    python make_fixture.py RESULTS test/fixtures/audio/mid-1.0s.wav test/fixtures/training-run
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import soundfile
import torch
from hyperpyyaml import load_hyperpyyaml

KEPT = ("CKPT.yaml", "model.ckpt", "wav2vec2.ckpt", "counter.ckpt", "lr_annealing_output.ckpt", "brain.ckpt")
"""Files of the checkpoint; the states of the optimisers are as large as the model and say nothing about it."""

OUTPUT = "results/train_with_wav2vec2/1993"
"""The folder of the results in the settings, instead of the one on this machine."""


def copy_results(results: Path, out: Path) -> Path:
    """Copies what makes the model, and returns the folder of its checkpoint."""
    (checkpoint,) = (results / "save").glob("CKPT+*")
    target = out / "save" / "CKPT+2026-11-27+12-00-00+00"
    target.mkdir(parents=True)
    for name in KEPT:
        shutil.copyfile(checkpoint / name, target / name)
    shutil.copyfile(results / "save" / "label_encoder.txt", out / "save" / "label_encoder.txt")
    shutil.copyfile(results / "preprocessor_config.json", out / "preprocessor_config.json")
    config = json.loads((results / "config.json").read_text(encoding="utf-8"))
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    lines = (results / "hyperparams.yaml").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith(("# Generated", "# /")))
    (out / "hyperparams.yaml").write_text(text.replace(str(results.resolve()), OUTPUT) + "\n", encoding="utf-8")
    return checkpoint


@torch.no_grad()
def probabilities(results: Path, checkpoint: Path, recording: Path) -> list[float]:
    """Returns what SpeechBrain computes for a recording of 16 kHz."""
    with (results / "hyperparams.yaml").open(encoding="utf-8") as file:
        made = load_hyperpyyaml(file)
    for key in ("wav2vec2", "model"):
        made[key].load_state_dict(torch.load(checkpoint / f"{key}.ckpt"))
    made["wav2vec2"].eval()
    samples, _ = soundfile.read(recording, dtype="float32")
    whole = torch.ones(1)
    states = made["wav2vec2"](torch.from_numpy(samples)[None], whole)
    logits = made["output_mlp"](made["avg_pool"](states, whole).flatten(1))
    return torch.exp(made["log_softmax"](logits))[0].tolist()


def main() -> None:
    """Writes the folder and `expected.json` in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("recording", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    checkpoint = copy_results(arguments.results, arguments.out)
    found = probabilities(arguments.results, checkpoint, arguments.recording)
    expected = {"recording": arguments.recording.name, "probabilities": [round(value, 6) for value in found]}
    (arguments.out / "expected.json").write_text(json.dumps(expected, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
