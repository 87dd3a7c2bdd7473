/** The head of the card: while it runs what it is doing, and then the answer and how sure it is. */

import { h, memo, setText } from "./dom";
import type { Node, Vote } from "./events";
import { inlineMarkdown } from "./markdown";
import { type Chain, finished, outcome, votes } from "./read";
import type { Stopping } from "./session";
import type { State } from "./store";
import { amount, label, plural, share, standing, voteLabel } from "./words";

/** More votes than this are drawn as one bar. */
const MOST_PIPS = 40;

export class Head {
  readonly element = h("header", { class: "o1-head" });
  readonly #state = h("strong", { class: "o1-state", role: "status" });
  readonly #standing = h("span", { class: "o1-standing" });
  readonly #stop = h("button", { class: "o1-stop", type: "button" }, "Stop");
  readonly #live = h(
    "div",
    { class: "o1-live" },
    h("span", { class: "o1-dot", "aria-hidden": "true" }),
    this.#state,
    this.#standing,
    this.#stop,
  );
  readonly #done = h("div", { class: "o1-done", role: "status" });

  constructor(stop: () => void) {
    this.#stop.addEventListener("click", stop);
    this.element.append(this.#live, this.#done);
  }

  update(state: State, all: readonly Chain[], stopping: Stopping): void {
    const over = finished(state);
    this.#live.hidden = over;
    this.#done.hidden = !over;
    if (over) this.#drawDone(state, all);
    else this.#drawLive(state, all, stopping);
  }

  #drawLive(state: State, all: readonly Chain[], stopping: Stopping): void {
    const [doing, done, total] = state.progress ?? [state.calls.size ? "Thinking" : "Starting", 0, 0];
    const progress = total ? amount(done, total) : "";
    setText(this.#state, stopping === "no" ? doing : "Stopping");
    setText(
      this.#standing,
      stopping === "unreachable" ? "Use the notebook's interrupt button" : progress || standing(state, all, votes(state, all)),
    );
    setText(this.#stop, stopping === "no" ? "Stop" : "Stopping");
    this.#stop.disabled = stopping !== "no";
    this.#stop.hidden = stopping === "unreachable";
  }

  readonly #drawDone = memo((state: State, all: readonly Chain[]) => {
    const result = outcome(state);
    const parts: HTMLElement[] = [];
    switch (result.kind) {
      case "answer":
        parts.push(eyebrow("Answer"), answer(result.node), evidence(state, result));
        if (all.length > 1) parts.push(single(all, result.node));
        break;
      case "split":
        parts.push(eyebrow("No agreement"), split(state, result.leader, result.total), evidence(state, result));
        break;
      case "none":
        parts.push(eyebrow("No answer"), h("p", { class: "o1-outcome" }, "Nothing that was written could be read as an answer."));
        break;
      case "failed":
        parts.push(eyebrow("Failed"), h("p", { class: "o1-outcome" }, result.error));
        break;
    }
    this.#done.replaceChildren(...parts);
  });
}

function eyebrow(text: string): HTMLElement {
  return h("p", { class: "o1-eyebrow" }, text);
}

/** The answer as the model wrote it, the larger the shorter. */
function answer(node: Node): HTMLElement {
  const text = node.shown_answer ?? node.answer ?? "";
  const bareLatex = /\\[a-zA-Z]|[\^_]\{/.test(text) && !/\$|\\\(|\\\[|\\boxed/.test(text);
  const size = text.length <= 24 ? "large" : text.length <= 120 ? "medium" : "small";
  const element = h("p", { class: `o1-answer o1-${size}`, dir: "auto" });
  element.append(inlineMarkdown(bareLatex ? `$${text}$` : text));
  return element;
}

function split(state: State, leader: Vote, total: number): HTMLElement {
  const level = (state.selection?.votes ?? []).filter((vote) => vote.count === leader.count);
  const names = level.map((vote) => voteLabel(state, vote, 24));
  const text =
    names.length === 1
      ? `${names[0]} leads with ${leader.count} of ${total}`
      : names.length === 2
        ? `${names.join(" and ")} level with ${leader.count} of ${total} each`
        : `${plural(names.length, "answer")} level with ${leader.count} of ${total} each`;
  return h("p", { class: "o1-outcome", dir: "auto" }, text);
}

/** How sure: who agrees, the posterior, and the votes as pips in the order of the answers. */
function evidence(state: State, result: { kind: string; total: number; mine?: number }): HTMLElement {
  const { selection } = state;
  const all = selection?.votes ?? [];
  const element = h("div", { class: "o1-evidence" });
  const line = h("p", { class: "o1-agreement" });
  if (result.kind === "answer" && result.total > 1) {
    line.append(h("span", {}, h("strong", {}, `${result.mine} of ${result.total}`), " chains agree"));
  }
  if (state.stop_reason === "check_passed") line.append(h("span", {}, "passed the check"));
  if (selection?.tie.length) line.append(h("span", { class: "o1-dim" }, `${selection.tie.join(" and ")} stood level`));
  else if (typeof selection?.posterior === "number" && result.total > 1) {
    const text = selection.posterior > 0.995 ? "over .99" : share(selection.posterior);
    line.append(h("span", { class: "o1-dim" }, `posterior over the runner-up ${text}`));
  }
  if (line.childElementCount) element.append(line);
  if (result.total > 1) element.append(pips(all, selection?.node ?? "", result.kind === "answer"));
  return element;
}

function pips(all: readonly Vote[], chosen: string, agreed: boolean): HTMLElement {
  const total = all.reduce((sum, vote) => sum + vote.count, 0);
  const element = h("div", { class: "o1-pips", "aria-hidden": "true" });
  for (const vote of all) {
    const mine = agreed && vote.nodes.includes(chosen);
    const group = h("span", { class: mine ? "o1-mine" : "" });
    group.style.flexGrow = String(vote.count);
    const drawn = total > MOST_PIPS ? 1 : vote.count;
    for (let i = 0; i < drawn; i += 1) group.append(h("i"));
    element.append(group);
  }
  element.style.setProperty("--o1-votes", String(total));
  return element;
}

/** What one sample alone would have said. */
function single(all: readonly Chain[], winner: Node): HTMLElement {
  const first = all[0];
  const element = h("p", { class: "o1-single" }, "a single chain ");
  const mine = all.find((chain) => chain.id === winner.id);
  if (!first || first.node.answer === null) element.append("had no answer");
  else if (first.answer === mine?.answer) element.append("said the same");
  else element.append("said ", h("strong", { dir: "auto" }, label(first.node, first.node.answer, 24)));
  return element;
}
