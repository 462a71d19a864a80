"""Where the words of a heading end."""

from __future__ import annotations

import re
import time
from random import Random

from tests.fuzz.limits import slowness

from sitecheck.server.navigate.marks import _without_end

_END = re.compile(r"[ \t]*(?:#+[ \t]*)?(?:\{#[^{}\n]*\})?[ \t]*\Z")


def test_the_words_of_a_heading_end_before_marks_and_id() -> None:
    random = Random(7)
    for _ in range(20_000):
        line = "".join(random.choices("a #{}\t", k=random.randint(0, 9)))
        end = _END.search(line)
        assert end is not None
        assert _without_end(line) == line[: end.start()], line


def test_a_heading_of_blanks_takes_no_time() -> None:
    """Two thousand of them took eight seconds, twice as many a minute."""
    began = time.process_time()
    assert _without_end("a" + " " * 200_000 + ".").endswith(".")
    assert time.process_time() - began < 1 * slowness()
