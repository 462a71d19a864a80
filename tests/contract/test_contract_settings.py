"""The setting ``front-matter:``, from the file to the finding."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.contract_settings import CONTRACTS_SCHEMA
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.errors import ConfigError
from sitecheck.testing import write_site


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x", "front-matter: must be a list"),
        ("[x]", "front-matter[0]: must hold 'files'"),
        ("[{required: [a]}]", "needs 'files'"),
        ("[{files: a}]", "demands nothing"),
        ("[{files: a, requried: [a]}]", "did you mean 'required'"),
        ("[{files: a, required: [1]}]", "front-matter[0].required: must be a list of words"),
        ("[{files: a, types: {tags: lsit}}]", "did you mean 'list'"),
        ("[{files: a, types: {tags: []}}]", "needs a kind"),
        ("[{files: a, types: [tags]}]", "must hold keys of front matter"),
        ("[{files: a, values: {layout: post}}]", "front-matter[0].values.layout: must be a list of values"),
        ("[{files: a, values: {layout: [{}]}}]", "may hold texts"),
        ("[{files: a, schema: none.json}]", "none.json cannot be read: No such file"),
        ('[{files: a, schema: "a\\0b"}]', "does not lie beside the settings"),
        ("[{files: a, schema: ../a.json}]", "does not lie beside the settings"),
        ("[{files: a, schema: bad.json}]", "bad.json is no JSON Schema"),
        ("[{files: a, schema: latin.json}]", "latin.json is not UTF-8"),
        ("[{files: a, schema: 3}]", "must be the path"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    write_site(tmp_path, {".sitecheck.yml": f"ignore: []\nfront-matter: {text}\n", "bad.json": '{"type": 1}'})
    (tmp_path / "latin.json").write_bytes(b'{"title": "\xe9"}')
    with pytest.raises(ConfigError) as error:
        read_settings(str(tmp_path / ".sitecheck.yml"))
    assert message in str(error.value)
    assert ".sitecheck.yml:2: front-matter" in str(error.value)


def test_a_schema_behind_a_link_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    write_site(tmp_path / "out", {"a.json": "{}"})
    write_site(tmp_path / "in", {".sitecheck.yml": "front-matter: [{files: a, schema: a.json}]\n"})
    try:
        (tmp_path / "in" / "a.json").symlink_to(tmp_path / "out" / "a.json")
    except OSError:
        pytest.skip("links cannot be made here")
    with pytest.raises(ConfigError, match="does not lie beside"):
        read_settings(str(tmp_path / "in" / ".sitecheck.yml"))


def test_the_settings_own_schema_takes_what_is_documented() -> None:
    good = yaml.safe_load(
        "[{files: _posts/**, required: [a], types: {a: [text, list]}, values: {b: [1, x, true]}}]"
    )
    jsonschema.validate(good, CONTRACTS_SCHEMA)
    for bad in (
        "[{}]",
        "[{files: a, types: {a: lsit}}]",
        "[{files: a, values: {a: x}}]",
        "[{files: a, x: y}]",
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(yaml.safe_load(bad), CONTRACTS_SCHEMA)


def findings(folder: Path, cache: Path) -> list[str]:
    settings = read_settings(str(folder / ".sitecheck.yml"), site=str(folder), only=["front-matter-contract"])
    return [
        each.message
        for each in check_site(RunOptions(str(folder), settings, cache_dir=str(cache), jobs=1)).findings
    ]


def test_an_edit_of_the_schema_counts_though_files_are_remembered(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(
        site,
        {
            ".sitecheck.yml": "front-matter: [{files: '*.md', schema: a.json}]\n",
            "a.json": json.dumps({"required": ["a"]}),
            "index.md": "---\nb: 1\n---\n",
        },
    )
    assert findings(site, tmp_path / "cache") == ["a is missing (a.json)"]
    (site / "a.json").write_text(json.dumps({"required": ["b"]}))
    assert findings(site, tmp_path / "cache") == []


def test_defaults_of_the_site_count_and_what_jekyll_makes_up_does_not(tmp_path: Path) -> None:
    write_site(
        tmp_path / "site",
        {
            ".sitecheck.yml": "front-matter: [{files: _posts, required: [title, author], values: {layout: [post]}}]\n",
            "_config.yml": "defaults:\n- scope: {type: posts}\n  values: {author: A, layout: page}\n",
            "_posts/2024-05-06-a.md": "---\nx: 1\n---\n",
        },
    )
    assert findings(tmp_path / "site", tmp_path / "cache") == [
        "layout may not be page; it comes from the defaults of the configuration",
        "title is missing",
    ] or findings(tmp_path / "site", tmp_path / "cache") == [
        "title is missing",
        "layout may not be page; it comes from the defaults of the configuration",
    ]


def test_a_schema_needs_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr("sitecheck.engine.settings.contract_settings.check_schema", missing)
    write_site(tmp_path, {".sitecheck.yml": "front-matter: [{files: a, schema: a.json}]\n", "a.json": "{}"})
    with pytest.raises(
        ConfigError, match=r"jsonschema is not installed: pip install 'jekyll-sitecheck\[schema\]'"
    ):
        read_settings(str(tmp_path / ".sitecheck.yml"))
