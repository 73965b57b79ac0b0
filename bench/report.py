"""What a run has found so far: kept on the disk as its parts end, so that no failure loses it."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click

from bench.findings import Finding
from bench.load import Sample


@dataclass
class Report:
    """The samples of the rounds, the findings, how long each part took, and what failed."""

    path: Path | None
    rounds: Mapping[str, Sequence[Sample]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    took_s: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """A failure is kept and said, not raised: what comes after it has figures of its own."""
        try:
            yield
        except Exception as trouble:  # noqa: BLE001  (whatever it was, the others go on)
            self.failed[name] = f"{type(trouble).__name__}: {trouble}"
            traceback.print_exc()

    @contextmanager
    def part(self, name: str, what: str) -> Iterator[None]:
        """An attempt that says what it does and how long it took."""
        click.echo(f"{name}: {what}", err=True)
        begun = time.monotonic()
        with self.attempt(name):
            yield
        self.took_s[name] = time.monotonic() - begun
        how = "failed after" if name in self.failed else "took"
        click.echo(f"{name} {how} {self.took_s[name]:.0f} s.", err=True)
        self._write()

    @property
    def is_met(self) -> bool:
        return not self.failed and all(one.meets(one.gate) for one in self.findings)

    def _write(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(asdict(self) | {"path": None}, indent=2), "utf-8")
