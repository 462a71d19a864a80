"""What may stand in .sitecheck.yml, and what is answered where something else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from sitecheck.engine.settings import external_settings
from sitecheck.engine.settings.contract_settings import CONTRACTS_SCHEMA
from sitecheck.engine.settings.external_settings import EXTERNAL_SCHEMA
from sitecheck.engine.settings.math_settings import MATH_SCHEMA
from sitecheck.engine.settings.schema import schema
from sitecheck.engine.settings.site_settings import Settings, read_settings
from sitecheck.errors import ConfigError
from sitecheck.model.finding import Severity
from sitecheck.net.settings import DeadAfter, NetSettings
from sitecheck.rule.registry import load_rules


def read(text: str, folder: Path) -> Settings:
    path = folder / ".sitecheck.yml"
    path.write_text(text)
    return read_settings(str(path), site=str(folder))


REFUSED = {
    "- image-alt\n": "must hold keys and values, such as 'ignore: [image-alt]'",
    "slect: [links]\n": "there is no setting 'slect'",
    "3: [links]\n": "there is no setting 3",
    "overrides: [{files: a, 3: b}]\n": "overrides[0]: there is no setting 3",
    "severity: warning\n": ":1: there is no setting 'severity'; each rule has its own: write rules: {RULE: warning} or",
    "overrides: [{files: a, severity: off}]\n": "overrides[0]: there is no setting 'severity'; each rule has its own:",
    "title-length: {max: 60}\n": "there is no setting 'title-length'; it is a rule: write rules: {title-length: ...}",
    "select: 3\n": "select: must be a list of words, not 3",
    "ignore: [3]\n": "ignore: must be a list of words, not [3]",
    "select: [image-al]\n": "there is no rule, group or preset 'image-al'; did you mean 'image-alt'?",
    "select: [image-alt]\nignore: [image-alt]\n": "no rule is on: what is selected is ignored, too",
    "baseline: [a]\n": "baseline: must be a path, not ['a']",
    'baseline: "a\\0b"\n': "baseline: a\0b does not lie beside the settings or below them",
    "baseline: ../a.json\n": "baseline: ../a.json does not lie beside the settings or below them",
    "baseline: .git/a.json\n": "baseline: .git/a.json does not lie beside the settings or below them",
    "fail-on: always\n": "fail-on: must be error, warning, info or never, not 'always'",
    "math: [a]\n": "math: must hold keys and values, not ['a']",
    "math: {1: a}\n": "math: must hold keys and values, not {1: 'a'}",
    "plugins: [none-of-these]\n": "plugins: there is no rule pack 'none-of-these' (",
    "rules: [image-alt]\n": "rules: must hold rule ids and their settings, not ['image-alt']",
    "rules: {image-al: error}\n": "rules: there is no rule 'image-al'; did you mean 'image-alt'?",
    "rules: {image-alt: fatal}\n": "rules.image-alt.severity: must be error, warning, info or off, not 'fatal'",
    "rules: {image-alt: {severity: [error]}}\n": "rules.image-alt.severity: must be error, warning, info or off, not ['error']",
    "fail-on: {error: 1}\n": "fail-on: must be error, warning, info or never, not {'error': 1}",
    "rules: {3: error}\n": "rules: there is no rule 3",
    "rules: {image-alt: {4: 5}}\n": "rules.image-alt.4: there is no such option",
    "rules: {image-alt: 3}\n": "rules.image-alt: must be a severity or options, not 3",
    "rules: {image-alt: true}\n": "rules.image-alt: must be a severity or options, not True",
    "rules: {broken-link: {ignor: []}}\n": "rules.broken-link.ignor: there is no such option; did you mean 'ignore'?",
    "rules: {broken-link: {ignore: a}}\n": "rules.broken-link.ignore: must be of type ",
    "rules: {broken-link: {ignore: [1]}}\n": "rules.broken-link.ignore: must be a list of strings, not [1]",
    "overrides: {files: a}\n": "overrides: must be a list of entries with 'files'",
    "overrides: [a]\n": "overrides[0]: must hold 'files' and what to change there, not 'a'",
    "overrides: [{files: a}, {select: [links]}]\n": "overrides[1]: needs 'files', a list of patterns",
    "overrides: [{file: a}]\n": "overrides[0]: there is no setting 'file'",
    "overrides: [{files: a, rules: {broken-link: {ignore: [/x/]}}}]\n": "overrides[0].rules.broken-link: options are for the whole site; here only severities",
    "front-matter: {files: a}\n": "front-matter: must be a list of entries with 'files'",
    "front-matter: [{files: a, required: [' ']}]\n": "front-matter[0].required: must be a list of words",
    "front-matter: [a]\n": "front-matter[0]: must hold 'files' and what is demanded there",
    "external: {timeout: -1}\n": "external.timeout: must be a number that is not negative, not -1",
    "external: {timeout: true}\n": "external.timeout: must be a number that is not negative, not True",
    "external: {timeout: .inf}\n": "external.timeout: must be a number that is not negative, not inf",
    "external: {tries: 0}\n": "external.tries: must be a whole number from 1 on, not 0",
    "external: {tries: 1.5}\n": "external.tries: must be a whole number from 1 on, not 1.5",
    "external: {fragments: 1}\n": "external.fragments: must be true or false, not 1",
    "external: {exclude: a.example}\n": "external.exclude: must be a list of addresses, in which * stands",
    "external: {exclude: [1]}\n": "external.exclude: must be a list of addresses, in which * stands",
    "external: {accept: [403]}\n": "external.accept: must map hosts to lists of status codes",
    "external: {accept: {a.example: 403}}\n": "external.accept: must map hosts to lists of status codes",
    "external: {accept: {a.example: [99]}}\n": "external.accept: must map hosts to lists of status codes",
    "external: {accept: {a.example: [1000]}}\n": "external.accept: must map hosts to lists of status codes",
    "external: {ports: 80}\n": "external.ports: must be a list of port numbers",
    "external: {ports: [0]}\n": "external.ports: must be a list of port numbers",
    "external: {ports: [65536]}\n": "external.ports: must be a list of port numbers",
    "external: {ports: [true]}\n": "external.ports: must be a list of port numbers",
    "external: {allow-private: true}\n": "external.allow-private: is for the command line only",
    "external: {dead-after: 3}\n": "external.dead-after: must hold failures and days",
    "external: {dead-after: {failure: 3}}\n": "external.dead-after: must hold failures and days",
    "external: {dead-after: {failures: 0}}\n": "external.dead-after.failures: must be a whole number from 1 on",
    "external: {dead-after: {days: x}}\n": "external.dead-after.days: must be a number that is not negative",
    "external: {retries: 3}\n": "external: there is no setting 'retries'",
    "external: {timeout: 601}\n": "external.timeout: may be at most 600, not 601",
    "external: {deadline: 1.0e+9}\n": "external.deadline: may be at most 14,400, not 1000000000.0",
    "external: {concurrency: 1001}\n": "external.concurrency: may be at most 1,000, not 1001",
    "external: {per-host: 101}\n": "external.per-host: may be at most 100, not 101",
    "external: {tries: 11}\n": "external.tries: may be at most 10, not 11",
    f"external: {{exclude: [{'a, ' * 1001}]}}\n": "external.exclude: has 1,001 entries; 1,000 are the most",
    f"external: {{exclude: ['a*{'?' * 50_000}']}}\n": "external.exclude: has more than 50,000 characters in patterns",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_is_told_with_its_place(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        read(text, tmp_path)
    assert REFUSED[text] in str(error.value)
    assert ".sitecheck.yml" in str(error.value)


EXTERNAL = """external:
  accept: {A.Example: [100, 999]}
  cache-age: 2
  concurrency: 3
  dead-after: {failures: 4, days: 0.5}
  deadline: 0
  exclude: ["https://a.example/*"]
  fragments: false
  per-host: 1
  ports: [1, 65535]
  registries: false
  spacing: 1.5
  timeout: 7
  tries: 1
