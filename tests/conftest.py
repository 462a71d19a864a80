from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected.txt of rule fixtures anew")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked ``corpus`` need real sites; without them they are skipped, and say so."""
    if os.environ.get("SITECHECK_CORPUS"):
        return
    skip = pytest.mark.skip(reason="SITECHECK_CORPUS names no folder of real sites")
    for item in items:
        if item.get_closest_marker("corpus"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or fills the user's cache, and none sees the settings of the machine it runs on."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("SITECHECK_CACHE_DIR", str(folder))
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_WORKSPACE", "GITHUB_ACTIONS", "SITECHECK_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    return folder
