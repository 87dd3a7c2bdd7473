"""Every test has a cache folder of its own and no settings from the machine it runs on."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

LAB = "tests/lab/"

# How long an example takes says how busy the machine is.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


class OneLab(LoadScopeScheduling):
    """Gives each process a file of tests at a time; those in a browser go to one, which need not share the screen."""

    def _split_scope(self, nodeid):
        return LAB if nodeid.startswith(LAB) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return OneLab(config, log)


def pytest_collection_modifyitems(items):
    # They take half of the time of all, most of it waiting: what is first is begun with.
    items.sort(key=lambda item: "lab" not in item.path.parts)


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("O1MAGIC_") and name != "O1MAGIC_MODELS_DIR":
            monkeypatch.delenv(name)
    monkeypatch.setenv("O1MAGIC_CACHE_DIR", str(tmp_path / "cache"))
