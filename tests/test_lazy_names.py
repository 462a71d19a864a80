from __future__ import annotations

import subprocess
import sys

import pytest

from sitecheck import kramdown

PROBE = """
import sys
from sitecheck import kramdown
before = "sitecheck.kramdown.reader" in sys.modules, "read" in vars(kramdown)
kramdown.read("a")
print(before, "sitecheck.kramdown.reader" in sys.modules, "read" in vars(kramdown))
"""


@pytest.mark.process
def test_a_name_is_loaded_at_its_first_use_and_kept() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    assert done.stdout == "(False, False) True True\n"


def test_a_name_that_a_package_has_not_is_said_as_python_says_it() -> None:
    with pytest.raises(AttributeError, match=r"^module 'sitecheck\.kramdown' has no attribute 'reed'$"):
        _ = kramdown.reed  # type: ignore[attr-defined]
