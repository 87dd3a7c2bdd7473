/** Who is for which answer, what each of them wrote, and what another rule would make of it. */

import type { Vote } from "../core/events";
import { once } from "../core/once";
import type { Chain } from "../core/read";
import { segment } from "../core/segment";
import type { State } from "../core/store";
import { type Story, voteName } from "../core/story";
import { clean, count, decimal, fate, integer, list, outcome, remark, shorten } from "../core/words";
import { h, memo, setChildren, setText } from "../dom";
import { answerName } from "../text/markdown";
import { bar } from "./chain";
import { Choice } from "./choice";
import type { Desk, Sight, View } from "./view";

/** More answers than this fold. */
const MOST_ANSWERS = 12;
/** Most characters of a solution's first words. */
const SHORT = 160;
/** Of the samples without a vote; a vote goes by its answer. */
const SILENT = Symbol("without a vote");

export class VotesView implements View {
  readonly name = "Votes";
  readonly #choice: Choice;
  readonly #groups = new Map<string | symbol, Group>();
  readonly #list = h("div", { class: "o1-ballots" });
  readonly #more = h("button", { class: "o1-link", type: "button" });
  readonly #legend = h("p", { class: "o1-remark" });
  readonly element: HTMLElement;
  readonly #desk: Desk;
  #open = false;
  #sight: Sight | null = null;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#choice = new Choice((rule) => desk.reselect(rule));
    this.#more.addEventListener("click", () => {
      this.#open = true;
      if (this.#sight) this.update(this.#sight);
    });
    this.element = h("div", { class: "o1-votes" }, this.#choice.element, this.#list, this.#more, this.#legend);
  }

  aside({ told, over }: Sight): string | null {
    const total = told.votes.reduce((sum, vote) => sum + vote.count, 0);
    return told.chains.length > 1 && (total || silent(told, over).length) ? integer(total) : null;
  }

  update(sight: Sight): void {
    this.#sight = sight;
    const { state, told, picked, over } = sight;
    this.#choice.update(state);
    const chains = byId(told);
    const total = told.votes.reduce((sum, vote) => sum + vote.weight, 0) || 1;
    const scored = told.votes.some((vote) => vote.weight !== vote.count);
    const shown = this.#open ? told.votes : told.votes.slice(0, MOST_ANSWERS);
    const groups = shown.map((vote) => {
      const group = this.#group(vote.answer);
      const leads = state.selection ? vote.nodes.includes(state.selection.node ?? "") : vote === told.votes[0];
      group.drawVote(state, vote, vote.weight / total, leads, scored);
      group.update(vote.nodes.flatMap((id) => chains.get(id) ?? []), state, picked);
      return group.element;
    });
    const unanswered = silent(told, over);
    if (unanswered.length) {
      const group = this.#group(SILENT);
      group.drawSilent(unanswered);
      group.update(unanswered, state, picked);
      groups.push(group.element);
    }
    setChildren(this.#list, groups);
    const rest = told.votes.length - shown.length;
    this.#more.hidden = !rest;
    setText(this.#more, count(rest, "more answer"));
    const unequal = "Unequal weights: a bar is the sum of the scores of its samples, as a share of all of them";
    setText(this.#legend, told.votes.length ? (scored ? unequal : `A bar is the share of all ${told.noun}s that vote`) : "");
  }

  #group(key: string | symbol): Group {
    let group = this.#groups.get(key);
    if (!group) {
      group = new Group((id) => this.#desk.pick(id));
      this.#groups.set(key, group);
    }
    return group;
  }
}

/** The chains without a vote; those that are still being written may yet have one. */
function silent({ unanswered }: Story, over: boolean): readonly Chain[] {
  return unanswered.filter(({ node }) => over || node.status !== "running");
}

const byId = once(({ chains }: Story): ReadonlyMap<string, Chain> => new Map(chains.map((chain) => [chain.id, chain])));

/** The samples for one answer, below a bar that opens them. */
class Group {
  readonly #summary = h("summary");
  readonly #samples = h("ul", { class: "o1-samples" });
  readonly element = h("details", { class: "o1-vote" }, this.#summary, this.#samples);
  readonly #rows = new Map<string, Sample>();
  readonly #pick: (id: string | null) => void;
  #drawn: [readonly Chain[], State, string | null] | null = null;

  constructor(pick: (id: string | null) => void) {
    this.#pick = pick;
    // Rows that nobody sees are not drawn.
    this.element.addEventListener("toggle", () => this.#draw());
  }

  drawVote(state: State, vote: Vote, share: number, leads: boolean, scored: boolean): void {
    const weight = scored ? `, score ${vote.weight.toFixed(2).replace(/^0\./, ".")}` : "";
    this.#drawSummary(voteName(state, vote), `${count(vote.count, "vote")}${weight}`, share, leads, state.selection !== null);
  }

  drawSilent(chains: readonly Chain[]): void {
    const fates = new Map<string, number>();
    for (const { node } of chains) {
      const end = node.answer !== null ? "left out" : node.status === "done" ? "without an answer" : fate(node);
      fates.set(end, (fates.get(end) ?? 0) + 1);
    }
    this.#drawSummary("", list([...fates].map(([end, n]) => `${integer(n)} ${end}`)), null, false, true);
  }

  update(chains: readonly Chain[], state: State, picked: string | null): void {
    this.#drawn = [chains, state, picked];
    this.element.classList.toggle("o1-holds", picked !== null && chains.some((chain) => holds(chain, picked)));
    this.#draw();
  }

  readonly #drawSummary = memo((name: string, measure: string, share: number | null, leads: boolean, over: boolean) => {
    this.element.classList.toggle("o1-leads", leads);
    this.element.classList.toggle("o1-silent", share === null);
    const named = share === null ? h("span", { class: "o1-for" }, "Without a vote") : h("span", { class: "o1-for", dir: "auto", title: name }, answerName(name, 80));
    const chosen = leads && over ? [h("span", { class: "o1-hidden" }, "chosen: ")] : [];
    this.#summary.replaceChildren(...chosen, named, h("span", { class: "o1-count" }, measure));
    if (share !== null) this.#summary.append(bar(share, "o1-length"));
  });

  #draw(): void {
    if (!this.element.open || !this.#drawn) return;
    const [chains, state, picked] = this.#drawn;
    const rows = chains.map((chain) => {
      let row = this.#rows.get(chain.id);
      if (!row) {
        row = new Sample(chain.id, this.#pick);
        this.#rows.set(chain.id, row);
      }
      row.update(chain, state.config?.models.length ?? 1, picked !== null && holds(chain, picked));
      return row.element;
    });
    setChildren(this.#samples, rows);
  }
}

class Sample {
  readonly #number = h("span", { class: "o1-number" });
  readonly #words = h("span", { class: "o1-words", dir: "auto" });
  readonly #facts = h("span", { class: "o1-dim" });
  readonly #button = h("button", { class: "o1-sample", type: "button" }, this.#number, this.#words, this.#facts);
  readonly element = h("li", {}, this.#button);

  constructor(id: string, pick: (id: string | null) => void) {
    this.#button.addEventListener("click", () => pick(this.#button.ariaPressed === "true" ? null : id));
  }

  update(chain: Chain, models: number, picked: boolean): void {
    const { node, number, noun, parts } = chain;
    setText(this.#number, String(number));
    this.#number.setAttribute("aria-label", `${noun} ${number}`);
    setText(this.#words, shorten(parts.flatMap(titlesOf).join(" · ") || "no text", SHORT));
    setText(this.#facts, factsOf(chain, models).join("\u2002·\u2002"));
    this.#button.dataset.status = node.status;
    if (this.#button.ariaPressed !== String(picked)) this.#button.setAttribute("aria-pressed", String(picked));
  }
}

/** The titles of a node's steps, or their first words. */
const titlesOf = once(({ title, text }: Chain["node"]): readonly string[] =>
  title ? [title] : segment(clean(text)).map((step) => step.title),
);

/** What became of a sample, what its scorers said, how long it is and who wrote it. */
function factsOf({ node, parts }: Chain, models: number): string[] {
  const found = node.answer === null ? [shorten(node.status === "running" ? fate(node) : outcome(node), 80)] : node.ballot ? [] : ["no vote"];
  for (const [name, { value }] of Object.entries(node.scores).sort(([a], [b]) => (a < b ? -1 : 1))) {
    found.push(value === null ? `${name} failed` : `${name} ${decimal(value)}`);
  }
  if (remark(node)) found.push(shorten(remark(node), 80));
  const tokens = parts.reduce((sum, part) => sum + part.usage.completion_tokens, 0);
  if (tokens) found.push(count(tokens, "token"));
  if (models > 1) found.push(...new Set(parts.flatMap(({ model }) => (model === null ? [] : model.slice(model.lastIndexOf("/") + 1)))));
  return found;
}

function holds({ parts }: Chain, picked: string): boolean {
  return parts.some(({ id }) => id === picked);
}
