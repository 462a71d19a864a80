"""JUnit's XML, which build servers show as tests: a suite for each file, a failed case for each finding.

The schema of Apache Ant's tasks (windyroad/JUnit-Schema) is kept to the letter. It wants times, which would
make every report another one: they are always those of the epoch.
"""

from __future__ import annotations

from itertools import groupby

from sitecheck.model.finding import Finding
from sitecheck.model.report import Crash, RunReport
from sitecheck.report.base import TOOL_NAME, ReportOptions
from sitecheck.report.places import Locator, repository_path
from sitecheck.report.xml_text import HEAD, attributes, content

_ALWAYS = {"timestamp": "1970-01-01T00:00:00", "hostname": "localhost", "time": 0}


def render(report: RunReport, options: ReportOptions) -> str:
    """The suites in reading order; one that passes when nothing was found."""
    locator = Locator(report)
    suites: list[tuple[str, list[str], int]] = []
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        name = repository_path(report, path, options.prefix)
        cases = [_case(each, name, locator, number) for number, each in enumerate(findings, 1)]
        suites.append((name, cases, 0))
    if report.crashes:
        suites.append(
            (TOOL_NAME, [_crash(*each) for each in enumerate(report.crashes, 1)], len(report.crashes))
        )
    if not suites:
        case = f"    <testcase{attributes(name='no findings', classname=TOOL_NAME, time=0)}/>"
        written = [_suite(TOOL_NAME, [case], 0, (0, 0))]
    else:
        written = [
            _suite(name, cases, number, (len(cases) - errors, errors))
            for number, (name, cases, errors) in enumerate(suites)
        ]
    return f"{HEAD}<testsuites>\n{''.join(written)}</testsuites>\n"


def _suite(name: str, cases: list[str], number: int, bad: tuple[int, int]) -> str:
    failures, errors = bad
    counts = attributes(tests=len(cases), failures=failures, errors=errors)
    shown = name if name.strip() else "."  # white space alone is no name to the schema
    about = f"{attributes(name=shown, package=TOOL_NAME, id_=number)}{counts}{attributes(**_ALWAYS)}"
    inner = "\n".join(("    <properties/>", *cases, "    <system-out/>", "    <system-err/>"))
    return f"  <testsuite{about}>\n{inner}\n  </testsuite>\n"


def _case(finding: Finding, path: str, locator: Locator, number: int) -> str:
    """A failed case; the number keeps its name apart from others of that place."""
    start = locator.start(finding.place)
    where = f"{path}:{start.line}:{start.column}"
    about = attributes(
        name=f"{finding.rule} {where} #{number}", classname=f"{TOOL_NAME}.{finding.rule}", time=0
    )
    advice = f"; {finding.help}" if finding.help else ""
    failure = attributes(message=finding.message, type_=finding.severity.label)
    text = content(f"{where}: {finding.severity.label}: {finding.message}{advice}")
    return f"    <testcase{about}>\n      <failure{failure}>{text}</failure>\n    </testcase>"


def _crash(number: int, crash: Crash) -> str:
    about = attributes(
        name=f"{crash.rule} {crash.path} #{number}", classname=f"{TOOL_NAME}.{crash.rule}", time=0
    )
    error = attributes(message=crash.error, type_="internal error")
    text = content(f"rule {crash.rule} failed on {crash.path}: {crash.error}")
    return f"    <testcase{about}>\n      <error{error}>{text}</error>\n    </testcase>"
