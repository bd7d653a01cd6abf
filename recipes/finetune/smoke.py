"""What the smoke test trains on: seeded tones of four classes and six speakers, and an encoder with two tiny layers."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import soundfile
import torch
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model

from manifest import SAMPLE_RATE

LABELS = ("neu", "ang", "hap", "sad")
"""The four IEMOCAP classes; each has another pitch and another modulation."""

HIDDEN_SIZE = 12
"""Of the tiny encoder."""

_SPEAKERS, _SECONDS, _SEED = 6, 0.5, 1


def write_clips(out: Path) -> Path:
    """Writes a recording for each class and speaker, and returns the path of their table."""
    chance = np.random.default_rng(_SEED)
    time = np.arange(round(_SECONDS * SAMPLE_RATE)) / SAMPLE_RATE
    out.mkdir(parents=True, exist_ok=True)
    with (out / "clips.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["file", "label", "speaker"])
        for speaker in range(_SPEAKERS):
            for at, label in enumerate(LABELS):
                pitch = (110 + 20 * speaker) * (1 + at / 2)
                sound = np.sin(2 * np.pi * pitch * time) * (1 + 0.5 * np.sin(2 * np.pi * (3 + 2 * at) * time))
                noise = 0.02 * chance.standard_normal(len(time))
                soundfile.write(out / f"{label}-{speaker}.wav", 0.2 * sound + noise, SAMPLE_RATE, subtype="PCM_16")
                table.writerow([f"{label}-{speaker}.wav", label, f"speaker {speaker}"])
    return out / "clips.csv"


def write_encoder(out: Path) -> Path:
    """Writes a seeded encoder of the wav2vec 2.0 family in Hugging Face's layout, and returns its folder."""
    torch.manual_seed(_SEED)
    settings = Wav2Vec2Config(
        hidden_size=HIDDEN_SIZE,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
        conv_dim=(6,) * 7,
        num_conv_pos_embeddings=8,
        num_conv_pos_embedding_groups=3,
        mask_time_length=2,
    )
    Wav2Vec2Model(settings).save_pretrained(out)
    Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=False).save_pretrained(out)
    return out
