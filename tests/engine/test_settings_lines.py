"""In which line of the settings something stands that is not understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitecheck.engine.settings.settings_lines import _line, located
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import ConfigError


@pytest.mark.parametrize(
    ("text", "keys", "message", "line"),
    [
        ("- a\n- b\n", "", "no 'b'", 2),
        ("a\n", "", "no 'a'", 0),
        ("", "", "no 'a'", 0),
        ("a: [\n", "a", "", 0),
        (f"a: {'[' * 101}{']' * 101}\n", "a", "", 0),
        (None, "a", "", 0),
        ("a: 1\nb: [c]\n", "z", "no 'c'", 2),
        ("a: 1\nb: {c: d}\n", "z", "no 'c'", 0),
        ("a: 1\nb:\n- 0\n- 1\n", "b[1]", "", 4),
        ("a: 1\nb:\n- 0\n- 1\n", "b[2]", "", 2),
        ("a: 1\nb:\n- 0\n- 1\n", "b.1", "", 4),
        ("a: 1\n\nb: 1\n", "a.b", "", 1),
    ],
)
def test_where_a_key_or_a_word_stands(
    text: str | None, keys: str, message: str, line: int, tmp_path: Path
) -> None:
    path = tmp_path / "s.yml"
    if text is not None:
        path.write_text(text)
    assert _line(str(path), keys, message) == line


def message(text: str, folder: Path) -> str:
    path = folder / ".sitecheck.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as error:
        read_settings(str(path), site=str(folder))
    return str(error.value).removeprefix(f"{folder}/")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("select: [recommended]\nignroe: [a]\n", ".sitecheck.yml:2: "),
        ("# one\n\nignore:\n- image-alt\n- image-al\n", ".sitecheck.yml:5: "),
        ("rules:\n  image-alt: error\n  image-al: error\n", ".sitecheck.yml:3: "),
        ("rules:\n  title-length:\n    max: x\n", ".sitecheck.yml:3: rules.title-length.max"),
        ("overrides:\n- files: [a]\n- file: [b]\n", ".sitecheck.yml:3: overrides[1]"),
        ("overrides:\n- files: [a]\n  rules:\n    image-al: off\n", ".sitecheck.yml:4: overrides[0].rules"),
        (
            "fail-on: error\nfail-on: loud\n",
            ".sitecheck.yml:2: is not valid YAML: 'fail-on' is written twice",
        ),
        ("jekyll:\n  drafts: true\n  futur: true\n", ".sitecheck.yml:3: jekyll"),
        (
            "title: a: b\n",
            ".sitecheck.yml:1: is not valid YAML: mapping values are not allowed in this context",
        ),
        (
            "a: 1\nb: !!bool x\n",
            ".sitecheck.yml:2: is not valid YAML: what is written here cannot be read as bool",
        ),
        (
            "a: !!float ''\n",
            ".sitecheck.yml:1: is not valid YAML: what is written here cannot be read as float",
        ),
        ("a: !!timestamp x\n", ".sitecheck.yml:1: is not valid YAML: "),
        (f"a: 1{':59' * 20_000}.5\n", ".sitecheck.yml:1: is not valid YAML: "),
        (
            "a: 2020-13-45\n",
            ".sitecheck.yml:1: is not valid YAML: what is written here cannot be read as timestamp",
        ),
        ("a: 1\nb: [1,\n", ".sitecheck.yml:3: is not valid YAML: "),
        (
            "rules:\n  html-lang: off\nselect: all\nrules:\n  image-alt: off\n",
            ".sitecheck.yml:4: is not valid YAML: 'rules' is written twice, first in line 1",
        ),
        (
            "rules:\n  html-lang: off\n  html-lang: error\n",
            ".sitecheck.yml:3: is not valid YAML: 'html-lang' is written twice, first in line 2",
        ),
        ("a: 'x\n", " while scanning a quoted scalar that begins in line 1"),
        ("- a\n", ".sitecheck.yml"),
        (
            "math:\n  macros:\n    R: [x, 10]\n",
            ".sitecheck.yml:3: math.macros.R: the argument count must be a number from 0 to 9, not 10",
        ),
        (
            "math:\n  macros:\n    R: [x, -1]\n",
            ".sitecheck.yml:3: math.macros.R: the argument count must be a number from 0 to 9, not -1",
        ),
        (
            "math:\n  macros:\n    R: [x, true]\n",
            ".sitecheck.yml:3: math.macros.R: the argument count must be a number from 0 to 9, not True",
        ),
        ("math:\n  macros:\n    R: [x, 0]\n    S: [x, 9]\n    T: 3\n", ".sitecheck.yml:5: math.macros.T: "),
    ],
)
def test_the_line_of_what_is_not_understood(text: str, told: str, tmp_path: Path) -> None:
    assert told in message(text, tmp_path)


@pytest.mark.parametrize(
    ("where", "path", "told"),
    [
        (".sitecheck.yml: a", "here/.sitecheck.yml", "here/.sitecheck.yml:1: a: odd"),
        (".sitecheck.yml", "here/.sitecheck.yml", "here/.sitecheck.yml: odd"),
        (".sitecheck.yml: z", "here/.sitecheck.yml", "here/.sitecheck.yml: z: odd"),
        ("schema.json: a", "here/.sitecheck.yml", "schema.json: a: odd"),
        (".sitecheck.yml: a", None, ".sitecheck.yml: a: odd"),
    ],
)
def test_an_error_of_another_file_stays_as_it_is(
    where: str, path: str | None, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / ".sitecheck.yml").write_text("a: 1\n")
    assert str(located(ConfigError(where, "odd"), path)) == told
