/** Everything that is known of one node. */

import { type Node, ROOT } from "../core/events";
import { isEnd, path } from "../core/read";
import type { State } from "../core/store";
import { clean, count, decimal, fate, integer, outcome, shown, unsent } from "../core/words";
import { h, memo, setText } from "../dom";
import { answerName, inlineMarkdown } from "../text/markdown";
import { Prose } from "../text/prose";

export class NodeView {
  readonly #where = h("p", { class: "o1-eyebrow" });
  readonly #title = h("h4", { class: "o1-node-title", dir: "auto" });
  readonly #says = h("p", { class: "o1-node-says" });
  readonly #prose = new Prose();
  readonly #facts = h("dl", { class: "o1-known" });
  readonly #notes = h("div", { class: "o1-node-notes" });
  readonly element = h("section", { class: "o1-one", tabindex: "0", "aria-label": "Node" });
  readonly #pick: (node: string) => void;

  constructor(pick: (node: string) => void) {
    this.#pick = pick;
    const body = h("div", {}, this.#where, this.#title, this.#says, this.#prose.element, this.#facts, this.#notes);
    this.element.append(body);
  }

  update(state: State, node: Node): void {
    const merged = [...state.nodes.values()].filter(({ merged_into }) => merged_into === node.id);
    this.#drawHead(node, path(state, node.id).filter(({ kind }) => kind === "step").length);
    this.#prose.update(clean(node.text).trim(), node.status === "running");
    this.#drawFacts(node, (state.config?.models.length ?? 0) > 1, unsent(state));
    this.#drawNotes(node, merged.map(({ id }) => id).join(" "));
  }

  readonly #drawHead = memo((node: Node, depth: number): void => {
    const what = node.kind === "step" ? `step ${depth}` : node.kind;
    setText(this.#where, node.id === ROOT ? "Question" : `Node ${node.id} · ${what}`);
    // What has no title of its own has one in its text, where it is read.
    this.#title.replaceChildren(...(node.title ? [inlineMarkdown(node.title)] : []));
    const answer = isEnd(node) ? shown(node) : null;
    this.#says.replaceChildren();
    if (answer !== null) this.#says.append(h("span", { class: "o1-dim" }, "Answer "), h("strong", { dir: "auto" }, answerName(answer, answer.length)));
  });

  readonly #drawFacts = memo((node: Node, several: boolean, spared: string): void => {
    this.#facts.replaceChildren(
      ...factsOf(node, several, spared).flatMap(([name, value, aside]) => [
        h("dt", {}, name),
        h("dd", {}, value, ...(aside ? [" ", h("span", { class: "o1-dim", dir: "auto" }, aside)] : [])),
      ]),
    );
  });

  readonly #drawNotes = memo((node: Node, merged: string): void => {
    const notes: (Element | string)[][] = [];
    if (node.status === "merged" && node.merged_into) notes.push(["Merged into ", this.#link(node.merged_into), ": the same step in other words"]);
    if (merged) notes.push(["Merged with ", ...this.#links(merged.split(" ")), ": the same step in other words"]);
    if (node.inputs.length) notes.push(["Made from ", ...this.#links(node.inputs)]);
    if (node.note) notes.push([clean(node.status === "pruned" ? `Pruned: ${node.note}` : node.note)]);
    this.#notes.replaceChildren(...notes.map((parts) => h("p", {}, ...parts)));
    if (node.error !== null) this.#notes.append(h("p", { class: "o1-error", dir: "auto" }, clean(node.error)));
  });

  #links(ids: readonly string[]): (Element | string)[] {
    return ids.flatMap((id, i) => (i ? [", ", this.#link(id)] : [this.#link(id)]));
  }

  #link(id: string): HTMLElement {
    const button = h("button", { class: "o1-link", type: "button" }, id);
    button.addEventListener("click", () => this.#pick(id));
    return button;
  }
}

/** Name, value and what stands beside it, of all that is known. */
function factsOf(node: Node, several: boolean, spared: string): [name: string, value: string, aside: string][] {
  const { usage } = node;
  const facts: [string, string, string][] = [];
  // Why it failed, was pruned or merged stands below.
  const brief = node.status === "failed" || node.status === "running";
  const status = node.status === "pruned" || node.status === "merged" ? node.status : brief ? fate(node) : outcome(node);
  if (node.status !== "done") facts.push(["status", status, ""]);
  if (isEnd(node) && node.status === "done" && shown(node) === null) facts.push(["status", outcome(node), ""]);
  if (node.visits) facts.push(["visits", integer(node.visits), ""]);
  if (node.value !== null) facts.push(["value", decimal(node.value), ""]);
  if (node.prior !== null) facts.push(["prior", decimal(node.prior), ""]);
  for (const [name, { value, note }] of Object.entries(node.scores).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const beside = [clean(name).replaceAll("_", " "), clean(note)].filter(Boolean).join(": ");
    facts.push(["score", value === null ? "unknown" : decimal(value), beside]);
  }
  if (isEnd(node) && node.answer !== null && node.ballot !== 1) facts.push(["vote", node.ballot ? decimalOf(node.ballot) : "none", ""]);
  if (node.mean_logprob !== null) facts.push(["log-prob.", node.mean_logprob.toFixed(2).replace("-", "−"), "mean of a token"]);
  if (usage.calls) {
    const some = usage.cached_calls === usage.calls ? "" : `${integer(usage.cached_calls)} `;
    const cached = usage.cached_calls ? `, ${some}${spared}` : "";
    facts.push(["tokens", integer(usage.completion_tokens), `in ${count(usage.calls, "call")}${cached}`]);
  }
  if (node.model !== null && (several || node.usage.calls)) facts.push(["model", clean(node.model), ""]);
  return facts;
}

function decimalOf(ballot: number): string {
  return Number.isInteger(ballot) ? integer(ballot) : ballot.toFixed(2);
}
