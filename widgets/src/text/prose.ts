/** A text that may still grow, rendered block by block: what has been written is not rendered again. */

import { h } from "../dom";
import { blocks, markdown } from "./markdown";

/** So many blocks at the end may still change their meaning with the next words. */
const UNSETTLED = 2;
/** A longer block is no prose and is shown as it is. */
const LONGEST = 30_000;

interface Block {
  source: string;
  element: HTMLElement;
}

export class Prose {
  readonly element = h("div", { class: "o1-prose" });
  readonly #caret = h("span", { class: "o1-caret", "aria-hidden": "true" });
  #text = "";
  #writing = false;
  #blocks: Block[] = [];

  /** Show this text, with a caret while it is being written. */
  update(text: string, writing: boolean): void {
    if (text === this.#text && writing === this.#writing) return;
    // While it grows, only the end is read again. When it is complete, all of it is: a late `$$` may close an early one.
    const settled = writing && text.startsWith(this.#text) ? this.#blocks.slice(0, -UNSETTLED) : [];
    const length = settled.reduce((sum, block) => sum + block.source.length, 0);
    const fresh = blocks(text.slice(length));
    const kept = this.#blocks.slice(settled.length);
    this.#blocks = [...settled, ...fresh.map((part, i) => this.#block(part, kept[i]))];
    for (const block of kept.slice(fresh.length)) block.element.remove();

    this.#text = text;
    this.#writing = writing;
    if (writing) lastLine(this.element).append(this.#caret);
    else this.#caret.remove();
  }

  #block(source: string, before: Block | undefined): Block {
    if (before?.source === source) return before;
    const element = before?.element ?? this.element.appendChild(h("div", { dir: "auto" }));
    element.replaceChildren(source.length > LONGEST ? h("pre", {}, source) : markdown(source));
    return { source, element };
  }
}

/** The innermost element at the end of a text, where the next word will be. */
function lastLine(element: Element): Element {
  let last = element;
  while (last.lastElementChild && /^(?:DIV|P|UL|OL|LI|BLOCKQUOTE|PRE|CODE|H[1-6])$/.test(last.lastElementChild.tagName)) {
    if (last.lastElementChild.matches(".o1-tex, .o1-display, :not(pre) > code")) break;
    last = last.lastElementChild;
  }
  return last;
}
