/** What the views read off a state: chains, votes, budgets. Pure, without DOM and without words. */

import { type Node, ROOT, type Vote } from "./events";
import { add, byPath, classOf, NO_USAGE, type State } from "./store";

/** A line of thought from the question to where it has got: an answer, or an unfinished end. */
export interface Chain {
  /** Of the last node. */
  id: string;
  /** Counts from 1, for people. */
  number: number;
  node: Node;
  /** The representative of its answer's class, or null. */
  answer: string | null;
}

/** Return the chains in order: every answer, and every step that nothing follows. */
export function chains(state: State): Chain[] {
  const parents = new Set<string | null>();
  for (const node of state.nodes.values()) parents.add(node.parent);
  return [...state.nodes.values()]
    .filter((node) => node.kind === "answer" || (node.id !== ROOT && !parents.has(node.id) && isOpenEnd(node)))
    .sort(byPath)
    .map((node, i) => ({
      id: node.id,
      number: i + 1,
      node,
      answer: node.answer === null ? null : classOf(state, node.answer),
    }));
}

function isOpenEnd(node: Node): boolean {
  return node.kind === "step" && node.status !== "pruned" && node.status !== "merged";
}

/** Return the nodes from below the question to this one. */
export function path(state: State, id: string): Node[] {
  const found: Node[] = [];
  for (let node = state.nodes.get(id); node && node.id !== ROOT; node = state.nodes.get(node.parent ?? ROOT)) {
    found.push(node);
  }
  return found.reverse();
}

/** Return the votes, the leader first: the selection's, or while there is none, a tally of the ballots. */
export function votes(state: State, all: readonly Chain[]): readonly Vote[] {
  if (state.selection) return state.selection.votes;
  const tally = new Map<string, { answer: string; count: number; weight: number; nodes: string[] }>();
  for (const { node, answer } of all) {
    if (answer === null || node.ballot <= 0) continue;
    const vote = tally.get(answer) ?? { answer, count: 0, weight: 0, nodes: [] };
    vote.count += 1;
    vote.weight += node.ballot;
    vote.nodes.push(node.id);
    tally.set(answer, vote);
  }
  return [...tally.values()].sort((a, b) => b.weight - a.weight || b.count - a.count);
}

/** Whether the run is over. */
export function finished(state: State): boolean {
  return state.final || state.stop_reason !== null || state.error !== null;
}

/** Return what was really sent and paid; during the run, by the calls that have come back. */
export function spentCost(state: State): number | null {
  if (state.stop_reason !== null) return state.spent.cost;
  return [...state.calls.values()].filter((call) => !call.cached).reduce((sum, call) => add(sum, call.usage), NO_USAGE).cost;
}

/** Return for how long the run's clock has been running, in seconds: it starts at the first request. */
export function elapsed(state: State, now: number): number {
  if (finished(state) && state.stop_reason !== null) return state.seconds;
  let first = Number.POSITIVE_INFINITY;
  for (const call of state.calls.values()) first = Math.min(first, call.started);
  return Math.max(0, (finished(state) ? state.now : now) - first) || 0;
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
    { name: "calls", used: finished(state) ? asked.calls : state.calls.size, limit: limits?.calls ?? null },
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

/** How a run ended, as the head tells it. */
export type Outcome =
  | { kind: "failed"; error: string }
  | { kind: "none" }
  | { kind: "split"; node: Node | null; leader: Vote; total: number }
  | { kind: "answer"; node: Node; votes: readonly Vote[]; mine: number; total: number };

/** Return how the run ended. An answer that has less than half of the votes and passed no check is no agreement. */
export function outcome(state: State): Outcome {
  const { selection, error } = state;
  const node = state.nodes.get(selection?.node ?? "") ?? null;
  if (!node || node.answer === null) return error === null ? { kind: "none" } : { kind: "failed", error };
  const all = selection?.votes ?? [];
  const total = all.reduce((sum, vote) => sum + vote.count, 0);
  const vote = all.find((candidate) => candidate.nodes.includes(node.id));
  const mine = vote?.count ?? 0;
  if (vote && 2 * mine < total && state.stop_reason !== "check_passed") {
    return { kind: "split", node, leader: vote, total };
  }
  return { kind: "answer", node, votes: all, mine, total };
}
