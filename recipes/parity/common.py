"""Shared by the scripts of this folder: the seed, stable JSON, and the versions that made a file."""

import hashlib
import json
import platform
import zlib
from importlib.metadata import distributions, version
from pathlib import Path
from typing import Any

import torch

SEED = 20240917
"""The one seed of all fixtures; every file derives its own from it and its name."""

SAMPLE_RATE = 16_000
"""Samples per second of every model."""

LIBRARIES = ("torch", "torchaudio", "speechbrain", "transformers", "peft", "loralib", "funasr", "safetensors", "numpy")


def seeded(name: str) -> torch.Generator:
    """Return a generator that depends on the seed and `name` only, not on the order of the calls."""
    return torch.Generator().manual_seed(SEED + zlib.crc32(name.encode()))


def versions() -> dict[str, str]:
    """Return the installed versions of the libraries that define the reference."""
    installed = {distribution.name for distribution in distributions()}
    found = {library: version(library) for library in LIBRARIES if library in installed}
    return {"python": platform.python_version(), **found}


def rounded(values: torch.Tensor) -> list[float]:
    """Return a flat list of floats with the 9 significant digits that identify a float32."""
    return [float(f"{value:.9g}") for value in values.detach().flatten().double().tolist()]


def write_json(path: Path, content: Any) -> None:
    """Write JSON with two spaces of indent, number lists on one line, and a newline at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_encode(content, "") + "\n", encoding="utf-8")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _encode(value: Any, indent: str) -> str:
    if isinstance(value, dict) and value:
        inner = indent + "  "
        items = [f"{inner}{json.dumps(key)}: {_encode(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        inner = indent + "  "
        return "[\n" + ",\n".join(inner + _encode(item, inner) for item in value) + f"\n{indent}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
