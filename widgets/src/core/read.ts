/** What the views read off a state: chains, votes, budgets. Pure, without DOM and without words. */

import { type Node, ROOT, type Vote } from "./events";
import { once } from "./once";
import { add, classOf, NO_USAGE, type State } from "./store";

/** One solution from its beginning to where it has got. */
export interface Chain {
  /** Of its last node. */
  id: string;
  /** Counts from 1, for people. */
  number: number;
  /** Where it ends. */
  node: Node;
  /** What is read as one: the steps that lead to its end, and the end. */
  parts: readonly Node[];
  /** What such solutions are called in this run. */
  noun: Noun;
}

export type Noun = "chain" | "rollout" | "solution";

/** Return the nodes in the order of their paths. */
export const inOrder = once(({ nodes, order }: Pick<State, "nodes" | "order">): readonly Node[] => order.map((id) => nodes.get(id) as Node));

/**
 * Return the chains: the answers and rollouts in order, then the beginnings that may still lead to some. Where there is
 * no answer and no rollout, every beginning is one that was not given up.
 */
export const chains = once((state: State): readonly Chain[] => {
  const nodes = inOrder(state);
  const answers = nodes.filter(isEnd);
  const alive = new Set<string>(["running"]);
  if (!finished(state)) alive.add("done");
  if (!answers.length) for (const status of ["done", "cut", "failed"]) alive.add(status);
  // What is below a node follows it.
  const open = nodes.filter((node, i) => node.kind === "step" && alive.has(node.status) && nodes[i + 1]?.parent !== node.id);
  const link = linker(state);
  const ends = [...answers, ...open].map(link);
  const noun = nounOf(ends);
  return ends.map((end, i) => chainOf(end, i + 1, noun));
});

/** A node and what it stands below: the same object for as long as none of them changes. */
interface Link {
  readonly node: Node;
  /** Null below the question. */
  readonly above: Link | null;
  /** The id of the first of them. */
  readonly start: string;
  /** Whether one of them was made from other nodes. */
  readonly made: boolean;
}

const links = new WeakMap<Node, Link>();
const linkedChains = new WeakMap<Link, Chain>();

/** Return what links the nodes of a state, each once: a message changes few of thousands. */
function linker({ nodes }: State): (node: Node) => Link {
  const seen = new Map<string, Link>();
  return function link(node: Node): Link {
    const known = seen.get(node.id);
    if (known) return known;
    const parent = node.parent === ROOT ? undefined : nodes.get(node.parent ?? ROOT);
    const above = parent ? link(parent) : null;
    const kept = links.get(node);
    const made = kept?.above === above ? kept : newLink(node, above);
    links.set(node, made);
    seen.set(node.id, made);
    return made;
  };
}

function newLink(node: Node, above: Link | null): Link {
  return { node, above, start: above?.start ?? node.id, made: node.inputs.length > 0 || (above?.made ?? false) };
}

/** Return the chain that ends with a node: the same object for as long as nothing of it changes. */
function chainOf(end: Link, number: number, noun: Noun): Chain {
  const { node } = end;
  const kept = linkedChains.get(end);
  if (kept?.number === number && kept.noun === noun) return kept;
  const parts = [node];
  for (let link = end.above; link?.node.kind === "step"; link = link.above) parts.push(link.node);
  const chain = { id: node.id, number, node, parts: kept?.parts ?? parts.reverse(), noun };
  linkedChains.set(end, chain);
  return chain;
}

/** Whether a chain ends with it. */
export function isEnd({ kind }: Node): boolean {
  return kind === "answer" || kind === "rollout";
}

function nounOf(ends: readonly Link[]): Noun {
  const starts = new Set(ends.map(({ start }) => start));
  if (starts.size === ends.length && !ends.some(({ made }) => made)) return "chain";
  return ends.every(({ node }) => node.kind === "rollout") ? "rollout" : "solution";
}

