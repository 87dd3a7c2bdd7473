/** The drawn tree of a search: from left to right, to be zoomed, moved and walked through. */

import { type Node, ROOT } from "../core/events";
import { arrange, columnNames, isDropped, measureOf, type Place, winners } from "../core/layout";
import { isEnd } from "../core/read";
import type { State } from "../core/store";
import { count, decimal, integer, measures, outcome, shorten, shown } from "../core/words";
import { h, memo, setText } from "../dom";
import { keepKeys } from "./rove";
import { savePng, saveSvg } from "./save";

/** Larger trees are read as an outline. */
export const MOST_DRAWN = 300;
/** In larger ones nodes that make room for others do so at once. */
const MOST_MOVED = 120;

// Lengths in pixels, as in `o1magic/render/drawing.py`.
const HEIGHT = 26;
const NARROW = 26;
const USUAL = 54;
const ROW = 38;
const WIDTH = 820;
const COLUMN = [92, 168] as const;
const MARGIN = 14;
const LETTER = 6.3;
/** Of a name, which is mostly in lower case. */
const LOWER = 6;
const THIN = 1.4;
const THICK = 5;

/** Least and greatest height of the place for it. */
const LOW = 200;
const HIGH = 520;
/** Most and least that a drawing is enlarged to fit; by a person; and at once. */
const FIT = [0.7, 1.2] as const;
const ZOOM = [0.2, 4] as const;
const ONCE = 1.25;
/** A press that moves less (px) is a click. */
const STILL = 4;

/** What is seen of the drawing: its upper left corner, and pixels of the page for one of the drawing's. */
interface Window {
  x: number;
  y: number;
  scale: number;
}

interface Point {
  x: number;
  y: number;
}

type Drawn = Place & Point & { width: number };

export class Drawing {
  readonly #columns = s("g", { class: "o1-columns", "aria-hidden": "true" });
  readonly #lines = s("g", { "aria-hidden": "true" });
  readonly #nodes = s("g", { role: "presentation" });
  readonly svg = s("svg", { class: "o1-sheet", role: "tree", "aria-label": "The search as a drawing" });
  readonly #legend = h("p", { class: "o1-legend" });
  readonly element = h("div", { class: "o1-drawing" });
  /** Buttons that zoom and save. */
  readonly controls = h("div", { class: "o1-zoom", role: "group", "aria-label": "The drawing" });
  readonly #glyphs = new Map<string, Glyph>();
  readonly #pick: (node: string) => void;
  #places: ReadonlyMap<string, Drawn> = new Map();
  /** From one column to the next. */
  #step: number = COLUMN[1];
  /** Width and height of the drawing. */
  #size = { width: 0, height: 0 };
  /** Width and height of the place for it. */
  #room = { width: WIDTH, height: LOW };
  #window: Window = { x: 0, y: 0, scale: 1 };
  /** Nobody has moved it: it is kept whole in sight. */
  #fitted = true;
  /** The node that the Tab key comes to. */
  #active = ROOT;
  #seen: readonly [state: State, picked: string | null, over: boolean] | null = null;
  /** Nodes below which nothing is shown. */
  readonly #closed = new Set<string>();
  readonly #fold = h("button", { class: "o1-tool", type: "button" });

