"""Builds one checkpoint folder for each architecture, with seeded random weights, as such models are published.

python make_checkpoints.py --size tiny --out DIR [--only NAME]
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch

from architectures import (
    DIARIZATION_NAMES,
    EMOTION2VEC,
    HUGGING_FACE,
    LORA,
    NAMES,
    ODYSSEY,
    SENSE_VOICE,
    VOX_PROFILE,
    WEIGHTED_NAMES,
    WHISPER,
    Size,
)
from funasr_folders import write_emotion2vec
from huggingface_folders import write_huggingface
from lora_folders import write_lora
from odyssey_folders import write_odyssey
from sense_voice_folders import write_sense_voice
from speechbrain_folders import write_diarization, write_ecapa, write_wav2vec2, write_weighted
from vox_profile_folders import write_vox_profile
from whisper_folders import write_whisper

WRITERS: dict[str, Callable[[Size, Path], None]] = {
    "speechbrain-wav2vec2": write_wav2vec2,
    "speechbrain-ecapa": write_ecapa,
    **{folder.name: partial(write_huggingface, folder) for folder in HUGGING_FACE},
    **{folder.name: partial(write_whisper, folder) for folder in WHISPER},
    **{folder.name: partial(write_emotion2vec, folder) for folder in EMOTION2VEC},
    **{folder.name: partial(write_odyssey, folder) for folder in ODYSSEY},
    LORA.name: write_lora,
    **{folder.name: partial(write_vox_profile, folder) for folder in VOX_PROFILE},
    **{folder.name: partial(write_sense_voice, folder) for folder in SENSE_VOICE},
    **{name: partial(write_diarization, name) for name in DIARIZATION_NAMES},
    **{name: partial(write_weighted, name) for name in WEIGHTED_NAMES},
}
"""The function that writes each folder."""


def make_checkpoints(size: Size, out: Path, names: tuple[str, ...] = NAMES) -> None:
    """Write the folders `names` under `out` and print the size of each."""
    for name in names:
        WRITERS[name](size, out / name)
        total = sum(file.stat().st_size for file in (out / name).iterdir())
        print(f"{name:22} {total:>14,} bytes")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=("tiny", "full"), required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=NAMES, action="append", help="write this folder only; repeatable")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    make_checkpoints(arguments.size, arguments.out, tuple(arguments.only or NAMES))


if __name__ == "__main__":
    main()
