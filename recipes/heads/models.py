"""The models that this recipe makes: encoder, corpora and licence of each, and the words for corpora and conditions."""

from __future__ import annotations

from dataclasses import dataclass

LABELS: tuple[str, ...] = ("neu", "ang", "hap", "sad")
"""The four IEMOCAP classes in the order of their indices."""


@dataclass(frozen=True)
class Model:
    """A model that ships."""

    whisper: str
    """Whose encoder it uses: `base` (multilingual) or `tiny.en`."""
    layers: tuple[int, ...]
    """The layers, counted from 1, whose states stand side by side; no later layer is computed."""
    attention_heads: int
    """Of each layer, as in Whisper."""
    parameters: int
    """Of the graph, with the logistic head."""
    corpora: tuple[str, ...]
    """What the heads are trained on."""
    tests: tuple[str, ...]
    """What the heads are measured on; a corpus that is also in `corpora` is left out of the training for its test."""
    licence: str
    """Of the weights: SPDX identifier."""
    augmented_draws: int = 2
    """Augmented variants of each clip in the relative heads, of three. Smaller models gain from more of them."""
    whitened: bool = True
    """If the absolute heads work in a whitened space. For one corpus alone this was no better, so it is not done."""


ALL_CORPORA = ("emodb", "ravdess", "nemo", "emovo")
"""The corpora with labels that may be trained on."""

MODELS: dict[str, Model] = {
    "wav2emo-base": Model("base", (2, 3), 8, 11_138_052, ALL_CORPORA, ALL_CORPORA, "CC-BY-NC-SA-4.0"),
    "wav2emo-small": Model(
        "tiny.en", (1, 2), 6, 4_662_532, ALL_CORPORA, ALL_CORPORA, "CC-BY-NC-SA-4.0", 3
    ),
    "wav2emo-open": Model(
        "base", (2, 3), 8, 11_138_052, ("emodb",), ("ravdess", "nemo", "emovo"), "CC-BY-4.0", 3, False
    ),
}
"""Every model by name."""

CORPUS_WORDS = {
    "emodb": "EmoDB, German",
    "ravdess": "RAVDESS, English",
    "nemo": "nEMO, Polish",
    "emovo": "EMOVO, Italian",
}
"""Names of the corpora in the model card."""

CREDITS = {
    "emodb": "CC BY 4.0 | Burkhardt, Paeschke, Rolfes, Sendlmeier, Weiss: A Database of German Emotional Speech. "
    "Interspeech 2005",
    "ravdess": "CC BY-NC-SA 4.0 | Livingstone, Russo: The Ryerson Audio-Visual Database of Emotional Speech and Song. "
    "PLoS ONE 13(5), 2018",
    "nemo": "CC BY-NC-SA 4.0 | Christop: nEMO: Dataset of Emotional Speech in Polish. LREC-COLING 2024",
    "emovo": "non-commercial, with credit | Costantini, Iaderola, Paoloni, Todisco: EMOVO Corpus: an Italian Emotional "
    "Speech Database. LREC 2014",
}
"""Licence and credit of each corpus."""

CONDITION_WORDS = {
    "level+20": "20 dB louder",
    "level-20": "20 dB quieter",
    "clipped+20": "20 dB too loud, clipped",
    "silence-2s": "2 s of silence added",
    "white-10db": "white noise at 10 dB",
    "pink-10db": "pink noise at 10 dB",
    "telephone-8k": "telephone band, 8 kHz",
    "mp3": "MP3",
    "opus": "Opus",
    "reverb": "reverberation of 0.5 s",
}
"""Names of the conditions in the card."""
