/** The whole search: drawn, or as an outline, and beside it the node that is looked at. */

import { outline, outlineLine, tally } from "../core/outline";
import { count } from "../core/words";
import { h, memo, setText } from "../dom";
import { Drawing, MOST_DRAWN } from "./drawing";
import { NodeView } from "./node";
import { OutlineView } from "./outline";
import type { Desk, Sight, View } from "./view";

/** Where there is less room (px), it is an outline unless somebody asks for the drawing. */
const NARROW = 480;

type Form = "Drawing" | "Outline";

export class TreeView implements View {
  readonly name = "Tree";
  readonly #line = h("p", { class: "o1-dim" });
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #switch = h("div", { class: "o1-switch", role: "group", "aria-label": "Form" });
  readonly #drawing: Drawing;
  readonly #outline: OutlineView;
  readonly #node: NodeView;
  readonly element: HTMLElement;
  #wish: Form | null = null;
  #narrow = false;
  #sight: Sight | null = null;

  constructor(desk: Desk) {
    const pick = (id: string): void => desk.pick(id);
    this.#drawing = new Drawing(pick);
    this.#outline = new OutlineView(pick);
    this.#node = new NodeView(pick);
    this.#buttons = (["Drawing", "Outline"] as const).map((form) => {
      const button = h("button", { class: "o1-tool", type: "button" }, form);
      button.addEventListener("click", () => {
        this.#wish = form;
        this.#draw();
      });
      return button;
    });
    this.#switch.append(...this.#buttons);
    const bar = h("div", { class: "o1-tree-bar" }, this.#line, this.#drawing.controls, this.#switch);
    const search = h("div", { class: "o1-whole" }, bar, this.#drawing.element, this.#outline.element);
    this.element = h("div", { class: "o1-tree" }, search, this.#node.element);
    new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (!width || width < NARROW === this.#narrow) return;
      this.#narrow = width < NARROW;
      this.#draw();
    }).observe(this.element);
  }

  aside({ state }: Sight): string | null {
    const nodes = state.nodes.size - 1;
    return nodes > 1 ? count(nodes, "node") : null;
  }

  update(sight: Sight): void {
    this.#sight = sight;
    this.#draw();
  }

  #draw(): void {
    if (!this.#sight) return;
    const { state, picked, chain, over } = this.#sight;
    const many = state.nodes.size > MOST_DRAWN;
    const form = many ? "Outline" : (this.#wish ?? (this.#narrow ? "Outline" : "Drawing"));
    this.#see(form, many);
    setText(this.#line, form === "Drawing" ? this.#tally(state) : this.#legend(state));
    if (form === "Drawing") this.#drawing.update(state, picked, over);
    else this.#outline.update(outline(state), state.nodes.size, picked, over);
    const node = state.nodes.get(picked ?? "") ?? chain?.node;
    this.#node.element.hidden = !node;
    if (node) this.#node.update(state, node);
  }

  readonly #tally = memo(tally);
  readonly #legend = memo(outlineLine);

  readonly #see = memo((form: Form, many: boolean): void => {
    this.#switch.hidden = many;
    for (const element of [this.#drawing.element, this.#drawing.controls]) element.hidden = form !== "Drawing";
    this.#outline.element.hidden = form !== "Outline";
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button.textContent === form));
  });
}
