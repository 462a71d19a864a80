"""CPU seconds that each report format takes for 10,000 and 100,000 findings, and the exponent between them.

    python benchmarks/reports.py [--findings 100000]

Shapes: all findings on one line of one file; 20 in each of many files; each on a long line of its own.
Exits with 1 when an exponent is above 1.15, or the text report of 100,000 takes more than 5 seconds.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable, Iterator

from sitecheck.engine.findings.mask_report import mask_report
from sitecheck.model.finding import Finding, Severity
from sitecheck.model.report import RunReport
from sitecheck.model.span import Place, Span
from sitecheck.report import REPORTERS, ReportOptions

WORST_EXPONENT = 1.15
MOST_SECONDS = 5.0
LINK = "[a](/gone/é) "
LONG = "word " * 200
PER_FILE = 20


class Texts:
    """Sources held in memory."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def text(self, path: str) -> str | None:
        """The text of ``path``."""
        return self._files.get(path)


def one_line(number: int) -> dict[str, str]:
    """All links on one line of one file."""
    return {"index.md": LINK * number}


def many_files(number: int) -> dict[str, str]:
    """Twenty links on one line in each file."""
    return {f"p/{file}.md": LINK * PER_FILE for file in range(number // PER_FILE)}


def long_lines(number: int) -> dict[str, str]:
    """Each link in the middle of a long line of its own."""
    return {f"p/{file}.md": f"{LONG}{LINK}{LONG}\n" * PER_FILE for file in range(number // PER_FILE)}


SHAPES: tuple[Callable[[int], dict[str, str]], ...] = (one_line, many_files, long_lines)


def findings(files: dict[str, str]) -> Iterator[Finding]:
    """One finding per link."""
    for path, text in files.items():
        at = text.find(LINK)
        while at >= 0:
            place = Place(path, Span(at + 4, at + len(LINK) - 2))
            yield Finding(
                "broken-link",
                Severity.ERROR,
                f"/gone/{at} leads nowhere",
                place,
                help=f"no page or file has this address, and none that is like it was found near {at}, here",
            )
            at = text.find(LINK, at + 1)


def seconds(name: str, report: RunReport) -> tuple[float, int]:
    """CPU seconds to mask and write the report, and its length."""
    began = time.process_time()
    text = REPORTERS[name].render(mask_report(report), ReportOptions(sarif_max_results=len(report.findings)))
    return time.process_time() - began, len(text)


def main() -> int:
    """Measure, print; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--findings", type=int, default=100_000)
    most = parser.parse_args().findings
    failed = False
    for shape in SHAPES:
        reports = []
        for number in (most // 10, most):
            files = shape(number)
            reports.append(RunReport(".", tuple(findings(files)), Texts(files), files=len(files)))
        for name in REPORTERS:
            (few, _), (many, length) = (seconds(name, report) for report in reports)
            exponent = math.log10(many / max(few, 1e-3))
            failed |= exponent > WORST_EXPONENT or (name == "text" and many > MOST_SECONDS)
            figures = f"{few:6.2f} s {many:6.2f} s  exponent {exponent:5.2f}  {length:>12,} characters"
            print(f"{shape.__name__:<10} {name:<8} {figures}")
    return int(failed)


if __name__ == "__main__":
    raise SystemExit(main())
