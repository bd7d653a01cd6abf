"""Fits the heads: logistic regression on embeddings, absolute and relative to a baseline."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from corpus import Corpus
from models import LABELS, Model

DECAY = 0.03
"""Weight of the squared weights. From 0.01 to 0.1 the recall on left-out corpora changes by less than 1 point."""

WHITENING = 2.0
"""Added to the covariance within speaker and emotion, whose mean variance is about 1, before it is inverted; without
whitening the worst corpus has 2 points less."""

CORPUS_EXPONENT = 0.5
"""The weight of a corpus is the number of its clips to this power."""

SHRINKAGE = 0.3
"""Factor of the seconds at which a baseline weighs as much as the mean of all speakers. The estimate itself, from the
variances within and between speakers, is too large: 68.5 % with one clip instead of 72.0 %."""

BRIEF_SECONDS = 5.0
"""With less baseline than this, the brief head judges: it was trained with single clips, of about 3 s."""

MOST_CLIPS = 30
"""Clips of the longest baseline in the training."""

CLEAN_REPEATS = 2
"""Baselines that are drawn for each clip as recorded."""

COMMON_SHARE = 0.5
"""Share of a common head in the absolute head; the rest is the mean of one head for each corpus. The common head is better
on unknown speakers of known corpora, the mean of heads on unknown corpora; README.md has the figures."""

_ITERATIONS = 60

Linear = tuple[np.ndarray, np.ndarray]
"""Weight `[size, classes]` and bias `[classes]`."""


@dataclass(frozen=True)
class FittedHeads:
    """Heads on normalised embeddings."""

    mean: np.ndarray
    deviation: np.ndarray
    """Normalisation, `[size]` each."""
    absolute: Linear
    many: Linear
    brief: Linear
    """Relative heads for longer and for brief baselines."""
    population: np.ndarray
    """Mean of the speakers' neutral speech, normalised, `[size]`."""
    speaker_seconds: np.ndarray
    """`[size]`"""

    def judge(self, embeddings: np.ndarray) -> np.ndarray:
        """Returns the logits of the absolute head, `[..., classes]`."""
        return (embeddings - self.mean) / self.deviation @ self.absolute[0] + self.absolute[1]

    def compare(self, embedding: np.ndarray, baseline: np.ndarray, seconds: float) -> np.ndarray:
        """Returns the logits `[classes]` of the relative head that fits the seconds of a baseline."""
        weight, bias = self.brief if seconds < BRIEF_SECONDS else self.many
        normal = (embedding - self.mean) / self.deviation
        voice = (baseline - self.mean) / self.deviation
        return relative_input(normal, voice, seconds, self.population, self.speaker_seconds) @ weight + bias


def relative_input(
    embedding: np.ndarray, baseline: np.ndarray, seconds: float, population: np.ndarray, speaker_seconds: np.ndarray
) -> np.ndarray:
    """Returns the embedding minus the posterior mean of the speaker; see `src/inference/heads/relative-input.ts`."""
    trust = seconds / (seconds + speaker_seconds)
    return embedding - (population + trust * (baseline - population))


def fit_heads(corpus: Corpus, train: np.ndarray, model: Model) -> FittedHeads:
    """Fits all heads on clips, which must have labels."""
    mean, deviation = corpus.clean[train].mean(0), corpus.clean[train].std(0) + 1e-5
    clean, augmented = (corpus.clean - mean) / deviation, (corpus.augmented - mean) / deviation
    population, speaker_seconds = _shrinkage(corpus, clean, train)
    chance = np.random.default_rng(0)
    relative = {
        is_brief: _fit_weighted(*_differences(corpus, clean, augmented, train, model, chance, is_brief, population, speaker_seconds))
        for is_brief in (True, False)
    }
    absolute = _fit_absolute(corpus, clean, augmented, train, model)
    return FittedHeads(mean, deviation, absolute, relative[False], relative[True], population, speaker_seconds)


def _fit_absolute(corpus: Corpus, clean: np.ndarray, augmented: np.ndarray, train: np.ndarray, model: Model) -> Linear:
    """Blends the mean of one head for each corpus with a common head, which also learns what tells the corpora apart."""
    kept = np.isin(corpus.augmented_clips, train)
    space = _whitener(corpus, clean, train) if model.whitened else np.eye(clean.shape[1], dtype=np.float32)
    inputs = np.concatenate([clean[train], augmented[kept]]) @ space
    clips = np.concatenate([train, corpus.augmented_clips[kept]])
    labels, corpora = corpus.labels[clips], corpus.corpora[clips]
    weights = _balance(corpora, labels)
    heads = [_fit(inputs[m], labels[m], weights[m]) for c in np.unique(corpora) for m in [corpora == c]]
    mean = [np.mean(parts, 0) for parts in zip(*heads)]
    if len(heads) == 1:
        return space @ mean[0], mean[1]
    weight, bias = (
        COMMON_SHARE * one + (1 - COMMON_SHARE) * many for one, many in zip(_fit(inputs, labels, weights), mean)
    )
    return space @ weight, bias