  constructor(pick: (node: string) => void) {
    this.#pick = pick;
    this.svg.append(this.#lines, this.#nodes, this.#columns);
    this.element.append(this.svg, this.#legend);
    for (const [name, sign, act] of [
      ["Zoom out", "−", () => this.#zoom(1 / ONCE)],
      ["Zoom in", "+", () => this.#zoom(ONCE)],
      ["Fit", "Fit", () => this.fit()],
      ["Save as SVG", "SVG", () => this.save(saveSvg)],
      ["Save as PNG", "PNG", () => this.save(savePng)],
    ] as const) {
      const button = h("button", { class: "o1-tool", type: "button", "aria-label": name, title: name }, sign);
      button.addEventListener("click", act);
      this.controls.append(button);
    }
    this.#fold.addEventListener("click", () => this.#toggle(this.#seen?.[1] ?? null));
    this.controls.prepend(this.#fold);
    this.svg.addEventListener("dblclick", (event) => this.#toggle(idOf(event.target)));
    this.svg.addEventListener("click", (event) => this.#click(event));
    this.svg.addEventListener("keydown", (event) => this.#key(event));
    this.svg.addEventListener("focusin", (event) => this.#focus(idOf(event.target)));
    this.svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.#follow();
    keepKeys(this.element);
    new ResizeObserver(([entry]) => this.#resize(entry?.contentRect.width ?? 0)).observe(this.element);
  }

  /** Draw a run whose nodes are few enough. */
  update(state: State, picked: string | null, over: boolean): void {
    const [before, pickedBefore] = this.#seen ?? [];
    this.#seen = [state, picked, over];
    const winning = winners(state);
    const hidden = picked !== pickedBefore && this.#open(state, picked);
    // None of them ever leaves, nor moves to another parent.
    if (hidden || state.nodes.size !== before?.nodes.size) this.#arrange(state);
    let most = 0;
    for (const { visits } of state.nodes.values()) most = Math.max(most, visits);
    this.element.classList.toggle("o1-growing", !over && this.#places.size <= MOST_MOVED);
    for (const place of this.#places.values()) {
      const node = state.nodes.get(place.id) as Node;
      this.#glyph(place.id).update(state, node, place, winning.has(place.id), place.id === picked, most);
    }
    for (const place of this.#places.values()) this.#glyph(place.id).connect(this.#places);
    this.#drawColumns(state);
    setText(this.#legend, legend(state, this.#places).join("\u2002·\u2002"));
    const place = this.#places.get(picked ?? "");
    this.#fold.hidden = !place || !folds(place);
    setText(this.#fold, place?.folded ? "Unfold" : "Fold");
  }

  /** Show nothing below a node, or all of it again. */
  #toggle(id: string | null): void {
    const place = this.#places.get(id ?? "");
    if (!this.#seen || !place || !folds(place)) return;
    if (!this.#closed.delete(place.id)) this.#closed.add(place.id);
    this.#arrange(this.#seen[0]);
    this.update(...this.#seen);
    if (!this.#places.has(this.#active)) this.#focus(place.id);
  }

  /** Open all nodes above one, and return whether one was closed. */
  #open({ nodes }: State, id: string | null): boolean {
    const before = this.#closed.size;
    for (let node = nodes.get(id ?? ""); node; node = nodes.get(node.parent ?? "")) {
      for (const above of [node.parent, ...node.inputs]) this.#closed.delete(above ?? "");
    }
    return this.#closed.size < before;
  }

  /** Show all of it, as far as it stays legible; the question stays in sight. */
  fit(): void {
    const { width, height } = this.#size;
    const room = this.#room;
    const scale = clamp(Math.min(room.width / width, HIGH / height), FIT);
    this.#setHeight(clamp(height * scale, [LOW, HIGH]));
    const root = this.#places.get(ROOT);
    const middle = (extent: number, length: number, at: number): number =>
      extent <= length ? (extent - length) / 2 : clamp(at - length / 2, [0, extent - length]);
    this.#window = {
      scale,
      x: Math.max(0, width - room.width / scale) ? 0 : (width - room.width / scale) / 2,
      y: middle(height, this.#room.height / scale, root?.y ?? 0),
    };
    this.#fitted = true;
    this.#show();
  }

  /** Hand the drawing over to be saved, with its legend. */
  save(keep: (svg: SVGSVGElement, name: string) => unknown): void {
    const told = this.svg.appendChild(s("text", { class: "o1-said", x: MARGIN, y: this.#size.height + MARGIN }));
    told.textContent = this.#legend.textContent;
    this.#columns.removeAttribute("transform");
    keep(this.svg, "o1magic-tree");
    told.remove();
    this.#show();
  }

  #arrange(state: State): void {
    const places = arrange(state, this.#closed);
    const values = [...places.values()];
    const columns = Math.max(...values.map(({ column }) => column)) + 1;
    const step = clamp(this.#room.width / columns, COLUMN);
    this.#step = step;
    this.#places = new Map(
      values.map((place) => [
        place.id,
        { ...place, x: MARGIN + USUAL / 2 + place.column * step, y: MARGIN + HEIGHT / 2 + place.row * ROW, width: USUAL },
      ]),
    );
    for (const [id, glyph] of this.#glyphs) {
      if (places.has(id)) continue;
      glyph.remove();
      this.#glyphs.delete(id);
    }
    const bottom = Math.max(...[...this.#places.values()].map(({ y }) => y)) + HEIGHT / 2;
    this.#size = { width: 2 * MARGIN + USUAL + Math.max(1, columns - 1) * step + (step - USUAL) / 2, height: bottom + 30 + MARGIN };
    if (this.#fitted) this.fit();
  }

  #glyph(id: string): Glyph {
    let glyph = this.#glyphs.get(id);
    if (!glyph) {
      glyph = new Glyph(id);
      glyph.element.setAttribute("tabindex", id === this.#active ? "0" : "-1");
      this.#glyphs.set(id, glyph);
      this.#lines.append(...glyph.lines);
      this.#nodes.append(glyph.element);
    }
    return glyph;
  }

  #drawColumns(state: State): void {
    const names = columnNames(state, this.#places);
    const y = this.#size.height - MARGIN;
    while (this.#columns.childElementCount > names.length) this.#columns.lastElementChild?.remove();
    for (const [i, name] of names.entries()) {
      const text = this.#columns.children[i] ?? this.#columns.appendChild(s("text"));
      setAttributes(text, { x: MARGIN + USUAL / 2 + i * this.#step, y });
      setText(text, fit(name, Math.floor((this.#step - 6) / LOWER)));
    }
  }

  #resize(width: number): void {
    if (!width || width === this.#room.width) return;
    this.#room = { ...this.#room, width };
    if (!this.#seen) return;
    // The columns are as far apart as there is room.
    this.#arrange(this.#seen[0]);
    this.update(...this.#seen);
    this.#show();
  }

  /** While a run grows its place never becomes less high. */
  #setHeight(height: number): void {
    const least = this.element.classList.contains("o1-growing") ? this.#room.height : 0;
    this.#room = { ...this.#room, height: Math.round(Math.max(height, least)) };
    this.svg.style.blockSize = `${this.#room.height}px`;
  }

  #show(): void {
    const { x, y, scale } = this.#window;
    const box = [x, y, this.#room.width / scale, this.#room.height / scale];
    this.svg.setAttribute("viewBox", box.map(round).join(" "));
    // The names of the columns stay in sight.
    const up = Math.min(0, y + this.#room.height / scale - MARGIN - (this.#size.height - MARGIN));
    setAttributes(this.#columns, { transform: `translate(0 ${round(up)})` });
    this.element.classList.toggle("o1-moved", !this.#fitted);
  }

  /** Enlarge it so many times; what is at this point of the place stays there. */
  #zoom(times: number, { x, y }: Point = { x: this.#room.width / 2, y: this.#room.height / 2 }): void {
    const { scale } = this.#window;
    const next = clamp(scale * times, ZOOM);
    this.#move(x / scale - x / next, y / scale - y / next, next);
  }

  #move(x: number, y: number, scale = this.#window.scale): void {
    this.#window = { x: this.#window.x + x, y: this.#window.y + y, scale };
    this.#fitted = false;
    this.#show();
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY / 300), this.#at(event));
  }

  /** A point of the page as one of the place. */
  #at({ clientX, clientY }: MouseEvent): Point {
    const { left, top } = this.svg.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  /** Move it with one pointer, and zoom it with two. */
  #follow(): void {
    const down = new Map<number, Point>();
    let travelled = 0;
    this.svg.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      if (!down.size) travelled = 0;
      down.set(event.pointerId, this.#at(event));
    });
    this.svg.addEventListener("pointermove", (event) => {
      const from = down.get(event.pointerId);
      if (!from) return;
      const to = this.#at(event);
      travelled += Math.hypot(to.x - from.x, to.y - from.y);
      if (travelled < STILL) return;
      this.svg.setPointerCapture(event.pointerId);
      down.set(event.pointerId, to);
      const [other] = [...down].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      const { scale } = this.#window;
      if (!other) this.#move((from.x - to.x) / scale, (from.y - to.y) / scale);
      else this.#zoom(distance(to, other) / Math.max(1, distance(from, other)), other);
    });
    const up = (event: PointerEvent): void => void down.delete(event.pointerId);
    for (const name of ["pointerup", "pointercancel"] as const) this.svg.addEventListener(name, up);
    // The end of a movement is no click.
    this.svg.addEventListener("click", (event) => travelled >= STILL && event.stopImmediatePropagation(), { capture: true });
  }

  #click(event: MouseEvent): void {
    const id = idOf(event.target);
    if (id === null) return;
    this.#focus(id);
    this.#pick(id);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const id = idOf(event.target) ?? this.#active;
    const to = this.#beside(id, event.key);
    if (to !== undefined) this.#glyphs.get(to)?.element.focus();
    else if (event.key === "Enter" || event.key === " ") this.#pick(id);
    else if (event.key === "+" || event.key === "=") this.#zoom(ONCE);
    else if (event.key === "-") this.#zoom(1 / ONCE);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The node that a key leads to: along the lines, or up and down the column; the same node where there is none. */
  #beside(id: string, key: string): string | undefined {
    const place = this.#places.get(id);
    if (!place) return undefined;
    const near = (ids: readonly string[]): string => {
      const off = (other: string): number => Math.abs((this.#places.get(other)?.y ?? 0) - place.y);
      return ids.reduce<string | undefined>((best, other) => (best !== undefined && off(best) <= off(other) ? best : other), undefined) ?? id;
    };
    const column = (above: boolean): string[] =>
      [...this.#places.values()].filter((other) => other.column === place.column && (above ? other.y < place.y : other.y > place.y)).map((other) => other.id);
    switch (key) {
      case "ArrowLeft":
        return place.above ?? id;
      case "ArrowRight":
        return near(place.below);
      case "ArrowUp":
        return near(column(true));
      case "ArrowDown":
        return near(column(false));
      case "Home":
        return ROOT;
      case "End":
        return [...this.#places.keys()].at(-1);
      default:
        return undefined;
    }
  }

  /** Let the Tab key come back to this node; bring it into sight. */
  #focus(id: string | null): void {
    const place = this.#places.get(id ?? "");
    if (id === null || !place) return;
    this.#glyphs.get(this.#active)?.element.setAttribute("tabindex", "-1");
    this.#glyphs.get(id)?.element.setAttribute("tabindex", "0");
    this.#active = id;
    const { x, y, scale } = this.#window;
    const off = (at: number, from: number, length: number, margin: number): number =>
      Math.min(0, at - margin - from) || Math.max(0, at + margin - (from + length));
    const right = off(place.x, x, this.#room.width / scale, USUAL);
    const down = off(place.y, y, this.#room.height / scale, HEIGHT);
    if (right || down) this.#move(right, down);
  }
}

/** A node and the lines that lead to it. */
class Glyph {
  readonly #title = s("title");
  readonly #ring = s("rect", { class: "o1-ring" });
  readonly #pill = s("rect", { class: "o1-pill", height: HEIGHT, y: -HEIGHT / 2, rx: HEIGHT / 2 });
  readonly #label = s("text", { class: "o1-label" });
  readonly #length = s("rect", { class: "o1-length", height: 2.5, y: 6, rx: 1.25 });
  readonly #aside = s("text", { class: "o1-said", y: 4 });
  readonly element = s("g", { class: "o1-node", role: "treeitem", tabindex: "-1" }, this.#title, this.#ring, this.#pill, this.#label, this.#length, this.#aside);
  readonly #line = s("path", { class: "o1-line" });
  readonly #thin = s("path", { class: "o1-line o1-input" });
  readonly lines = [this.#line, this.#thin];
  #place: Drawn | null = null;

  constructor(id: string) {
    this.element.dataset.node = id;
  }

  update(state: State, node: Node, place: Drawn, wins: boolean, picked: boolean, most: number): void {
    this.#place = place;
    place.width = this.#draw(node, state.config?.scorer ?? null, wins, place.below.length > 0, place.folded);
    this.#weigh(most ? node.visits / most : 0, wins, isDropped(node));
    this.#stand(place.x, place.y, place.column + 1);
    this.#pickIt(picked);
  }

  remove(): void {
    for (const part of [this.element, ...this.lines]) part.remove();
  }

  /** Draw the lines from what it came of, all of which are placed. */
  connect(places: ReadonlyMap<string, Drawn>): void {
    const place = this.#place as Drawn;
    const line = (from: string): string => curve(places.get(from) as Drawn, place);
    this.#connect(place.above === null ? "" : line(place.above), place.inputs.map(line).join(""));
  }

  readonly #connect = memo((line: string, thin: string): void => {
    setAttributes(this.#line, { d: line });
    setAttributes(this.#thin, { d: thin });
  });

  /** Return how wide it is. */
  readonly #draw = memo((node: Node, scorer: string | null, wins: boolean, inner: boolean, folded: number): number => {
    const measured = measureOf(node, scorer);
    const said = saidBy(node);
    const label = measured ? decimal(measured[1]) : fit(said, 20);
    const aside = folded ? `+${integer(folded)}` : measured && !inner ? fit(said, 18) : "";
    const width = label ? Math.max(USUAL, 16 + LETTER * cells(label)) : NARROW;
    const left = -width / 2;
    setAttributes(this.#pill, { x: left, width });
    setAttributes(this.#ring, { x: left - 4, width: width + 8, y: -HEIGHT / 2 - 4, height: HEIGHT + 8, rx: HEIGHT / 2 + 4 });
    setText(this.#label, label);
    setAttributes(this.#label, { y: measured ? 2 : 4 });
    setAttributes(this.#length, { x: left + 9, width: measured ? Math.max(2, (width - 18) * clamp(measured[1], [0, 1])) : 0 });
    setText(this.#aside, aside);
    setAttributes(this.#aside, { x: -left + 7 });
    for (const part of [this.element, ...this.lines]) {
      part.classList.toggle("o1-wins", wins);
      part.classList.toggle("o1-lost", !wins && isDropped(node));
    }
    // Of lines that meet, the winning one is on top.
    if (wins) this.#line.parentElement?.append(...this.lines);
    const name = [tellOf(node, wins), folded ? `${count(folded, "node")} folded` : ""].filter(Boolean).join(" · ");
    setText(this.#title, name);
    setAttributes(this.element, { "data-status": node.status, "aria-label": name });
    if (inner || folded) setAttributes(this.element, { "aria-expanded": String(!folded) });
    return width;
  });

  /** By the root of the visits, so that few remain visible. */
  readonly #weigh = memo((share: number, wins: boolean, lost: boolean): void => {
    const width = share && !lost ? THIN + (THICK - THIN) * Math.sqrt(share) : wins ? 2 * THIN : THIN;
    setAttributes(this.#line, { "stroke-width": width });
  });

  readonly #stand = memo((x: number, y: number, level: number): void =>
    setAttributes(this.element, { transform: `translate(${round(x)} ${round(y)})`, "aria-level": level }),
  );

  readonly #pickIt = memo((picked: boolean): void => {
    this.element.classList.toggle("o1-picked", picked);
    this.element.setAttribute("aria-selected", String(picked));
  });
}

/** Whether there is something below a node to be folded away, or to be shown again. */
function folds({ id, below, folded }: Place): boolean {
  return id !== ROOT && (below.length > 0 || folded > 0);
}

function curve(from: Drawn, to: Drawn): string {
  const [x1, x2] = [from.x + from.width / 2, to.x - to.width / 2];
  const middle = (x1 + x2) / 2;
  return `M${round(x1)} ${round(from.y)}C${round(middle)} ${round(from.y)} ${round(middle)} ${round(to.y)} ${round(x2)} ${round(to.y)}`;
}

/** The answer of an end in one line, or nothing. */
function saidBy(node: Node): string {
  return isEnd(node) ? shorten(shown(node) ?? "", 80) : "";
}

function tellOf(node: Node, wins: boolean): string {
  const name = node.title && !isEnd(node) ? shorten(node.title, 60) : node.kind;
  const fate = node.status === "done" ? [] : [shorten(outcome(node), 80)];
  const measured = measures(node).map((measure) => shorten(measure, 80));
  return [wins ? `chosen: ${name}` : name, shorten(saidBy(node), 60), ...measured, ...fate].filter(Boolean).join(" · ");
}

/** What the signs mean, of those that there are. */
function legend(state: State, places: ReadonlyMap<string, Place>): string[] {
  const nodes = [...state.nodes.values()];
  const scorer = state.config?.scorer ?? null;
  const numbers = [...new Set(nodes.flatMap((node) => measureOf(node, scorer)?.[0] ?? []))];
  const parts = numbers.length ? [`number: ${numbers.join(", else ")}`] : [];
  if (nodes.some(({ visits }) => visits)) parts.push(`line width: visits, at most ${integer(Math.max(...nodes.map(({ visits }) => visits)))}`);
  if ([...places.values()].some(({ inputs }) => inputs.length)) parts.push("thin line: also made from");
  if (nodes.some(isDropped)) parts.push("dashed: dropped");
  if ([...places.values()].some(({ folded }) => folded)) parts.push("+n: folded away");
  return parts;
}

function idOf(target: EventTarget | null): string | null {
  return (target as Element | null)?.closest<SVGElement>(".o1-node")?.dataset.node ?? null;
}

/** As much of a line as this many narrow characters take; a wide one counts as two. */
function fit(text: string, width: number): string {
  if (cells(text) <= width) return text;
  const characters = Array.from(text);
  while (cells(characters.join("")) >= width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

function cells(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character) ? 2 : 1), 0);
}

function clamp(value: number, [least, most]: readonly [number, number]): number {
  return Math.min(Math.max(value, least), most);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}

function s<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string | number>> = {}, ...children: Element[]): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

/** Set attributes, touching the DOM only where they differ. */
function setAttributes(element: Element, attributes: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    const text = typeof value === "number" ? String(round(value)) : value;
    if (element.getAttribute(name) !== text) element.setAttribute(name, text);
  }
}
