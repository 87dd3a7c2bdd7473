/** The whole search. */

import { isFlat } from "../core/read";
import { h } from "../dom";
import { count } from "../core/words";
import { OutlineView } from "./outline";
import type { Desk, Sight, View } from "./view";

export class TreeView implements View {
  readonly name = "Tree";
  readonly #outline: OutlineView;
  readonly element: HTMLElement;

  constructor(desk: Desk) {
    this.#outline = new OutlineView((id) => desk.pick(id));
    this.element = h("div", { class: "o1-tree" }, this.#outline.element);
  }

  aside({ state }: Sight): string | null {
    return isFlat(state) ? null : count(state.nodes.size - 1, "node");
  }

  update({ told, over }: Sight): void {
    this.#outline.update(told.outline, told.outlineLine, over);
  }
}
