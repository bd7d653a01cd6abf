"""Trains an emotion classifier with SpeechBrain's IEMOCAP recipe, unchanged, on IEMOCAP or on any table of clips.

    python finetune.py --iemocap IEMOCAP_full_release --out RESULTS --device cuda
    python finetune.py --manifest clips.csv --out RESULTS --device cuda
    python finetune.py --smoke --out RESULTS

Then `wav2emo convert RESULTS BUNDLE` opens the folder of results.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import manifest
import smoke

SPEECHBRAIN = "https://github.com/speechbrain/speechbrain"
"""Where the recipe comes from; the packages of SpeechBrain do not contain the recipes."""

COMMIT = "9c826ef3937bac885c8a6ca86c6889a30f256fb5"
"""The version of the recipe that was tried."""

RECIPES = {
    "wav2vec2": ("train_with_wav2vec2.py", "train_with_wav2vec2.yaml"),
    "ecapa": ("train.py", "train.yaml"),
}
"""Program and settings of each architecture."""

Overrides = dict[str, object]
"""Settings that replace those of the recipe."""


def find_recipe(given: Path | None, out: Path) -> Path:
    """Returns the folder of the recipe in a copy of SpeechBrain's repository, which is fetched if none is given."""
    copy = given or out.parent / "speechbrain"
    if not given and not copy.exists():
        _run("git", "clone", "--quiet", "--filter=blob:none", SPEECHBRAIN, copy)
        _run("git", "-C", copy, "checkout", "--quiet", COMMIT)
    folder = copy / "recipes" / "IEMOCAP" / "emotion_recognition"
    if not folder.is_dir():
        raise SystemExit(f"Found no recipe in {copy}, expected a copy of SpeechBrain's repository with {folder.relative_to(copy)}.")
    return folder


def data_overrides(arguments: argparse.Namespace, out: Path) -> Overrides:
    """Returns the settings that say what is trained on; a table is split by speakers and written as SpeechBrain reads it."""
    if arguments.iemocap:
        split = {"different_speakers": True, "test_spk_id": arguments.test_speaker} if arguments.test_speaker else {}
        return {"data_folder": arguments.iemocap.resolve(), **split}
    table = smoke.write_clips(out / "clips") if arguments.smoke else arguments.manifest
    clips = manifest.read_manifest(table)
    paths = manifest.write_annotations(manifest.split_by_speakers(clips), out)
    annotations = {f"{split}_annotation": path.resolve() for split, path in paths.items()}
    classes = len({clip.label for clip in clips})
    return {"data_folder": table.parent.resolve(), "skip_prep": True, "out_n_neurons": classes, **annotations}


def model_overrides(arguments: argparse.Namespace, out: Path) -> Overrides:
    """Returns the settings of the encoder and of the length of the training."""
    settings: Overrides = {"number_of_epochs": arguments.epochs} if arguments.epochs else {}
    if arguments.architecture == "ecapa":
        return settings
    if arguments.smoke:
        return {**settings, "wav2vec2_hub": smoke.write_encoder(out / "encoder").resolve(), "encoder_dim": smoke.HIDDEN_SIZE}
    return {**settings, "wav2vec2_hub": arguments.encoder, "encoder_dim": arguments.encoder_size}


def keep_encoder_settings(settings: Overrides, out: Path) -> None:
    """Copies the config.json of an encoder on disk beside hyperparams.yaml, which names nothing but its folder."""
    folder = Path(str(settings.get("wav2vec2_hub", "")))
    for name in ("config.json", "preprocessor_config.json"):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)


def main() -> None:
    """Trains, and says how the model is converted."""
    arguments = _read_arguments()
    arguments.out.mkdir(parents=True, exist_ok=True)
    recipe = find_recipe(arguments.speechbrain, arguments.out)
    program, hparams = RECIPES[arguments.architecture]
    model = model_overrides(arguments, arguments.out)
    settings = {**data_overrides(arguments, arguments.out), **model, "output_folder": arguments.out.resolve()}
    flags = [part for key, value in settings.items() for part in (f"--{key}", _as_yaml(value))]
    _run(sys.executable, recipe / program, recipe / "hparams" / hparams, f"--device={arguments.device}", *flags)
    keep_encoder_settings(model, arguments.out)
    print(f"wav2emo convert {arguments.out} BUNDLE")


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    data = parser.add_mutually_exclusive_group(required=True)
    data.add_argument("--iemocap", type=Path, help="IEMOCAP's own folder, IEMOCAP_full_release")
    data.add_argument("--manifest", type=Path, help="CSV file with the columns file, label and speaker")
    data.add_argument("--smoke", action="store_true", help="train a tiny encoder on synthesised tones, in a minute on a CPU")
    parser.add_argument("--out", type=Path, required=True, help="folder of the results")
    parser.add_argument("--architecture", choices=tuple(RECIPES), default="wav2vec2")
    parser.add_argument("--encoder", default="facebook/wav2vec2-base", help="model of the hub, or folder (default: %(default)s)")
    parser.add_argument("--encoder-size", type=int, default=768, help="numbers of a state of the encoder (default: %(default)s)")
    parser.add_argument("--epochs", type=int, help="default: 30, as in the recipe")
    parser.add_argument("--test-speaker", type=int, choices=range(1, 11), help="speaker of IEMOCAP that tests; default: a random split, whose figures are too high")
    parser.add_argument("--device", default="cpu", help="cpu or cuda (default: %(default)s)")
    parser.add_argument("--speechbrain", type=Path, help="copy of SpeechBrain's repository; default: it is fetched beside the results")
    return parser.parse_args()


def _as_yaml(value: object) -> str:
    return json.dumps(value) if isinstance(value, (bool, int)) else str(value)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
