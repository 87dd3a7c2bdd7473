/** Everything the page says: sentence case, units in words, `.93` for a share. */

import type { Node, Vote } from "./events";
import { budgets, type Chain, finished, spentCost } from "./read";
import type { State } from "./store";

const SEPARATOR = "\u2002·\u2002";

export function count(n: number): string {
  return n.toLocaleString("en-US");
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** A share or score in [0, 1]: `.93`. */
export function share(value: number): string {
  const text = value.toFixed(2);
  return text.startsWith("0") ? text.slice(1) : text;
}

export function dollars(cost: number): string {
  if (cost === 0) return "$0";
  if (cost < 0.0001) return "under $0.0001";
  return `$${cost < 1 ? Number(cost.toPrecision(2)) : cost.toFixed(2)}`;
}

function time(seconds: number): string {
  return seconds.toFixed(1);
}

/** A limit of 120 reads `120`, one of 1.5 reads `1.5`. */
function limit(seconds: number): string {
  return String(Number(seconds.toFixed(1)));
}

/** The short name of an answer: as it was written where that is plain, else canonical. */
export function label(node: Node | undefined, canonical: string, longest = 40): string {
  const shown = node?.shown_answer ?? "";
  const plain = shown && !/[\\$\n`]/.test(shown) && shown.length <= longest ? shown : canonical;
  return shorten(plain, longest);
}

export function shorten(text: string, longest: number): string {
  const characters = Array.from(text.replace(/\s+/g, " ").trim());
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("").trimEnd()}…` : characters.join("");
}

export function voteLabel(state: State, vote: Vote, longest = 40): string {
  return label(state.nodes.get(vote.nodes[0] ?? ""), vote.answer, longest);
}

/** `5 of 10 chains done, 84 leads 4 to 1` */
export function standing(state: State, all: readonly Chain[], votes: readonly Vote[]): string {
  const planned = typeof state.config?.params.n === "number" ? state.config.params.n : 0;
  const total = Math.max(planned, all.length);
  if (total < 2) return "";
  const done = all.filter(({ node }) => node.status !== "running").length;
  const [first, second] = votes;
  const progress = `${done} of ${plural(total, "chain")} done`;
  if (!first) return progress;
  const leader = voteLabel(state, first, 24);
  if (!second) return first.count === 1 ? `${progress}, 1 says ${leader}` : `${progress}, all ${first.count} say ${leader}`;
  if (first.count === second.count) return `${progress}, ${leader} and ${voteLabel(state, second, 24)} level at ${first.count}`;
  return `${progress}, ${leader} leads ${first.count} to ${second.count}`;
}

const STOPS: { [reason: string]: string } = {
  done: "finished",
  agreement: "stopped: agreement",
  check_passed: "stopped: check passed",
  exhausted: "finished: nothing left to try",
  calls: "stopped: call limit",
  tokens: "stopped: token limit",
  cost: "stopped: cost limit",
  seconds: "stopped: time limit",
  stopped: "stopped by you",
  interrupted: "interrupted",
};

/** The quiet line: how, with what, what it cost against its limits, why it ended. */
export function costLine(state: State, now: number): string {
  const { config, stop_reason } = state;
  if (!config) return "";
  const cost = spentCost(state);
  const cached = state.asked.cached_calls;
  const parts = budgets(state, now).map(({ name, used, limit: most }) => {
    switch (name) {
      case "calls": {
        const calls = most === null ? plural(used ?? 0, "call") : `${count(used ?? 0)} of ${plural(most, "call")}`;
        return cached ? `${calls} (${count(cached)} cached)` : calls;
      }
      case "tokens":
        return most === null ? plural(used ?? 0, "token") : `${count(used ?? 0)} of ${plural(most, "token")}`;
      case "cost":
        return cost === null ? "cost unknown" : dollars(cost);
      case "seconds":
        return most === null ? `${time(used ?? 0)} s` : `${time(used ?? 0)} of ${limit(most)} s`;
    }
  });
  const end = stop_reason === null ? (finished(state) ? "ended early" : "") : (STOPS[stop_reason] ?? `stopped: ${stop_reason}`);
  return [config.strategy, config.models.join(", "), ...parts, end].filter(Boolean).join(SEPARATOR);
}

/** What a preparation has done: `212 of 491 MB`. */
export function amount(done: number, total: number): string {
  if (total < 1e6) return `${count(done)} of ${count(total)}`;
  return `${count(Math.round(done / 1e6))} of ${count(Math.round(total / 1e6))} MB`;
}

/** What became of a chain, where it is not an answer. */
export function fate(node: Node): string {
  switch (node.status) {
    case "running":
      return node.text || node.reasoning ? "writing" : "waiting";
    case "failed":
      return "failed";
    case "cut":
      return "cut off";
    case "pruned":
      return "dropped";
    case "merged":
      return "merged";
    case "done":
      return node.kind === "answer" ? "no answer" : "unfinished";
  }
}

/** The quiet facts of a chain: `212 tokens · votes .80 · cut off at the length limit`. */
export function facts(node: Node, models: number): string {
  const parts: string[] = [];
  if (models > 1 && node.model) parts.push(node.model);
  if (node.usage.completion_tokens) parts.push(plural(node.usage.completion_tokens, "token"));
  if (node.usage.cached_calls) parts.push("cached");
  for (const [name, { value, note }] of Object.entries(node.scores)) {
    parts.push(`${name.replaceAll("_", " ")} ${value === null ? "unknown" : share(value)}${note ? ` (${note})` : ""}`);
  }
  if (node.mean_logprob !== null) parts.push(`mean log-probability ${node.mean_logprob.toFixed(2).replace("-", "−")}`);
  if (node.finish_reason === "length") parts.push("cut off at its length limit");
  else if (node.finish_reason === "content_filter") parts.push("cut off by the provider's filter");
  else if (node.status === "cut") parts.push("cut off");
  return parts.join(SEPARATOR);
}