"""


def test_all_that_can_be_said_of_external_links(tmp_path: Path) -> None:
    assert read(EXTERNAL, tmp_path).external == NetSettings(
        accept={"a.example": frozenset({100, 999})},
        cache_age=2 * 86_400.0,
        concurrency=3,
        dead_after=DeadAfter(4, 0.5),
        deadline=0.0,
        exclude=("https://a.example/*",),
        fragments=False,
        per_host=1,
        ports=frozenset({1, 65535}),
        registries=False,
        spacing=1.5,
        timeout=7.0,
        tries=1,
    )
    assert read("external: {dead-after: {}}\n", tmp_path).external.dead_after == DeadAfter(1, 0)
    most = "timeout: 600, deadline: 14400, concurrency: 1000, per-host: 100, tries: 10"
    plain = "https://a.example/" + "b" * 80_000
    external = read(f"external: {{{most}, exclude: ['{plain}']}}\n", tmp_path).external
    assert (external.timeout, external.deadline, external.tries) == (600, 14_400, 10)
    assert (external.concurrency, external.per_host, external.exclude) == (1_000, 100, (plain,))


def test_all_that_can_be_said_of_rules(tmp_path: Path) -> None:
    text = (
        "select: [recommended, insecure-link]\nignore: vague-link-text\nexclude: old/**\nbaseline: b.json\nfail-on: never\n"
        "rules: {image-alt: info, empty-link: off, heading-as-text: false, broken-link: {severity: warning, ignore: [/x/]}}\n"
        "overrides:\n- {files: [posts/**, 'a.md'], select: [strict], ignore: [image-alt], rules: {broken-link: off, empty-title: error}}\n"
    )
    settings = read(text, tmp_path)
    assert "insecure-link" in settings.on
    assert settings.on.isdisjoint({"vague-link-text", "empty-link", "heading-as-text"})
    assert settings.exclude == ("old/**",)
    assert settings.baseline == str(tmp_path / "b.json")
    assert settings.fail_on is None
    assert settings.path == str(tmp_path / ".sitecheck.yml")
    assert getattr(settings.options["broken-link"], "ignore", None) == ("/x/",)

    def weighs(rule: str, path: str) -> Severity | None:
        return settings.severity(rule, path, Severity.WARNING)

    assert [weighs("image-alt", path) for path in ("b.md", "a.md", "posts/x/y.md")] == [
        Severity.INFO,
        None,
        None,
    ]
    assert [weighs("broken-link", path) for path in ("b.md", "a.md")] == [Severity.WARNING, None]
    assert [weighs("empty-title", path) for path in ("b.md", "a.md")] == [Severity.WARNING, Severity.ERROR]
    assert [weighs("obsolete-html", path) for path in ("b.md", "a.md")] == [None, Severity.WARNING]
    assert "obsolete-html" in settings.may_be_on() - settings.on
    assert read("rules: {image-alt: error}\n", tmp_path).fail_on is Severity.ERROR


def test_no_settings_are_the_defaults(tmp_path: Path) -> None:
    plain = read_settings(None)
    empty = read("# nothing\n", tmp_path)
    assert plain == replace(empty, path="", digest_source=plain.digest_source)
    assert plain.external == NetSettings()
    assert plain.digest_source != read("fail-on: never\n", tmp_path).digest_source


def _bomb(before: str) -> str:
    """A list after ``before`` that is written in ten lines and stands for 10^10 words."""
    rows = [f"- &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return f"{before}\n- &a0 [{', '.join('x' * 10)}]\n" + "\n".join(rows) + "\n"


MANY = ", ".join("a" * 600)
COSTLY = {
    _bomb("exclude:"): "aliases stand for more than 2,000,000 characters",
    _bomb("select:"): "aliases stand for more than 2,000,000 characters",
    _bomb("rules:"): "aliases stand for more than 2,000,000 characters",
    _bomb("nothing:"): "aliases stand for more than 2,000,000 characters",
    "a:\n- &a0 {k: 1}\n"
    + "".join(f"- &a{n} {{<<: [{f'*a{n - 1},' * 10}]}}\n" for n in range(1, 12)): "aliases",
    f"exclude:\n- &a {'x' * 9999}\n" + "- *a\n" * 999: "aliases stand for more than 2,000,000 characters",
    f"exclude: {'[' * 101}": "sitecheck.yml:1: is not valid YAML: nested more than 100 levels deep",
    f"exclude:\n{'- ' * 400_000}a\n": "sitecheck.yml:2: is not valid YAML: nested more than 100 levels deep",
    f"exclude: {'{a: ' * 100_000}": "nested more than 100 levels deep",
    "exclude: &a [b, [*a]]\n": "an alias stands for what it is in",
    f"external: {{timeout: {':'.join(['59'] * 5000)}}}\n": "a number is too long",
    f"external: {{timeout: {'9' * 400}}}\n": "a number is too long",
    f"external: {{timeout: {'9' * 201}}}\n": "a number is too long",
    f"front-matter: [{'{files: a, required: b}, ' * 101}]\n": "front-matter: has 101 entries; 100 are the most",
    f"rules: {{unused-file: {{ignore: [{MANY}, {MANY}]}}}}\n": "unused-file.ignore: has 1,200 entries; 1,000 are the most",
    f"exclude: [{MANY}, {MANY}]\n": "exclude: has 1,200 entries; 1,000 are the most",
    f"select: [{MANY}, {MANY}]\n": "select: has 1,200 entries; 1,000 are the most",
    f"overrides: [{{files: &a [{MANY}], ignore: [links]}}, {{files: *a, ignore: [links]}}]\n": "overrides: has 1,200 patterns; 1,000 are the most",
    f"overrides: [{'{files: a, ignore: [links]}, ' * 1001}]\n": "overrides: has 1,001 entries; 1,000 are the most",
    f"front-matter: [{{files: a, values: {{x: [{MANY}, {MANY}]}}}}]\n": "values.x: has 1,200 entries; 1,000 are the most",
    f"front-matter: [{{files: a, required: [{MANY}, {MANY}]}}]\n": "required: has 1,200 entries; 1,000 are the most",
    f"front-matter: [{{files: a, types: {{{', '.join(f'k{n}: list' for n in range(1001))}}}}}]\n": "types: has 1,001 entries; 1,000 are the most",
    f"exclude: b{'/**/*a' * 10_000}\n": "exclude: has patterns of 60,001 characters; 50,000 are the most",
    f"overrides: [{{files: &a b{'/**/*a' * 5_000}, ignore: [links]}}, {{files: *a, ignore: [links]}}]\n": "overrides: has patterns of 60,002 characters; 50,000 are the most",
    f"front-matter: [{{files: b{'/**/*a' * 10_000}, required: a}}]\n": "front-matter: has patterns of 60,001 characters",
    f"front-matter: [{{files: &a [{MANY}], required: a}}, {{files: *a, required: a}}]\n": "front-matter: has 1,200 patterns; 1,000 are the most",
}


@pytest.mark.parametrize("text", COSTLY, ids=range(len(COSTLY)))
def test_what_would_cost_without_bound_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        read(text, tmp_path)
    assert COSTLY[text] in str(error.value)


ENOUGH = ", ".join("a" * 1_000)


@pytest.mark.parametrize(
    "text",
    [
        f"external: {{cache-age: {'9' * 200}}}\n",
        f"exclude: [{ENOUGH}]\n",
        f"overrides: [{{files: [{ENOUGH}], ignore: [links]}}]\n",
        f"front-matter: [{'{files: a, required: b}, ' * 100}]\n",
        f"front-matter: [{{files: a, values: {{x: [{ENOUGH}]}}}}]\n",
        f"front-matter: [{{files: a, required: [{ENOUGH}]}}]\n",
    ],
    ids=range(6),
)
def test_what_is_just_not_too_much_is_read(text: str, tmp_path: Path) -> None:
    assert read(text, tmp_path).path


def test_a_host_may_be_written_as_a_number(tmp_path: Path) -> None:
    assert read("external: {accept: {3: [403]}}\n", tmp_path).external.accept == {"3": frozenset({403})}


def test_what_is_refused_is_quoted_in_part(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as error:
        read(f"exclude: [[{', '.join('x' * 9999)}]]\n", tmp_path)
    said = str(error.value).removeprefix(str(tmp_path))
    assert 400 < len(said) < 600
    assert said.endswith("…")


def test_aliases_stand_for_what_they_name(tmp_path: Path) -> None:
    settings = read("exclude: &a [b, c]\noverrides:\n- {files: *a, ignore: [links]}\n", tmp_path)
    assert settings.exclude == settings.overrides[0].files == ("b", "c")
    assert settings.severity("broken-link", "d/b", Severity.ERROR) is None
    assert settings.severity("broken-link", "d/d", Severity.ERROR) is Severity.ERROR


@pytest.mark.parametrize(
    ("macro", "is_fit"),
    [
        ("x", True),
        (["x"], True),
        (["x", 0], True),
        (["x", 9], True),
        (["x", 1, "y"], True),
        ([], False),
        (["x", -1], False),
        (["x", 1, "y", "z"], False),
        (5, False),
    ],
)
def test_what_the_schema_says_of_macros(macro: object, is_fit: bool) -> None:
    assert Draft7Validator(MATH_SCHEMA).is_valid({"macros": {"R": macro}}) is is_fit


@pytest.mark.parametrize(
    ("key", "value", "is_fit"),
    [
        ("kinds", {"a": ["text"]}, True),
        ("kinds", {"a": "text"}, True),
        ("kinds", {"a": []}, False),
        ("values", {"a": [1]}, True),
        ("values", {"a": []}, False),
    ],
)
def test_what_the_schema_says_of_front_matter(key: str, value: object, is_fit: bool) -> None:
    name = "types" if key == "kinds" else key
    contract = {"files": "*.md", name: value}
    assert Draft7Validator(CONTRACTS_SCHEMA).is_valid([contract]) is is_fit


@pytest.mark.parametrize(
    "text",
    [
        *("select: all", "ignore: links", "exclude: a/**", "overrides: [{files: a, ignore: all}]"),
        *("select:", "rules:", "overrides:", "front-matter:", "jekyll:", "math:", "external:"),
        "rules: {image-alt: error, title-length: {max: 3, severity: info}}",
        "overrides: [{files: [a], rules: {image-alt: {severity: error}, html-lang: info}}]",
        "external: {accept: {a: [403]}, dead-after: {failures: 3, days: 0.5}, exclude: [a], ports: [80]}",
        "external: {cache-age: 0, concurrency: 1000, deadline: 14400, per-host: 1, spacing: 0, timeout: 600}",
        "external: {fragments: true, registries: false, tries: 10}",
    ],
)
def test_the_schema_takes_what_is_read(text: str, tmp_path: Path) -> None:
    read(text + "\n", tmp_path)
    Draft7Validator(schema(load_rules())).validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    "text",
    [
        "overrides: [{files: [a], rules: {title-length: {max: 3}}}]",
        "overrides: [{files: [a], rules: {image-alt: loud}}]",
        "external: {exclude: a}",
        "external: {retries: 1}",
        "external: {concurrency: 0}",
        "external: {concurrency: 1001}",
        "external: {timeout: -1}",
        "external: {accept: {a: [99]}}",
        "external: {dead-after: {failures: 0}}",
        "external: {allow-private: true}",
        "external: {ports: [0]}",
    ],
)
def test_the_schema_refuses_what_is_not_read(text: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        read(text + "\n", tmp_path)
    assert not Draft7Validator(schema(load_rules())).is_valid(yaml.safe_load(text))


def test_the_schema_knows_every_setting_of_external_links() -> None:
    assert EXTERNAL_SCHEMA["properties"].keys() | {"allow-private"} == external_settings._READERS.keys()
