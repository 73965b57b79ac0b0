"""The README is true: its tour answers as shown, its paths exist, its settings are the settings."""

from __future__ import annotations

import inspect
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from gongji import config
from tests.conftest import Serve

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
STORIES = (ROOT / "docs" / "change-stories.md").read_text("utf-8")
BASE = "BASE=http://127.0.0.1:8000\n"
LEFT_OUT = "…"
"""Inside a line: any text. A line of its own: any lines."""
END_OF_ANSWER = "-- end of the answer --"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`((?:gongji|tests|docs|miniprogram_mock|\.ci)/[\w./]*|[\w.]+\.py|Makefile)`")
SETTING = re.compile(r"GONGJI_[A-Z_]+")


@dataclass(frozen=True, slots=True)
class Step:
    """Commands to paste, and the answer that stands under them."""

    commands: str
    answer: str


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def tour() -> Iterator[Step]:
    blocks = [(found["kind"], found["text"]) for found in BLOCK.finditer(section("The tour"))]
    for (kind, text), (next_kind, answer) in pairwise([*blocks, ("sh", "")]):
        if kind == "sh":
            yield Step(text, "" if next_kind == "sh" else answer)


def pattern(answer: str) -> str:
    lines = [
        r"(?:.*\n)*?" if line.strip() == LEFT_OUT else _line(line) for line in answer.splitlines()
    ]
    return "".join(lines)


def _line(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split(LEFT_OUT)) + r"\n"


def answers(steps: Sequence[Step], base: str, folder: Path) -> list[str]:
    """What each step prints when all of them are pasted into one shell."""
    assert shutil.which("curl"), "the tour needs curl: sudo apt-get install curl"
    pasted = "".join(f"{step.commands}echo '{END_OF_ANSWER}'\n" for step in steps)
    python = Path(sys.executable).parent
    done = subprocess.run(
        ["/bin/sh"],
        input=pasted.replace(BASE, f"BASE={base}\n"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        env=os.environ | {"PATH": f"{python}{os.pathsep}{os.environ['PATH']}"},
        cwd=folder,
        timeout=120,
        check=False,
    )
    return done.stdout.split(f"{END_OF_ANSWER}\n")


def test_the_tour_answers_as_shown_and_can_be_repeated(
    database_url: str, served: Serve, tmp_path: Path
) -> None:
    steps = list(tour())
    assert sum(step.commands.count(BASE) for step in steps) == 1
    base = served(database_url).base
    for _ in range(2):
        said = answers(steps, base, tmp_path)
        assert len(said) == len(steps) + 1, said[-1]
        for step, answer in zip(steps, said, strict=False):
            assert re.fullmatch(pattern(step.answer), answer), f"{step.commands}\n{answer}"


@pytest.mark.parametrize(
    ("answer", "real", "same"),
    [
        ("a …\n", "a b\n", True),
        ("a …\n", "a b\nc\n", False),
        ("a\n  …\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("a\n…\nd\n", "a\nb\n", False),
        ("", "curl: (7) Failed to connect\n", False),
        ("a.c\n", "abc\n", False),
    ],
)
def test_only_the_mark_stands_for_something_else(answer: str, real: str, same: bool) -> None:
    assert bool(re.fullmatch(pattern(answer), real)) is same


@pytest.mark.parametrize("path", sorted(set(PATH.findall(README + STORIES))))
def test_every_path_they_name_exists(path: str) -> None:
    names_of_rooms = list((ROOT / "gongji").glob(f"*/{path}")) if "/" not in path else []
    assert (ROOT / path).exists() or names_of_rooms


def test_the_map_shows_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "gongji").glob("*/__init__.py")}
    assert rooms == set(re.findall(r"`gongji/(\w+)/`", section("The map"))) - {"migrations"}


def test_the_table_of_settings_is_complete() -> None:
    read = set(SETTING.findall(inspect.getsource(config)))
    assert set(SETTING.findall(section("Settings"))) == read


def test_it_says_in_which_words_to_look() -> None:
    for words in (
        "Where is the deductible (起付线) decided?",
        "Where is the only commit?",
        "Where does a code get its Chinese words?",
        "Where does Hengyang differ from Zhuzhou?",
    ):
        assert words in section("The map")
