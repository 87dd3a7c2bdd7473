/** The calls of a run over time: what `timeline.py` says of them, and where they are drawn. Pure, without DOM. */

import type { Call } from "./events";
import { once } from "./once";
import { chains, finished, isEnd, paid } from "./read";
import { segment } from "./segment";
import type { State } from "./store";
import { clean, count, integer, money, STOPS, shorten, unsent } from "./words";

/** Most marks on the axis, its beginning not among them. */
const MOST_TICKS = 6;
/** Most characters of a step's title, and of an error. */
const SHORT = 60;

export interface Extent {
  /** When the first call began, in seconds since the run started. */
  begun: number;
  /** The latest end of a call, in seconds since the first began; of a run that is over, that of all of them. */
  seconds: number;
  /** Whether one is under way. */
  running: boolean;
}

/** One call and where it is drawn. */
export interface Span {
  call: Call;
  /** In seconds since the first call; a call that is under way has no end yet. */
  start: number;
  end: number | null;
  /** From the top. */
  lane: number;
  /** Whether the chosen chain was written by it. */
  wins: boolean;
  /** Whether it failed or was cut off. */
  lost: boolean;
  /** Whether it did something else than draw a sample: judged, say. */
  aside: boolean;
}

export interface Timeline extends Extent {
  /** In the order in which they began. */
  spans: readonly Span[];
  lanes: number;
  /** Where the time limit ended the run, in seconds. */
  limit: number | null;
  /** How many calls there were, how many at once, what they cost and why the run ended. */
  line: string;
}

/** Return when there were calls; null without any. */
export const extent = once((state: State): Extent | null => {
  let [begun, latest, running] = [Number.POSITIVE_INFINITY, 0, false];
  for (const { started, finished: end } of state.calls.values()) {
    begun = Math.min(begun, started);
    latest = Math.max(latest, end ?? started);
    running ||= end === null;
  }
  if (begun === Number.POSITIVE_INFINITY) return null;
  // A run that is over leaves no call under way.
  const over = finished(state);
  return { begun, seconds: (running && over ? Math.max(latest, state.now) : latest) - begun, running: running && !over };
});

export const timeline = once((state: State): Timeline | null => {
  const calls = [...state.calls.values()].sort((a, b) => a.started - b.started || a.id - b.id);
  const when = extent(state);
  if (!when) return null;
  const over = finished(state);
  const chosen = state.selection?.node ?? null;
  const winning = new Set(chains(state).find(({ id }) => id === chosen)?.parts.map(({ id }) => id));
  // A run that is over leaves no call under way.
  const ends = calls.map(({ finished: end }) => (end === null && over ? state.now : end));
  const lanes = pack(calls, ends);
  const spans = calls.map((call, i) => {
    const end = ends[i] ?? null;
    return {
      call,
      start: call.started - when.begun,
      end: end === null ? null : end - when.begun,
      lane: lanes[i] ?? 0,
      wins: call.role === "sample" && call.node !== null && winning.has(call.node),
      lost: call.error !== null,
      aside: call.role !== "sample",
    };
  });
  const limit = state.stop_reason === "seconds" ? (state.config?.limits.seconds ?? null) : null;
  const line = lineOf(state, spans, limit);
  return { ...when, spans, lanes: 1 + Math.max(...lanes), limit, line };
});

/**
 * Return a lane for each of these calls, in the order in which they began: where the same node's calls are, if that
 * is free, else the first that is. A call never moves, since what decides lies before it; no lane more than calls at once.
 */
export function pack(calls: readonly Call[], ends: readonly (number | null)[]): number[] {
  const until: number[] = [];
  const home = new Map<string, number>();
  return calls.map(({ node, started }, i) => {
    const free = (lane: number | undefined): lane is number => lane !== undefined && (until[lane] ?? Number.POSITIVE_INFINITY) <= started;
    const own = node === null ? undefined : home.get(node);
    const first = until.findIndex((end) => end <= started);
    const lane = free(own) ? own : first < 0 ? until.length : first;
    until[lane] = ends[i] ?? Number.POSITIVE_INFINITY;
    if (node !== null) home.set(node, lane);
    return lane;
  });
}

