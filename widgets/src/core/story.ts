/**
 * What a run says to a reader: `o1magic/render/story.py` in the page, in the same words. The examples in
 * `tests/data/traces/` hold both.
 */

import type { Node, Selection, Vote } from "./events";
import { type Branch, outline, outlineLine } from "./outline";
import { budgets, type Chain, chains, finished, isEnd, isFlat, type Noun, paid, path, stepConfidences, votes } from "./read";
import { once } from "./once";
import { segment } from "./segment";
import { classOf, type State } from "./store";
import { clean, count, decimal, integer, label, list, measures, money, STOPS, shown, unsent } from "./words";

/** Most characters of an answer that is shown large. */
const LONG = 60;
/** Most characters of an answer that is named beside others: those that stand level, the first sample's. */
const SINGLE = 30;
/** More answers that stand level than this are counted, not named. */
const MOST_LEADERS = 3;

/** Words for who has chosen; another scorer goes by its own name. */
const SCORERS: { [name: string]: string } = {
  judge: "the judge",
  logprob: "its log-probability",
  p_true: "P(True)",
  pairwise: "comparisons",
  reward: "the reward model",
  votes: "votes",
};

/** A step, and what is known of it. */
export interface ShownStep {
  title: string;
  text: string;
  /** Value, visits, prior and scores up to it, and its own score. */
  facts: readonly string[];
}

export interface Story {
  label: "Answer" | "No agreement" | "No answer" | "Failed" | "Thinking";
  /** The chosen chain; where no answer was reached, the most complete one. */
  readonly chosen: Chain | null;
  /** The chosen answer as the model wrote it, or null. */
  answer: string | null;
  /** Whether the answer is source code. */
  code: boolean;
  /** Whether the answer is too long to be shown large. */
  long: boolean;
  /** Where there is no agreement, whom `verdict` is about: one answer, or a few that stand level. */
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
  readonly dropped: string;
  /** Votes for other answers, and chains without a vote. */
  others: Vote[];
  readonly unanswered: readonly Chain[];
  chains: readonly Chain[];
  noun: Noun;
  /** The tree, where the search is not a flat list of chains; how many nodes it has and what became of them. */
  readonly outline: readonly Branch[];
  readonly outlineLine: string;
}

