"""As far as each bound, and one beyond."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.jekyll.conftest import MakeSite
from tests.jekyll.test_payload import shown

from sitecheck.jekyll.generators.languages import Languages
from sitecheck.jekyll.links.link_suggestions import LinkSuggestions
from sitecheck.jekyll.plugins.publisher import workflow_files
from sitecheck.jekyll.sass_paths import sass_paths
from sitecheck.jekyll.site import Site

Files = dict[str, str]
PAGE = "---\n---\n"
IMAGES = "imagemagick: {enabled: true, input_directories: [img/], output_formats: {webp: ''}, widths: %s}\n"


def posts(number: int) -> Files:
    return {f"_posts/2024-01-{day + 1:02}-a.md": PAGE for day in range(number)}


def addressed(address: str) -> Files:
    return {"a.md": f"---\npermalink: {address}\n---\n"}


def told(site: Site) -> list[str]:
    return [problem.kind for problem in site.problems]


@pytest.mark.parametrize(
    ("files", "seen", "most", "found"),
    [
        # the names of files, and whole paths, in bytes
        (lambda n: addressed(f"/{'x' * n}/"), told, 255, ([], ["blocked-output"])),
        (lambda n: addressed(f"/x{'é' * (n // 2)}{'x' * (n % 2 * 2)}/"), told, 254, ([], ["blocked-output"])),
        (
            lambda n: {"_config.yml": f"sass: {{load_paths: {[f'a{each}' for each in range(n)]}}}\n"},
            lambda site: sass_paths(site).is_open,
            50,
            (False, True),
        ),
        (
            lambda n: {
                "_config.yml": "plugins: [jekyll-imagemagick]\n" + IMAGES % [*range(1, n + 1)],
                "img/a.png": "",
            },
            lambda site: sum(output.endswith(".webp") for output in site.by_output),
            20,
            (20, 20),
        ),
        *(
            (
                lambda n: posts(n + 1),
                lambda site: shown(site, "{{ site.related_posts | size }}", "_posts/2024-01-09-a.md"),
                *case,
            )
            for case in ((9, ("9", "10")), (10, ("10", "10")))
        ),
        (
            lambda n: {f".github/workflows/{each}.yml": "" for each in range(n)},
            lambda site: workflow_files(site.root) is None,
            100,
            (False, True),
        ),
        # names that are compared with the one that was meant
        (
            lambda n: {"a.md": PAGE, "x.md": "x" * n},
            lambda site: LinkSuggestions(site).anchor(
                (site.root / "x.md").read_text(), "/", frozenset({"x" * 190})
            ),
            200,
            (f"#{'x' * 190}", ""),
        ),
        (
            lambda n: {
                **addressed("/guide/tides/"),
                "b.md": "---\npermalink: /b/tides/\n---\n",
                "x.txt": f"/guide{'e' * n}/tides/",
            },
            lambda site: LinkSuggestions(site).explain((site.root / "x.txt").read_text())[1],
            6,
            ("/guide/tides/", ""),
        ),
    ],
)
def test_a_bound_is_kept(
    files: Callable[[int], Files],
    seen: Callable[[Site], object],
    most: int,
    found: tuple[object, object],
    make: MakeSite,
) -> None:
    """What a site has of so many, and of one more."""
    assert (seen(make(files(most))), seen(make(files(most + 1)))) == found


def test_beside_the_folders_of_many_languages_anything_may_be() -> None:
    def made(number: int) -> int:
        languages = Languages("en", {}, tuple(f"l{each}" for each in range(number)), frozenset(), anew=True)
        return len(list(languages.made_anew(())))

    assert (made(99), made(100)) == (0, 1)


def test_a_pattern_with_choices_stands_for_so_many(make: MakeSite) -> None:
    choices = ",".join(f"a{each}" for each in range(101))
    scope = f"defaults: [{{scope: {{path: '{{{choices}}}/*'}}, values: {{x: 1}}}}]\n"
    site = make({"_config.yml": scope, "a99/b/x.md": PAGE, "a100/b/x.md": PAGE})
    assert {page.path: page.data.get("x") for page in site.pages} == {"a99/b/x.md": 1, "a100/b/x.md": None}


def test_of_ids_that_differ_in_case_the_same_is_named_in_each_run(make: MakeSite) -> None:
    ids = frozenset({"tide", "Tide", "TIDE", "tIde", "tiDe", "tidE", "TIde", "tiDE"})
    assert LinkSuggestions(make({"a.md": PAGE})).anchor("TiDe", "/", ids) == "#tide"
