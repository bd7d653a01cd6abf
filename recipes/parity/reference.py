"""What every reference answers for one recording, whichever library computes it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor


@dataclass(frozen=True)
class Answer:
    """One recording's answer, all flat: `embedding` [embedding], `logits` [labels], `outputs` [labels].

    `outputs` are probabilities for classifiers and the predicted values (equal to the logits) for regressors.
    """

    embedding: Tensor
    logits: Tensor
    outputs: Tensor


@dataclass(frozen=True)
class Reference:
    """A loaded reference model and the meaning of its numbers."""

    labels: tuple[str, ...]
    outputs: str
    embedding: str
    logits: str
    answer: Callable[[Tensor], Answer]
    """Maps one recording [samples] in -1 … 1 at 16 kHz to its answer, in float32."""
    answer_in_double: Callable[[Tensor], Answer]
    """The same network in float64 on the same float32 input: tells how exact float32 is."""
    notes: tuple[str, ...] = field(default=())
