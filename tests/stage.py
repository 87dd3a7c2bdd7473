"""A page without a kernel, on which the committed bundle shows runs: it gets the messages that a kernel would send."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserType, Page

STATIC = Path(__file__).parent.parent / "o1magic" / "static"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
HTML = """\
<!doctype html>
<meta charset="utf-8">
<title>o1magic</title>
<meta name="color-scheme" content="light dark">
<style>
  :root {
    --jp-ui-font-family: "Liberation Sans";
    --jp-content-font-family: "Liberation Sans";
    --jp-code-font-family: "Liberation Mono";
  }
  body { margin: 0; padding: 16px; font-family: "Liberation Sans", sans-serif }
</style>
<main></main>
"""
SCRIPT = """\
async (code) => {
  const { default: widget } = await import(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  let shown = null;
  window.stage = {
    show(snapshot) {
      const listeners = [];
      const model = {
        get: (name) => ({ snapshot, interrupts: true })[name],
        on: (name, listener) => { if (name === "msg:custom") listeners.push(listener); },
        send() {},
      };
      const el = document.createElement("div");
      document.querySelector("main").append(el);
      const { initialize, render } = widget();
      initialize({ model });
      const clean = render({ model, el });
      shown = { listeners, remove() { clean(); el.remove(); } };
    },
    play(messages) {
      stage.show();
      for (const message of messages) stage.send(message);
      return stage.painted();
    },
    send(message) {
      for (const listener of shown.listeners) listener(message);
    },
    remove() {
      shown.remove();
      shown = null;
    },
    tabs: () => [...document.querySelectorAll(".o1-views [role=tab]:not([hidden])")],
    name: (tab) => tab.firstChild.textContent,
    tab: (name) => stage.tabs().find((tab) => stage.name(tab) === name),
    painted: () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve(performance.now());
          port2.postMessage(null);
        });
      }),
  };
}
"""


def start_chromium(kind: BrowserType, *arguments: str) -> Browser:
    """Start the system's Chromium, else Playwright's own."""
    path = os.environ.get("O1MAGIC_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    return kind.launch(executable_path=path, args=[*ARGUMENTS, *arguments])


class Stage:
    """Shows one run at a time on this page.

    In the page, ``stage.show(snapshot)`` shows a run, ``stage.send(message)`` brings it a message, ``stage.remove()``
    takes it away, ``stage.tab(name)`` is the tab of a view, ``await stage.painted()`` the time after the next frame.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_content(HTML)
        page.add_style_tag(content=(STATIC / "widget.css").read_text(encoding="utf-8"))
        page.evaluate(SCRIPT, (STATIC / "widget.js").read_text(encoding="utf-8"))

    def show(self, messages: Sequence[dict[str, Any]]) -> None:
        """Show a run of which these messages have come."""
        # As one text: Playwright takes a second to hand over a large object.
        self.page.evaluate("text => stage.play(JSON.parse(text))", json.dumps(messages))

    def remove(self) -> None:
        """Take the run away."""
        self.page.evaluate("stage.remove()")

    def views(self) -> list[str]:
        """Return the names of the views that there are of this run."""
        names: list[str] = self.page.evaluate("stage.tabs().map(stage.name)")
        return names

    def see(self, view: str) -> None:
        """Turn to a view."""
        self.page.evaluate("name => stage.tab(name).click()", view)
