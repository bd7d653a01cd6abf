"""Writes small files with the real torch.save, and the content that a reader must find.

`expected.json` maps each file to its tensors by dotted path: dtype, shape, stride and offset in elements, the number of
its storage in the file (equal numbers share memory), and the values in row-major order. 64-bit integers, infinities
and NaN are strings, because JSON numbers cannot represent them.
"""

import math
import pickle
import struct
from collections import OrderedDict
from io import BytesIO
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from common import SEED, seeded, versions, write_json


def write_torch_fixtures(out: Path) -> None:
    """Write the files and `expected.json` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    files: dict[str, Any] = {}
    for name, content in _contents().items():
        torch.save(content, out / name)
        files[name] = {"format": "zip", **_expected(content)}
    legacy = _legacy_content()
    (out / "legacy.pt").write_bytes(_legacy_bytes(legacy))
    files["legacy.pt"] = {"format": "legacy", **_expected(legacy)}
    origin = {"script": "recipes/parity/torch_fixtures.py", "seed": SEED, "versions": versions()}
    write_json(out / "expected.json", {"origin": origin, "files": files})


def _contents() -> dict[str, Any]:
    base = _normal("base", 24)
    grid = base[:12].view(3, 4)
    model = torch.nn.Sequential(torch.nn.Conv1d(2, 3, 3), torch.nn.BatchNorm1d(3), torch.nn.Linear(3, 2, bias=False))
    state = model.state_dict()
    for key, tensor in state.items():
        if tensor.is_floating_point():
            tensor.copy_(_normal(key, *tensor.shape))
    tied = _normal("tied", 2, 3)
    return {
        "strided.pt": {
            "transposed": grid.t(),
            "columns": grid[:, 1:3],
            "every_second": base[::2],
            "expanded": base[4:7].unsqueeze(1).expand(3, 4),
            "permuted": base.view(2, 3, 4).permute(2, 0, 1),
        },
        "offsets.pt": {"first": base[:4], "second": base[4:10], "row": grid[2], "element": grid[1, 2]},
        "shared.pt": {"embedding": tied, "projection": tied, "flat": tied.view(-1), "other": _normal("other", 2)},
        "dtypes.pt": _dtypes(),
        "halves.pt": _halves(),
        "shapes.pt": {
            "scalar": torch.tensor(1.5),
            "scalar_int64": torch.tensor(-7),
            "empty": torch.empty(0),
            "empty_rows": torch.empty(0, 3),
            "ones": _normal("ones", 1, 1, 1),
        },
        "parameter.pt": {"weight": torch.nn.Parameter(_normal("parameter", 2, 2)), "plain": _normal("plain", 2)},
        "state-dict.pt": state,
        "checkpoint.pt": {"model": state, "epoch": 3},
        "values.pt": {
            "nested": {"deep": OrderedDict(weight=_normal("deep", 2))},
            "list": [_normal("list", 1), 2, "three"],
            "tuple": (0.9, 0.999, None, True),
            "numbers": {"big": 2**70, "negative": -(2**40), "float": 1e-300},
            "text": "emotion 情感",
            "shape": torch.Size([2, 3]),
        },
    }


def _dtypes() -> dict[str, Tensor]:
    values = [-2.5, 0.0, 1.0, 3.0]
    floats = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
    tensors = {str(dtype).removeprefix("torch."): torch.tensor(values, dtype=dtype) for dtype in floats}
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8):
        limits = torch.iinfo(dtype)
        tensors[str(dtype).removeprefix("torch.")] = torch.tensor([limits.min, -1, 0, limits.max], dtype=dtype)
    tensors["uint8"] = torch.tensor([0, 1, 255], dtype=torch.uint8)
    tensors["bool"] = torch.tensor([True, False, True])
    return tensors


def _halves() -> dict[str, Tensor]:
    # Every class of the formats: subnormals, the largest number, infinities, NaN, both zeros.
    float16 = torch.tensor(
        [0x0001, 0x03FF, 0x0400, 0x7BFF, 0x7C00, 0xFC00 - 2**16, 0x7E00, -(2**15)], dtype=torch.int16
    )
    bfloat16 = torch.tensor(
        [0x0001, 0x007F, 0x0080, 0x7F7F, 0x7F80, 0xFF80 - 2**16, 0x7FC0, -(2**15)], dtype=torch.int16
    )
    return {"float16": float16.view(torch.float16), "bfloat16": bfloat16.view(torch.bfloat16)}


def _legacy_content() -> dict[str, Any]:
    # The old format names storages by address and writes them in that order, so the order is made the same every time.
    tensors = sorted((torch.empty(6) for _ in range(2)), key=_storage_key)
    for index, tensor in enumerate(tensors):
        tensor.copy_(_normal(f"legacy/{index}", 6))
    return {"weight": tensors[0].view(2, 3).t(), "bias": tensors[1][:2], "epoch": 3}


def _legacy_bytes(content: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    torch.save(content, buffer, _use_new_zipfile_serialization=False)
    data = buffer.getvalue()
    keys = sorted({_storage_key(value) for value in content.values() if isinstance(value, Tensor)})
    for index, key in enumerate(keys):
        data = data.replace(_unicode(key), _unicode(str(index)))
    return data


def _storage_key(tensor: Tensor) -> str:
    return str(tensor.untyped_storage()._cdata)


def _unicode(text: str) -> bytes:
    return pickle.BINUNICODE + struct.pack("<I", len(text)) + text.encode()


def _normal(name: str, *shape: int) -> Tensor:
    return torch.randn(shape, generator=seeded(f"torch/{name}"))


def _expected(content: Any) -> dict[str, Any]:
    storages: dict[str, int] = {}
    tensors: dict[str, Any] = {}
    _collect(content, "", tensors, storages)
    return {"storages": len(storages), "tensors": tensors}


def _collect(value: Any, path: str, tensors: dict[str, Any], storages: dict[str, int]) -> None:
    if isinstance(value, Tensor):
        tensors[path] = describe(value, storages.setdefault(_storage_key(value), len(storages)))
    elif isinstance(value, dict):
        for key, item in value.items():
            _collect(item, f"{path}.{key}" if path else key, tensors, storages)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _collect(item, f"{path}.{index}", tensors, storages)


def describe(tensor: Tensor, storage: int) -> dict[str, Any]:
    """Return one tensor's entry in `expected.json`."""
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "stride": list(tensor.stride()),
        "offset": tensor.storage_offset(),
        "storage": storage,
        "values": [_plain(item, tensor.dtype) for item in tensor.detach().flatten().tolist()],
    }


def _plain(value: float | int | bool, dtype: torch.dtype) -> float | int | bool | str:
    if dtype == torch.int64 or (isinstance(value, float) and not math.isfinite(value)):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN" if value != value else str(value))
    return value