/** Return how many calls were on their way at the same time, at most. */
export function atOnce(calls: readonly Pick<Call, "started" | "finished">[]): number {
  const turns = calls.flatMap(({ started, finished: end }): [number, number][] => [
    [started, 1],
    [end ?? Number.POSITIVE_INFINITY, -1],
  ]);
  // One that ends where another begins makes room for it.
  turns.sort(([a, up], [b, down]) => a - b || up - down);
  let [most, running] = [0, 0];
  for (const [, turn] of turns) {
    running += turn;
    most = Math.max(most, running);
  }
  return most;
}

/** Return the marks on an axis from 0 to so many seconds, at round distances. */
export function ticks(seconds: number): number[] {
  if (!(seconds > 0)) return [0];
  const power = 10 ** Math.floor(Math.log10(seconds / MOST_TICKS));
  const step = power * ([1, 2, 5].find((round) => round * power * MOST_TICKS >= seconds) ?? 10);
  return Array.from({ length: 1 + Math.floor(seconds / step + 1e-9) }, (_, i) => Number((i * step).toPrecision(6)));
}

/** Return how far the axis of a run that goes on reaches: in leaps, so that what is drawn seldom moves. */
export function reach(seconds: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(seconds, 1)));
  return power * ([1, 2, 5, 10].find((round) => round * power > seconds) ?? 10);
}

/** Return the calls of a node; of one without any, such as the rest of a reply that began as a step, those that wrote it. */
export function callsOf(state: State, id: string | null): readonly Call[] {
  const node = id === null ? undefined : state.nodes.get(id);
  if (!node) return [];
  const calls = [...state.calls.values()].filter((call) => call.node === id);
  return calls.length ? calls : callsOf(state, node.parent);
}

/** What a call was for, and what is known of it, one item each. */
export function callFacts(state: State, { call, start, end, lost, aside }: Span): string[] {
  const { usage } = call;
  const from = `${start.toFixed(1)} ${end === null ? "s" : `to ${end.toFixed(1)} s`}`;
  const facts = [nameOf(state, call), from];
  if (aside) facts.push(call.role);
  if ((state.config?.models.length ?? 0) > 1) facts.push(call.model.slice(call.model.lastIndexOf("/") + 1));
  if (usage.completion_tokens) facts.push(count(usage.completion_tokens, "token"));
  if (usage.cost && !call.cached) facts.push(money(usage.cost));
  if (call.cached) facts.push(unsent(state));
  if (lost) facts.push(call.error === "cut off" ? "cut off" : `failed: ${shorten(call.error ?? "", SHORT)}`);
  else if (call.finished === null) facts.push(finished(state) ? "not finished" : "under way");
  return facts;
}

function nameOf(state: State, { node: id, role }: Call): string {
  const node = state.nodes.get(id ?? "");
  if (!node) return role;
  const chain = isEnd(node) ? chains(state).find((each) => each.id === id) : undefined;
  const title = chain ? `${chain.noun} ${chain.number}` : node.title || segment(clean(node.text))[0]?.title;
  return shorten(title || node.kind, SHORT);
}

function lineOf(state: State, spans: readonly Span[], limit: number | null): string {
  const parts = [count(spans.length, "call")];
  const most = atOnce(spans.map(({ call }) => call));
  if (most > 1) parts.push(`up to ${most} at once`);
  const cached = spans.filter(({ call }) => call.cached).length;
  if (cached) parts.push(`${integer(cached)} ${unsent(state)}`);
  const lost = spans.filter((span) => span.lost).length;
  if (lost) parts.push(`${integer(lost)} failed or cut off`);
  const tokens = spans.reduce((sum, { call: { usage } }) => sum + usage.prompt_tokens + usage.completion_tokens, 0);
  if (tokens) parts.push(count(tokens, "token"));
  const cost = paid(state);
  parts.push(cost === null ? "cost unknown" : money(cost));
  const ended = STOPS[state.stop_reason ?? ""];
  if (ended) parts.push(limit === null ? ended : `${ended} at ${Number(limit.toPrecision(6))} s`);
  return parts.join(", ");
}
