"""Writes safetensors files: one good, made by the library, and hostile ones whose bytes are written by hand.

`expected.json` has the values of the good file and, for each hostile one, the reason why it must be refused and
whether the library refuses it too.
"""

import json
import struct
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from common import seeded, versions, write_json
from torch_fixtures import describe

_F32 = struct.pack("<8f", *range(8))


def write_safetensors_fixtures(out: Path) -> None:
    """Write the files and `expected.json` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    good = _good()
    # One entry only: the library writes several in random order.
    save_file(good, out / "good.safetensors", metadata={"format": "pt"})
    (out / "good.safetensors").chmod(0o644)
    hostile: dict[str, dict[str, Any]] = {}
    for name, (reason, data) in _hostile().items():
        (out / name).write_bytes(data)
        hostile[name] = {"reason": reason, "libraryRefuses": _library_refuses(out / name)}
    tensors = {}
    for index, (key, tensor) in enumerate(good.items()):
        tensors[key] = {
            part: value for part, value in describe(tensor, index).items() if part in ("dtype", "shape", "values")
        }
    origin = {"script": "recipes/parity/safetensors_fixtures.py", "versions": versions()}
    write_json(out / "expected.json", {"origin": origin, "good.safetensors": {"tensors": tensors}, "hostile": hostile})


def _good() -> dict[str, torch.Tensor]:
    normal = torch.randn(2, 3, generator=seeded("safetensors"))
    return {
        "f32": normal,
        "f16": normal.half(),
        "bf16": normal.bfloat16(),
        "f64": normal.double(),
        "i64": torch.tensor([-(2**63), -1, 0, 2**63 - 1]),
        "i32": torch.tensor([-(2**31), 2**31 - 1], dtype=torch.int32),
        "u8": torch.tensor([0, 255], dtype=torch.uint8),
        "bool": torch.tensor([True, False, True]),
        "scalar": torch.tensor(1.5),
        "empty": torch.empty(0, 3),
    }


def _file(header: dict[str, Any] | str, data: bytes = _F32, length: int | None = None) -> bytes:
    text = (header if isinstance(header, str) else json.dumps(header)).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def _entry(shape: list[Any], begin: int, end: int, dtype: str = "F32") -> dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


def _hostile() -> dict[str, tuple[str, bytes]]:
    one = {"a": _entry([8], 0, 32)}
    entry = json.dumps(_entry([8], 0, 32))
    files = {
        "overlap": ("two tensors overlap", _file({"a": _entry([6], 0, 24), "b": _entry([4], 16, 32)})),
        "same-bytes": ("two tensors are the same bytes", _file({"a": _entry([8], 0, 32), "b": _entry([8], 0, 32)})),
        "hole": ("bytes between two tensors belong to none", _file({"a": _entry([2], 0, 8), "b": _entry([2], 24, 32)})),
        "trailing-bytes": ("bytes after the last tensor belong to none", _file({"a": _entry([4], 0, 16)})),
        "leading-hole": ("bytes before the first tensor belong to none", _file({"a": _entry([4], 16, 32)})),
        "offsets-beyond-file": ("a tensor ends after the file", _file({"a": _entry([16], 0, 64)})),
        "reversed-offsets": ("a tensor ends before it begins", _file({"a": _entry([8], 32, 0)})),
        "negative-offset": ("a negative offset", _file({"a": _entry([8], -32, 0)})),
        "size-mismatch": ("the shape needs 36 bytes, the offsets say 32", _file({"a": _entry([3, 3], 0, 32)})),
        "shape-overflow": ("a shape whose product overflows 64 bits", _file({"a": _entry([2**32, 2**32], 0, 32)})),
        "negative-size": ("a negative size", _file({"a": _entry([-2, -4], 0, 32)})),
        "fractional-size": ("a size that is no integer", _file({"a": _entry([8.5], 0, 32)})),
        "unknown-dtype": ("a type that does not exist", _file({"a": _entry([8], 0, 32, "F33")})),
        "duplicate-keys": ("the same name twice", _file(f'{{"a": {entry}, "a": {entry}}}')),
        "missing-dtype": ("an entry without a type", _file({"a": {"shape": [8], "data_offsets": [0, 32]}})),
        "metadata-number": ("metadata that is not text", _file({"__metadata__": {"n": 1}, **one})),
        "header-beyond-file": ("a header longer than the file", _file(one, length=4096)),
        "header-absurd": ("a header of 2^63 bytes", _file(one, length=2**63)),
        "header-truncated": ("a header cut in the middle", _file(one, length=20)),
        "header-array": ("a header that is no object", _file("[1, 2, 3]")),
        "header-bytes": ("a header that is not UTF-8", struct.pack("<Q", 4) + b"{\xff\xfe}" + _F32),
        "empty": ("an empty file", b""),
        "five-bytes": ("a file shorter than its length field", b"\x10\x00\x00\x00\x00"),
    }
    return {f"hostile-{name}.safetensors": content for name, content in files.items()}


def _library_refuses(path: Path) -> bool:
    try:
        with safe_open(path, framework="pt") as file:
            for key in file.keys():
                file.get_tensor(key)
    except (SafetensorError, OSError, ValueError, OverflowError):
        return True
    return False
