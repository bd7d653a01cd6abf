"""Writes torch files that torch.save never makes. Writing them executes nothing: pickling only names a function.

`expected.json` maps each file to the reason, to what is expected ("refuse", or "bounded": read or refuse it, in little
time and memory), to the global that the error must name if there is one, and to what torch itself does with
`weights_only=True`.
"""

import io
import os
import pickle
import subprocess
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from common import write_json

_DATE = (1980, 1, 1, 0, 0, 0)
_BOMB_BYTES = 4 * 1024 * 1024
_RECORD = np.arange(4, dtype="<f4").tobytes()


@dataclass(frozen=True)
class Call:
    """Pickles as a call of `function` with `arguments` if Python's unpickler reads the file."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.function, self.arguments


@dataclass(frozen=True)
class StorageName:
    """Pickles as torch's reference to the record `data/<key>`, with a size in elements that may be wrong."""

    key: str = "0"
    elements: int = 4


class _TorchPickler(pickle.Pickler):
    def persistent_id(self, obj: Any) -> tuple[Any, ...] | None:
        return ("storage", torch.FloatStorage, obj.key, "cpu", obj.elements) if isinstance(obj, StorageName) else None


def tensor(
    size: tuple[int, ...] = (4,), stride: tuple[int, ...] = (1,), offset: int = 0, storage: StorageName = StorageName()
) -> Call:
    """Return what torch.save would pickle for a tensor with these properties, which may be wrong."""
    return Call(torch._utils._rebuild_tensor_v2, (storage, offset, size, stride, False, OrderedDict()))


def dump(content: Any, protocol: int = 2, python2_names: bool = True) -> bytes:
    """Pickle `content` as torch does: protocol 2 writes `__builtin__` for `builtins` if `python2_names`."""
    buffer = io.BytesIO()
    _TorchPickler(buffer, protocol, fix_imports=python2_names).dump(content)
    return buffer.getvalue()


def archive(
    path: Path, data_pkl: bytes, record: bytes = _RECORD, byteorder: str = "little", deflate: bool = False
) -> None:
    """Write a torch zip with one record, by hand."""
    members = {"data.pkl": data_pkl, "byteorder": byteorder.encode(), "data/0": record, "version": b"3\n"}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            info = zipfile.ZipInfo(f"archive/{name}", _DATE)
            file.writestr(info, data, zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED)


def write_hostile_torch_fixtures(out: Path) -> None:
    """Write the files and `expected.json` into `out`."""
    out.mkdir(parents=True, exist_ok=True)
    expected: dict[str, dict[str, Any]] = {}
    for name, (reason, refused, data) in _globals().items():
        archive(out / name, data)
        expected[name] = {"reason": reason, "expected": "refuse", "global": refused}
    for name, (reason, content) in _tensors().items():
        archive(out / name, dump({"weight": content}))
        expected[name] = {"reason": reason, "expected": "refuse"}
    for name, reason in _write_bounded(out).items():
        expected[name] = {"reason": reason, "expected": "bounded"}
    for name, entry in expected.items():
        entry["torchRefuses"] = _torch_refuses(out / name)
    write_json(out / "expected.json", {"script": "recipes/parity/hostile_torch_fixtures.py", "files": expected})


def _write_bounded(out: Path) -> dict[str, str]:
    archive(out / "big-endian.pt", dump({"weight": tensor()}), np.arange(4, dtype=">f4").tobytes(), byteorder="big")
    count = _BOMB_BYTES // 4
    bomb = dump({"weight": tensor((count,), storage=StorageName(elements=count))})
    archive(out / "deflated-bomb.pt", bomb, bytes(_BOMB_BYTES), deflate=True)
    archive(out / "memo-bomb.pt", dump({"weight": tensor(), "extra": _memo_bomb()}))
    return {
        "big-endian.pt": "the numbers 0, 1, 2, 3 are big-endian",
        "deflated-bomb.pt": "4 MiB of zeros deflated to 4 kB; torch stores records uncompressed",
        "memo-bomb.pt": "lists of the same list, ten times ten times …: 10^30 items when walked",
    }


def _torch_refuses(path: Path) -> bool:
    try:
        torch.load(path, weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError):
        return True
    return False


def _globals() -> dict[str, tuple[str, str, bytes]]:
    def beside_weights(call: Call, protocol: int = 2, python2_names: bool = True) -> bytes:
        return dump({"weight": tensor(), "extra": call}, protocol, python2_names)

    shell = Call(os.system, ("echo this must never run",))
    return {
        "os-system.pt": ("calls os.system", f"{os.system.__module__}.system", beside_weights(shell)),
        "os-system-protocol-4.pt": (
            "the same through STACK_GLOBAL",
            f"{os.system.__module__}.system",
            beside_weights(shell, 4),
        ),
        "builtins-eval.pt": ("calls eval", "__builtin__.eval", beside_weights(Call(eval, ("1 + 1",)))),
        "builtins-exec.pt": ("calls exec", "builtins.exec", beside_weights(Call(exec, ("pass",)), python2_names=False)),
        "subprocess.pt": (
            "starts a process",
            "subprocess.Popen",
            beside_weights(Call(subprocess.Popen, (["true"],)), python2_names=False),
        ),
        "torch-load.pt": (
            "calls a function of torch itself",
            "torch.serialization.load",
            beside_weights(Call(torch.load, ("other.pt",))),
        ),
        "numpy-array.pt": (
            "a numpy array beside the weights",
            "numpy._core.multiarray._reconstruct",
            dump({"weight": tensor(), "extra": np.arange(3)}),
        ),
        # A dotted name is resolved by attributes: torch is on every list, its attributes are not.
        "dotted-name.pt": (
            "reaches os.system through attributes of torch",
            "torch.serialization.os.system",
            b"\x80\x04\x8c\x05torch\x8c\x17serialization.os.system\x93\x8c\x04true\x85R.",
        ),
    }


def _tensors() -> dict[str, tuple[str, Call]]:
    return {
        "absurd-shape.pt": ("2^80 elements in a record of 16 bytes", tensor((2**40, 2**40), (2**40, 1))),
        "negative-size.pt": ("a negative size", tensor((-4,))),
        "negative-stride.pt": ("a negative stride", tensor((4,), (-1,), 3)),
        "stride-outside.pt": ("a stride that leaves the record", tensor((4,), (5,))),
        "zero-stride.pt": ("2^40 elements over one element of storage", tensor((2**40,), (0,))),
        "offset-outside.pt": ("an offset beyond the record", tensor(offset=4)),
        "negative-offset.pt": ("a negative offset", tensor(offset=-1)),
        "stride-count.pt": ("two sizes and one stride", tensor((2, 2), (1,))),
        "storage-too-large.pt": (
            "1000 elements declared, 16 bytes there",
            tensor((1000,), storage=StorageName(elements=1000)),
        ),
        "missing-record.pt": ("a record that is not in the archive", tensor(storage=StorageName(key="7"))),
        "path-traversal.pt": ("a record name with dots", tensor(storage=StorageName(key="../../../etc/passwd"))),
    }


def _memo_bomb() -> list[Any]:
    item: list[Any] = []
    for _ in range(30):
        item = [item] * 10
    return item
