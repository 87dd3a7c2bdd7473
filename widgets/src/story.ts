/**
 * What a run says to a reader: `o1magic/render/story.py` in the page, in the same words. The examples in
 * `tests/data/traces/` hold both.
 */

import type { Node, Selection, Vote } from "./events";
import { budgets, type Chain, chains, finished, paid, stepConfidences, votes } from "./read";
import { classOf, type State } from "./store";
import { count, decimal, integer, label, list, money, STOPS, shown } from "./words";

/** Most characters of an answer that is shown large. */
const LONG = 60;
/** Most characters of the first sample's answer that is named beside the chosen one. */
const SINGLE = 30;

export interface Story {
  label: "Answer" | "No agreement" | "No answer" | "Failed" | "Thinking";
  /** The chosen chain; where no answer was reached, the most complete one. */
  chosen: Chain | null;
  /** The chosen answer as the model wrote it, or null. */
  answer: string | null;
  /** Whether the answer is source code. */
  code: boolean;
  /** Whether the answer is too long to be shown large. */
  long: boolean;
  /** Where there is no agreement, whom `verdict` is about: one answer, or two that stand level. */
  leaders: string[];
  /** How sure: "8 of 10 chains agree", "leads with 3 of 8", or nothing. */
  verdict: string;
  /** What a scorer said where one decided: "passes the check". */
  decided: string;
  /** "posterior over the runner-up .97, uncalibrated", or "confidence .83 (calibrated on 240 questions)", or nothing. */
  confidence: string;
  /** What the first sample alone said, where there were several: "a single chain said", and "19". */
  single: [string, string] | null;
  votes: readonly Vote[];
  /** What a reader should know besides. */
  notes: string[];
  /** What was tried and dropped, in one line; nothing if nothing was. */
  dropped: string;
  /** Votes for other answers, and chains without a vote. */
  others: Vote[];
  unanswered: Chain[];
  chains: Chain[];
}

export function story(state: State): Story {
  const { selection } = state;
  const all = chains(state);
  const node = state.nodes.get(selection?.node ?? "") ?? null;
  const found = votes(state);
  const mine = node ? (found.find((vote) => vote.nodes.includes(node.id)) ?? null) : null;
  const total = found.reduce((sum, vote) => sum + vote.count, 0);
  const voted = new Set(found.flatMap((vote) => vote.nodes));
  const chosen = (node ? all.find((chain) => chain.id === node.id) : mostComplete(all)) ?? null;
  const answer = node && shown(node);
  const { said, byScore } = decidedBy(state, node);
  const kind = labelOf(state, answer, mine, total, byScore);
  const code = state.config?.answer === "code";
  const others = found.filter((vote) => vote !== mine);
  const unanswered = all.filter((chain) => !voted.has(chain.id) && chain !== chosen);
  const { leaders, verdict } = verdictOf(state, kind, found, mine, total);
  return {
    label: kind,
    chosen,
    answer,
    code,
    long: answer !== null && (code || answer.length > LONG || answer.includes("\n")),
    leaders,
    verdict,
    decided: said,
    confidence: selection ? confidenceOf(selection, total) : "",
    single: singleOf(state, all, node),
    votes: found,
    notes: notesOf(state),
    dropped: droppedLine(state, others, unanswered, total),
    others,
    unanswered,
    chains: all,
  };
}

/** How a vote's answer is called: as the first of its chains wrote it. */
export function voteName(state: State, vote: Vote): string {
  const first = state.nodes.get(vote.nodes[0] ?? "");
  return (first && shown(first)) || vote.answer;
}

function labelOf(state: State, answer: string | null, mine: Vote | null, total: number, byScore: boolean): Story["label"] {
  if (state.error !== null) return "Failed";
  if (answer === null) return finished(state) ? "No answer" : "Thinking";
  return mine && !byScore && 2 * mine.count < total ? "No agreement" : "Answer";
}

function verdictOf(
  state: State,
  kind: Story["label"],
  found: readonly Vote[],
  mine: Vote | null,
  total: number,
): { leaders: string[]; verdict: string } {
  if (!mine) return { leaders: [], verdict: "" };
  if (total === 1) return { leaders: [], verdict: "one chain, no vote" };
  if (kind !== "No agreement") {
    const verdict = mine.count === 1 ? `said by 1 of ${total} chains` : `${mine.count} of ${total} chains agree`;
    return { leaders: [], verdict };
  }
  const level = found.filter((vote) => vote.count === mine.count).map((vote) => voteName(state, vote));
  if (level.length === 1) return { leaders: level, verdict: `leads with ${mine.count} of ${total}` };
  const verdict = `level with ${mine.count} of ${total} each`;
  return level.length === 2 ? { leaders: level, verdict } : { leaders: [], verdict: `${level.length} answers ${verdict}` };
}

/** The calibrated confidence, or what the vote alone says, which is none. */
function confidenceOf({ confidence, calibrated_on, posterior }: Selection, total: number): string {
  if (confidence !== null) return `confidence ${decimal(confidence)} (calibrated on ${count(calibrated_on, "question")})`;
  return posterior === null || total <= 1 ? "" : `posterior over the runner-up ${decimal(posterior)}, uncalibrated`;
}

/** The product of the scores of a chain's steps beside the lowest of them, or nothing. */
export function jointLine(state: State, id: string): string {
  const scores = stepConfidences(state, id);
  if (!scores.length) return "";
  const joint = scores.reduce((product, score) => product * score, 1);
  const least = Math.min(...scores);
  const steps = count(scores.length, "step");
  return `joint ${decimal(joint)} over ${steps}, weakest ${decimal(least)} at step ${scores.indexOf(least) + 1}, uncalibrated`;
}

