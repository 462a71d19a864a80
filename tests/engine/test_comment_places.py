"""Where a comment that silences a finding is written, so that nothing else of the file changes its meaning."""

from __future__ import annotations

import pytest
from tests.fuzz.limits import deadline

from sitecheck.engine.edits.comment_places import place_comments
from sitecheck.model.finding import WHOLE_FILE, Finding, Severity
from sitecheck.model.fix import apply_edits
from sitecheck.model.span import Place, Span
from sitecheck.text.source import Source, decode

MARK = "@"
"""In the texts below: where a finding is. It is taken out before."""
HEAD = "---\ntitle: A\n---\n"


def commented(path: str, marked: str) -> tuple[str, int]:
    """A file with comments at its marks; without any, with one for the whole file. And how many find no place."""
    *before, _ = marked.split(MARK)
    offsets = [len("".join(before[: number + 1])) for number in range(len(before))]
    text = marked.replace(MARK, "")
    spans = [Span(offset, offset + 1) for offset in offsets] or [WHOLE_FILE]
    source = decode(path, text.encode())
    assert isinstance(source, Source)
    findings = [Finding("image-alt", Severity.WARNING, "m", Place(path, span)) for span in spans]
    placed = place_comments(source, findings, "ignore[image-alt]")
    return apply_edits(source.text, placed.edits), placed.missed


