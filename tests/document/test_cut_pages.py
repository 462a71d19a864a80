"""Of a page that is too long what comes before the cut is told as ever, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.sampled import sampled

from sitecheck.document.rendered import RenderedFile
from sitecheck.engine.check_site import check_site
from sitecheck.engine.reading.run_options import RunOptions
from sitecheck.engine.settings.site_settings import read_settings
from sitecheck.testing import write_site
from sitecheck.text.code_fence import open_fence

PAGE = r"""
# A page with all there is

Text with *emphasis*, **strong words**, `code`, ``a ` tick`` and [a link](/other/ "Title") to
![an image](/image.png){: .big} and [a reference][ref], [shortcut], [^note] and <https://example.com/>.
{: #own-id .lead}

- one
  more

  ```ruby
  # no heading
  x = [1](2)
  ```
- two

  > quoted
  >
  > ~~~
  > $$ \frac{ $$
  > ~~~

1. first
2. second
   * inner `code`

| Table | of | things |
|:------|----|-------:|
| a | `b|c` | d |
| e | f \| g | h |

Term
: Definition with *emphasis*

$$
\begin{align}
a &= \left( b + c \right) \\
d &= \text{words}
\end{align}
$$

Inline $$x_1 * y_2 * z$$ and a price of $5.

<div class="box" markdown="1">
Inside **Markdown** and <span>HTML</span>.
</div>

<!-- a comment
# with a heading -->

<details>
<summary>More</summary>
<p>Text &amp; <a href="#own-id">a way</a></p>
</details>

{::nomarkdown}<b>raw</b>{:/nomarkdown}

```
# not a heading
<tag> [x](y)
- item
```

~~~ text
```
still code
~~~

    indented code # no heading

## Second heading {#second}

See [the second](#second), *[HTML] and the HTML of it.

{% raw %}{{ not liquid }}{% endraw %} {{ page.title }} {% if page.title %}shown{% else %}not{% endif %}

{% highlight ruby %}
def x; end
{% endhighlight %}

<script>
if (a < b) { document.title = "x"; }
</script>

### Third

The end[^two].

[ref]: /other/ "The other"
[shortcut]: /other/
[^note]: A footnote with `code`.
[^two]: Another.
*[HTML]: Hyper Text
"""
LAYOUT = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>"
    "<title>{{ page.title }}</title><meta name=description content='{{ page.description }}'>"
    "<script src='https://cdn.jsdelivr.net/npm/mathjax@3.2.2/es5/tex-mml-chtml.js' async></script>"
    "</head><body>{{ content }}</body></html>"
)
MATTER = "---\nlayout: l\ntitle: {0}\ndescription: Of {0}\npermalink: {1}\n---\n"
SITE = {
    "_config.yml": "title: T\nurl: https://example.org\n",
    "_layouts/l.html": LAYOUT,
    "index.md": MATTER.format("Home", "/") + "[a](/a/) [o](/other/)\n",
    "a.md": MATTER.format("A", "/a/") + PAGE.lstrip(),
    "other.md": MATTER.format("Other", "/other/") + "text\n",
    "image.png": "x",
}


def told(site: Path) -> set[tuple[str, int, str]]:
    """What is told of the page, and of the site."""
    report = check_site(RunOptions(str(site), read_settings(None, only=("all",)), jobs=1))
    assert report.crashes == ()
    return {(each.rule, each.place.span.start, each.message) for each in report.findings}


@pytest.mark.parametrize("first", sampled(range(0, 40, 5), fast=1))
def test_of_a_page_that_is_cut_off_nothing_new_is_told(
    first: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is: in a fence, a formula, a table, a comment, between a paragraph and its attributes."""
    site = write_site(tmp_path / "site", SITE)
    whole = told(site)
    longest, kept = RenderedFile._longest, 0
    monkeypatch.setattr(RenderedFile, "_longest", lambda *of: kept if of[0].path == "a.md" else longest(*of))
    for kept in range(first, len(PAGE) - 100, 40):  # Liquid makes less of it
        new = sorted(told(site) - whole)
        assert [rule for rule, _, _ in new] == ["partly-checked"], PAGE[:kept]


@pytest.mark.parametrize("page", ["a.md", "b.md"])
def test_where_a_page_is_cut_off_no_other_is_said_to_be_linked_from_nowhere(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "a.md": f"---\n---\n{'text ' * 500}\n\n[b](b.html)\n",
        "b.md": "---\n---\ntext\n",
        "index.md": "---\n---\n[a](a.html)\n",
    }
    site = write_site(tmp_path / "site", pages)
    assert not any(rule == "orphan-page" for rule, _, _ in told(site))
    longest = RenderedFile._longest
    monkeypatch.setattr(RenderedFile, "_longest", lambda *of: 2 if of[0].path == page else longest(*of))
    assert not any(rule == "orphan-page" for rule, _, _ in told(site))


@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("a\n```\nb", 2),
        ("a\n```\nb\n```\n", None),
        ("```\nb\n````\n", None),
        ("````\nb\n```\n", 0),
        ("~~~\n```\n", 0),
        ("~~~ a`b\n", 0),
        ("``` a`b\n", None),
        ("```\nb\n``` c\n", 0),
        ("- a\n\n  ```\n  b\n", 5),
        ("- ```\n  b\n  ```\n", None),
        ("12. ~~~\n", 0),
        ("> ```\n> b\n> ```\n>\n> ~~~\n", 18),
        ("text ```\nb\n", None),
        ("``\n", None),
    ],
)
def test_a_fence_that_is_open(text: str, opened: int | None) -> None:
    assert open_fence(text, len(text)) == opened
    assert open_fence(f"{text}```\n~~~\n", len(text)) == opened
    assert open_fence(f"~~~\n{text}", len(text) + 4, 4) == (None if opened is None else opened + 4)
