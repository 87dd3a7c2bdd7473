/** A text that may still grow, rendered block by block: what has been written is not rendered again. */

import { h } from "../dom";
import { dress, GrowingCode, openFence, reach } from "./code";
import { beginning, Fold, isLong } from "./fold";
import { blocks, growingMarkdown, markdown } from "./markdown";

/** So many blocks at the end may still change their meaning with the next words. */
const UNSETTLED = 2;
/** A longer block is no prose and is shown as it is. */
const LONGEST = 30_000;

interface Block {
  source: string;
  element: HTMLElement;
  /** Where it is code whose end has not been written. */
  growing?: GrowingCode;
}

export class Prose {
  readonly element = h("div", { class: "o1-prose" });
  readonly #caret = h("span", { class: "o1-caret", "aria-hidden": "true" });
  #text = "";
  #writing = false;
  /** Whether somebody may have read along: what has been in sight is not folded. */
  #grew = false;
  #fold: Fold | null = null;
  #blocks: Block[] = [];

  /** Show this text, with a caret while it is being written. A long one that is complete shows its beginning. */
  update(text: string, writing: boolean): void {
    if (text === this.#text && writing === this.#writing) return;
    // While it grows, only the end is read again. When it is complete, all of it is: a late `$$` may close an early one.
    const settled = writing && text.startsWith(this.#text) ? this.#blocks.slice(0, -UNSETTLED) : [];
    const length = settled.reduce((sum, block) => sum + block.source.length, 0);
    const fresh = blocks(text.slice(length));
    const kept = this.#blocks.slice(settled.length);
    this.#grew ||= writing;
    this.#fold?.end();
    this.#fold = null;
    this.#blocks = [...settled, ...fresh.map((part, i) => this.#block(part, kept[i], writing && i === fresh.length - 1))];
    for (const block of kept.slice(fresh.length)) block.element.remove();

    this.#text = text;
    this.#writing = writing;
    if (writing) lastLine(this.element).append(this.#caret);
    else this.#caret.remove();
    if (!this.#grew && isLong(text)) this.#foldAll();
  }

  #block(source: string, before: Block | undefined, last: boolean): Block {
    const fence = last ? openFence(source) : null;
    if (before?.source === source && Boolean(before.growing) === Boolean(fence)) return before;
    const element = before?.element ?? this.element.appendChild(h("div", { dir: "auto" }));
    if (fence) {
      const growing = before?.growing?.language === fence.language ? before.growing : new GrowingCode(fence.language);
      growing.update(fence.text);
      if (growing !== before?.growing) element.replaceChildren(growing.element);
      return { source, element, growing };
    }
    const render = last ? growingMarkdown : markdown;
    element.replaceChildren(source.length > LONGEST ? h("pre", {}, source) : render(source));
    dress(element, !this.#grew);
    reach(element);
    return { source, element };
  }

  #foldAll(): void {
    const elements = this.#blocks.map(({ element }) => element);
    const seen = beginning(this.#blocks.map(({ source }) => source));
    const [first] = elements;
    // A block of code folds by itself.
    const cut = !seen && first && !first.querySelector(".o1-fold") ? first : null;
    const others = elements.slice(Math.max(1, seen));
    if (!cut && !others.length) return;
    this.#fold = new Fold(this.#text, cut, others);
    this.element.append(this.#fold.button);
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
