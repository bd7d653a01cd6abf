"""Writes golden values of torchaudio's resampler: 60 ms at each usual rate, resampled to 16 kHz.

    python resampler_golden.py --out DIR

Each rate has `<rate>-input.f32` and `<rate>-output.f32` (raw little-endian float32); `resampler.json` lists them.
"""

import argparse
from pathlib import Path

import torch
import torchaudio
from torch import Tensor

from common import SAMPLE_RATE, SEED, seeded, versions, write_json

RATES = (8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000)
"""Input rates in Hz."""

SECONDS = 0.06
"""Length of each input."""

SETTINGS = {"resampling_method": "sinc_interp_hann", "lowpass_filter_width": 6, "rolloff": 0.99}
"""What SpeechBrain's loader uses: the defaults of torchaudio."""

TOLERANCE = 1e-5
"""Largest absolute difference that passes."""

PHASE_NOTE = (
    "torchaudio divides the output phase j by the reduced output rate in float32 and computes the rest of the kernel "
    "in float64: a kernel that is float64 throughout is differenceFromFloat64Kernel away, over 1e-5 at 11025 and 22050"
)
"""The one rounding that an equal kernel must copy."""


def signal(rate: int) -> Tensor:
    """Return `[samples]`: a sweep up to half the rate, noise, an offset, and full-scale edges at both ends."""
    count = round(SECONDS * rate)
    time = torch.arange(count, dtype=torch.float64) / rate
    sweep = torch.sin(2 * torch.pi * (rate / 4 / SECONDS) * time**2)
    noise = torch.randn(count, generator=seeded(f"resampler/{rate}"), dtype=torch.float64)
    return (0.5 * sweep + 0.1 * noise + 0.05).clamp(-1, 1).float()


def write_resampler_golden(out: Path) -> None:
    """Write inputs, outputs and their list into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    cases = []
    for rate in RATES:
        resample = torchaudio.transforms.Resample(rate, SAMPLE_RATE, **SETTINGS)
        before = signal(rate)
        after = resample(before)
        _write_raw(out / f"{rate}-input.f32", before)
        _write_raw(out / f"{rate}-output.f32", after)
        exact = torchaudio.transforms.Resample(rate, SAMPLE_RATE, dtype=torch.float64, **SETTINGS)(before.double())
        cases.append(
            {
                "rate": rate,
                "input": f"{rate}-input.f32",
                "output": f"{rate}-output.f32",
                "inputSamples": len(before),
                "outputSamples": len(after),
                "differenceFromFloat64Kernel": float(f"{(after.double() - exact).abs().max().item():.2g}"),
            }
        )
    origin = {"script": "recipes/parity/resampler_golden.py", "seed": SEED, "versions": versions()}
    head = {
        "origin": origin,
        "settings": SETTINGS,
        "targetRate": SAMPLE_RATE,
        "tolerance": TOLERANCE,
        "note": PHASE_NOTE,
    }
    write_json(out / "resampler.json", {**head, "cases": cases})


def _write_raw(path: Path, samples: Tensor) -> None:
    path.write_bytes(samples.numpy().astype("<f4").tobytes())


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    write_resampler_golden(parser.parse_args().out)


if __name__ == "__main__":
    main()
