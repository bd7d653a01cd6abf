"""The embeddings that heads are fitted on and measured with, and which clips make a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clips import read_clips


@dataclass(frozen=True)
class Corpus:
    """Embeddings of all clips as recorded, and of augmented variants."""

    corpora: np.ndarray
    """`[clips]`"""
    speakers: np.ndarray
    """`[clips]`"""
    emotions: np.ndarray
    """In the words of the corpora, `[clips]`."""
    labels: np.ndarray
    """Index in `LABELS`, or -1, `[clips]`."""
    clean: np.ndarray
    """`[clips, size]`"""
    seconds: np.ndarray
    """Of speech, `[clips]`."""
    augmented: np.ndarray
    """`[variants, size]`"""
    augmented_seconds: np.ndarray
    """`[variants]`"""
    augmented_clips: np.ndarray
    """The clip of each variant, `[variants]`."""
    draws: np.ndarray
    """The number of the draw of each variant, `[variants]`."""

    def clips_of(self, speaker: str) -> np.ndarray:
        """Returns the clips of a speaker, in order."""
        return np.flatnonzero(self.speakers == speaker)

    def labelled(self, corpora: tuple[str, ...]) -> np.ndarray:
        """Returns the clips of corpora that have one of the four labels."""
        return np.flatnonzero(np.isin(self.corpora, corpora) & (self.labels >= 0))


def open_corpus(data: list[Path], folder: Path) -> Corpus:
    """Opens what `embeddings.py` wrote."""
    clips = read_clips(data)
    clean, augmented = np.load(folder / "clean.npz"), np.load(folder / "augmented.npz")
    return Corpus(
        corpora=np.array([clip.corpus for clip in clips]),
        speakers=np.array([clip.speaker for clip in clips]),
        emotions=np.array([clip.emotion for clip in clips]),
        labels=np.array([clip.label for clip in clips]),
        clean=clean["embeddings"].astype(np.float32),
        seconds=clean["seconds"],
        augmented=augmented["embeddings"].astype(np.float32),
        augmented_seconds=augmented["seconds"],
        augmented_clips=augmented["clips"],
        draws=augmented["kinds"].astype(int),
    )


def draw_baseline(
    corpus: Corpus, rng: np.random.Generator, clip: int, most: int, share: float, among: np.ndarray | None = None
) -> np.ndarray:
    """Returns other clips of the same speaker, `among` the given ones: at most `most`, of which `share` are neutral.

    A speaker with few neutral clips has a shorter baseline of the same composition.
    """
    own = corpus.clips_of(corpus.speakers[clip])
    others = own[(own != clip) & (True if among is None else np.isin(own, among))]
    neutral, emotional = others[corpus.labels[others] == 0], others[corpus.labels[others] > 0]
    calm = min(len(neutral), max(1, round(most * share)))
    moved = min(len(emotional), round(calm * (1 - share) / share))
    return np.concatenate([rng.permutation(neutral)[:calm], rng.permutation(emotional)[:moved]])


def mean_of(embeddings: np.ndarray, seconds: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, float]:
    """Returns the mean embedding of clips, weighted by their seconds of speech, and the sum of the seconds."""
    total = seconds[rows].sum()
    return (seconds[rows] @ embeddings[rows]) / total, float(total)
