/** The calls over time, as bars in lanes. */

import { callFacts, callsOf, type Extent, extent, reach, type Span, type Timeline, ticks, timeline } from "../core/timeline";
import { unsent } from "../core/words";
import { h, memo, setText, svg } from "../dom";
import { keepKeys } from "./rove";
import type { Desk, Sight, View } from "./view";

/** Width of the drawing in units of its own: it is stretched to the place that there is. */
const WIDE = 1000;
/** Narrowest bar, in those units. */
const NARROWEST = 5;
/** Height of all lanes together (px), within which a lane is as high as it can be. */
const HIGH = 280;
const LANE = [7, 24] as const;
/** Share of a lane that a bar fills; one beside the samples is thin. */
const FILL = 0.66;
const THIN = 0.3;
/** What is selected has a frame so far (px) around it: it may be as blue itself. */
const AROUND = 3;

const KINDS = ["plain", "wins", "hollow", "hollow-wins", "lost", "running", "picked", "at"] as const;
type Kind = (typeof KINDS)[number];

const HINT = "Point at a call, or go from call to call with the arrow keys; Enter selects it in all views";

export class TimelineView implements View {
  readonly name = "Timeline";
  readonly #line = h("p", { class: "o1-dim" });
  readonly #paths: Readonly<Record<Kind, SVGPathElement>>;
  readonly #drawing = svg("svg", { preserveAspectRatio: "none", "aria-hidden": "true" });
  readonly #grid = h("div", { class: "o1-grid", "aria-hidden": "true" });
  readonly #lanes = h("div", { class: "o1-lanes", role: "slider", tabindex: "0", "aria-label": "Calls", "aria-valuemin": "1" });
  readonly #told = h("p", { class: "o1-told" });
  readonly #legend = h("p", { class: "o1-remark" });
  readonly element: HTMLElement;
  readonly #desk: Desk;
  #sight: Sight | null = null;
  /** The call that is pointed at or that the keys have come to; another one while nothing is told of it. */
  #at: number | null = null;
  #pointing = false;

  constructor(desk: Desk) {
    this.#desk = desk;
    const paths = KINDS.map((kind) => [kind, svg("path", { class: `o1-call-${kind}` })] as const);
    this.#paths = Object.fromEntries(paths) as Record<Kind, SVGPathElement>;
    this.#drawing.append(...paths.map(([, path]) => path));
    this.#lanes.append(this.#grid, this.#drawing);
    this.element = h("div", { class: "o1-timeline", dir: "ltr" }, this.#line, this.#lanes, this.#told, this.#legend);
    keepKeys(this.#lanes);
    this.#lanes.addEventListener("pointermove", (event) => this.#point(event));
    this.#lanes.addEventListener("pointerleave", () => this.#leave());
    this.#lanes.addEventListener("click", (event) => {
      this.#point(event);
      this.#pick();
    });
    this.#lanes.addEventListener("keydown", (event) => this.#press(event));
  }

  aside(sight: Sight): string | null {
    const calls = extent(sight.state);
    return calls && `${lengthOf(calls, sight.now).toFixed(1)} s`;
  }

