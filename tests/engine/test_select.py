"""From what rules said to what is reported: once, as bad as the settings say, and not what comments silence."""

from __future__ import annotations

import pytest

from sitecheck.engine.findings.select import select_findings
from sitecheck.engine.findings.suppress import Suppression, read_suppressions
from sitecheck.engine.settings.site_settings import Override, Settings
from sitecheck.model.finding import Finding, Related, Severity
from sitecheck.model.fix import Edit, Fix
from sitecheck.model.span import Place, Span
from sitecheck.rule.registry import load_rules

RULES = load_rules()
ALL = Settings(RULES, frozenset(RULES))
RAN = frozenset(RULES)
HERE, THERE = Place("a.md", Span(30, 33)), Place("b.md", Span(0, 3))


def finding(message: str = "m", place: Place = HERE, rule: str = "broken-link", pages: int = 1) -> Finding:
    return Finding(rule, Severity.WARNING, message, place, pages=pages)


def comment(text: str) -> tuple[Suppression, ...]:
    """The comment, on the line above what it silences."""
    (read,) = read_suppressions(f"<!-- sitecheck: ignore[{text}] -->\nxyz\n" + "\n" * 40, 0)
    return (read._replace(covers=Span(0, 60)),)


def test_the_fix_of_a_fault_that_is_seen_from_elsewhere_too_is_kept() -> None:
    plain, mended = finding(), finding()._replace(fix=Fix("mend it", (Edit(HERE.span, "x"),)))
    for found in ([plain, mended], [mended, plain], [plain._replace(severity=Severity.ERROR), mended]):
        (kept,) = select_findings(found, ALL, {}, RAN).findings
        assert kept.fix == mended.fix


def test_one_fault_on_many_pages_is_one_finding_as_bad_as_the_worst() -> None:
    mild, bad = finding(pages=2), finding()._replace(severity=Severity.ERROR, help="h")
    for found in ([mild, bad, finding()], [bad, mild, finding()]):
        selection = select_findings(found, ALL, {}, RAN)
        assert selection.findings == (bad._replace(pages=4),)


def test_findings_differ_by_rule_place_and_message() -> None:
    found = [finding(), finding("n"), finding(place=THERE), finding(rule="broken-anchor")]
    assert len(select_findings(found, ALL, {}, RAN).findings) == 4


def test_findings_are_in_the_order_of_files() -> None:
    first = finding(place=Place("a.md", Span(1, 2)))
    found = [finding(place=THERE), finding(), first]
    assert select_findings(found, ALL, {}, RAN).findings == (first, finding(), finding(place=THERE))


def test_what_is_on_no_page_counts_as_one() -> None:
    assert select_findings([finding(pages=0)], ALL, {}, RAN).findings == (finding(),)


@pytest.mark.parametrize(
    ("settings", "severity"),
    [
        (Settings(RULES, frozenset()), None),
        (Settings(RULES, RAN, exclude=("a.md",)), None),
        (Settings(RULES, RAN, exclude=("b.md",)), Severity.WARNING),
        (Settings(RULES, RAN, severities={"broken-link": Severity.INFO}), Severity.INFO),
        (Settings(RULES, RAN, overrides=(Override(("a.md",), off=frozenset(("broken-link",))),)), None),
        (Settings(RULES, RAN, overrides=(Override(("b.md",), off=frozenset(("broken-link",))),)), Severity.WARNING),
        (Settings(RULES, frozenset(), overrides=(Override(("a.md",), on=RAN),)), Severity.WARNING),
        (Settings(RULES, frozenset(), overrides=(Override(("a.md",), on=RAN, off=RAN),)), None),
        (
            Settings(
                RULES,
                RAN,
                severities={"broken-link": Severity.INFO},
                overrides=(Override(("a.md",), severities={"broken-link": Severity.ERROR}),),
            ),
            Severity.ERROR,
        ),
        (Settings(RULES, RAN, overrides=(Override(("b.md",), severities={"broken-link": Severity.ERROR}),)), Severity.WARNING),
    ],
)  # fmt: skip
def test_how_bad_it_is_the_settings_say(settings: Settings, severity: Severity | None) -> None:
    found = select_findings([finding()], settings, {}, RAN).findings
    assert [each.severity for each in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize("text", ["broken-link", "links", "image-alt, broken-link", "links, images"])
def test_a_comment_silences_its_rules_and_groups(text: str) -> None:
    selection = select_findings([finding()], ALL, {"a.md": comment(text)}, frozenset(("broken-link",)))
    assert selection == ((), 1)


@pytest.mark.parametrize("text", ["image-alt", "images"])
def test_a_comment_for_others_silences_nothing(text: str) -> None:
    selection = select_findings([finding()], ALL, {"a.md": comment(text)}, RAN)
    assert selection.suppressed == 0
    idle, kept = sorted(selection.findings, key=lambda each: each.place.span.start)
    assert kept == finding()
    assert (idle.rule, idle.severity) == ("unused-suppression", Severity.WARNING)
    assert idle.message == f"the comment silences nothing: {text} finds nothing here"
    assert idle.place == Place("a.md", comment(text)[0].span)
    assert idle.help == "remove it"
    assert idle.fix is not None
    assert [(edit.span, edit.text) for edit in idle.fix.edits] == [(comment(text)[0].removal, "")]


def test_of_several_rules_in_a_comment_those_are_told_that_find_nothing() -> None:
    selection = select_findings([finding()], ALL, {"a.md": comment("broken-link, image-alt")}, RAN)
    (idle,) = selection.findings
    assert idle.message == "the comment silences nothing: image-alt finds nothing here"
    assert idle.fix is None


def test_rules_that_did_not_run_cannot_find_nothing() -> None:
    selection = select_findings([], ALL, {"a.md": comment("image-alt, links")}, frozenset(("invalid-date",)))
    assert selection == ((), 0)


def test_a_comment_at_a_related_place_silences_the_finding() -> None:
    related = finding(place=THERE)._replace(related=(Related(HERE, "see here"), Related(HERE, "and here")))
    assert select_findings([related], ALL, {"a.md": comment("broken-link")}, RAN) == ((), 1)


def test_a_comment_in_another_file_or_elsewhere_silences_nothing() -> None:
    away = (comment("broken-link")[0]._replace(covers=Span(40, 60)),)
    for comments in ({"b.md": comment("broken-link")}, {"a.md": away}):
        selection = select_findings([finding()], ALL, comments, frozenset(("broken-link",)))
        assert selection.suppressed == 0
        assert {each.rule for each in selection.findings} == {"broken-link", "unused-suppression"}


def test_a_rule_that_there_is_not_is_told_with_what_is_meant() -> None:
    (told,) = select_findings([], ALL, {"a.md": comment("brokn-link")}, RAN).findings
    assert (told.rule, told.severity) == ("invalid-suppression", Severity.WARNING)
    assert told.message == "there is no rule 'brokn-link'; did you mean 'broken-link'?"
    assert told.place == Place("a.md", comment("brokn-link")[0].span)


def test_what_is_said_of_comments_can_be_switched_off() -> None:
    comments = {"a.md": comment("brokn-link, image-alt")}
    off = Settings(RULES, RAN - {"unused-suppression", "invalid-suppression"})
    assert select_findings([], off, comments, RAN).findings == ()
    mild = Settings(
        RULES, RAN, severities=dict.fromkeys(("unused-suppression", "invalid-suppression"), Severity.INFO)
    )
    assert [each.severity for each in select_findings([], mild, comments, RAN).findings] == [
        Severity.INFO
    ] * 2
