"""Runs the reference libraries on the recordings and writes the golden values.

python run_reference.py --checkpoints DIR --audio DIR --out golden.json
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import soundfile
import torch
from torch import Tensor

from architectures import (
    DIARIZATION_NAMES,
    EMOTION2VEC_NAMES,
    LORA_NAMES,
    NAMES,
    ODYSSEY_NAMES,
    SENSE_VOICE_NAMES,
    VOX_PROFILE_NAMES,
    WEIGHTED_NAMES,
    WHISPER_NAMES,
)
from common import SAMPLE_RATE, SEED, rounded, sha256, versions, write_json
from reference import Reference, ReferenceResult
from reference_funasr import load_emotion2vec
from reference_huggingface import load_huggingface
from reference_lora import load_lora
from reference_odyssey import load_odyssey
from reference_sense_voice import load_sense_voice
from reference_speechbrain import load_diarization, load_ecapa, load_wav2vec2, load_weighted
from reference_vox_profile import load_vox_profile
from reference_whisper import load_whisper

LOADERS: dict[str, Callable[[Path], Reference]] = {
    "speechbrain-wav2vec2": load_wav2vec2,
    "speechbrain-ecapa": load_ecapa,
    **dict.fromkeys(WHISPER_NAMES, load_whisper),
    **dict.fromkeys(EMOTION2VEC_NAMES, load_emotion2vec),
    **dict.fromkeys(ODYSSEY_NAMES, load_odyssey),
    **dict.fromkeys(LORA_NAMES, load_lora),
    **dict.fromkeys(VOX_PROFILE_NAMES, load_vox_profile),
    **dict.fromkeys(SENSE_VOICE_NAMES, load_sense_voice),
    **dict.fromkeys(DIARIZATION_NAMES, load_diarization),
    **dict.fromkeys(WEIGHTED_NAMES, load_weighted),
}
"""The loader of a folder; all others are Hugging Face folders."""

TOLERANCE = {"embedding": 1e-4, "logits": 1e-4, "outputs": 1e-4}
"""Largest absolute difference that passes, at every size."""


def read_audio(path: Path) -> Tensor:
    """Return `[samples]` of float32: the 16-bit integers divided by 32768."""
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != SAMPLE_RATE or samples.ndim != 1:
        raise ValueError(f"{path.name}: {rate} Hz, shape {samples.shape}; expected {SAMPLE_RATE} Hz mono")
    return torch.from_numpy(samples)


@torch.inference_mode()
def golden_of(reference: Reference, recordings: dict[str, Tensor]) -> dict[str, Any]:
    """Return one model's entry: the meaning of its numbers, its results, and how exact float32 is."""
    results = {name: reference.compute(samples) for name, samples in recordings.items()}
    doubles = {name: reference.compute_in_double(samples) for name, samples in recordings.items()}
    return {
        "labels": list(reference.labels),
        "outputs": reference.outputs,
        "embedding": reference.embedding,
        "logits": reference.logits,
        "notes": list(reference.notes),
        "float32Error": _largest_differences(results, doubles),
        "results": {name: _result(result, reference.outputs) for name, result in results.items()},
    }


def run_reference(checkpoints: Path, audio: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the whole golden document for the folders `names`."""
    files = sorted(audio.glob("*.wav"))
    recordings = {file.name: read_audio(file) for file in files}
    models = {}
    for name in names:
        reference = LOADERS.get(name, load_huggingface)(checkpoints / name)
        models[name] = golden_of(reference, recordings)
        print(f"{name:22} float32 error {models[name]['float32Error']}", flush=True)
    return {
        "origin": {
            "script": "recipes/parity/run_reference.py",
            "seed": SEED,
            "versions": versions(),
            "mode": "evaluation mode, float32, CPU, one unpadded recording at a time",
        },
        "tolerance": TOLERANCE,
        "audio": {file.name: {"samples": len(recordings[file.name]), "sha256": sha256(file)} for file in files},
        "models": models,
    }


def _result(result: ReferenceResult, outputs: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "embedding": rounded(result.embedding),
        "logits": rounded(result.logits),
        outputs: rounded(result.outputs),
    }
    if result.dimensions is not None:
        found["dimensions"] = rounded(result.dimensions)
    if result.frames is not None:
        found["frames"] = rounded(result.frames)
    if result.segments is not None:
        found["segments"] = list(result.segments)
    return found


def _largest_differences(results: dict[str, ReferenceResult], doubles: dict[str, ReferenceResult]) -> dict[str, float]:
    def largest(part: str) -> float:
        pairs = ((getattr(results[name], part), getattr(doubles[name], part)) for name in results)
        return float(f"{max((a.double() - b).abs().max().item() for a, b in pairs):.2g}")

    return {part: largest(part) for part in TOLERANCE}


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoints", type=Path, required=True)
    parser.add_argument("--audio", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", choices=NAMES, action="append", help="run this folder only; repeatable")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    names = tuple(arguments.only or (name for name in NAMES if (arguments.checkpoints / name).exists()))
    write_json(arguments.out, run_reference(arguments.checkpoints, arguments.audio, names))


if __name__ == "__main__":
    main()
