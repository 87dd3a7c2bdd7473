/** Blocks of code: coloured while they grow, with a way to copy them, folded where they are long. */

import { h } from "../dom";
import { copyButton } from "./copy";
import { Fold, isLong } from "./fold";
import { highlight } from "./highlight";
import { code } from "./markdown";

const OPEN_FENCE = /^(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^\n`]*\n([^]*)$/;

/** Return language and text of a block of code whose end has not been written, or null. */
export function openFence(source: string): { language: string; text: string } | null {
  const [, fence = "", language = "", text = ""] = OPEN_FENCE.exec(source) ?? [];
  const closed = text.split("\n").some((line) => line.trim().startsWith(fence));
  return fence && !closed ? { language, text } : null;
}

/** Lines of so many characters are laid out together. */
const TOGETHER = 2_000;

/** A block of code that is being written: only what is not settled is coloured again, and only the last lines laid out. */
export class GrowingCode {
  readonly #end = h("span");
  readonly #code = h("code", { class: "o1-growing" }, this.#end);
  readonly element = h("pre", {}, this.#code);
  readonly language: string;
  /** What has been coloured for good. */
  #settled = "";

  constructor(language: string) {
    this.language = language;
  }

  update(text: string): void {
    if (!text.startsWith(this.#settled)) {
      this.#settled = "";
      this.#code.replaceChildren(this.#end);
    }
    const lines = text.slice(this.#settled.length, text.lastIndexOf("\n") + 1);
    if (lines && (highlight(lines, this.language)?.closed ?? true)) {
      this.#lastLines().append(code(lines, this.language));
      this.#settled += lines;
    }
    this.#end.replaceChildren(code(text.slice(this.#settled.length), this.language));
  }

  #lastLines(): Element {
    const last = this.#end.previousElementSibling;
    if (last && (last.textContent ?? "").length < TOGETHER) return last;
    const lines = h("span", { class: "o1-lines" });
    this.#end.before(lines);
    return lines;
  }
}

/** Give the blocks of code in an element their button, and fold the long ones. */
export function dress(element: HTMLElement, folds: boolean): void {
  for (const pre of element.querySelectorAll<HTMLElement>("pre:has(> code)")) {
    const text = pre.textContent ?? "";
    const frame = h("div", { class: "o1-code" });
    pre.replaceWith(frame);
    frame.append(pre, copyButton("code", () => text));
    if (folds && isLong(text)) frame.append(new Fold(text, pre).button);
  }
}

/** What is wider than its place can be scrolled with the keyboard. */
const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});

/** Let the keyboard reach what can be scrolled in an element. */
export function reach(element: HTMLElement): void {
  for (const wide of element.querySelectorAll("pre, table, .o1-display")) watcher.observe(wide);
}
