"""The law that every rule's examples obey; shipped, so that third-party rule packs can use it.

    @pytest.mark.parametrize("case", sitecheck.testing.cases(MyRule), ids=str)
    def test_examples(case, tmp_path):
        sitecheck.testing.obey(case, tmp_path)

The law: a valid example is silent; an invalid one speaks as often as it says, with the place, the words, the
severity and the related places it states; a fix gives exactly the text stated, the rule is silent after it,
and fixing settles; an example without ``fixed`` offers no fix that would be applied; spans lie inside their
file; Windows line ends change nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sitecheck.engine.check_site import check_site
from sitecheck.engine.edits.choose_fixes import ROUNDS, choose_fixes
from sitecheck.engine.folders.find_site import CONFIG_NAMES
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import Settings, read_settings
from sitecheck.model.finding import Finding
from sitecheck.model.fix import Safety, apply_edits
from sitecheck.model.report import RunReport
from sitecheck.named_tuple import NamedTuple
from sitecheck.rule.base import RuleType
from sitecheck.rule.example import Invalid, Valid
from sitecheck.rule.options import read_options

EVERY_PAGE = "plugins:\n  - jekyll-optional-front-matter\n"
"""Added to the configuration of examples, so that Markdown files are pages without front matter."""


class Case(NamedTuple):
    """One example of one rule."""

    rule: RuleType
    number: int
    example: Valid | Invalid

    def __str__(self) -> str:
        kind = "valid" if isinstance(self.example, Valid) else "invalid"
        return f"{self.rule.id}-{kind}-{self.number}"


def cases(*rules: RuleType) -> Iterator[Case]:
    """Every example of ``rules``."""
    for rule in rules:
        for number, valid in enumerate(rule.valid):
            yield Case(rule, number, valid)
        for number, invalid in enumerate(rule.invalid):
            yield Case(rule, number, invalid)


def write_site(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Writes the files of a small site; texts are written as they are, line ends included."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def check_folder(folder: Path, settings: Settings) -> RunReport:
    """A run over the site in ``folder``: one process, no cache, no network."""
    return check_site(RunOptions(str(folder), settings, jobs=1))


def settings_for(
    rule: RuleType, options: Mapping[str, object] | None = None, folder: Path | None = None
) -> Settings:
    """Settings under which ``rule`` is on; all others are, too, for rules about suppressions only.

    The site in ``folder`` may have a ``.sitecheck.yml`` that says more.
    """
    wanted = ["all"] if rule.group == "suppressions" else [rule.id]
    own = folder / CONFIG_NAMES[0] if folder is not None else None
    path = str(own) if own is not None and own.is_file() else None
    settings = read_settings(path, site=str(folder or "."), only=wanted)
    if not options:
        return settings
    chosen = {rule.id: read_options(rule.Options, options, rule.id)}
    return Settings(settings.rules, settings.on, options=chosen)


def obey(case: Case, folder: Path, *, windows: bool = True) -> list[Finding]:
    """Asserts that an example obeys the law; ``folder`` is empty and may be written to. What it says.

    ``windows``: whether it is tried with Windows line ends, too.
    """
    if isinstance(case.example, Valid):
        _obey_valid(case.rule, case.example, folder, windows=windows)
        return []
    return _obey_invalid(case.rule, case.example, folder, windows=windows)


def _run(
    rule: RuleType, files: Mapping[str, str], folder: Path, options: Mapping[str, object]
) -> list[Finding]:
    config = files.get("_config.yml", "")
    if "plugins" not in config and rule.group != "config":
        files = {**files, "_config.yml": config + EVERY_PAGE}
    write_site(folder, files)
    report = check_folder(folder, settings_for(rule, options, folder))
    assert not report.crashes, report.crashes[0].traceback
    for finding in report.findings:
        text = report.sources.text(finding.path)
        length = len(text) if text is not None else 0
        assert 0 <= finding.place.span.start <= finding.place.span.end <= length, finding
    return [finding for finding in report.findings if finding.rule == rule.id]


def _obey_valid(rule: RuleType, example: Valid, folder: Path, *, windows: bool) -> None:
    found = _run(rule, example.site(), folder / "lf", {})
    assert not found, f"the valid example speaks: {found}"
    if windows:
        found = _run(rule, _windows(example.site()), folder / "crlf", {})
        assert not found, f"with Windows line ends the valid example speaks: {found}"


def _obey_invalid(rule: RuleType, example: Invalid, folder: Path, *, windows: bool) -> list[Finding]:
    site = example.site()
    found = _run(rule, site, folder / "lf", example.options)
    assert len(found) == example.findings, f"{len(found)} findings: {found}"
    first = found[0]
    assert first.path == example.path, first
    _obey_words(rule, example, first)
    start, end = first.place.span
    if example.at:
        assert example.text[start:end] == example.at, f"marks {example.text[start:end]!r}"
    if windows:
        _obey_windows(rule, example, found, folder)
    _obey_fix(rule, example, found, folder)
    return found


def _obey_windows(rule: RuleType, example: Invalid, found: list[Finding], folder: Path) -> None:
    site = _windows(example.site())
    same = _run(rule, site, folder / "crlf", example.options)
    assert [f.message for f in same] == [f.message for f in found]
    if example.at and "\n" not in example.at:
        at = same[0].place.span
        assert site[example.path][at.start : at.end] == example.at


def _obey_words(rule: RuleType, example: Invalid, first: Finding) -> None:
    assert example.message in first.message, first.message
    assert example.help in first.help, f"advises {first.help!r}"
    wanted = rule.severity if example.severity is None else example.severity
    assert first.severity is wanted, f"weighs as {first.severity.label}"
    files = example.site()
    related = tuple(
        files[each.place.path][each.place.span.start : each.place.span.end] for each in first.related
    )
    assert related == example.related, f"points to {related}"


def _obey_fix(rule: RuleType, example: Invalid, found: list[Finding], folder: Path) -> None:
    chosen = choose_fixes(found, Safety.UNSAFE)
    if example.fixed is None:
        assert not chosen, f"offers a fix, but the example states none: {chosen[0].edits}"
        return
    text, site = example.text, dict(example.site())
    for round_ in range(ROUNDS):
        found = [f for f in found if f.path == example.path]
        chosen = choose_fixes(found, Safety.UNSAFE)
        if not chosen:
            break
        text = apply_edits(text, chosen[0].edits)
        site[example.path] = text
        found = _run(rule, site, folder / f"fixed-{round_}", example.options)
    assert text == example.fixed, f"fixed to {text!r}"
    assert not found, f"speaks after fixing: {found}"


def _windows(site: Mapping[str, str]) -> dict[str, str]:
    return {path: text.replace("\n", "\r\n") for path, text in site.items()}