export function story(state: State): Story {
  const { selection } = state;
  const all = chains(state);
  const noun = all[0]?.noun ?? "chain";
  const node = state.nodes.get(selection?.node ?? "") ?? null;
  const found = votes(state);
  const mine = node ? (found.find((vote) => vote.nodes.includes(node.id)) ?? null) : null;
  const total = found.reduce((sum, vote) => sum + vote.count, 0);
  const answer = node && shown(node);
  const { said, byScore } = decidedBy(state, node);
  const kind = labelOf(state, answer, mine, total, byScore);
  const code = state.config?.answer === "code";
  const others = found.filter((vote) => vote !== mine);
  const { leaders, verdict } = verdictOf(state, kind, found, mine, total, noun);
  return {
    label: kind,
    // Of thousands of chains what nobody asks for is not looked through.
    get chosen() {
      return chosenOf(state);
    },
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
    get dropped() {
      return droppedLine(state, others, unansweredOf(state), total, noun);
    },
    others,
    get unanswered() {
      return unansweredOf(state);
    },
    chains: all,
    noun,
    get outline() {
      return isFlat(state) ? [] : outline(state);
    },
    get outlineLine() {
      return isFlat(state) ? "" : outlineLine(state);
    },
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
  noun: Noun,
): { leaders: string[]; verdict: string } {
  if (!mine) return { leaders: [], verdict: "" };
  if (total === 1) return { leaders: [], verdict: `one ${noun}, no vote` };
  if (kind !== "No agreement") {
    const verdict = mine.count === 1 ? `said by 1 of ${total} ${noun}s` : `${mine.count} of ${total} ${noun}s agree`;
    return { leaders: [], verdict };
  }
  const level = found.filter((vote) => vote.count === mine.count).map((vote) => voteName(state, vote));
  if (level.length === 1) return { leaders: level, verdict: `leads with ${mine.count} of ${total}` };
  const verdict = `level with ${mine.count} of ${total} each`;
  return few(level) ? { leaders: level, verdict } : { leaders: [], verdict: `${level.length} answers ${verdict}` };
}

/** Whether these are so few and short that a line has room for their names. */
function few(answers: readonly string[]): boolean {
  return answers.length <= MOST_LEADERS && answers.every(brief);
}

function brief(answer: string): boolean {
  return answer.length <= SINGLE && !answer.includes("\n");
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
  for (const [name, words] of [["check", "the check"], ["tests", "the tests"]] as const) {
    const value = node.scores[name]?.value ?? null;
    if (value === null) continue;
    const said = value === 1 ? `passes ${words}` : value === 0 ? `does not pass ${words}` : `scored ${decimal(value)} by ${words}`;
    return { said, byScore: value > 0 };
  }
  if (selection.rule === "majority" || selection.note.includes("votes decided")) return { said: "", byScore: false };
  if (selection.rule === "consistency") return { said: "", byScore: true };
  // The values of rollouts are shares of the votes, or another scorer's opinion of where they lead.
  const scorers = ({ scores }: Node): string[] => Object.keys(scores).filter((name) => name !== "rollout");
  const names = scorers(node).sort();
  const name = names.find((candidate) => candidate === config?.scorer) ?? names[0];
  if (name === undefined) {
    const voters = selection.votes.flatMap((vote) => vote.nodes.map((id) => state.nodes.get(id)));
    return { said: "", byScore: voters.some((voter) => voter && scorers(voter).length > 0) };
  }
  const value = node.scores[name]?.value ?? null;
  const scored = value === null ? "its own score unknown" : decimal(value);
  return { said: `chosen by ${SCORERS[name] ?? name}, ${scored}`, byScore: name !== "votes" };
}

/**
 * What the first chain alone said. In a tree that is the first sample of the first sample of the question, and so on:
 * what no choice has favoured.
 */
function singleOf(state: State, all: readonly Chain[], chosen: Node | null): [string, string] | null {
  const first = all[0]?.node;
  if (!first || all.length < 2) return null;
  const sampled = /^0(?:\.0)*$/.test(first.id) && !path(state, first.id).some((node) => node.inputs.length || node.kind === "plan");
  if (!sampled || !isEnd(first) || (first.status !== "done" && first.status !== "failed")) return null;
  const said = shown(first);
  if (said === null) return ["a single chain had", "no answer"];
  const same = chosen?.answer && first.answer && classOf(state, first.answer) === classOf(state, chosen.answer);
  return ["a single chain said", same ? "the same" : brief(said) ? said : "something else"];
}

const chosenOf = once((state: State): Chain | null => {
  const node = state.selection?.node ?? "";
  const all = chains(state);
  return (state.nodes.has(node) ? all.find((chain) => chain.id === node) : mostComplete(all)) ?? null;
});

const unansweredOf = once((state: State): readonly Chain[] => {
  const voted = new Set(votes(state).flatMap((vote) => vote.nodes));
  return chains(state).filter((chain) => !voted.has(chain.id) && chain !== chosenOf(state));
});

/** The chain that has the most to read where nothing was chosen. */
function mostComplete(all: readonly Chain[]): Chain | null {
  let [best, most]: [Chain | null, number] = [null, 0];
  for (const chain of all) {
    const { node, parts } = chain;
    const length = parts.reduce((sum, part) => sum + lengthOf(part), 0);
    const rank = Number(node.status === "done" && isEnd(node)) * Number.MAX_SAFE_INTEGER + length;
    if (length && node.status !== "failed" && rank > most) [best, most] = [chain, rank];
  }
  return best;
}

/** In characters as Python counts them. */
const lengthOf = once(({ text }: Node): number => Array.from(text.trim()).length);

/** The steps of a chain: a node with a title is one step, others are cut into steps. */
export function stepsOf(state: State, chain: Chain): ShownStep[] {
  const steps = chain.parts.flatMap((part) => {
    const cut = part.title ? [{ title: part.title, text: part.text }] : segment(clean(part.text));
    return cut.map((step, i) => ({ ...step, facts: i ? [] : stepFacts(chain, part, cut.length) }));
  });
  const alone = stepScores(state, chain, steps.length);
  return steps.map((step, i) => ({ ...step, facts: [...step.facts, ...ownFact(alone[i])] }));
}

/** What a scorer that judged step by step said of each step alone; nothing where it saw other steps. */
export function stepScores(state: State, chain: Chain, steps: number): readonly number[] {
  const scores = stepConfidences(state, chain.id);
  return scores.length === steps ? scores : [];
}

export function ownFact(score: number | undefined): string[] {
  return score === undefined ? [] : [`this step ${decimal(score)}`];
}

/** What is known of a part's first step: what is said of a whole solution is not said of its first step. */
export function stepFacts(chain: Chain, part: Node, steps: number): string[] {
  return part.kind === "step" || (chain.parts.length > 1 && steps === 1) ? measures(part) : [];
}

function notesOf(state: State): string[] {
  const { error, resumed, selection, original } = state;
  const found: string[] = [];
  if (error !== null) found.push(error);
  if (resumed !== null) {
    const why = (STOPS[resumed] ?? resumed).replace(/^stopped: /, "");
    found.push(`Goes on from an earlier run that ended early (${why})`);
  }
  if (selection && original) {
    const itself = shownBy(state, original);
    const chose = itself.length <= SINGLE ? `${itself} by ${original.rule}` : "otherwise";
    found.push(`Re-selected by ${selection.rule}; the run itself chose ${chose}`);
  }
  if (selection?.tie.length) found.push(`${few(selection.tie) ? list(selection.tie) : `${selection.tie.length} answers`} stood level`);
  if (selection?.note) found.push(selection.note.charAt(0).toUpperCase() + selection.note.slice(1));
  return [...found, ...state.notes];
}

function shownBy(state: State, { node }: Selection): string {
  const chosen = state.nodes.get(node ?? "");
  return (chosen && shown(chosen)) ?? "no answer";
}

function droppedLine(
  state: State,
  others: readonly Vote[],
  unanswered: readonly Chain[],
  total: number,
  noun: Noun,
): string {
  const parts: string[] = [];
  const against = others.reduce((sum, vote) => sum + vote.count, 0);
  const [only] = others;
  if (only && others.length === 1) {
    const name = voteName(state, only);
    const named = name.length <= LONG && !name.includes("\n") ? `, ${name},` : "";
    parts.push(`1 other answer${named} in ${against} of ${count(total, noun)}`);
  } else if (only) parts.push(`${others.length} other answers in ${against} of ${count(total, noun)}`);
  const by = (test: (chain: Chain) => boolean): number => unanswered.filter(test).length;
  const ended = ({ node }: Chain): boolean => node.status === "failed" || node.status === "cut";
  const fates: [number, string][] = [
    [by(({ node }) => node.status === "failed"), "failed"],
    [by(({ node }) => node.status === "cut"), "cut off"],
    [by((chain) => !ended(chain) && shown(chain.node) === null), "without an answer"],
    [by((chain) => !ended(chain) && shown(chain.node) !== null), "without a vote"],
  ];
  for (const [n, words] of fates) if (n) parts.push(`${count(n, noun)} ${words}`);
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
        return of(n, limit, "call") + (asked.cached_calls ? ` (${integer(asked.cached_calls)} ${unsent(state)})` : "");
      case "tokens":
        return of(n, limit, "token");
      case "cost":
        return cost === null ? "cost unknown" : money(cost);
      case "seconds":
        // The times that a replay tells were not held to the limit of today.
        return limit === null || (n > limit && stop_reason !== null && stop_reason !== "seconds")
          ? `${n.toFixed(1)} s`
          : `${n.toFixed(1)} of ${Number(limit.toPrecision(6))} s`;
    }
  });
  const end = stop_reason !== null ? (STOPS[stop_reason] ?? `stopped: ${stop_reason}`) : finished(state) ? "ended early" : "";
  return [config.strategy, ...config.models, ...used, end].filter(Boolean);
}

