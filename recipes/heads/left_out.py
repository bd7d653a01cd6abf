"""Writes heads that were fitted without each corpus: `OUT/CORPUS/heads.json`, for measuring on voices that no head has seen.

`bench/conversations.js` uses the bundles that are made of them. Temperatures are fitted on the corpora that remain, in
the way of `figures.py`; thresholds of `uncertain` on plain speech.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from corpus import open_corpus
from figures import WAYS, LeftOut, plain_speech
from heads import to_json
from models import MODELS


def heads_without(left_out: LeftOut, test: str) -> dict[str, Any]:
    """Returns the content of `heads.json` for the corpus `test`, of which nothing was used."""
    heads = left_out.heads[test]
    calibrations = {
        way: {
            "temperature": round(left_out.temperature(way, test), 4),
            "uncertainBelow": round(plain_speech(heads, left_out, way, test)["threshold"], 4),
        }
        for way in WAYS
    }
    return to_json(heads, calibrations)


def main() -> None:
    """Writes one file for each corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, choices=MODELS)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="the folders that embeddings.py read")
    parser.add_argument("--embeddings", type=Path, required=True, help="the folder that embeddings.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for one folder for each corpus")
    arguments = parser.parse_args()
    left_out = LeftOut(open_corpus(arguments.data, arguments.embeddings), MODELS[arguments.model])
    for test in left_out.heads:
        folder = arguments.out / test
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "heads.json").write_text(json.dumps(heads_without(left_out, test)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
