/** The outline of a search: a row a node, nested, that open and close. */

import { h, memo, setChildren, setText } from "../dom";
import { answerName, inlineMarkdown } from "../text/markdown";
import { type Branch, isShort } from "../core/outline";
import { Prose } from "../text/prose";

/** Most characters of an answer in a row. */
const SHORT = 40;

type Pick = (chain: string) => void;

export class OutlineView {
  readonly #line = h("span", { class: "o1-dim" });
  readonly #list = h("div", { class: "o1-outline" });
  readonly element = h("details", { class: "o1-search" }, h("summary", {}, h("strong", {}, "Search"), this.#line), this.#list);
  readonly #rows = new Map<string, Row>();
  readonly #pick: Pick;
  #branches: readonly Branch[] = [];
  #over = false;

  constructor(pick: Pick) {
    this.#pick = pick;
    // Rows that nobody sees are not drawn.
    this.element.addEventListener("toggle", () => this.#drawRows());
  }

  /** Show the branches; once it is `over`, the winning path is opened. */
  update(branches: readonly Branch[], line: string, over: boolean): void {
    this.element.hidden = !branches.length;
    setText(this.#line, line);
    if (branches === this.#branches && over === this.#over) return;
    if (over && !this.#over && isShort(branches)) this.element.open = true;
    this.#branches = branches;
    this.#over = over;
    this.#drawRows();
  }

  #drawRows(): void {
    if (this.element.open) setChildren(this.#list, this.#branches.map((branch) => this.#draw(branch)));
  }

  #draw(branch: Branch): HTMLElement {
    let row = this.#rows.get(branch.id);
    if (!row) {
      row = new Row(branch.id, this.#pick);
      this.#rows.set(branch.id, row);
    }
    row.update(branch, branch.branches.map((below) => this.#draw(below)));
    return row.element;
  }
}

class Row {
  readonly element: HTMLDetailsElement;
  readonly #name = h("span", { class: "o1-name", dir: "auto" });
  readonly #facts = h("span", { class: "o1-dim" });
  readonly #prose = new Prose();
  readonly #below = h("div", { class: "o1-below" });
  readonly #id: string;
  readonly #pick: Pick;
  #text = "";

  constructor(id: string, pick: Pick) {
    this.#id = id;
    this.#pick = pick;
    const mark = h("span", { class: "o1-mark", "aria-hidden": "true" });
    const summary = h("summary", {}, mark, this.#name, this.#facts);
    this.element = h("details", { class: "o1-branch" }, summary, this.#prose.element, this.#below);
    this.element.addEventListener("toggle", () => this.#drawText());
  }

  update(branch: Branch, below: readonly Element[]): void {
    const { classList } = this.element;
    if (branch.wins && !classList.contains("o1-wins")) this.element.open = true;
    classList.toggle("o1-wins", branch.wins);
    classList.toggle("o1-lost", branch.dropped);
    classList.toggle("o1-leaf", !below.length && !branch.text);
    this.#drawName(branch.name, branch.answer, branch.chain !== null, branch.wins);
    setText(this.#facts, branch.facts.join("\u2002·\u2002"));
    this.#text = branch.text;
    this.#drawText();
    setChildren(this.#below, below);
  }

  #drawText(): void {
    if (this.element.open) this.#prose.update(this.#text, false);
  }

  readonly #drawName = memo((name: string, answer: string | null, ends: boolean, wins: boolean) => {
    const said = ends ? h("button", { class: "o1-pick", type: "button", title: "Show it" }) : h("span");
    said.append(inlineMarkdown(name));
    said.addEventListener("click", () => ends && this.#pick(this.#id));
    const hidden = wins ? [h("span", { class: "o1-hidden" }, "chosen: ")] : [];
    this.#name.replaceChildren(...hidden, said);
    if (answer !== null) this.#name.append(" → ", answerName(answer, SHORT));
  });
}
