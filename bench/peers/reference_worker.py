"""Answers for `bench/families.js` with the reference library of a checkpoint, one line of JSON a request.

python reference_worker.py --recipes recipes/parity --folder DIR --threads 2

`DIR` is a folder of `make_checkpoints.py`, whose name says which library loads it. Requests and answers are those of `worker.py`.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import soundfile
import torch


def main() -> None:
    """Read the command line and answer until stdin ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--recipes", type=Path, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    arguments = parser.parse_args()
    sys.path.insert(0, str(arguments.recipes))
    from run_reference import LOADERS, load_huggingface

    torch.set_num_threads(arguments.threads)
    reference = LOADERS.get(arguments.folder.name, load_huggingface)(arguments.folder)
    _say({"ready": True})
    for line in sys.stdin:
        samples = torch.from_numpy(soundfile.read(json.loads(line)["paths"][0], dtype="float32")[0])
        start = time.perf_counter()
        with torch.inference_mode():
            outputs = reference.compute(samples).outputs.float().tolist()
        _say({"milliseconds": (time.perf_counter() - start) * 1000, "probabilities": outputs})


def _say(message: dict[str, object]) -> None:
    print(json.dumps(message), flush=True)


if __name__ == "__main__":
    main()