HTML = "<!-- sitecheck: ignore[image-alt] -->"
LIQUID = "{%- comment %} sitecheck: ignore[image-alt] {% endcomment %}"
GLUED = LIQUID.replace("{%-", "{%")
BEFORE = GLUED.removesuffix("%}") + "-%}"
OFF = "---\nrender_with_liquid: false\n---\n"
YAML = "# sitecheck: ignore[image-alt]"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.md", "one\nt@wo\nthree\n", f"one\ntwo {HTML}\nthree\n"),
        ("a.md", "t@wo", f"two {HTML}"),
        ("a.md", "t@w@o\n", f"two {HTML}\n"),
        ("a.md", "o@ne\nt@wo\n", f"one {HTML}\ntwo {HTML}\n"),
        ("a.md", f"{HEAD}t@wo\n", f"{HEAD}two {LIQUID}\n"),
        ("a.md", f"{OFF}t@wo\n", f"{OFF}two {HTML}\n"),
        # nothing stays of it, no blank either, where one would break the line or keep it from breaking
        ("a.md", f"{HEAD}t@wo \nthree\n", f"{HEAD}two {GLUED}\nthree\n"),
        ("a.md", f"{HEAD}t@wo  \nthree\n", f"{HEAD}two  {GLUED}\nthree\n"),
        ("a.md", f"{HEAD}t@wo\\\\\nthree\n", f"{HEAD}two\\\\ {LIQUID}\nthree\n"),
        # a comment of HTML stays: above the block, where the page is not the same with it at the end of the line
        ("a.md", f"{OFF}- t@wo\n", f"{OFF}- two {HTML}\n"),
        ("a.md", f"{OFF}# t@wo\nthree\n", f"{OFF}{HTML}\n\n# two\nthree\n"),
        ("a.md", f"{OFF}one\n\none\nt@wo  \nthree\n", f"{OFF}one\n\n{HTML}\n\none\ntwo  \nthree\n"),
        ("a.md", f"{OFF}| a | b |\n|---|---|\n| t@wo | c |\n", f"{OFF}{HTML}\n\n| a | b |\n|---|---|\n| two | c |\n"),
        ("a.md", f"{OFF}[a]\n\n[a]: t@wo\n", f"{OFF}[a]\n\n{HTML}\n\n[a]: two\n"),
        ("a.md", f"{OFF}one\n\n    t@wo\n", f"{OFF}one\n\n{HTML}\n\n    two\n"),
        ("a.md", "<pre>\nt@wo\n</pre>\n", f"{HTML}\n\n<pre>\ntwo\n</pre>\n"),
        ("a.md", f"{OFF}- one\n\n  t@wo  \n  three\n", None),
        ("_layouts/a.html", "t@wo\n", f"two {LIQUID}\n"),
        ("_includes/a.svg", "t@wo\n", f"two {LIQUID}\n"),
        ("_includes/a.js", "t@wo\n", f"two {LIQUID}\n"),
        ("_includes/a.md", "---\n\nt@wo\n\n---\n", f"---\n\ntwo {LIQUID}\n\n---\n"),  # two rulers
        *((f"a.{ending}", "t@wo\n", f"two {HTML}\n") for ending in ("markdown", "mkdown", "mkdn", "mkd", "html", "htm", "xml", "svg")),
        ("a.js", f"{HEAD}t@wo\n", f"{HEAD}two {LIQUID}\n"),
        # the end of the line is within a tag, a comment or a text that is shown as it is: then its start
        ("a.html", "one\nt@wo <b\nclass=x>\n", f"one\n{HTML} two <b\nclass=x>\n"),
        ("a.html", "<pre>a\n</pre>t@wo\n", f"<pre>a\n</pre>two {HTML}\n"),
        ("a.md", f"{HEAD}x@ {{{{ a |\n b }}}}\n", f"{HEAD}{BEFORE} x {{{{ a |\n b }}}}\n"),
        ("a.md", f"{HEAD}  x@ {{{{ a |\n b }}}}\n", f"{HEAD}{GLUED}  x {{{{ a |\n b }}}}\n"),
        ("a.md", f"{HEAD}x@ <b\n>\n", f"{HEAD}x <b {LIQUID}\n>\n"),
        ("a.md", f"{HEAD}{{% raw %}}\nt@wo\n{{% endraw %}}\n", f"{HEAD}{BEFORE}\n{{% raw %}}\ntwo\n{{% endraw %}}\n"),
        ("a.md", f"{HEAD}\none\n{{% include b\n c=t@wo\n d=e %}}\n", f"{HEAD}\n{BEFORE}\none\n{{% include b\n c=two\n d=e %}}\n"),
        # in front matter and in YAML
        ("a.md", "---\ntitle: @A\n---\n", f"---\ntitle: A {YAML}\n---\n"),
        ("a.md", "---\na:\n  b: |\n    @text\n---\n", None),
        ("a.md", "---\na:\n  b: @|\n    text\n---\n", f"---\na:\n  b: | {YAML}\n    text\n---\n"),
        ("a.md", "---\na:\n  b: @'x\n    y'\n---\n", f"---\na:\n  {YAML}\n  b: 'x\n    y'\n---\n"),
        ("_config.yml", "title: @A\n", f"title: A {YAML}\n"),
        ("_data/a.yaml", "title: @A\n", f"title: A {YAML}\n"),
        ("a.md", "@---\ntitle: A\n---\n", "---\n# sitecheck: ignore-file[image-alt]\ntitle: A\n---\n"),
        # for the whole file
        ("a.md", HEAD, "---\n# sitecheck: ignore-file[image-alt]\ntitle: A\n---\n"),
        ("a.md", "text\n", "text\n<!-- sitecheck: ignore-file[image-alt] -->\n"),
        ("a.md", "text", "text\n<!-- sitecheck: ignore-file[image-alt] -->\n"),
        ("a.md", "", "<!-- sitecheck: ignore-file[image-alt] -->\n"),
        ("_config.yml", "title: A\n", "# sitecheck: ignore-file[image-alt]\ntitle: A\n"),
        ("_config.yml", "---\ntitle: A\n", "---\n# sitecheck: ignore-file[image-alt]\ntitle: A\n"),
        # nowhere
        ("a.js", "t@wo\n", None),
        ("a.css", "text\n", None),
        ("a.html", "<pre>\nt@wo\n</pre>\n", None),
        ("a.md", f"{HEAD}{{% raw %}}\n\nt@wo\n{{% endraw %}}\n", None),
        ("a.md", f"{HEAD}  {{% raw %}}\nt@wo\n{{% endraw %}}\n", None),
        ("a.html", "<!--\nt@wo\n", None),
    ],
)  # fmt: skip
def test_where_a_comment_stands(path: str, text: str, expected: str | None) -> None:
    assert commented(path, text) == (
        text.replace(MARK, "") if expected is None else expected,
        int(expected is None),
    )


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.md", "text", "text\r\n<!-- sitecheck: ignore-file[image-alt] -->\r\n"),
        ("a.md", "---\na: @'x\n    y'\n---\n", f"---\n{YAML}\na: 'x\n    y'\n---\n"),
        ("a.md", HEAD, "---\n# sitecheck: ignore-file[image-alt]\ntitle: A\n---\n"),
    ],
)
def test_lines_end_as_in_the_rest_of_the_file(path: str, text: str, expected: str) -> None:
    windows, _ = commented(
        path, f"{text}\n".replace("\n", "\r\n") if text == "text" else text.replace("\n", "\r\n")
    )
    assert windows == expected.replace("\r\n", "\n").replace("\n", "\r\n")


def test_a_page_that_is_much_work_gets_no_comment_that_would_stay() -> None:
    text = f"t@wo {'word ' * 300_000}\n"
    assert commented("a.md", text) == (text.replace(MARK, ""), 1)
    assert commented("a.md", HEAD + text)[1] == 0
    many = f"- t@wo {'word ' * 30}\n" * 300
    assert 0 < commented("a.md", many)[1] < 300


def test_what_finds_a_place_and_what_not_is_counted() -> None:
    assert commented("a.html", "o@ne\n<pre>\nt@wo\nt@hree\n</pre>\n") == (
        f"one {HTML}\n<pre>\ntwo\nthree\n</pre>\n",
        2,
    )


@pytest.mark.parametrize(
    "text", ["~~~\n" + " " * 200_000 + "x\n~~~\n", f"<script>{'<!--a' * 40_000}</script>\n"]
)
def test_blanks_and_comments_that_do_not_end_are_looked_through_once(text: str) -> None:
    with deadline():
        assert commented("a.md", f"{OFF}t@wo\n\n{text}") == (f"{OFF}two {HTML}\n\n{text}", 0)
