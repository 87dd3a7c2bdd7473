"""Pictures of each view and of the record, live and done, in light and dark, of runs that are played without a kernel.

    python tests/lab/screens.py            compare with those that are kept; new ones go to tests/artefacts/screens/
    python tests/lab/screens.py --write    keep the new ones: look at each of them first

A machine draws text a little differently from another: what counts is the share of a picture that differs clearly.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))
from stage import HTML, Stage, start_chromium
from traces import EXAMPLES

from o1magic.render.html import record
from o1magic.render.widget import Packer, last_message
from o1magic.trace import Trace

KEPT = Path(__file__).parent / "screens"
NEW = Path(__file__).parents[1] / "artefacts" / "screens"
ARGUMENTS = ("--font-render-hinting=none", "--disable-lcd-text")
FONT = "Liberation Sans"
WIDTH = 860
CLEARLY = 48
"""Of 255: what a pixel of the picture at half its size differs by where it is another one."""
TOLERANCE = 0.002
"""Share of such pixels up to which two pictures are the same."""
EVENTS = 0.55
"""Share of the events of a run that is over that have happened where it is shown live."""


@dataclass(frozen=True)
class Screen:
    """What a picture shows: a view of an example, or its record."""

    view: str
    example: str
    live: bool
    dark: bool

    @property
    def name(self) -> str:
        """Name of the picture, without its ending."""
        return "-".join(
            (self.view.lower().replace(" ", "-"), "live" if self.live else "done", "dark" if self.dark else "light")
        )


SCREENS = [
    Screen(view, example, live, dark)
    for (view, example, live), dark in product(
        [
            ("Answer", "pencils", False),
            ("Answer", "under_way", True),
            ("Tree", "mcts", False),
            ("Tree", "mcts", True),
            ("Votes", "pencils", False),
            ("Votes", "pencils", True),
            ("Timeline", "at_once", False),
            ("Timeline", "at_once", True),
            ("More compute", "checked", False),
            ("Record", "mcts", False),
        ],
        (False, True),
    )
]


def take(page: Page, screen: Screen) -> bytes:
    """Return the picture as PNG."""
    page.emulate_media(color_scheme="dark" if screen.dark else "light", reduced_motion="reduce")
    trace = EXAMPLES[screen.example]()
    if screen.view == "Record":
        page.set_content(HTML.replace("<main></main>", f"<main>{record(trace)}</main>"))
        return page.locator("main").screenshot(animations="disabled")
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    stage = Stage(page)
    message = under_way(trace) if screen.live else last_message(trace)
    page.evaluate("text => void stage.play([JSON.parse(text)])", json.dumps(message))
    page.clock.run_for(1000)
    stage.see(screen.view)
    page.clock.run_for(1000)
    return page.locator("main").screenshot(animations="disabled")


def under_way(trace: Trace) -> dict[str, Any]:
    """Return the message that brings a run as far as it is when it is shown live."""
    end = round((EVENTS if trace.finished else 1) * len(trace.events))
    events = trace.events[:end]
    return {
        "type": "events",
        "from": 0,
        "to": end,
        "now": events[-1].t,
        "events": Packer().pack(events),
        "final": False,
    }


def difference(kept: bytes, new: bytes) -> float:
    """Return the share in [0, 1] of two pictures that differs clearly; 1 where their sizes differ."""
    one, other = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in (kept, new))
    if one.size != other.size:
        return 1.0
    # At half the size the edges of letters, which are smoothed differently, weigh less.
    channels = ImageChops.difference(one.reduce(2), other.reduce(2)).split()
    most = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return sum(most.histogram()[CLEARLY:]) / (most.width * most.height)


def save(picture: bytes, path: Path) -> None:
    """Write a picture with few colours, which takes half the room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(64).save(path, optimize=True)


def new_page(browser: Browser) -> Page:
    """Return a page of the pictures' width."""
    return browser.new_page(viewport={"width": WIDTH, "height": 1200})


def has_font(page: Page) -> bool:
    """Tell whether this machine has the font in which the pictures are set."""
    found: bool = page.evaluate(
        """(font) => {
            const context = document.createElement("canvas").getContext("2d");
            const width = (family) => {
                context.font = `40px ${family}`;
                return context.measureText("Why this answer won").width;
            };
            return width(`"${font}", monospace`) !== width("monospace");
        }""",
        FONT,
    )
    return found


def main() -> int:
    """Run the command line; return its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="keep the new pictures")
    write = parser.parse_args().write
    folder = KEPT if write else NEW
    worst = 0.0
    with sync_playwright() as playwright, start_chromium(playwright.chromium, *ARGUMENTS) as browser:
        for screen in SCREENS:
            with new_page(browser) as page:
                picture = take(page, screen)
            kept = KEPT / f"{screen.name}.png"
            differs = difference(kept.read_bytes(), picture) if kept.exists() else 1.0
            print(f"{screen.name}: " + (f"{100 * differs:.2f} % differs" if kept.exists() else "new"))
            worst = max(worst, differs)
            save(picture, folder / kept.name)
    return int(worst > TOLERANCE and not write)


if __name__ == "__main__":
    sys.exit(main())