  update(sight: Sight): void {
    this.#sight = sight;
    const { state, over } = sight;
    const told = timeline(state);
    if (!told) return;
    const { seconds, whole } = scale(told, sight);
    setText(this.#line, told.line);
    this.#drawGrid(whole, told.limit);
    this.#drawSpans(told, whole);
    this.#drawRunning(told, whole, over ? null : seconds);
    this.#drawPicked(told, whole, sight.picked, over ? null : seconds);
    this.#drawLegend(told, unsent(state));
    this.#tell();
  }

  readonly #drawGrid = memo((whole: number, limit: number | null) => {
    const marks = ticks(whole);
    const lines = marks.map((second, i) => mark(second / whole, i === marks.length - 1 ? `${second} s` : String(second), "o1-tick"));
    if (limit !== null) lines.push(mark(limit / whole, "limit", "o1-limit"));
    this.#lanes.classList.toggle("o1-limited", limit !== null);
    this.#grid.replaceChildren(...lines);
  });

  readonly #drawSpans = memo((told: Timeline, whole: number) => {
    const high = told.lanes * laneOf(told);
    this.#drawing.setAttribute("viewBox", `0 0 ${WIDE} ${high}`);
    this.#drawing.style.blockSize = `${high}px`;
    this.#lanes.setAttribute("aria-valuemax", String(told.spans.length));
    const drawn: { [kind: string]: string[] } = {};
    for (const span of told.spans) {
      if (span.end !== null) (drawn[kindOf(span)] ??= []).push(box(told, span, span.end, whole));
    }
    for (const kind of ["plain", "wins", "hollow", "hollow-wins", "lost"] as const) draw(this.#paths[kind], drawn[kind]);
  });

  readonly #drawRunning = memo((told: Timeline, whole: number, seconds: number | null) => {
    const running = seconds === null ? [] : told.spans.filter(({ end }) => end === null);
    draw(this.#paths.running, running.map((span) => box(told, span, seconds ?? span.start, whole)));
  });

  readonly #drawPicked = memo((told: Timeline, whole: number, picked: string | null, seconds: number | null) => {
    const spans = this.#spansOf(told, picked);
    draw(this.#paths.picked, spans.map((span) => box(told, span, span.end ?? seconds ?? span.start, whole, AROUND)));
  });

  readonly #drawLegend = memo(({ spans }: Timeline, spared: string) => {
    const roles = new Set(spans.flatMap(({ call, aside }) => (aside ? [call.role] : [])));
    const entries: [Kind | "thin", string, boolean][] = [
      ["wins", "the winning chain", spans.some(({ wins, lost }) => wins && !lost)],
      ["hollow", spared, spans.some(({ call }) => call.cached)],
      ["lost", "failed or cut off", spans.some(({ lost }) => lost)],
      ["running", "under way", spans.some(({ end }) => end === null)],
      ["thin", [...roles].join(", "), roles.size > 0],
    ];
    const there = entries.filter(([, , shown]) => shown);
    this.#legend.replaceChildren(...there.map(([kind, words]) => h("span", {}, h("i", { class: `o1-key o1-key-${kind}` }), words)));
  });

  /** The calls of what is selected in all views. */
  #spansOf({ spans }: Timeline, picked: string | null): readonly Span[] {
    const calls = this.#sight ? callsOf(this.#sight.state, picked) : [];
    return calls.length ? spans.filter(({ call }) => calls.includes(call)) : [];
  }

  /** Say what is known of the call that is looked at, and mark it; of none, what is known of the selected one. */
  #tell(): void {
    const told = this.#sight && timeline(this.#sight.state);
    const span = this.#at === null ? undefined : told?.spans[this.#at];
    if (!this.#sight || !told) return;
    const { seconds, whole } = scale(told, this.#sight);
    draw(this.#paths.at, span ? [box(told, span, span.end ?? seconds, whole)] : []);
    const shown = span ?? this.#spansOf(told, this.#sight.picked)[0];
    const words = shown ? callFacts(this.#sight.state, shown).join("\u2002·\u2002") : HINT;
    setText(this.#told, words);
    this.#told.classList.toggle("o1-dim", !shown);
    this.#lanes.setAttribute("aria-valuenow", String(shown ? told.spans.indexOf(shown) + 1 : 1));
    this.#lanes.setAttribute("aria-valuetext", shown ? words.replaceAll("\u2002·\u2002", ", ") : told.line);
  }

  #point(event: MouseEvent): void {
    const told = this.#sight && timeline(this.#sight.state);
    if (!this.#sight || !told) return;
    const { seconds, whole } = scale(told, this.#sight);
    const { left, top, width } = this.#drawing.getBoundingClientRect();
    const [at, lane] = [((event.clientX - left) / width) * whole, Math.floor((event.clientY - top) / laneOf(told))];
    this.#pointing = true;
    this.#go(nearest(told, lane, at, 0.02 * whole, seconds));
  }

  #leave(): void {
    if (!this.#pointing) return;
    this.#pointing = false;
    this.#go(null);
  }

  #press(event: KeyboardEvent): void {
    const told = this.#sight && timeline(this.#sight.state);
    if (!told) return;
    const last = told.spans.length - 1;
    const at = this.#at;
    const to = {
      ArrowRight: at === null ? 0 : Math.min(last, at + 1),
      ArrowLeft: at === null ? last : Math.max(0, at - 1),
      ArrowDown: this.#beside(told, 1),
      ArrowUp: this.#beside(told, -1),
      Home: 0,
      End: last,
      Escape: null,
    }[event.key];
    if (event.key === "Enter" || event.key === " ") this.#pick();
    else if (to !== undefined) this.#go(to);
    else return;
    this.#pointing = false;
    event.preventDefault();
    event.stopPropagation();
  }

  /** The call in the next lane up or down that is nearest in time. */
  #beside(told: Timeline, step: number): number {
    const span = told.spans[this.#at ?? 0];
    if (!span || this.#at === null) return 0;
    return nearest(told, span.lane + step, span.start, Number.POSITIVE_INFINITY, told.seconds) ?? this.#at;
  }

  #go(at: number | null): void {
    if (at === this.#at) return;
    this.#at = at;
    this.#tell();
  }

  #pick(): void {
    const sight = this.#sight;
    const node = this.#at === null || !sight ? null : (timeline(sight.state)?.spans[this.#at]?.call.node ?? null);
    if (sight && node !== null) this.#desk.pick(node === sight.picked ? null : node);
  }
}

/** How long the calls have taken together, of a run that goes on until now; and the end of the axis. */
function scale(told: Timeline, { over, now }: Sight): { seconds: number; whole: number } {
  const seconds = lengthOf(told, now);
  return { seconds, whole: over ? Math.max(seconds, told.limit ?? 0) || 1 : reach(seconds) };
}

function lengthOf({ begun, seconds, running }: Extent, now: number): number {
  return running ? Math.max(seconds, now - begun) : seconds;
}

function kindOf({ call, wins, lost }: Span): Kind {
  if (lost) return "lost";
  if (call.cached) return wins ? "hollow-wins" : "hollow";
  return wins ? "wins" : "plain";
}

/** Height of a lane (px). */
function laneOf({ lanes }: Timeline): number {
  return Math.max(LANE[0], Math.min(LANE[1], Math.floor(HIGH / lanes)));
}

function box(told: Timeline, { start, lane, aside }: Span, end: number, whole: number, around = 0): string {
  const pitch = laneOf(told);
  const high = Math.max(2, pitch * (aside ? THIN : FILL)) + 2 * around;
  const wide = Math.max(NARROWEST, ((end - start) / whole) * WIDE);
  const x = Math.min((start / whole) * WIDE, WIDE - wide);
  const y = lane * pitch + (pitch - high) / 2;
  return `M${x.toFixed(1)} ${y.toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}h-${wide.toFixed(1)}z`;
}

/** The call of a lane that is nearest to this moment, at most so many seconds away. */
function nearest({ spans }: Timeline, lane: number, at: number, within: number, now: number): number | null {
  let [found, least] = [null as number | null, within];
  for (const [i, { lane: own, start, end }] of spans.entries()) {
    const away = Math.max(0, start - at, at - (end ?? now));
    if (own === lane && away <= least && (found === null || away < least)) [found, least] = [i, away];
  }
  return found;
}

function draw(path: SVGPathElement, boxes: readonly string[] = []): void {
  const drawn = boxes.join("");
  if (path.getAttribute("d") !== drawn) path.setAttribute("d", drawn);
}

function mark(share: number, words: string, kind: string): HTMLElement {
  const line = h("span", { class: kind }, h("span", {}, words));
  line.style.insetInlineStart = `${100 * share}%`;
  return line;
}
