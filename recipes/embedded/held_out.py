"""Prints the recall of a trained part on its clean held-out recordings, as a quick check before evaluate.py."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

from data import load_clips
from ecapa_mini import EcapaMini
from protocol import PARTS, is_tested
from settings import LABELS, MODELS
from wav2vec2_mini import Wav2vec2Mini


@torch.inference_mode()
def look(network: EcapaMini | Wav2vec2Mini, data: Path, part: str) -> str:
    """Returns the unweighted average recall and the confusion counts of each test corpus of a part."""
    clips = load_clips(data, lambda corpus, speaker, label: label != "" and is_tested(part, corpus, speaker))
    network.eval()
    waveforms = (torch.from_numpy(clip.samples.astype(np.float32) / 32768)[None] for clip in clips)
    results = np.array([int(network(network.prepare(waveform))[0].argmax()) for waveform in waveforms])
    truth, corpora = np.array([clip.label for clip in clips]), np.array([clip.corpus for clip in clips])
    lines = []
    for corpus in dict.fromkeys(corpora.tolist()):
        here = corpora == corpus
        counts = np.zeros((len(LABELS), len(LABELS)), int)
        np.add.at(counts, (truth[here], results[here]), 1)
        recall = (np.diag(counts) / counts.sum(1)).mean()
        lines.append(f"{corpus} UAR {100 * recall:.1f} {counts.tolist()}")
    return "; ".join(lines)


def main() -> None:
    """Prints the recall of a run's checkpoint folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with manifest.csv and the clips")
    parser.add_argument("--out", type=Path, required=True, help="folder of all runs")
    parser.add_argument("--model", choices=tuple(MODELS), required=True)
    parser.add_argument("--part", choices=PARTS[:-1], required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    settings = MODELS[arguments.model]
    network = EcapaMini(settings.ecapa) if arguments.model == "ecapa-mini" else Wav2vec2Mini(settings.wav2vec2)
    network.restore(arguments.out / arguments.model / arguments.part / "checkpoint")
    print(look(network, arguments.data, arguments.part))


if __name__ == "__main__":
    main()
