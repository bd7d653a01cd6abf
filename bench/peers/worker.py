"""Answers for the benchmark with SpeechBrain or transformers on PyTorch, one line of JSON a request.

python worker.py --engine speechbrain --precision fp32 --threads 2 --checkpoint DIR --models DIR

A request on stdin is {"work": "clips" | "file", "paths": [...]}; the answer on stdout has the milliseconds of the
computation (for "file" with reading) and the probabilities of the last recording.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import soundfile
import torch
from torch import Tensor

Answer = Callable[[Tensor], Tensor]
"""Samples `[time]` at 16 kHz to probabilities `[classes]`."""


def open_speechbrain(arguments: argparse.Namespace) -> Answer:
    """Open the checkpoint as SpeechBrain's own `classify_batch` of this model computes it."""
    from hyperpyyaml import load_hyperpyyaml

    with (arguments.models / "speechbrain" / "hyperparams.yaml").open(encoding="utf-8") as file:
        hparams = load_hyperpyyaml(file)
    hparams["pretrainer"].set_collect_in(mkdtemp())
    hparams["pretrainer"].collect_files()
    hparams["pretrainer"].load_collected()
    modules = _in_precision(torch.nn.ModuleDict(hparams["modules"]).eval(), arguments.precision)

    def answer(samples: Tensor) -> Tensor:
        frames = modules["wav2vec2"](samples[None])
        pooled = modules["avg_pool"](frames, torch.ones(1)).flatten(1)
        return hparams["softmax"](modules["output_mlp"](pooled))[0]

    return answer


def open_transformers(arguments: argparse.Namespace) -> Answer:
    """Open the same weights in transformers, with the attention that it takes by default."""
    from plain_model import PlainModel, normalise

    plain = PlainModel(arguments.models / "hub", arguments.checkpoint / "model.ckpt", "sdpa").eval()
    model = _in_precision(plain, arguments.precision)
    return lambda samples: torch.softmax(model(normalise(samples)[None]), dim=-1)[0]


ENGINES = {"speechbrain": open_speechbrain, "transformers": open_transformers}
"""Who can answer."""


def _in_precision(model: torch.nn.Module, precision: str) -> torch.nn.Module:
    if precision != "int8":
        return model
    return torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)


@cache
def read(path: str) -> Tensor:
    """Read a recording at 16 kHz, mono, as float32."""
    return torch.from_numpy(soundfile.read(path, dtype="float32")[0])


def respond(request: dict[str, Any], answer: Answer, autocast: Callable[[], Any]) -> dict[str, Any]:
    """Do what a request asks for."""
    paths = request["paths"]
    if request["work"] == "clips":
        for path in paths:
            read(path)
    start = time.perf_counter()
    with torch.inference_mode(), autocast():
        for path in paths:
            samples = read(path) if request["work"] == "clips" else read.__wrapped__(path)
            probabilities = answer(samples).float().tolist()
    return {"milliseconds": (time.perf_counter() - start) * 1000, "probabilities": probabilities}


def main() -> None:
    """Read the command line and answer until stdin ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", choices=ENGINES, required=True)
    parser.add_argument("--precision", choices=("fp32", "bf16", "int8"), required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    answer = ENGINES[arguments.engine](arguments)
    autocast = (lambda: torch.autocast("cpu", torch.bfloat16)) if arguments.precision == "bf16" else nullcontext
    _say({"ready": True})
    for line in sys.stdin:
        _say(respond(json.loads(line), answer, autocast))


def _say(message: dict[str, Any]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
