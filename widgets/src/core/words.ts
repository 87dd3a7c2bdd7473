/** How numbers and short texts are written: sentence case, units in words, `.93` for a share. */

import type { Node, Score } from "./events";
import type { Chain } from "./read";
import { add, NO_USAGE, type State } from "./store";

/** Words for each stop reason, as in `o1magic/render/story.py`. */
export const STOPS: { [reason: string]: string } = {
  done: "finished",
  agreement: "stopped: agreement",
  check_passed: "stopped: check passed",
  exhausted: "finished: nothing left to try",
  calls: "stopped: call limit",
  tokens: "stopped: token limit",
  cost: "stopped: cost limit",
  seconds: "stopped: time limit",
  stopped: "stopped by hand",
  interrupted: "interrupted",
};

// Control characters, and text that turns its surroundings around.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNFIT = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Return model text with one kind of line end and without what could turn text around. */
export function clean(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNFIT, "\ufffd");
}

const INTEGER = new Intl.NumberFormat("en-US");

export function integer(n: number): string {
  return INTEGER.format(n);
}

export function count(n: number, singular: string, plural = `${singular}s`): string {
  return `${integer(n)} ${n === 1 ? singular : plural}`;
}

/** A number in [0, 1] with two digits and no leading zero; what is neither 0 nor 1 never looks so. */
export function decimal(value: number): string {
  if (value > 0 && value < 0.005) return "below .01";
  if (value >= 0.995 && value < 1) return "above .99";
  // Python rounds what lies exactly between two numbers to the even one.
  const even = (value * 8) % 2 === 1 ? (2 * Math.round(value * 50)) / 100 : value;
  return value === 0 || value === 1 ? String(value) : even.toFixed(2).replace(/^0/, "");
}

/** US dollars with the digits that matter: $0, $0.00042, $1.50. */
export function money(value: number): string {
  if (value === 0) return "$0";
  if (value < 0.0001) return "under $0.0001";
  if (value < 1) return `$${Number(value.toPrecision(2))}`;
  return `$${value.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** What a preparation has done: `212 of 491 MB`. */
export function amount(done: number, total: number): string {
  if (total < 1e6) return `${integer(done)} of ${integer(total)}`;
  return `${integer(Math.round(done / 1e6))} of ${integer(Math.round(total / 1e6))} MB`;
}

/** A list in words: `a`, `a and b`, `a, b and c`. */
export function list(items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

export function shorten(text: string, longest: number): string {
  const characters = Array.from(clean(text).replace(/\s+/g, " ").trim());
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("").trimEnd()}…` : characters.join("");
}

/** LaTeX without its marks. */
const LATEX =
  /\\(?:[dt]?frac|sqrt|binom|text|mathrm|mathbf|mathbb|boxed|left|begin|overline|pi|theta|lambda|alpha|beta|infty|emptyset|times|cdot|pm|circ|angle|l?dots|leq?|geq?|in|cup|cap|sum|int|log|ln|sin|cos|tan|[bp]mod)(?![A-Za-z])/;

/** Whether a short text is one formula. */
export function isFormula(text: string): boolean {
  return LATEX.test(text) && !/\$|\\[([]/.test(text);
}

/** A node's answer as the model wrote it, or null. */
export function shown(node: Node): string | null {
  return node.shown_answer || node.answer;
}

/** The short name of an answer: a number as such, words as they were written, LaTeX in its canonical form. */
export function label(node: Node | undefined, canonical: string, longest: number): string {
  const written = node?.shown_answer ?? "";
  const plain = written && !/^[-+\d.,/%]+$/.test(canonical) && !LATEX.test(written) && !/[$`]/.test(written);
  return shorten(plain ? written : canonical, longest);
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
      return node.kind === "step" ? "unfinished" : "no answer";
  }
}

/** What became of a node, where that is not an answer, in the words of the static record. */
export function outcome(node: Node): string {
  switch (node.status) {
    case "failed":
      return `failed: ${node.error}`;
    case "cut":
      return "cut off";
    case "running":
      return "not finished";
    case "pruned":
    case "merged":
      return node.note ? `${node.status}: ${node.note}` : node.status;
    case "done":
      if (node.kind === "step") return "not finished";
      return node.finish_reason === "length" ? "cut off at the token limit" : "no answer";
  }
}

/** The note of a node, in one line, where its outcome does not tell it. */
export function remark(node: Node): string {
  return node.status === "pruned" || node.status === "merged" ? "" : clean(node.note).replace(/\s+/g, " ").trim();
}

/** What the search and its scorers say of a node: `value .64`, `N 5`, `P .62`, `judge .90`, and its note. */
export function measures(node: Node): string[] {
  const parts: string[] = [];
  if (node.value !== null) parts.push(`value ${decimal(node.value)}`);
  if (node.visits) parts.push(`N ${integer(node.visits)}`);
  if (node.prior !== null) parts.push(`P ${decimal(node.prior)}`);
  for (const [name, { value }] of scoresOf(node)) parts.push(value === null ? `${name} failed` : `${name} ${decimal(value)}`);
  const said = remark(node);
  return said ? [...parts, said] : parts;
}

function scoresOf(node: Node): [string, Score][] {
  return Object.entries(node.scores).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What the calls are that nothing was sent for. */
export function unsent({ replayed }: State): string {
  return replayed ? "replayed" : "cached";
}

/** The quiet facts of a chain: `212 tokens in 3 calls`, `votes .80`, `cut off at its token limit`. */
export function facts(state: State, { node, parts: nodes }: Chain): string[] {
  const parts: string[] = [];
  const usage = nodes.reduce((sum, part) => add(sum, part.usage), NO_USAGE);
  if ((state.config?.models.length ?? 0) > 1) parts.push(...new Set(nodes.flatMap((part) => part.model ?? [])));
  const calls = usage.calls > 1 ? ` in ${integer(usage.calls)} calls` : "";
  if (usage.completion_tokens) parts.push(count(usage.completion_tokens, "token") + calls);
  if (usage.cached_calls) parts.push((usage.calls > 1 ? `${integer(usage.cached_calls)} ` : "") + unsent(state));
  for (const [name, { value, note }] of scoresOf(node)) {
    const said = value === null ? "unknown" : decimal(value);
    parts.push(`${name.replaceAll("_", " ")} ${said}${note ? ` (${shorten(note, 80)})` : ""}`);
  }
  if (remark(node)) parts.push(remark(node));
  if (node.answer !== null && !node.ballot) parts.push("no vote");
  if (node.mean_logprob !== null) parts.push(`mean log-probability ${node.mean_logprob.toFixed(2).replace("-", "−")}`);
  if (node.finish_reason === "length") parts.push("cut off at its token limit");
  else if (node.finish_reason === "content_filter") parts.push("cut off by the provider's filter");
  else if (node.status === "cut") parts.push("cut off");
  return parts;
}
