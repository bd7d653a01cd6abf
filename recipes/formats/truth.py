"""The content of a conversation, as each of its files must contain it."""

import json
from collections import namedtuple
from pathlib import Path

FIXTURES = Path(__file__).parents[2] / "test" / "fixtures" / "conversations"

# The case whose files contain moments instead of segments.
MOMENTS_CASE = "moments"

# What speakers without a name are called in the formats for people.
WORDS = {"right": "Right channel", "speaker-1": "Speaker 1"}

Row = namedtuple("Row", "start end speaker words label name score")


class Truth:
    """A case: its JSON file and the rows that the other files must have."""

    def __init__(self, case: str) -> None:
        self.case = case
        self.json = json.loads(self.path("json").read_text("utf-8"))
        self.file = self.json["file"]
        self.duration = self.json["durationSeconds"]
        self.content = "moments" if case == MOMENTS_CASE else "segments"
        self.labels = [label["id"] for label in self.json["labels"]]
        self.words = {each["id"]: each.get("name", WORDS.get(each["id"])) for each in self.json["speakers"]}
        self.names = {each["id"]: each.get("name", each["id"]) for each in self.json["speakers"]}
        english = {label["id"]: label["en"] for label in self.json["labels"]}
        self.source = sorted(self.json[self.content], key=lambda row: (row["start"], row["end"]))
        self.rows = [
            Row(
                row["start"],
                row["end"],
                self.names[row["speaker"]],
                self.words[row["speaker"]],
                row["label"],
                english[row["label"]],
                row["score"],
            )
            for row in self.source
        ]

    def path(self, extension: str) -> Path:
        return FIXTURES / self.case / f"{self.case}.{extension}"

    def tier(self, speaker: str) -> list[tuple[int, int, str]]:
        """The rows of one speaker in whole milliseconds."""
        return [
            (milliseconds(row.start), milliseconds(row.end), row.label)
            for row in self.rows
            if row.speaker == speaker
        ]

    def cue_text(self, row: Row, names_speakers: bool) -> str:
        # JavaScript rounds halves up, Python to the even number.
        percent = int(row.score * 100 + 0.5)
        prefix = f"{row.words}: " if names_speakers and len(self.names) > 1 else ""
        return f"{prefix}{row.name} {percent}%"


def milliseconds(seconds: float) -> int:
    return int(seconds * 1000 + 0.5)


def equal(found, expected, what: str) -> None:
    if found != expected:
        raise SystemExit(f"{what}:\n  found    {found!r}\n  expected {expected!r}")


def cases() -> list[Truth]:
    return [Truth(folder.name) for folder in sorted(FIXTURES.iterdir()) if folder.is_dir()]