/** Whether the search is but a list of whole chains, of which it says nothing. */
export function isFlat(state: State): boolean {
  for (const { id, parent, kind, inputs, note } of state.nodes.values()) {
    if (id !== ROOT && (parent !== ROOT || kind !== "answer" || inputs.length || note)) return false;
  }
  return true;
}

/** Return the steps that lead to a node, and the node: what is read as one solution. */
export function partsOf(state: State, id: string): Node[] {
  const nodes = path(state, id);
  return nodes.slice(nodes.slice(0, -1).findLastIndex((node) => node.kind !== "step") + 1);
}

/** Return the nodes from below the question to this one. */
export function path(state: State, id: string): Node[] {
  const found: Node[] = [];
  for (let node = state.nodes.get(id); node && node.id !== ROOT; node = state.nodes.get(node.parent ?? ROOT)) {
    found.push(node);
  }
  return found.reverse();
}

/** Return what a scorer that judged step by step said of each step up to this node, as `Trace.step_confidences` does. */
export function stepConfidences(state: State, id: string): readonly number[] {
  const scores = state.nodes.get(id)?.scores ?? {};
  const first = state.config?.scorer ?? "";
  const names = Object.keys(scores).sort((a, b) => Number(b === first) - Number(a === first) || (a < b ? -1 : 1));
  return names.map((name) => scores[name]?.steps ?? []).find((steps) => steps.length) ?? [];
}

/** Return the votes, the leader first: the selection's, or while there is none, a tally as `Trace.votes` makes it. */
export const votes = once((state: State): readonly Vote[] => {
  if (state.selection) return state.selection.votes;
  const tally = new Map<string, { answer: string; count: number; weight: number; nodes: string[] }>();
  for (const node of inOrder(state)) {
    const { id, answer, ballot } = node;
    if (!isEnd(node) || answer === null || ballot <= 0) continue;
    const voted = classOf(state, answer);
    const vote = tally.get(voted) ?? { answer: voted, count: 0, weight: 0, nodes: [] };
    vote.count += 1;
    vote.weight += ballot;
    vote.nodes.push(id);
    tally.set(voted, vote);
  }
  return [...tally.values()].sort((a, b) => b.weight - a.weight);
});

/** Whether the run is over. */
export function finished(state: State): boolean {
  return state.final || state.stop_reason !== null || state.error !== null;
}

/** Return what was really paid in US dollars; during the run, for the calls that have come back. */
export function paid(state: State): number | null {
  if (finished(state)) return state.spent.cost;
  const sent = [...state.calls.values()].filter((call) => !call.cached);
  return sent.reduce((sum, call) => add(sum, call.usage), NO_USAGE).cost;
}

/** Return for how long the run's clock has been running, in seconds: it starts at the first request. */
export function elapsed(state: State, now: number): number {
  if (finished(state)) return state.seconds;
  let first = Number.POSITIVE_INFINITY;
  for (const call of state.calls.values()) first = Math.min(first, call.started);
  return Math.max(0, now - first);
}

export interface Budget {
  name: "calls" | "tokens" | "cost" | "seconds";
  used: number | null;
  limit: number | null;
}

/** Return what has been used of each limit. */
export function budgets(state: State, now: number): Budget[] {
  const limits = state.config?.limits;
  const { asked } = state;
  return [
    { name: "calls", used: asked.calls, limit: limits?.calls ?? null },
    { name: "tokens", used: asked.prompt_tokens + asked.completion_tokens, limit: limits?.tokens ?? null },
    { name: "cost", used: asked.cost, limit: limits?.cost ?? null },
    { name: "seconds", used: elapsed(state, now), limit: limits?.seconds ?? null },
  ];
}

/** Return the budget that is nearest to its limit, with the share used in [0, 1]; null without limits. */
export function tightest(state: State, now: number): { budget: Budget; share: number } | null {
  let found: { budget: Budget; share: number } | null = null;
  for (const budget of budgets(state, now)) {
    if (budget.used === null || budget.limit === null) continue;
    const share = budget.limit > 0 ? Math.min(1, budget.used / budget.limit) : Number(budget.used > 0);
    if (!found || share > found.share) found = { budget, share };
  }
  return found;
}
