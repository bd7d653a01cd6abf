"""The result of a reference for one recording, independent of the library."""

from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class ReferenceResult:
    """Result of one recording, all flat: `embedding` [embedding], `logits` [labels], `outputs` [labels].

    `outputs` are probabilities for classifiers and the predicted values (equal to the logits) for regressors.
    """

    embedding: Tensor
    logits: Tensor
    outputs: Tensor
    dimensions: Tensor | None = None
    """Values beside the classes, [dimensions]; only of classifiers that have such heads, too."""
    frames: Tensor | None = None
    """Probabilities of each frame, [frames * labels]; only of models that classify each frame."""
    segments: tuple[dict[str, float | str], ...] | None = None
    """The result of `diarize_file`; only of such models."""


@dataclass(frozen=True)
class Reference:
    """A loaded reference model and the meaning of its numbers."""

    labels: tuple[str, ...]
    outputs: str
    embedding: str
    logits: str
    compute: Callable[[Tensor], ReferenceResult]
    """Maps one recording [samples] in -1 … 1 at 16 kHz to its result, in float32."""
    compute_in_double: Callable[[Tensor], ReferenceResult]
    """The same network in float64 on the same float32 input; shows how exact float32 is."""
    notes: tuple[str, ...] = field(default=())
