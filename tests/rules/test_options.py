"""Options of rules: what a dataclass declares is what the settings may say, and their schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from sitecheck.errors import ConfigError
from sitecheck.rule.base import FileRule
from sitecheck.rule.options import (
    OptionField,
    check_keys,
    did_you_mean,
    option,
    option_fields,
    options_schema,
    read_options,
)
from sitecheck_rules.links import closed_service
from sitecheck_rules.scripts import deprecated_script


@dataclass(frozen=True)
class Options:
    max_length: int = option(70, "the longest")
    share: float = option(0.5, "a part")
    word: str = option("x", "a word")
    strict: bool = option(False, "all of it")
    ignore: tuple[str, ...] = option((), "what to pass over")
    hosts: tuple[str, ...] = option((), "some of these", words=lambda: ["alive.example", "dead.example"])


def test_options_are_declared_once() -> None:
    *others, hosts = option_fields(Options)
    assert hosts.words is not None
    assert hosts.words() == ["alive.example", "dead.example"]
    assert tuple(others) == (
        OptionField("max_length", "max-length", "integer", 70, "the longest", None),
        OptionField("share", "share", "number", 0.5, "a part", None),
        OptionField("word", "word", "string", "x", "a word", None),
        OptionField("strict", "strict", "boolean", False, "all of it", None),
        OptionField("ignore", "ignore", "list of strings", (), "what to pass over", None),
    )


def test_what_is_said_is_laid_over_the_defaults() -> None:
    assert read_options(Options, {}, "rules.x") == Options()
    said = {"max-length": 3, "share": 1, "word": "", "strict": True, "ignore": ["a", "b"]}
    assert read_options(Options, said, "rules.x") == Options(3, 1, "", True, ("a", "b"))
    assert read_options(Options, {"share": 0.25, "ignore": ("c",)}, "rules.x") == Options(
        share=0.25, ignore=("c",)
    )
    assert read_options(Options, {"hosts": ["dead.example"]}, "rules.x").hosts == ("dead.example",)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"max-lenght": 3}, "rules.x.max-lenght: there is no such option; did you mean 'max-length'?"),
        ({"max_length": 3}, "rules.x.max_length: there is no such option; did you mean 'max-length'?"),
        ({"zzz": 3}, "rules.x.zzz: there is no such option"),
        ({"max-length": "3"}, "rules.x.max-length: must be of type integer, not '3'"),
        ({"max-length": 3.5}, "rules.x.max-length: must be of type integer, not 3.5"),
        ({"max-length": True}, "rules.x.max-length: must be of type integer, not True"),
        ({"share": False}, "rules.x.share: must be of type number, not False"),
        ({"max-length": -1}, "rules.x.max-length: must be 0 or more, not -1"),
        ({"share": float("nan")}, "rules.x.share: must be 0 or more, not nan"),
        ({"share": "1"}, "rules.x.share: must be of type number, not '1'"),
        ({"word": 1}, "rules.x.word: must be of type string, not 1"),
        ({"strict": 1}, "rules.x.strict: must be of type boolean, not 1"),
        ({"strict": "true"}, "rules.x.strict: must be of type boolean, not 'true'"),
        ({"ignore": "a"}, "rules.x.ignore: must be of type list of strings, not 'a'"),
        ({"hosts": ["a"]}, "rules.x.hosts: there is no 'a'"),
        (
            {"hosts": ["dead.example", "alive.exmaple"]},
            "rules.x.hosts: there is no 'alive.exmaple'; did you mean 'alive.example'?",
        ),
        ({"ignore": ["a", 1]}, "rules.x.ignore: must be a list of strings, not ['a', 1]"),
    ],
)
def test_what_cannot_be_meant_is_told(said: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError) as error:
        read_options(Options, said, "rules.x")
    assert str(error.value) == told


@pytest.mark.parametrize("options", [closed_service.Options, deprecated_script.Options])
def test_only_entries_of_the_catalogue_can_be_passed_over(options: type[Any]) -> None:
    assert read_options(options, {"ignore": ["mathjax-cdn-host"]}, "rules.x").ignore == ("mathjax-cdn-host",)
    with pytest.raises(ConfigError, match=r"there is no 'cdn\.mathjax\.org'"):
        read_options(options, {"ignore": ["cdn.mathjax.org"]}, "rules.x")


def test_the_schema_says_the_same() -> None:
    schema = options_schema(Options)
    assert schema["max-length"] == {
        "type": "integer",
        "minimum": 0,
        "description": "the longest",
        "default": 70,
    }
    assert schema["share"] == {"type": "number", "minimum": 0, "description": "a part", "default": 0.5}
    assert schema["word"] == {"type": "string", "description": "a word", "default": "x"}
    assert schema["strict"] == {"type": "boolean", "description": "all of it", "default": False}
    assert schema["ignore"] == {
        "type": "array",
        "items": {"type": "string"},
        "maxItems": 1_000,
        "description": "what to pass over",
        "default": [],
    }


def test_keys_that_there_are_not() -> None:
    check_keys(["a"], ["a", "b"], "here")
    with pytest.raises(ConfigError, match=r"^here: there is no setting 'drafst'; did you mean 'drafts'\?$"):
        check_keys(["future", "drafst"], ["drafts", "future"], "here")


def test_the_nearest_word_is_meant() -> None:
    assert did_you_mean("imge-alt", ["image-alt", "empty-link"]) == "; did you mean 'image-alt'?"
    assert did_you_mean("quite-other", ["image-alt"]) == ""


class Odd(FileRule):
    """A page is odd."""


def test_a_finding_is_at_a_place() -> None:
    with pytest.raises(TypeError, match=r"a finding needs a Place, not 'a\.md'"):
        Odd().finding("m", "a.md")  # type: ignore[arg-type]
