"""Each view and the record look as they did when somebody looked at them: see screens.py."""

from __future__ import annotations

import pytest
from lab import screens
from stage import start_chromium


@pytest.fixture(scope="module")
def browser(chromium):
    with start_chromium(chromium.browser_type, *screens.ARGUMENTS) as browser:
        yield browser


@pytest.mark.parametrize("screen", screens.SCREENS, ids=lambda screen: screen.name)
def test_it_looks_as_it_did(browser, screen):
    with screens.new_page(browser) as page:
        if not screens.has_font(page):
            pytest.skip(f"the pictures are set in {screens.FONT}, which is not installed")
        picture = screens.take(page, screen)
    screens.save(picture, screens.NEW / f"{screen.name}.png")
    kept = (screens.KEPT / f"{screen.name}.png").read_bytes()
    assert screens.difference(kept, picture) <= screens.TOLERANCE
