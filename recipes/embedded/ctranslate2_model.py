"""Reads the arrays of a CTranslate2 model. It needs nothing but numpy, so that other recipes can use it.

`model.bin` is a list of named arrays:
https://github.com/OpenNMT/CTranslate2/blob/master/python/ctranslate2/specs/model_spec.py.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_BINARY_VERSION = 6


def read_model(path: Path) -> dict[str, np.ndarray]:
    """Returns all arrays of a CTranslate2 `model.bin` by name; raises ValueError for another version of the format."""
    with path.open("rb") as file:
        version = _integer(file, "I")
        if version != _BINARY_VERSION:
            raise ValueError(f"{path}: binary version {version}, expected {_BINARY_VERSION}. Use the pinned package.")
        _text(file), _integer(file, "I")  # name and revision of the specification
        return dict(_array(file) for _ in range(_integer(file, "I")))


def _array(file: BinaryIO) -> tuple[str, np.ndarray]:
    name = _text(file)
    shape = [_integer(file, "I") for _ in range(_integer(file, "B"))]
    kind = _TYPES[_integer(file, "B")]
    return name, np.frombuffer(file.read(_integer(file, "I")), kind).reshape(shape)


def _text(file: BinaryIO) -> str:
    return file.read(_integer(file, "H")).rstrip(b"\0").decode()


def _integer(file: BinaryIO, kind: str) -> int:
    return struct.unpack(f"<{kind}", file.read(struct.calcsize(f"<{kind}")))[0]
