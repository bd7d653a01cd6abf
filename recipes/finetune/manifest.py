"""Reads a table of clips, splits it by speakers, and writes the three JSON files that SpeechBrain's recipe reads."""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path

import soundfile
import torch
from torchaudio.functional import resample

SAMPLE_RATE = 16_000
"""Hz of the encoders; other clips are converted."""

SPLITS = ("train", "valid", "test")
"""The parts in the order of their files; a tenth of the speakers, but at least one, validates, and as many test."""

_SEED = 1993


@dataclass(frozen=True)
class Clip:
    """One row of the table."""

    path: Path
    label: str
    speaker: str


def read_manifest(table: Path) -> list[Clip]:
    """Returns the clips of a CSV file with the columns `file`, `label` and `speaker`; paths are relative to it."""
    with table.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    missing = {"file", "label", "speaker"} - set(rows[0] if rows else ())
    if missing:
        raise SystemExit(f"{table} has no column {', '.join(sorted(missing))}, expected file, label and speaker.")
    clips = [Clip(table.parent / row["file"], row["label"], row["speaker"]) for row in rows if row["label"]]
    absent = [clip.path for clip in clips if not clip.path.is_file()]
    if absent:
        raise SystemExit(f"{table} names {len(absent)} files that do not exist, the first is {absent[0]}. Correct the paths.")
    return clips


def split_by_speakers(clips: list[Clip]) -> dict[str, list[Clip]]:
    """Returns the clips of each part; no speaker is in two parts."""
    speakers = sorted({clip.speaker for clip in clips})
    if len(speakers) < len(SPLITS):
        raise SystemExit(f"Found {len(speakers)} speakers, expected at least {len(SPLITS)}: a split by clips would overstate accuracy.")
    random.Random(_SEED).shuffle(speakers)
    held = max(1, len(speakers) // 10)
    part = {name: "valid" if at < held else "test" if at < 2 * held else "train" for at, name in enumerate(speakers)}
    parts = {split: [clip for clip in clips if part[clip.speaker] == split] for split in SPLITS}
    unseen = {clip.label for clip in clips} - {clip.label for clip in parts["train"]}
    if unseen:
        raise SystemExit(f"No speaker of the training has a clip of {', '.join(sorted(unseen))}. Add clips or leave the class out.")
    return parts


def write_annotations(parts: dict[str, list[Clip]], out: Path) -> dict[str, Path]:
    """Writes one JSON file for each part and returns their paths; clips that are not 16 kHz mono are converted."""
    paths = {}
    for split, clips in parts.items():
        entries = {f"{split}-{at:06}": _entry(clip, out / "audio" / f"{split}-{at:06}.wav") for at, clip in enumerate(clips)}
        paths[split] = out / f"{split}.json"
        paths[split].write_text(json.dumps(entries, indent=2), encoding="utf-8")
    return paths


def _entry(clip: Clip, converted: Path) -> dict[str, object]:
    about = soundfile.info(clip.path)
    if (about.samplerate, about.channels) == (SAMPLE_RATE, 1):
        return {"wav": str(clip.path.resolve()), "length": about.duration, "emo": clip.label}
    samples, rate = soundfile.read(clip.path, dtype="float32", always_2d=True)
    mono = resample(torch.from_numpy(samples.T), rate, SAMPLE_RATE).mean(0)
    converted.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(converted, mono.numpy(), SAMPLE_RATE, subtype="PCM_16")
    return {"wav": str(converted.resolve()), "length": len(mono) / SAMPLE_RATE, "emo": clip.label}
