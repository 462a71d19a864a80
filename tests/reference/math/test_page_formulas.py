"""Whole pages of real sites: what sitecheck finds on them, and what MathJax says of each formula in order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.reference.math import mathjax_golden as golden

from sitecheck.document import Document, SiteReader
from sitecheck.jekyll import load_site
from sitecheck.text.source import TextProblem

SITES = ("cs231n", "devoto", "mathjax-web")


def documents(site: str) -> Iterator[Document]:
    """The pages of a real site that may have math."""
    corpus = os.environ.get("SITECHECK_CORPUS")
    if not corpus:
        pytest.skip("SITECHECK_CORPUS names no folder of real sites")
    reader = SiteReader(load_site(str(Path(corpus) / site)))
    for input_ in reader.inputs():
        if input_.kind in ("page", "post", "document"):
            source = reader.source(input_.path)
            if not isinstance(source, TextProblem):
                document = reader.document(source, input_.kind)
                if document.may_have_math:
                    yield document


@pytest.mark.corpus
@pytest.mark.parametrize("site", SITES)
def test_no_formula_of_a_real_site_is_wrong(site: str) -> None:
    """All of them render, as :func:`test_mathjax_agrees_on_real_pages` shows with MathJax itself."""
    wrong = [
        (document.path, formula.tex, errors)
        for document in documents(site)
        for formula, errors in document.math.judged
        if errors
    ]
    assert not wrong


@pytest.mark.corpus
@pytest.mark.reference
@pytest.mark.parametrize("site", SITES)
def test_mathjax_agrees_on_real_pages(site: str) -> None:
    reason = golden.unavailable(3)
    if reason:
        pytest.skip(reason)
    pages = [
        [(formula, bool(errors)) for formula, errors in document.math.judged] for document in documents(site)
    ]
    real = golden.judge(3, [[(formula.tex, formula.display) for formula, _ in page] for page in pages])
    differ = [
        formula.tex
        for page, verdicts in zip(pages, real, strict=True)
        for (formula, refused), fine in zip(page, verdicts, strict=True)
        if fine == refused
    ]
    assert not differ
