"""Every test has a cache folder of its own and no settings from the machine it runs on."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("O1MAGIC_") and name != "O1MAGIC_MODELS_DIR":
            monkeypatch.delenv(name)
    monkeypatch.setenv("O1MAGIC_CACHE_DIR", str(tmp_path / "cache"))
