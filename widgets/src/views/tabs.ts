/** The views of a run side by side, one of them seen. */

import { h, setText } from "../dom";
import { rove } from "./rove";
import type { Sight, View } from "./view";

interface Tab {
  view: View;
  button: HTMLButtonElement;
  aside: HTMLElement;
  panel: HTMLElement;
}

let made = 0;

export class Tabs {
  readonly #list = h("div", { class: "o1-views", role: "tablist", "aria-label": "Views" });
  readonly element = h("section", { class: "o1-tabbed" }, this.#list);
  readonly #tabs: readonly Tab[];
  #seen: Tab;
  #sight: Sight | null = null;

  /** The first of the views is the one to begin with. */
  constructor(...views: [View, ...View[]]) {
    made += 1;
    const tabs = views.map((view, i) => this.#make(view, `o1-view-${made}-${i}`));
    this.#tabs = tabs;
    this.#seen = tabs[0] as Tab;
    rove(this.#list);
    this.element.append(...tabs.map(({ panel }) => panel));
  }

  update(sight: Sight): void {
    this.#sight = sight;
    let shown = 0;
    for (const tab of this.#tabs) {
      const aside = tab.view.aside(sight);
      tab.button.hidden = aside === null;
      shown += Number(aside !== null);
      if (aside !== null) setText(tab.aside, aside);
    }
    this.element.hidden = !shown;
    // Where there is but one way to look at it, there is no choice to offer.
    this.#list.hidden = shown < 2;
    if (this.#seen.button.hidden) this.#see(this.#tabs.find(({ button }) => !button.hidden) ?? this.#seen);
    this.#draw();
  }

  #make(view: View, id: string): Tab {
    const aside = h("span", { class: "o1-dim" });
    const attributes = { class: "o1-view", type: "button", role: "tab", id: `${id}-tab`, "aria-controls": id };
    const button = h("button", attributes, h("span", {}, view.name), " ", aside);
    const panel = h("div", { class: "o1-view-panel", role: "tabpanel", id, "aria-labelledby": `${id}-tab` }, view.element);
    const tab = { view, button, aside, panel };
    button.addEventListener("click", () => this.#see(tab));
    this.#list.append(button);
    return tab;
  }

  #see(tab: Tab): void {
    this.#seen = tab;
    // Where not all names fit, the one that is seen comes into sight; the page itself does not move.
    const { offsetLeft: start, offsetWidth: width } = tab.button;
    const { scrollLeft: from, clientWidth: room } = this.#list;
    if (start < from || start + width > from + room) this.#list.scrollLeft = start + width / 2 - room / 2;
    this.#draw();
  }

  #draw(): void {
    for (const { button, panel } of this.#tabs) {
      const seen = button === this.#seen.button;
      button.setAttribute("aria-selected", String(seen));
      button.tabIndex = seen ? 0 : -1;
      panel.hidden = !seen;
    }
    if (this.#sight) this.#seen.view.update(this.#sight);
  }
}