/** What a scorer said of the chosen node, and whether that and not the number of votes decided. */
function decidedBy(state: State, node: Node | null): { said: string; byScore: boolean } {
  const { selection, config } = state;
  if (!node || !selection) return { said: "", byScore: false };
  const check = node.scores.check?.value ?? null;
  if (check !== null) {
    const said = check === 1 ? "passes the check" : check === 0 ? "does not pass the check" : "";
    return { said: said || `scored ${decimal(check)} by the check`, byScore: check > 0 };
  }
  if (selection.rule === "majority" || selection.note.includes("votes decided")) return { said: "", byScore: false };
  const name = [config?.scorer ?? "", ...Object.keys(node.scores).sort()].find((candidate) => candidate in node.scores);
  const value = name === undefined ? null : (node.scores[name]?.value ?? null);
  return value === null ? { said: "", byScore: false } : { said: `chosen by ${name}, ${decimal(value)}`, byScore: name !== "votes" };
}

function singleOf(state: State, all: readonly Chain[], chosen: Node | null): [string, string] | null {
  const first = all[0]?.node;
  if (!first || all.length < 2 || first.status === "running" || first.status === "cut") return null;
  const said = shown(first);
  if (said === null) return ["a single chain had", "no answer"];
  const same = chosen?.answer && first.answer && classOf(state, first.answer) === classOf(state, chosen.answer);
  return ["a single chain said", same ? "the same" : said.length > SINGLE || said.includes("\n") ? "something else" : said];
}

/** The chain that has the most to read where nothing was chosen. */
function mostComplete(all: readonly Chain[]): Chain | null {
  const readable = all.filter(({ node }) => node.text.trim() && node.status !== "failed");
  const rank = ({ node }: Chain): number => Number(node.status === "done") * Number.MAX_SAFE_INTEGER + node.text.length;
  return readable.reduce<Chain | null>((best, chain) => (best && rank(best) >= rank(chain) ? best : chain), null);
}

function notesOf(state: State): string[] {
  const { error, resumed, selection } = state;
  const found: string[] = [];
  if (error !== null) found.push(error);
  if (resumed !== null) {
    const why = (STOPS[resumed] ?? resumed).replace(/^stopped: /, "");
    found.push(`Goes on from an earlier run that ended early (${why})`);
  }
  if (selection?.tie.length) found.push(`${list(selection.tie)} stood level`);
  if (selection?.note) found.push(selection.note.charAt(0).toUpperCase() + selection.note.slice(1));
  return [...found, ...state.notes];
}

function droppedLine(state: State, others: readonly Vote[], unanswered: readonly Chain[], total: number): string {
  const parts: string[] = [];
  const against = others.reduce((sum, vote) => sum + vote.count, 0);
  const [only] = others;
  if (only && others.length === 1) {
    const name = voteName(state, only);
    const named = name.length <= LONG && !name.includes("\n") ? `, ${name},` : "";
    parts.push(`1 other answer${named} in ${against} of ${count(total, "chain")}`);
  } else if (only) parts.push(`${others.length} other answers in ${against} of ${count(total, "chain")}`);
  const by = (test: (status: string) => boolean): number => unanswered.filter(({ node }) => test(node.status)).length;
  const failed = by((status) => status === "failed");
  const cut = by((status) => status === "cut");
  const silent = by((status) => status !== "failed" && status !== "cut");
  if (failed) parts.push(`${count(failed, "chain")} failed`);
  if (cut) parts.push(`${count(cut, "chain")} cut off`);
  if (silent) parts.push(`${count(silent, "chain")} without an answer`);
  return parts.join("; ");
}

/** The items of the quiet line: how, with what, what it cost against its limits, why it ended. */
export function quietLine(state: State, now: number): string[] {
  const { config, stop_reason, asked } = state;
  if (!config) return [];
  const cost = paid(state);
  const used = budgets(state, now).map(({ name, used: value, limit }) => {
    const n = value ?? 0;
    switch (name) {
      case "calls":
        return of(n, limit, "call") + (asked.cached_calls ? ` (${integer(asked.cached_calls)} cached)` : "");
      case "tokens":
        return of(n, limit, "token");
      case "cost":
        return cost === null ? "cost unknown" : money(cost);
      case "seconds":
        return limit === null ? `${n.toFixed(1)} s` : `${n.toFixed(1)} of ${Number(limit.toPrecision(6))} s`;
    }
  });
  const end = stop_reason !== null ? (STOPS[stop_reason] ?? `stopped: ${stop_reason}`) : finished(state) ? "ended early" : "";
  return [config.strategy, ...config.models, ...used, end].filter(Boolean);
}

function of(used: number, limit: number | null, name: string): string {
  return limit === null ? count(used, name) : `${integer(used)} of ${count(limit, name)}`;
}

/** While it runs: `5 of 10 chains done, 84 leads 4 to 1`. */
export function standing(state: State): string {
  const all = chains(state);
  const planned = typeof state.config?.params.n === "number" ? state.config.params.n : 0;
  const total = Math.max(planned, all.length);
  if (total < 2) return "";
  const done = all.filter(({ node }) => node.status !== "running").length;
  const progress = `${done} of ${count(total, "chain")} done`;
  const [first, second] = votes(state);
  const name = (vote: Vote): string => label(state.nodes.get(vote.nodes[0] ?? ""), vote.answer, 24);
  if (!first) return progress;
  if (!second) return first.count === 1 ? `${progress}, it says ${name(first)}` : `${progress}, all ${first.count} say ${name(first)}`;
  if (first.count === second.count) return `${progress}, ${name(first)} and ${name(second)} level at ${first.count}`;
  return `${progress}, ${name(first)} leads ${first.count} to ${second.count}`;
}
