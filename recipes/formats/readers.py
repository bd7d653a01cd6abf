"""Reads each format with a library of its users and compares it with the conversation."""

import csv
import json
import re
import subprocess
import warnings
from pathlib import PurePosixPath

import audformat.utils
import pandas
import parselmouth
from parselmouth.praat import call
from pyannote.core import Segment
from pyannote.database.util import load_rttm
from pympi.Elan import Eaf

from truth import Truth, equal, milliseconds


def check_csv(truth: Truth) -> None:
    with truth.path("csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    equal(len(rows), len(truth.rows), "rows")
    for row, expected, source in zip(rows, truth.rows, truth.source):
        # A quote before `=` keeps a spreadsheet from executing the cell.
        equal(row["file"].removeprefix("'"), truth.file, "file")
        equal((row["speaker"], row["label"]), (expected.speaker, expected.label), "names")
        times = [float(row[column]) for column in ("start", "end", "score")]
        equal(times, [round(expected.start, 3), round(expected.end, 3), expected.score], "numbers")
        if truth.content == "segments":
            found = [float(row[label]) for label in truth.labels]
            equal(found, source["probabilities"], "probabilities")
            codes = " ".join(finding["code"] for finding in source["findings"])
            equal(row["findings"], codes, "findings")
        else:
            equal((row["reason"], row["before"]), (source["reason"], source.get("before", "")), "why")


def check_subtitles(truth: Truth, extension: str) -> None:
    """ffmpeg reads any subtitles and writes the dialogue lines of ASS, in hundredths of a second."""
    command = ["ffmpeg", "-v", "error", "-i", str(truth.path(extension)), "-f", "ass", "-"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    if not truth.rows and extension == "srt":
        # An empty SRT file is one without subtitles, and ffmpeg recognises no format in it.
        return equal(truth.path("srt").read_text(), "", "empty file")
    equal((done.returncode, done.stderr), (0, ""), "ffmpeg")
    lines = [line for line in done.stdout.splitlines() if line.startswith("Dialogue:")]
    equal(len(lines), len(truth.rows), "cues")
    for line, row in zip(lines, truth.rows):
        _, start, end, *_, text = line.split(",", 9)
        for found, expected in ((start, row.start), (end, row.end)):
            assert abs(seconds(found) - expected) <= 0.0101, (found, expected)
        equal(text, ass_text(truth, row, extension), "text")


def ass_text(truth: Truth, row, extension: str) -> str:
    if extension == "srt":
        return without_brackets(truth.cue_text(row, names_speakers=True))
    # ffmpeg drops the voice of a WebVTT cue.
    return truth.cue_text(row, names_speakers=False)


def without_brackets(name: str) -> str:
    return name.replace("<", "‹").replace(">", "›")


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


def check_voices(truth: Truth) -> None:
    """ffmpeg ignores the voices of WebVTT, so that they are compared here."""
    text = truth.path("vtt").read_text("utf-8")
    voices = re.findall(r"^<v (.*?)>", text, re.MULTILINE)
    names = [without_brackets(row.words).replace("&", "＆") for row in truth.rows]
    equal(voices, names if len(truth.names) > 1 else [], "voices")


def check_rttm(truth: Truth) -> None:
    found = load_annotation(truth, "rttm")
    expected = [(round(row.start, 3), round(row.end, 3), row.label) for row in truth.rows]
    equal(found, expected, "annotation")


def check_speaker_rttm(truth: Truth) -> None:
    found = load_annotation(truth, "speakers.rttm")
    turns = [
        (round(span["start"], 3), round(span["end"], 3), token(truth.names[speaker["id"]]))
        for speaker in truth.json["speakers"]
        for span in speaker["speech"]
    ]
    equal(found, sorted(turns), "turns")


def load_annotation(truth: Truth, extension: str) -> list[tuple[float, float, str]]:
    annotations = load_rttm(str(truth.path(extension)))
    if not annotations:
        return []
    equal(list(annotations), [token(PurePosixPath(truth.file).stem)], "recordings")
    (annotation,) = annotations.values()
    tracks = annotation.itertracks(yield_label=True)
    return [rounded(segment) + (label,) for segment, _, label in tracks]


def rounded(segment: Segment) -> tuple[float, float]:
    return round(segment.start, 3), round(segment.end, 3)


def token(name: str) -> str:
    return re.sub(r"\s+", "_", name)


def check_textgrid(truth: Truth) -> None:
    grid = parselmouth.read(str(truth.path("TextGrid")))
    equal(call(grid, "Get end time"), truth.duration, "end")
    # Praat ends with a fault of memory at a grid without tiers, so that silence is a tier, too.
    names = list(truth.names.values()) or ["speech"]
    count = call(grid, "Get number of tiers")
    equal([call(grid, "Get tier name", at + 1) for at in range(count)], names, "tiers")
    for at, name in enumerate(names, start=1):
        intervals = [
            (
                milliseconds(call(grid, "Get start time of interval", at, k)),
                milliseconds(call(grid, "Get end time of interval", at, k)),
                call(grid, "Get label of interval", at, k),
            )
            for k in range(1, call(grid, "Get number of intervals", at) + 1)
        ]
        equal([each for each in intervals if each[2]], truth.tier(name), f"intervals of {name}")
        borders = [0, *(end for _, end, _ in intervals)]
        starts = [*(start for start, _, _ in intervals), milliseconds(truth.duration)]
        equal(borders, starts, f"borders of {name}")


def check_eaf(truth: Truth) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        eaf = Eaf(str(truth.path("eaf")))
    equal(list(eaf.get_tier_names()), list(truth.names.values()), "tiers")
    for name in truth.names.values():
        equal(eaf.get_annotation_data_for_tier(name), truth.tier(name), f"annotations of {name}")
        equal(eaf.get_parameters_for_tier(name)["PARTICIPANT"], name, "participant")
    media = eaf.get_linked_files()[0]
    equal(media["RELATIVE_MEDIA_URL"], f"./{PurePosixPath(truth.file).name}", "media")
    entries = eaf.get_cv_entries("emotions")
    equal([values[0][0] for values, _ in entries.values()], truth.labels, "vocabulary")


def check_audacity(truth: Truth) -> None:
    lines = truth.path("audacity.txt").read_text("utf-8").splitlines()
    several = len(truth.names) > 1
    expected = [
        f"{row.start:.6f}\t{row.end:.6f}\t{row.words + ': ' if several else ''}{row.name}"
        for row in truth.rows
    ]
    equal(lines, expected, "labels")


def check_audformat(truth: Truth) -> None:
    table = audformat.utils.read_csv(str(truth.path("audformat.csv")))
    assert audformat.is_segmented_index(table), table.index
    expected = [(truth.file, timedelta(row.start), timedelta(row.end)) for row in truth.rows]
    equal(list(table.index), expected, "index")
    equal(list(table["emotion"]), [row.label for row in truth.rows], "emotion")
    equal(list(table["speaker"]), [row.speaker for row in truth.rows], "speaker")
    if truth.content == "segments":
        found = table[truth.labels].to_numpy().tolist()
        equal(found, [row["probabilities"] for row in truth.source], "probabilities")


def timedelta(seconds: float) -> pandas.Timedelta:
    return pandas.Timedelta(milliseconds(seconds), "ms")


def check_speechbrain(truth: Truth) -> None:
    found = json.loads(truth.path("speechbrain.json").read_text("utf-8"))
    expected = [
        {"start": round(row.start, 3), "end": round(row.end, 3), "emotion": row.label}
        for row in truth.rows
    ]
    equal(found, {truth.file: expected}, "diarisation")


READERS = {
    "csv": check_csv,
    "srt": lambda truth: check_subtitles(truth, "srt"),
    "vtt": lambda truth: (check_subtitles(truth, "vtt"), check_voices(truth)),
    "rttm": check_rttm,
    "rttm-speakers": check_speaker_rttm,
    "textgrid": check_textgrid,
    "eaf": check_eaf,
    "audacity": check_audacity,
    "audformat": check_audformat,
    "speechbrain": check_speechbrain,
}
