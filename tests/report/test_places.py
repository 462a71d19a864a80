from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from tests.report.samples import run
from tests.report.strategies import paths, unhurried

from sitecheck.model.span import Place, Span
from sitecheck.report.places import Locator, SourceFile, file_uri, repository_path, shown_path


def test_columns_in_code_points_and_in_utf16_units() -> None:
    file = SourceFile("a😀b\n😀😀[x]\n")
    start = file.text.index("[x]")
    assert file.region(Span(start, start + 3)) == ((2, 3), (2, 6))
    assert file.region(Span(start, start + 3), utf16=True) == ((2, 5), (2, 8))


def test_a_line_end_at_the_end_belongs_to_edits_only() -> None:
    file = SourceFile("ab\r\ncd")
    assert file.region(Span(0, 4)) == ((1, 1), (1, 3))
    assert file.region(Span(0, 4), exact=True) == ((1, 1), (2, 1))


def test_only_three_line_ends_count() -> None:
    file = SourceFile("a\u2028b\x0bc\x85d\re\r\nf\ng")
    assert file.region(Span(len(file.text) - 1, len(file.text))).start == (4, 1)


def test_missing_text_is_the_start_of_the_file() -> None:
    assert Locator(run({}, ())).region(Place("gone.md", Span(5, 9))) == ((1, 1), (1, 1))


@pytest.mark.parametrize(
    ("root", "prefix", "shown", "repository"),
    [
        (".", None, "a.md", "a.md"),
        ("", None, "a.md", "a.md"),
        ("docs", None, "docs/a.md", "docs/a.md"),
        ("./docs/", None, "./docs/a.md", "docs/a.md"),
        ("..", None, "../a.md", "a.md"),
        ("../x/docs", "docs", "../x/docs/a.md", "docs/a.md"),
        (".", "sites/one", "a.md", "sites/one/a.md"),
        ("docs", ".", "docs/a.md", "a.md"),
        ("/abs/docs", None, "/abs/docs/a.md", "a.md"),
        ("/", None, "/a.md", "a.md"),
        ("C:/docs", None, "C:/docs/a.md", "a.md"),
    ],
)
def test_paths(root: str, prefix: str | None, shown: str, repository: str) -> None:
    report = run({}, (), root=root)
    assert shown_path(report, "a.md") == shown
    assert repository_path(report, "a.md", prefix) == repository


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("docs/a b.md", "docs/a%20b.md"),
        ("[slug].md", "%5Bslug%5D.md"),
        ("a#b?.md", "a%23b%3F.md"),
        ("a:b.md", "a%3Ab.md"),
        ("a\\b.md", "a%5Cb.md"),
        ("日.md", "%E6%97%A5.md"),
        ("100%.md", "100%25.md"),
        ("bad\udcff.md", "bad%FF.md"),
        ("_posts/2020-01-01-x~y.md", "_posts/2020-01-01-x~y.md"),
    ],
)
def test_file_uri(path: str, uri: str) -> None:
    assert file_uri(path) == uri


@unhurried
@given(paths)
def test_file_uri_decodes_to_the_bytes_of_the_name(path: str) -> None:
    uri = file_uri(path)
    assert uri.isascii()
    assert not set(uri) & set(' \\#?[]<>"{}|^`:')
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return
    assert unquote_to_bytes(uri) == raw


@pytest.mark.parametrize(
    ("root", "prefix", "shown", "repository"),
    [
        ("docs", None, "a.md", "a.md"),
        ("sites/docs", None, "sites/a.md", "sites/a.md"),
        (".", None, "../a.md", "../a.md"),
        ("..", None, "../../a.md", "a.md"),
        ("../x/docs", "docs", "../x/a.md", "a.md"),
    ],
)
def test_paths_beside_the_site(root: str, prefix: str | None, shown: str, repository: str) -> None:
    report = run({}, (), root=root)
    assert shown_path(report, "../a.md") == shown
    assert repository_path(report, "../a.md", prefix) == repository
