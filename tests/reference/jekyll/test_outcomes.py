"""An error that says that the build stops stands exactly where real Jekyll stops."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.reference.jekyll import outcomes
from tests.reference.jekyll.outcome_sites import Files, sites
from tests.sampled import slow

from sitecheck.engine.settings.site_settings import Settings, read_settings
from sitecheck.testing import check_folder, write_site

GROUPS = sorted({name.partition("/")[0] for name, _ in sites()})
SHARES = {
    "liquid": slice(0, None, 2),
    "liquid-layout": slice(1, None, 6),
    "liquid-post": slice(3, None, 6),
    "liquid-strict": slice(5, None, 6),
    **dict.fromkeys(("post", "layout", "strict"), slice(0, None, 2)),
    **dict.fromkeys(("draft", "document"), slice(1, None, 2)),
}
"""Which of a group's sites are quick tests. The same Liquid is tried in pages, layouts and posts and under other
settings, the same front matter in files of six kinds: each is quickly tried in one of them at least."""
ALL = slice(None)

NOT_JUDGED: dict[str, str] = {
    "config/kramdown-math-engine-unknown": "a gem of that name may be installed",
    "for-limit-text": "the gem liquid 5 refuses it, liquid 4 takes it for 0",
    "config/markdown-redcarpet": "GitHub Pages may build it, with kramdown",
    "base64-nonsense": "a filter of liquid 5",
    "sassify-nonsense": "indented Sass is not read for what is wrong with it",
    "liquid-post/jsonify-page": "Ruby's stack: posts name each other without end",
    "liquid-post/inspect-page": "Ruby's stack: posts name each other without end",
    "ruby-object": "Debian's Jekyll refuses it, which has Psych in the place of SafeYAML",
    "data-ruby-object": "Debian's Jekyll refuses it",
    "sass/variable-later": "whether a variable is defined before it is used is not looked at",
    "sass/mixin-with-nameless-class": "Dart Sass and Ruby Sass take it, as long as the mixin is not included",
    "sass/module-known": "Dart Sass takes it",
    "sass/partial-binary-with-charset": "Ruby Sass takes it",
    "sass/module-unknown-in-mixin": "Dart Sass takes it, as long as the mixin is not included",
}
"""Sites that stop the build without our saying so (by whole name, or by the name in every group)."""
STOPS_ELSEWHERE: dict[str, str] = {
    "place/sass-text-without-styles": "with the first style sheet",
    "place/kramdown-refused-without-markdown": "with the first page of Markdown",
    "liquid-strict/empty-output": "the gem liquid 4 refuses it, liquid 5 takes it",
    "liquid-strict/assign-without-value": "the gem liquid 4 refuses it, liquid 5 takes it",
}
"""Sites that build, of which we say that the build stops: it does with another file, or another gem."""


def stops(files: Files, folder: Path, settings: Settings) -> bool:
    """Whether we say that the build stops."""
    report = check_folder(write_site(folder, files), settings)
    assert report.crashes == ()
    return outcomes.is_said_to_stop(report)


def is_known(name: str) -> bool:
    return any(key in (name, name.partition("/")[2]) for key in (*NOT_JUDGED, *STOPS_ELSEWHERE))


def test_the_golden_file_is_of_these_sites() -> None:
    answers = outcomes.read()
    assert sorted(answers) == sorted(name for name, _ in sites())
    assert sum(answer is not None for answer in answers.values()) > 500


@pytest.mark.parametrize(
    ("group", "share"),
    [*((group, SHARES.get(group, ALL)) for group in GROUPS), *slow((group, ALL) for group in SHARES)],
)
def test_builds_stop_where_we_say(group: str, share: slice, tmp_path: Path) -> None:
    answers, settings = outcomes.read(), read_settings(None)
    wrong = []
    of_group = [(name, files) for name, files in sites() if name.startswith(f"{group}/")]
    for number, (name, files) in enumerate(of_group[share]):
        said = stops(files, tmp_path / str(number), settings)
        if said != (answers[name] is not None) and not is_known(name):
            wrong.append((name, answers[name]))
        if said == (answers[name] is not None) and name in (*NOT_JUDGED, *STOPS_ELSEWHERE):
            wrong.append((name, "is no longer different"))
    assert wrong == []


@pytest.mark.reference
def test_real_jekyll_still_answers_so() -> None:
    if shutil.which("jekyll") is None or shutil.which("ruby") is None:
        pytest.skip("Jekyll is not installed")
    answers = outcomes.read()
    some = dict(list(sites())[::19])
    assert outcomes.build(some) == {name: answers[name] for name in some}
