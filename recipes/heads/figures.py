"""Fits and measures the heads of one model: writes `heads.json` and `figures.json`, every figure of the card.

Each corpus is left out of the training in turn and tested in three ways: each clip alone, compared with one neutral clip
of its speaker, and with up to twenty clips, three quarters of them neutral.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

import measures
from corpus import Corpus, draw_baseline, mean_of, open_corpus
from heads import BRIEF_SECONDS, FittedHeads, fit_heads, to_json
from models import ALL_CORPORA, MODELS, Model

WAYS: dict[str, tuple[int, float] | None] = {"absolute": None, "one": (1, 1.0), "twenty": (20, 0.75)}
"""Clips of a baseline and their neutral share; None is no baseline."""

PLAIN_GOALS = {"absolute": 0.25, "one": 0.08, "twenty": 0.08}
"""Largest share of plain speech that gets an emotion with certainty, on the voices that the threshold is tuned on."""

FIXED_TEMPERATURE = 2.0
"""Of heads that may have learnt from EmoDB alone: its own speakers would make them overconfident elsewhere (temperature
0.3 to 0.4, calibration error 0.27 to 0.34), and other corpora may not be used."""

OTHER_EMOTIONS = ("calm", "boredom", "fearful", "disgust", "surprised")
"""Emotions of the corpora that are none of the four."""

_BASELINE_SEED, _HALVES_SEED, _PLAIN_SEED = 9, 4, 2


def judge(heads: FittedHeads, corpus: Corpus, clips: np.ndarray, way: str) -> np.ndarray:
    """Returns the logits `[clips, 4]` of clips in one of the ways."""
    baseline = WAYS[way]
    if baseline is None:
        return heads.judge(corpus.clean[clips])
    rng = np.random.default_rng(_BASELINE_SEED)
    rows = [draw_baseline(corpus, rng, clip, *baseline) for clip in clips]
    voices = [mean_of(corpus.clean, corpus.seconds, row) for row in rows]
    return np.array([heads.compare(corpus.clean[clip], *voice) for clip, voice in zip(clips, voices)])


class LeftOut:
    """Heads that were fitted without each tested corpus, and their logits on it."""

    def __init__(self, corpus: Corpus, model: Model) -> None:
        self.corpus, self.model = corpus, model
        self.heads = {test: self._fit(test) for test in model.tests}
        self.clips = {test: corpus.labelled((test,)) for test in model.tests}
        self.logits = {
            way: {test: judge(self.heads[test], corpus, self.clips[test], way) for test in model.tests} for way in WAYS
        }

    def _fit(self, test: str) -> FittedHeads:
        return fit_heads(self.corpus, self.corpus.labelled(tuple(c for c in self.model.corpora if c != test)), self.model)

    def labels(self, test: str) -> np.ndarray:
        """Returns the labels of a tested corpus."""
        return self.corpus.labels[self.clips[test]]

    def temperature(self, way: str, without: str | None = None) -> float:
        """Returns the temperature fitted on all tested corpora but one."""
        if self.model.corpora == ("emodb",):
            return FIXED_TEMPERATURE
        tests = [test for test in self.model.tests if test != without]
        return measures.fit_temperature([self.logits[way][t] for t in tests], [self.labels(t) for t in tests])

    def figures(self, way: str) -> dict[str, Any]:
        """Returns the figures of one way."""
        rows = {test: self._row(way, test) for test in self.model.tests}
        mean = lambda key: float(np.mean([row[key] for row in rows.values()]))  # noqa: E731
        neutral = float(np.mean([row["recall"][0] for row in rows.values()]))
        return {
            "corpora": rows,
            "mean": mean("uar"),
            "neutral": neutral,
            "ece": mean("ece"),
            "temperature": self.temperature(way),
        }

    def _row(self, way: str, test: str) -> dict[str, Any]:
        logits, labels = self.logits[way][test], self.labels(test)
        row = measures.recognition(labels, logits.argmax(1), self.corpus.speakers[self.clips[test]])
        return {**row, "ece": measures.calibration_error(logits, labels, self.temperature(way, test))}

    def uncertain(self, way: str, threshold: float) -> tuple[float, float]:
        """Returns the shares of right and of wrong results below a threshold, as means over the corpora."""
        shares = []
        for test in self.model.tests:
            probabilities = measures.softmax(self.logits[way][test], self.temperature(way))
            right, low = probabilities.argmax(1) == self.labels(test), probabilities.max(1) < threshold
            shares.append((low[right].mean(), low[~right].mean()))
        right, wrong = np.mean(shares, 0)
        return float(right), float(wrong)


def plain_speech(heads: FittedHeads, left_out: LeftOut, way: str, without: str | None = None) -> dict[str, Any]:
    """Tunes the threshold of `uncertain` on half of the voices of plain speech and measures it on the other half.

    The temperature is that of all tested corpora but `without`.
    """
    corpus = left_out.corpus
    clips = np.flatnonzero(corpus.corpora == "kesplain")
    voices = np.unique(corpus.speakers[clips])
    half = np.random.default_rng(_HALVES_SEED).permutation(voices)[: len(voices) // 2]
    tuned = np.isin(corpus.speakers[clips], half)
    probabilities = measures.softmax(_plain_logits(heads, corpus, clips, way), left_out.temperature(way, without))
    threshold = measures.lowest_threshold(probabilities[tuned], PLAIN_GOALS[way])
    emotion, top = probabilities.argmax(1) != 0, probabilities.max(1)
    right, wrong = left_out.uncertain(way, threshold)
    return {
        "threshold": threshold,
        "emotion": float(np.mean(emotion[~tuned])),
        "emotion_certain": float(np.mean((emotion & (top >= threshold))[~tuned])),
        "clips": int((~tuned).sum()),
        "voices": int(len(voices) - len(half)),
        "right_uncertain": right,
        "wrong_uncertain": wrong,
        "neutral_share": float(np.mean(~emotion[~tuned])),
    }


def _plain_logits(heads: FittedHeads, corpus: Corpus, clips: np.ndarray, way: str) -> np.ndarray:
    """Any other clips of the speaker are the baseline, because plain speech has no labels."""
    baseline = WAYS[way]
    if baseline is None:
        return heads.judge(corpus.clean[clips])
    rng, logits = np.random.default_rng(_PLAIN_SEED), []
    for clip in clips:
        others = corpus.clips_of(corpus.speakers[clip])
        voice, seconds = mean_of(corpus.clean, corpus.seconds, rng.permutation(others[others != clip])[: baseline[0]])
        # The brief head is measured with single clips, also if one is longer.
        brief = min(seconds, BRIEF_SECONDS - 0.01) if baseline[0] == 1 else seconds
        logits.append(heads.compare(corpus.clean[clip], voice, brief))
    return np.array(logits)


def other_emotions(left_out: LeftOut, thresholds: dict[str, float]) -> dict[str, Any]:
    """Measures what emotions outside the four are called, by heads that were fitted without the corpus of each clip."""
    corpus, found = left_out.corpus, {}
    for emotion in OTHER_EMOTIONS:
        clips = {test: np.flatnonzero((corpus.corpora == test) & (corpus.emotions == emotion)) for test in left_out.model.tests}
        clips = {test: rows for test, rows in clips.items() if len(rows)}
        if clips:
            found[emotion] = {way: _answers(left_out, clips, way, threshold) for way, threshold in thresholds.items()}
    return found


def _answers(left_out: LeftOut, clips: dict[str, np.ndarray], way: str, threshold: float) -> dict[str, Any]:
    logits = np.concatenate([judge(left_out.heads[test], left_out.corpus, rows, way) for test, rows in clips.items()])
    probabilities = measures.softmax(logits, left_out.temperature(way))
    return {
        "clips": len(logits),
        "corpora": list(clips),
        "answers": [float(np.mean(probabilities.argmax(1) == label)) for label in range(probabilities.shape[1])],
        "uncertain": float(np.mean(probabilities.max(1) < threshold)),
    }


def folds(corpus: Corpus, model: Model, speakers: list[list[str]]) -> dict[str, Any]:
    """Tests the speakers of each fold with heads that were fitted on all others, alone and with twenty clips."""
    found = {way: np.full(len(corpus.labels), -1) for way in ("absolute", "twenty")}
    trained = corpus.labelled(model.corpora)
    for fold in speakers:
        tested = np.isin(corpus.speakers[trained], fold)
        heads = fit_heads(corpus, trained[~tested], model)
        for way, results in found.items():
            results[trained[tested]] = judge(heads, corpus, trained[tested], way).argmax(1)
    rows = {}
    for name in model.corpora:
        clips = corpus.labelled((name,))
        truth = corpus.labels[clips], corpus.speakers[clips]
        alone, beside = (measures.recognition(truth[0], found[way][clips], truth[1]) for way in found)
        rows[name] = {**alone, "relative": beside["uar"], "relative_interval": beside["interval"]}
    return rows


def conditions(left_out: LeftOut, file: Path) -> dict[str, Any]:
    """Measures what each condition costs on corpora that were left out, alone and beside clips under the same condition."""
    arrays = np.load(file)
    names, clips, changed = arrays["kinds"], arrays["clips"], arrays["embeddings"].astype(np.float32)
    return {
        str(name): {
            test: _cost(left_out, test, clips[chosen], changed[chosen])
            for test in left_out.model.tests
            for chosen in [(names == name) & (left_out.corpus.corpora[clips] == test)]
        }
        for name in np.unique(names)
    }


def _cost(left_out: LeftOut, test: str, clips: np.ndarray, changed: np.ndarray) -> dict[str, float]:
    corpus, heads = left_out.corpus, left_out.heads[test]
    labels, row_of = corpus.labels[clips], {clip: row for row, clip in enumerate(clips)}
    alone = [measures.unweighted_recall(labels, heads.judge(e).argmax(1)) for e in (corpus.clean[clips], changed)]
    rng, plain, beside, compared = np.random.default_rng(_BASELINE_SEED), [], [], []
    for clip in clips:
        others = draw_baseline(corpus, rng, clip, *WAYS["twenty"], among=clips)
        if len(others) == 0:
            continue
        plain.append(heads.compare(corpus.clean[clip], *mean_of(corpus.clean, corpus.seconds, others)))
        rows = np.array([row_of[other] for other in others])
        voice = mean_of(changed, corpus.seconds[clips], rows)
        beside.append(heads.compare(changed[row_of[clip]], *voice))
        compared.append(corpus.labels[clip])
    truth = np.array(compared)
    relative = [measures.unweighted_recall(truth, np.array(logits).argmax(1)) for logits in (plain, beside)]
    return {
        "absolute": alone[1],
        "absolute_drop": alone[0] - alone[1],
        "relative": relative[1],
        "relative_drop": relative[0] - relative[1],
    }


def measure_all(corpus: Corpus, model: Model, speakers: list[list[str]], changed: Path) -> tuple[dict[str, Any], Any]:
    """Returns all figures and the content of `heads.json`."""
    left_out = LeftOut(corpus, model)
    figures: dict[str, Any] = {way: left_out.figures(way) for way in WAYS}
    shipped = fit_heads(corpus, corpus.labelled(model.corpora), model)
    figures["plain"] = {way: plain_speech(shipped, left_out, way) for way in WAYS}
    thresholds = {way: figures["plain"][way]["threshold"] for way in WAYS}
    figures["other_emotions"] = other_emotions(left_out, thresholds)
    korean = corpus.labelled(("kes",))
    truth = corpus.labels[korean], corpus.speakers[korean]
    found = {way: judge(shipped, corpus, korean, way).argmax(1) for way in WAYS}
    figures["kes"] = {way: measures.recognition(truth[0], found[way], truth[1]) for way in WAYS}
    if model.corpora == ALL_CORPORA:
        figures["folds"] = folds(corpus, model, speakers)
    figures["conditions"] = conditions(left_out, changed)
    figures["protocol"] = {"sources": list(model.corpora), "tests": list(model.tests)}
    calibrations = {
        way: {
            "temperature": round(figures[way]["temperature"], 4),
            "uncertainBelow": round(figures["plain"][way]["threshold"], 4),
        }
        for way in WAYS
    }
    return figures, to_json(shipped, calibrations)


def main() -> None:
    """Writes both files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True, choices=MODELS)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="the folders that embeddings.py read")
    parser.add_argument("--embeddings", type=Path, required=True, help="the folder that embeddings.py wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for heads.json and figures.json")
    arguments = parser.parse_args()
    corpus = open_corpus(arguments.data, arguments.embeddings)
    protocol = json.loads((Path(__file__).parent / "folds.json").read_text(encoding="utf-8"))
    figures, heads = measure_all(corpus, MODELS[arguments.model], protocol, arguments.embeddings / "conditions.npz")
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "heads.json").write_text(json.dumps(heads) + "\n", encoding="utf-8")
    (arguments.out / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
