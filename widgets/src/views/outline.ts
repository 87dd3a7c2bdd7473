/**
 * The outline of a search: a row a node, that opens and closes. Only the rows in sight are in the page, so that
 * thousands cost no more than a few; for those who cannot see them each says its level and its place among its siblings.
 */

import type { Branch } from "../core/outline";
import { h, memo, setChildren, setText } from "../dom";
import { answerName, inlineMarkdown } from "../text/markdown";
import { keepKeys } from "./rove";

/** Most characters of an answer in a row. */
const SHORT = 40;
/** Of a tree with more nodes that is over when it is first seen, only the winning path is open. */
const MOST_OPEN = 120;
/** Height of a row and of its place (px), until they are measured. */
const ROW = 26;
const PLACE = 20 * ROW;
/** Rows beyond those in sight. */
const MORE = 4;
/** Letters that come within so many milliseconds make one word. */
const WORD = 600;

interface Line {
  readonly branch: Branch;
  readonly level: number;
  /** Its place among its siblings from 1, and how many they are. */
  readonly place: number;
  readonly siblings: number;
  readonly above: string | null;
}

let made = 0;

export class OutlineView {
  readonly #rows = h("div", { class: "o1-rows", role: "presentation" });
  readonly element = h("div", { class: "o1-outline", role: "tree", tabindex: "0", "aria-label": "The search as an outline" }, this.#rows);
  readonly #pick: (node: string) => void;
  readonly #drawn = new Map<string, Row>();
  /** What a person has opened or closed. */
  readonly #toggled = new Map<string, boolean>();
  readonly #prefix: string;
  #branches: readonly Branch[] = [];
  #folded: boolean | null = null;
  #lines: readonly Line[] = [];
  #picked: string | null = null;
  #active: string | null = null;
  #row = ROW;
  #height = PLACE;
  #top = 0;
  #word = "";
  #typed = 0;

  constructor(pick: (node: string) => void) {
    made += 1;
    this.#prefix = `o1-outline-${made}-`;
    this.#pick = pick;
    this.element.addEventListener("click", (event) => this.#click(event.target as Element));
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("scroll", () => {
      this.#top = this.element.scrollTop;
      this.#draw();
    });
    keepKeys(this.element);
    new ResizeObserver(() => {
      this.#height = this.element.clientHeight || PLACE;
      this.#row = this.#rows.firstElementChild?.getBoundingClientRect().height || ROW;
      this.#draw();
    }).observe(this.element);
  }

  update(branches: readonly Branch[], nodes: number, picked: string | null, over: boolean): void {
    this.#folded ??= over && nodes > MOST_OPEN;
    if (branches === this.#branches && picked === this.#picked) return;
    if (picked !== this.#picked && picked !== null) this.#active = picked;
    this.#picked = picked;
    if (branches !== this.#branches) {
      this.#branches = branches;
      this.#lay();
    } else this.#draw();
  }

  #isOpen({ id, wins, dropped, branches }: Branch): boolean {
    return branches.length > 0 && (this.#toggled.get(id) ?? (wins || !(this.#folded || dropped)));
  }

  #toggle(branch: Branch, open: boolean): void {
    this.#toggled.set(branch.id, open);
    this.#lay();
  }

  /** List the rows that are not folded away. */
  #lay(): void {
    const lines: Line[] = [];
    const list = (branches: readonly Branch[], level: number, above: string | null): void => {
      for (const [i, branch] of branches.entries()) {
        lines.push({ branch, level, place: i + 1, siblings: branches.length, above });
        if (this.#isOpen(branch)) list(branch.branches, level + 1, branch.id);
      }
    };
    list(this.#branches, 1, null);
    this.#lines = lines;
    this.#draw();
  }

  #draw(): void {
    const from = Math.max(0, Math.floor(this.#top / this.#row) - MORE);
    const shown = this.#lines.slice(from, Math.ceil((this.#top + this.#height) / this.#row) + MORE);
    this.#active = this.#lines.some(({ branch }) => branch.id === this.#active) ? this.#active : (this.#lines[0]?.branch.id ?? null);
    this.#reserve(from * this.#row, this.#lines.length * this.#row);
    const kept = new Set(shown.map(({ branch }) => branch.id));
    for (const id of this.#drawn.keys()) if (!kept.has(id)) this.#drawn.delete(id);
    setChildren(this.#rows, shown.map((line) => this.#drawRow(line)));
    this.#pointTo(this.#active !== null && kept.has(this.#active) ? this.#prefix + this.#active : null);
  }

  readonly #reserve = memo((before: number, all: number): void => {
    this.#rows.style.paddingBlockStart = `${before}px`;
    this.#rows.style.blockSize = `${all}px`;
  });

  readonly #pointTo = memo((id: string | null): void => {
    if (id === null) this.element.removeAttribute("aria-activedescendant");
    else this.element.setAttribute("aria-activedescendant", id);
  });

  #drawRow(line: Line): HTMLElement {
    const { id } = line.branch;
    let row = this.#drawn.get(id);
    if (!row) {
      row = new Row(id, this.#prefix + id);
      this.#drawn.set(id, row);
    }
    row.update(line, this.#isOpen(line.branch), id === this.#picked, id === this.#active);
    return row.element;
  }

  #click(target: Element): void {
    const id = target.closest<HTMLElement>(".o1-row")?.dataset.node;
    const line = this.#lines.find(({ branch }) => branch.id === id);
    if (!line) return;
    this.#active = line.branch.id;
    if (target.closest(".o1-twist") && line.branch.branches.length) this.#toggle(line.branch, !this.#isOpen(line.branch));
    else this.#pick(line.branch.id);
    this.#draw();
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const at = this.#lines.findIndex(({ branch }) => branch.id === this.#active);
    const line = this.#lines[at];
    if (!line || !this.#act(event.key, at, line)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Do what a key asks for, and return whether it asks for anything. */
  #act(key: string, at: number, { branch, above }: Line): boolean {
    const open = this.#isOpen(branch);
    const [out, into] = getComputedStyle(this.element).direction === "rtl" ? ["ArrowRight", "ArrowLeft"] : ["ArrowLeft", "ArrowRight"];
    const page = Math.max(1, Math.floor(this.#height / this.#row) - 1);
    const moves: { [key: string]: number } = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: this.#lines.length - 1,
    };
    const to = moves[key];
    if (to !== undefined) this.#go(to);
    else if (key === into && !open && branch.branches.length) this.#toggle(branch, true);
    else if (key === into) this.#go(open ? at + 1 : at);
    else if (key === out && open) this.#toggle(branch, false);
    else if (key === out) this.#go(above === null ? at : this.#lines.findIndex((line) => line.branch.id === above));
    else if (key === "Enter" || (key === " " && !this.#word)) this.#pick(branch.id);
    else if (key === "*") this.#openSiblings(above);
    else if (key.length === 1) this.#type(key, at);
    else return false;
    return true;
  }

  #openSiblings(above: string | null): void {
    for (const line of this.#lines) if (line.above === above) this.#toggled.set(line.branch.id, true);
    this.#lay();
  }

  /** Go to the next row that begins with what is typed. */
  #type(letter: string, at: number): void {
    const now = performance.now();
    this.#word = now - this.#typed < WORD ? this.#word + letter : letter;
    this.#typed = now;
    const word = this.#word.toLowerCase();
    const first = at + Number(word.length === 1);
    const order = this.#lines.map((_, i) => (first + i) % this.#lines.length);
    const found = order.find((i) => this.#lines[i]?.branch.name.toLowerCase().startsWith(word));
    if (found !== undefined) this.#go(found);
  }

  #go(to: number): void {
    const at = Math.min(Math.max(to, 0), this.#lines.length - 1);
    this.#active = this.#lines[at]?.branch.id ?? null;
    const [top, bottom] = [at * this.#row, (at + 1) * this.#row];
    if (top < this.#top) this.#top = top;
    else if (bottom > this.#top + this.#height) this.#top = bottom - this.#height;
    this.#draw();
    this.element.scrollTop = this.#top;
  }
}

class Row {
  readonly #name = h("span", { class: "o1-name", dir: "auto" });
  readonly #says = h("span", { class: "o1-gives", dir: "auto" });
  readonly #facts = h("span", { class: "o1-dim" });
  readonly element: HTMLElement;

  constructor(node: string, id: string) {
    const [twist, mark] = ["o1-twist", "o1-mark"].map((name) => h("span", { class: name, "aria-hidden": "true" }));
    this.element = h("div", { class: "o1-row", role: "treeitem", id }, twist as HTMLElement, mark as HTMLElement, this.#name, this.#says, this.#facts);
    this.element.dataset.node = node;
  }

  update({ branch, level, place, siblings }: Line, open: boolean, picked: boolean, active: boolean): void {
    this.#place(level, place, siblings);
    this.#look(branch.wins, branch.dropped, branch.branches.length > 0, open, picked, active);
    this.#drawName(branch.name, branch.wins);
    this.#drawAnswer(branch.answer);
    setText(this.#facts, branch.facts.join("\u2002·\u2002"));
  }

  readonly #place = memo((level: number, place: number, siblings: number): void => {
    this.element.setAttribute("aria-level", String(level));
    this.element.setAttribute("aria-posinset", String(place));
    this.element.setAttribute("aria-setsize", String(siblings));
    this.element.style.setProperty("--o1-level", String(level - 1));
  });

  readonly #look = memo((wins: boolean, lost: boolean, parent: boolean, open: boolean, picked: boolean, active: boolean): void => {
    const { classList } = this.element;
    classList.toggle("o1-wins", wins);
    classList.toggle("o1-lost", lost && !wins);
    classList.toggle("o1-active", active);
    if (parent) this.element.setAttribute("aria-expanded", String(open));
    this.element.setAttribute("aria-selected", String(picked));
  });

  readonly #drawName = memo((name: string, wins: boolean): void => {
    this.#name.replaceChildren(...(wins ? [h("span", { class: "o1-hidden" }, "chosen: ")] : []), inlineMarkdown(name));
  });

  readonly #drawAnswer = memo((answer: string | null): void => {
    this.#says.replaceChildren(...(answer === null ? [] : ["→ ", answerName(answer, SHORT)]));
  });
}
