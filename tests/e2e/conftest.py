from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from sitecheck.cli import main

SECURE = "select: [recommended, insecure-link]\n"
"""Settings under which links by http are mended."""
WriteSite = Callable[[Mapping[str, str | bytes]], Path]


class Answer(NamedTuple):
    """What a call of the command line gave."""

    code: int
    out: str
    err: str


Cli = Callable[..., Answer]
Calls = Callable[..., list[Answer]]


@pytest.fixture
def site(tmp_path: Path) -> WriteSite:
    """Writes files of a site into a fresh folder; ``_config.yml`` is there unless it is given."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder = tmp_path / "site"
        folder.mkdir(exist_ok=True)
        for path, content in {"_config.yml": "title: t\n", **files}.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return write


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes]) -> Cli:
    """Calls the command line in this process."""

    def call(*arguments: str | Path) -> Answer:
        capfdbinary.readouterr()
        code = main([str(argument) for argument in arguments])
        out, err = capfdbinary.readouterr()
        return Answer(code, out.decode(), err.decode())

    return call


@pytest.fixture
def process() -> Cli:
    """Calls the command line in a process of its own, ended after ``timeout`` seconds."""

    def call(*arguments: str | Path, timeout: float = 300, **environment: str) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "sitecheck", *map(str, arguments)],
            capture_output=True,
            timeout=timeout,
            env={**os.environ, **environment},
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


CALLS = """
import json, sys
from sitecheck.cli import main
for call in json.loads(sys.argv[1]):
    code = main(call)
    for stream in (sys.stdout, sys.stderr):
        stream.write(f"\\0{code}\\0")
        stream.flush()
"""


@pytest.fixture
def one_process() -> Calls:
    """Makes many calls in one process of its own, ended after five minutes: half a second is its start."""

    def call(*calls: Sequence[str | bytes | Path], **environment: str) -> list[Answer]:
        words = json.dumps([[os.fsdecode(word) for word in each] for each in calls])
        done = subprocess.run(
            [sys.executable, "-c", CALLS, words],
            capture_output=True,
            timeout=300,
            env={**os.environ, **environment},
            check=True,
        )
        out, err = (text.decode().split("\0") for text in (done.stdout, done.stderr))
        return [Answer(int(code), *said) for code, *said in zip(out[1::2], out[::2], err[::2], strict=False)]

    return call
