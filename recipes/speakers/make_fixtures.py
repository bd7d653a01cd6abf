"""Golden values of the real Resemblyzer and the real pyannote.metrics.

python recipes/speakers/make_fixtures.py

Writes test/fixtures/speaker-encoder.json: embeddings of the recordings under examples/audio by the
published weights, and of noise by seeded weights that both sides make from each tensor's name; and
test/fixtures/diarisation-error.json: errors of seeded annotations. test/fixtures/mean_var_norm_emb.ckpt
is a file of the layout of SpeechBrain's spkrec-ecapa-voxceleb.
"""

import json
import random
from pathlib import Path
from typing import Any

import numpy
import soundfile
import torch
from pyannote.core import Annotation, Segment
from pyannote.metrics.diarization import DiarizationErrorRate
from resemblyzer import VoiceEncoder

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "test" / "fixtures"
RATE = 16_000
PARTIALS = 2
"""Windows of each recording that are stored."""


def seeded(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """Numbers from -0.1 to 0.1, as test/models/seeded-store.ts makes them."""
    state = 2166136261
    for byte in name.encode():
        state = ((state ^ byte) * 16777619) & 0xFFFFFFFF
    numbers = []
    for _ in range(int(numpy.prod(shape))):
        state = (state * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(-0.1 + 0.2 * (state / 2**32))
    return torch.tensor(numbers, dtype=torch.float32).reshape(shape)


def embed(encoder: VoiceEncoder, samples: numpy.ndarray) -> list[dict[str, Any]]:
    """The first windows of a recording, each with its first sample."""
    _, partials, slices = encoder.embed_utterance(samples, return_partials=True)
    pairs = list(zip(slices, partials, strict=True))[:PARTIALS]
    return [{"start": int(part.start), "embedding": rounded(vector)} for part, vector in pairs]


def rounded(vector: numpy.ndarray) -> list[float]:
    return [round(float(x), 6) for x in vector]


def speaker_encoder() -> dict[str, Any]:
    encoder = VoiceEncoder("cpu", verbose=False)
    recordings = {}
    for file in sorted((ROOT / "examples" / "audio").glob("*.flac")):
        samples, rate = soundfile.read(file, dtype="float32")
        assert rate == RATE
        recordings[file.name] = embed(encoder, samples)
    shapes = {name: list(tensor.shape) for name, tensor in encoder.state_dict().items()}
    encoder.load_state_dict({name: seeded(f"model_state.{name}", tuple(shape)) for name, shape in shapes.items()})
    samples = seeded("noise", (2 * RATE,)).numpy()
    return {
        "origin": "Resemblyzer 0.1.4, librosa 0.11.0: recipes/speakers/make_fixtures.py",
        "tolerance": {"seeded": 1e-4, "published": 0.02},
        "recordings": recordings,
        "seeded": {"shapes": shapes, "windows": embed(encoder, samples)},
    }


def turns(rng: random.Random, count: int, names: list[str]) -> list[dict[str, Any]]:
    found = []
    for _ in range(count):
        start = round(rng.uniform(0, 60), 3)
        end = round(start + rng.uniform(0.2, 8), 3)
        found.append({"start": start, "end": end, "speaker": rng.choice(names)})
    return found


def annotation(found: list[dict[str, Any]]) -> Annotation:
    result = Annotation()
    for track, turn in enumerate(found):
        result[Segment(turn["start"], turn["end"]), track] = turn["speaker"]
    # Turns of one speaker that overlap are one, so that no boundary lies within speech.
    return result.support()


def diarisation_error() -> dict[str, Any]:
    rng = random.Random(3)
    cases = []
    for _ in range(40):
        truth = turns(rng, rng.randint(1, 25), ["a", "b", "c", "d"][: rng.randint(1, 4)])
        found = turns(rng, rng.randint(0, 25), ["p", "q", "r", "s", "t"][: rng.randint(1, 5)])
        collar, skip_overlap = rng.choice([0, 0.1, 0.25]), rng.random() < 0.5
        # Its collar is the whole stretch around a boundary.
        metric = DiarizationErrorRate(collar=2 * collar, skip_overlap=skip_overlap)
        error = metric(annotation(truth), annotation(found), detailed=True)
        expected = {
            "total": error["total"],
            "missed": error["missed detection"],
            "falseAlarm": error["false alarm"],
            "confusion": error["confusion"],
        }
        options = {"collar": collar, "skipOverlap": skip_overlap}
        rounded_errors = {key: round(float(value), 6) for key, value in expected.items()}
        cases.append({"truth": truth, "found": found, "options": options, "expected": rounded_errors})
    return {"origin": "pyannote.metrics: recipes/speakers/make_fixtures.py", "tolerance": 1e-5, "cases": cases}


def write(name: str, value: dict[str, Any]) -> None:
    (FIXTURES / name).write_text(json.dumps(value) + "\n")


def normalisation() -> None:
    """The file that speechbrain.processing.features.InputNormalization saves: `_statistics_dict`."""
    statistics = {
        "count": 7205,
        "glob_mean": seeded("glob_mean", (12,)),
        "glob_std": torch.tensor([0]),
        "spk_dict_mean": {},
        "spk_dict_std": {},
        "spk_dict_count": {},
    }
    torch.save(statistics, FIXTURES / "mean_var_norm_emb.ckpt")


if __name__ == "__main__":
    normalisation()
    write("speaker-encoder.json", speaker_encoder())
    write("diarisation-error.json", diarisation_error())