function of(used: number, limit: number | null, name: string): string {
  return limit === null ? count(used, name) : `${integer(used)} of ${count(limit, name)}`;
}

/** While it runs: `5 of 10 chains done, 84 leads 4 to 1`; of a tree `9 steps, 5 rollouts, 84 leads 4 to 1`. */
export function standing(state: State): string {
  const progress = isFlat(state) ? drawn(state) : grown(state);
  const [first, second] = votes(state);
  const name = (vote: Vote): string => label(state.nodes.get(vote.nodes[0] ?? ""), vote.answer, 24);
  if (!first || !progress) return progress;
  if (!second) return first.count === 1 ? `${progress}, it says ${name(first)}` : `${progress}, all ${first.count} say ${name(first)}`;
  if (first.count === second.count) return `${progress}, ${name(first)} and ${name(second)} level at ${first.count}`;
  return `${progress}, ${name(first)} leads ${first.count} to ${second.count}`;
}

function drawn(state: State): string {
  const all = chains(state);
  const { params = {}, strategy = "" } = state.config ?? {};
  // Before its first node it cannot be told how many chains another strategy will have.
  const planned = typeof params.n === "number" && (all.length || SAMPLED.has(strategy)) ? params.n : 0;
  const total = Math.max(planned, all.length);
  const done = all.filter(({ node }) => node.status !== "running").length;
  return total < 2 ? "" : `${done} of ${count(total, "chain")} done`;
}

const SAMPLED = new Set(["self_consistency", "best_of_n"]);

function grown(state: State): string {
  const steps = [...state.nodes.values()].filter(({ kind, status }) => kind === "step" && status !== "running").length;
  const ends = chains(state).filter(({ node }) => isEnd(node) && node.status !== "running");
  const parts = [steps ? count(steps, "step") : "", ends[0] ? count(ends.length, ends[0].noun) : ""];
  return parts.filter(Boolean).join(", ");
}
