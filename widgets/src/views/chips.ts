/** The chains of a run, a chip each. */

import type { Chain } from "../core/read";
import { fate, integer, label, list } from "../core/words";
import { h, setChildren, setText } from "../dom";
import { rove } from "./rove";

/** More chains than this wait behind a button, unless one of them is shown. */
const MOST_CHIPS = 16;

/** A chip a chain, of which one is selected; a tab list for the keyboard. */
export class Chips {
  readonly #list = h("div", { class: "o1-tabs", role: "tablist", "aria-label": "Chains" });
  readonly #chips = new Map<string, { element: HTMLButtonElement; drawn: string }>();
  readonly #more = h("button", { class: "o1-link", type: "button" });
  readonly element = h("div", { class: "o1-chips" }, this.#list, this.#more);
  #open = false;
  #all: readonly Chain[] = [];
  #shown: string | null = null;
  #models = false;
  readonly #panel: string;
  readonly #pick: (id: string) => void;

  constructor(panel: string, pick: (id: string) => void) {
    this.#panel = panel;
    this.#pick = pick;
    rove(this.#list);
    this.#more.addEventListener("click", () => {
      this.#open = true;
      this.update(this.#all, this.#shown, this.#models, false);
    });
  }

  /** Show the chains, and which models wrote each where several took part; a single one where `more` may come. */
  update(all: readonly Chain[], shown: string | null, models: boolean, more: boolean): void {
    [this.#all, this.#shown, this.#models] = [all, shown, models];
    this.element.hidden = all.length < 2 && !more;
    if (this.element.hidden) return;
    // Those that wait are not drawn: there may be thousands.
    const seen = this.#open ? all : all.filter(({ id }, i) => i < MOST_CHIPS || id === shown);
    setChildren(this.#list, seen.map((chain) => this.#chip(chain, chain.id === shown)));
    const waiting = all.length - seen.length;
    this.#more.hidden = !waiting;
    setText(this.#more, `${integer(waiting)} more`);
  }

  #chip(chain: Chain, selected: boolean): HTMLButtonElement {
    const { id, node, number, noun, parts } = chain;
    const chip = this.#chips.get(id) ?? { element: this.#newChip(id), drawn: "" };
    this.#chips.set(id, chip);
    const answered = node.answer !== null;
    const says = node.answer === null ? fate(node) : label(node, node.answer, 18);
    const writers = this.#models ? list([...new Set(parts.flatMap(({ model }) => model ?? []))]) : "";
    const drawn = JSON.stringify([number, noun, node.status, answered, says, selected, writers]);
    if (drawn === chip.drawn) return chip.element;
    chip.drawn = drawn;
    const { element } = chip;
    element.dataset.status = !answered && node.status === "done" ? "empty" : node.status;
    element.setAttribute("aria-selected", String(selected));
    element.tabIndex = selected ? 0 : -1;
    element.title = writers && `written by ${writers}`;
    element.replaceChildren(h("span", { class: "o1-hidden" }, `${noun.charAt(0).toUpperCase()}${noun.slice(1)} `), String(number));
    if (answered) element.append(h("span", { class: "o1-arrow" }, " → "), h("span", { dir: "auto" }, says));
    else if (node.status === "running") element.append(h("span", { class: "o1-hidden" }, ` ${says}`), h("span", { class: "o1-dots", "aria-hidden": "true" }));
    else element.append(` ${says}`);
    return element;
  }

  #newChip(id: string): HTMLButtonElement {
    const element = h("button", { class: "o1-chip", type: "button", role: "tab", "aria-controls": this.#panel });
    element.addEventListener("click", () => this.#pick(id));
    return element;
  }
}
