/** What more compute would buy: the curve, its uncertainty and the same in words. */

import type { Curve, Estimate, Point } from "../core/events";
import { decimal, integer } from "../core/words";
import { h, memo, svg } from "../dom";
import type { Sight, View } from "./view";

/** The drawing is stretched to the place that there is: both its sides are 100. */
const SIDE = 100;
/** Marks on the axis that are nearer to another than this share of it are left out. */
const CLOSE = 0.1;

export class CurveView implements View {
  readonly name = "More compute";
  readonly element = h("div", { class: "o1-curve" });

  aside({ state }: Sight): string | null {
    return curveOf(state) ? "" : null;
  }

  update({ state }: Sight): void {
    this.#draw(curveOf(state), state.config?.check ? "the check" : "the tests");
  }

  readonly #draw = memo((curve: Curve | null, check: string) => {
    this.element.replaceChildren();
    if (!curve) return;
    const agreement = "a majority for this answer";
    const accuracy = `a sample that passes ${check}`;
    const checked = curve.points.some((point) => point.accuracy);
    const legend = [key("o1-mine", agreement), ...(checked ? [key("o1-other", accuracy)] : [])];
    this.element.append(
      h("p", { class: "o1-sentence" }, curve.line),
      h("p", { class: "o1-remark" }, ...(checked ? [h("span", {}, "chance of"), ...legend] : [`chance of ${agreement}`])),
      plot(curve),
      h("p", { class: "o1-axis o1-below-axis" }, "calls"),
      h("p", { class: "o1-remark" }, "Shaded: 95 % interval. Dashed: beyond what this run has drawn. Estimated from its samples."),
      table(curve, agreement, accuracy),
    );
  });
}

/** What there is to say of the answer that is chosen. */
export function curveOf({ after, selection }: Sight["state"]): Curve | null {
  return after?.curves[selection?.answer ?? ""] ?? null;
}

function plot({ points, line }: Curve): HTMLElement {
  const places = placesOf(points);
  const drawing = svg("svg", { viewBox: `0 0 ${SIDE} ${SIDE}`, preserveAspectRatio: "none", role: "img", "aria-label": line });
  const series = [
    ["o1-other", points.map(({ accuracy }) => accuracy)],
    ["o1-mine", points.map(({ agreement }) => agreement)],
  ] as const;
  const now = points.findLastIndex(({ drawn }) => drawn);
  for (const [kind, estimates] of series) drawing.append(...lines(kind, places, estimates, now));
  const element = h("div", { class: "o1-plot" });
  for (const share of [0, 0.5, 1]) element.append(across(share));
  element.append(drawing, ...marks(points, places, now));
  const agreement = points[now]?.agreement;
  if (agreement) element.append(dot(places[now] ?? 0, agreement[0]));
  return element;
}

/** Where the points lie from left to right: a doubling is as far everywhere. */
function placesOf(points: readonly Point[]): number[] {
  const logs = points.map(({ samples }) => Math.log2(samples));
  const [least, most] = [Math.min(...logs), Math.max(...logs)];
  return logs.map((log) => (log - least) / (most - least || 1));
}

/** The interval as an area and the mean as a line, whole up to what was drawn and dashed beyond. */
function lines(kind: string, places: readonly number[], estimates: readonly (Estimate | null)[], now: number): SVGElement[] {
  const known = estimates.flatMap((estimate, i) => (estimate ? [{ estimate, x: places[i] ?? 0, drawn: i <= now, beyond: i >= now }] : []));
  if (!known.length) return [];
  const at = (x: number, value: number): string => `${(SIDE * x).toFixed(2)} ${(SIDE * (1 - value)).toFixed(2)}`;
  const above = known.map(({ x, estimate }) => at(x, estimate[2]));
  const below = known.map(({ x, estimate }) => at(x, estimate[1])).reverse();
  const path = (part: typeof known): string => (part.length ? `M${part.map(({ x, estimate }) => at(x, estimate[0])).join("L")}` : "");
  return [
    svg("path", { class: `o1-band ${kind}`, d: `M${[...above, ...below].join("L")}z` }),
    svg("path", { class: `o1-mean ${kind}`, d: path(known.filter(({ drawn }) => drawn)) }),
    svg("path", { class: `o1-mean o1-beyond ${kind}`, d: path(known.filter(({ beyond }) => beyond)) }),
  ];
}

/** The marks on the axis, what the run has among them; of those that would touch, the later ones stay. */
function marks(points: readonly Point[], places: readonly number[], now: number): HTMLElement[] {
  const shown: number[] = [now];
  for (let i = points.length - 1; i >= 0; i -= 1) {
    if (shown.every((other) => Math.abs((places[other] ?? 0) - (places[i] ?? 0)) >= CLOSE)) shown.push(i);
  }
  return shown
    .sort((a, b) => a - b)
    .map((i) => {
      const calls = integer(Math.round(points[i]?.calls ?? 0));
      const mark = h("span", { class: i === now ? "o1-tick o1-now" : "o1-tick", "aria-hidden": "true" }, h("span", {}, calls));
      mark.style.insetInlineStart = `${100 * (places[i] ?? 0)}%`;
      return mark;
    });
}

function across(share: number): HTMLElement {
  const line = h("span", { class: "o1-across", "aria-hidden": "true" }, h("span", {}, decimal(share)));
  line.style.insetBlockEnd = `${100 * share}%`;
  return line;
}

function dot(x: number, value: number): HTMLElement {
  const point = h("span", { class: "o1-point", "aria-hidden": "true" }, h("span", {}, `this run ${decimal(value)}`));
  point.style.insetInlineStart = `${100 * x}%`;
  point.style.insetBlockEnd = `${100 * value}%`;
  return point;
}

function key(kind: string, words: string): HTMLElement {
  return h("span", {}, h("i", { class: `o1-line-key ${kind}` }), words);
}

function table({ points }: Curve, agreement: string, accuracy: string): HTMLElement {
  const checked = points.some((point) => point.accuracy);
  const said = (estimate: Estimate | null): string =>
    estimate ? `${decimal(estimate[0])} (${decimal(estimate[1])} to ${decimal(estimate[2])})` : "unknown";
  const heads = ["samples", "calls", agreement, ...(checked ? [accuracy] : [])];
  const rows = points.map((point) => {
    const cells = [integer(point.calls ? Math.round(point.calls) : 0), said(point.agreement), ...(checked ? [said(point.accuracy)] : [])];
    return h("tr", {}, h("th", { scope: "row" }, `${integer(point.samples)}${point.drawn ? "" : ", not drawn"}`), ...cells.map((cell) => h("td", {}, cell)));
  });
  const head = h("thead", {}, h("tr", {}, ...heads.map((name) => h("th", { scope: "col" }, name))));
  return h("details", { class: "o1-figures" }, h("summary", {}, "The same as a table"), h("table", {}, head, h("tbody", {}, ...rows)));
}
