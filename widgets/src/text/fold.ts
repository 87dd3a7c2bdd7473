/** Long texts show their beginning, and the rest when somebody asks for it. */

import { integer } from "../core/words";
import { h } from "../dom";

/** A text with more lines or more characters is long. */
const MOST_LINES = 40;
const MOST_CHARACTERS = 3_000;
/** What is seen of a long one. */
const LINES = 16;
const CHARACTERS = 1_200;

export function isLong(text: string): boolean {
  return text.length > MOST_CHARACTERS || lines(text) > MOST_LINES;
}

/** Return how many of the pieces that are a long text make up its beginning; 0 where the first one is too long. */
export function beginning(pieces: readonly string[]): number {
  let [rows, characters] = [0, 0];
  return pieces.findIndex((piece) => {
    rows += lines(piece);
    characters += piece.length;
    return rows > LINES || characters > CHARACTERS;
  });
}

/** Folds a text: one element is cut, others are hidden. */
export class Fold {
  readonly button = h("button", { class: "o1-fold", type: "button" });
  readonly #cut: HTMLElement | null;
  readonly #others: readonly HTMLElement[];
  readonly #all: string;

  constructor(text: string, cut: HTMLElement | null, others: readonly HTMLElement[] = []) {
    [this.#cut, this.#others] = [cut, others];
    const n = lines(text);
    this.#all = n > MOST_LINES ? `Show all ${integer(n)} lines` : `Show all ${integer(text.length)} characters`;
    this.button.addEventListener("click", () => {
      const folded = this.button.getAttribute("aria-expanded") === "true";
      this.#set(folded);
      if (folded) this.button.scrollIntoView?.({ block: "nearest" });
    });
    // What the browser finds on the page, and what the keyboard reaches, is shown.
    cut?.addEventListener("focusin", () => this.#set(false));
    for (const other of others) other.addEventListener("beforematch", () => this.#set(false));
    this.#set(true);
  }

  /** Show all of it for good. */
  end(): void {
    this.#set(false);
    this.button.remove();
  }

  #set(folded: boolean): void {
    this.button.setAttribute("aria-expanded", String(!folded));
    this.button.textContent = folded ? this.#all : "Show less";
    this.#cut?.classList.toggle("o1-cut", folded);
    for (const other of this.#others) {
      if (folded) other.setAttribute("hidden", "until-found");
      else other.removeAttribute("hidden");
    }
  }
}

function lines(text: string): number {
  return text.trimEnd().split("\n").length;
}
