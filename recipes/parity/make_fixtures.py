"""Makes every committed fixture again, byte for byte the same with the versions of requirements.txt.

    python make_fixtures.py [--out test/fixtures] [--check]

`--check` makes them in a temporary folder instead and compares each file's SHA-256 with the committed one.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

import torch

from architectures import (
    DIARIZATION_NAMES,
    EMOTION2VEC_NAMES,
    HEAD_NAMES,
    LORA_NAMES,
    NAMES,
    ODYSSEY_NAMES,
    SENSE_VOICE_NAMES,
    VOX_PROFILE_NAMES,
    WEIGHTED_NAMES,
    WHISPER_NAMES,
)
from common import sha256, write_json
from hostile_torch_fixtures import write_hostile_torch_fixtures
from make_audio import make_audio
from make_checkpoints import make_checkpoints
from resampler_golden import write_resampler_golden
from run_reference import run_reference
from safetensors_fixtures import write_safetensors_fixtures
from torch_fixtures import write_torch_fixtures

VARIANTS = (*DIARIZATION_NAMES[1:], *WEIGHTED_NAMES[1:])
"""Folders that are not kept, because they differ from others in one or two lines."""

FIXTURES = Path(__file__).parents[2] / "test" / "fixtures"
"""Where the committed fixtures are."""


def make_fixtures(out: Path) -> None:
    """Write all fixtures under `out`."""
    make_checkpoints("tiny", out / "checkpoints", tuple(name for name in NAMES if name not in VARIANTS))
    make_audio("tiny", out / "audio")
    apart = {*WHISPER_NAMES, *EMOTION2VEC_NAMES, *ODYSSEY_NAMES, *HEAD_NAMES, *LORA_NAMES}
    apart |= {*VOX_PROFILE_NAMES, *SENSE_VOICE_NAMES, *DIARIZATION_NAMES, *WEIGHTED_NAMES}
    others = tuple(name for name in NAMES if name not in apart)
    write_json(out / "golden.json", run_reference(out / "checkpoints", out / "audio", others))
    write_json(out / "golden-whisper.json", run_reference(out / "checkpoints", out / "audio", WHISPER_NAMES))
    write_json(out / "golden-funasr.json", run_reference(out / "checkpoints", out / "audio", EMOTION2VEC_NAMES))
    write_json(out / "golden-odyssey.json", run_reference(out / "checkpoints", out / "audio", ODYSSEY_NAMES))
    write_json(out / "golden-heads.json", run_reference(out / "checkpoints", out / "audio", HEAD_NAMES))
    write_json(out / "golden-lora.json", run_reference(out / "checkpoints", out / "audio", LORA_NAMES))
    write_json(out / "golden-vox-profile.json", run_reference(out / "checkpoints", out / "audio", VOX_PROFILE_NAMES))
    write_json(out / "golden-sense-voice.json", run_reference(out / "checkpoints", out / "audio", SENSE_VOICE_NAMES))
    write_json(out / "golden-diarization.json", results_with_variants(out / "audio", DIARIZATION_NAMES))
    write_json(out / "golden-weighted.json", results_with_variants(out / "audio", WEIGHTED_NAMES))
    write_resampler_golden(out / "resampler")
    write_torch_fixtures(out / "torch")
    write_hostile_torch_fixtures(out / "torch" / "hostile")
    write_safetensors_fixtures(out / "safetensors")


def results_with_variants(audio: Path, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the golden values of folders of which the first is kept: the others differ from it in one or two lines."""
    with tempfile.TemporaryDirectory() as folder:
        make_checkpoints("tiny", Path(folder), names)
        return run_reference(Path(folder), audio, names)


def differences(made: Path, committed: Path) -> list[str]:
    """Return the files of `made` that differ from their committed counterparts, or have none."""
    files = sorted(file.relative_to(made) for file in made.rglob("*") if file.is_file())
    return [str(file) for file in files if not _same(made / file, committed / file)]


def _same(one: Path, other: Path) -> bool:
    return other.exists() and sha256(one) == sha256(other)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=FIXTURES)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    if not arguments.check:
        make_fixtures(arguments.out)
        return
    with tempfile.TemporaryDirectory() as folder:
        make_fixtures(Path(folder))
        different = differences(Path(folder), arguments.out)
    print("\n".join(f"differs: {file}" for file in different) or "every file is the same, byte for byte")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