def _differences(
    corpus: Corpus,
    clean: np.ndarray,
    augmented: np.ndarray,
    train: np.ndarray,
    model: Model,
    chance: np.random.Generator,
    is_brief: bool,
    population: np.ndarray,
    speaker_seconds: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Returns inputs of a relative head, labels and corpora, with random baselines of each clip's speaker."""
    voices = [c[np.isin(c, train)] for s in np.unique(corpus.speakers[train]) for c in [corpus.clips_of(s)]]
    sets = [(clean, corpus.seconds, [(own, own) for own in voices])] * CLEAN_REPEATS
    for draw in range(model.augmented_draws):
        rows = np.flatnonzero(corpus.draws == draw)
        row_of = dict(zip(corpus.augmented_clips[rows], rows))
        pairs = [(own, np.array([row_of[i] for i in own])) for own in voices if len(own) > 1]
        sets.append((augmented, corpus.augmented_seconds, pairs))
    inputs, clips = [], []
    for embeddings, seconds, pairs in sets:
        for own, rows in pairs:
            for place, others in _draw_baselines(corpus.labels[own], chance, is_brief):
                baseline = rows[others]
                total = seconds[baseline].sum()
                voice = (seconds[baseline] @ embeddings[baseline]) / total
                inputs.append(relative_input(embeddings[rows[place]], voice, total, population, speaker_seconds))
                clips.append(own[place])
    chosen = np.array(clips)
    return np.array(inputs, np.float32), corpus.labels[chosen], corpus.corpora[chosen]


def _draw_baselines(labels: np.ndarray, chance: np.random.Generator, is_brief: bool):
    """Yields each clip of a voice that has a neutral sibling, and the siblings that are its baseline."""
    neutral, emotional = np.flatnonzero(labels == 0), np.flatnonzero(labels > 0)
    for place in range(len(labels)):
        calm, moved = neutral[neutral != place], emotional[emotional != place]
        if len(calm) == 0:
            continue
        if is_brief:
            yield place, chance.permutation(calm)[:1]
            continue
        most = int(np.exp(chance.uniform(np.log(2), np.log(MOST_CLIPS))))
        share = chance.uniform(0.5, 1)
        count = min(len(calm), max(1, round(most * share)))
        others = min(len(moved), round(count * (1 - share) / share))
        yield place, np.concatenate([chance.permutation(calm)[:count], chance.permutation(moved)[:others]])


def _shrinkage(corpus: Corpus, clean: np.ndarray, train: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Returns the mean of the speakers' neutral speech and the seconds at which a baseline weighs as much, `[size]`."""
    means, variances = [], []
    for speaker in np.unique(corpus.speakers[train]):
        own = corpus.clips_of(speaker)
        calm = own[corpus.labels[own] == 0]
        if len(calm) >= 3:
            means.append(clean[calm].mean(0))
            variances.append(clean[calm].var(0, ddof=1))
    within, between = np.mean(variances, 0), np.var(means, 0)
    ratio = within / np.maximum(between - within / 10, 1e-5)
    return np.mean(means, 0), ratio * SHRINKAGE * float(np.mean(corpus.seconds[train]))


def _whitener(corpus: Corpus, clean: np.ndarray, train: np.ndarray) -> np.ndarray:
    """Returns the matrix `[size, size]` after which clips of one speaker and emotion vary equally in all directions."""
    covariance, count = np.zeros((clean.shape[1],) * 2), 0
    for speaker in np.unique(corpus.speakers[train]):
        own = corpus.clips_of(speaker)
        for label in range(len(LABELS)):
            same = own[corpus.labels[own] == label]
            if len(same) > 2:
                rest = clean[same] - clean[same].mean(0)
                covariance += rest.T @ rest
                count += len(same)
    values, vectors = np.linalg.eigh(covariance / count + WHITENING * np.eye(len(covariance)))
    return (vectors * values**-0.5).astype(np.float32)


def _balance(corpora: np.ndarray, labels: np.ndarray) -> np.ndarray:
    weights = np.zeros(len(labels), np.float32)
    for corpus in np.unique(corpora):
        for label in range(len(LABELS)):
            same = (corpora == corpus) & (labels == label)
            if same.any():
                weights[same] = (corpora == corpus).sum() ** CORPUS_EXPONENT / same.sum()
    return weights


def _fit_weighted(inputs: np.ndarray, labels: np.ndarray, corpora: np.ndarray) -> Linear:
    return _fit(inputs, labels, _balance(corpora, labels))


def _fit(inputs: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> Linear:
    """Minimises the weighted cross entropy and the decay by L-BFGS."""
    x, y = torch.as_tensor(inputs), torch.as_tensor(labels)
    shares = torch.as_tensor(weights / weights.sum())
    weight = torch.zeros(x.shape[1], len(LABELS), requires_grad=True)
    bias = torch.zeros(len(LABELS), requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=_ITERATIONS, history_size=10, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = (F.cross_entropy(x @ weight + bias, y, reduction="none") * shares).sum() + DECAY * (weight * weight).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return weight.detach().numpy(), bias.detach().numpy()


def to_json(heads: FittedHeads, calibrations: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Returns the content of `heads.json`, whose heads receive embeddings that are not normalised.

    `calibrations` has `temperature` and `uncertainBelow` for `absolute`, `one` (the brief head) and `twenty`.
    """
    scale = heads.deviation[:, None]
    weight, bias = heads.absolute[0] / scale, heads.absolute[1]
    return {
        "format": "wav2emo-heads",
        "version": 1,
        "labels": list(LABELS),
        "absolute": {**_layer(weight, bias - heads.mean @ weight), "calibration": calibrations["absolute"]},
        "relative": {
            # The difference of two embeddings does not contain the mean.
            **_layer(heads.many[0] / scale, heads.many[1]),
            "calibration": calibrations["twenty"],
            "population": np.round(heads.mean + heads.deviation * heads.population, 6).tolist(),
            "speakerSeconds": np.round(heads.speaker_seconds, 4).tolist(),
            "brief": {
                **_layer(heads.brief[0] / scale, heads.brief[1]),
                "calibration": calibrations["one"],
                "belowSeconds": BRIEF_SECONDS,
            },
        },
    }


def _layer(weight: np.ndarray, bias: np.ndarray) -> dict[str, Any]:
    return {"weight": np.round(weight.T, 7).tolist(), "bias": np.round(bias, 6).tolist()}
