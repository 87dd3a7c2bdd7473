/** The head of the card: while it runs what it is doing, and then the answer and how sure it is. */

import { h, memo, setText } from "../dom";
import type { Vote } from "../core/events";
import { copyButton } from "../text/copy";
import { answerName, code as coloured, inlineMarkdown } from "../text/markdown";
import { finished } from "../core/read";
import type { Stopping } from "../session";
import type { State } from "../core/store";
import { type Story, standing } from "../core/story";
import { amount, clean, isFormula, shorten } from "../core/words";
import { keepKeys } from "./rove";

/** More votes than this are drawn as one bar. */
const MOST_PIPS = 40;
const FEW_PIPS = 16;
/** Most characters of an answer in the largest type. */
const SHORT = 24;
const LONG_OUTCOME = 80;
/** Most characters of an answer that is read out unasked. */
const MOST_ALOUD = 200;

export class Head {
  readonly element = h("header", { class: "o1-head" });
  readonly #state = h("strong", { class: "o1-state" });
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
  readonly #done = h("div", { class: "o1-done" });
  /** What a screen reader says by itself: what is done, and the answer as soon as there is one, but no old one. */
  readonly #aloud = h("p", { class: "o1-aloud o1-hidden", role: "status" });
  #heard = false;

  constructor(stop: () => void) {
    this.#stop.addEventListener("click", stop);
    this.element.append(this.#live, this.#done, this.#aloud);
    keepKeys(this.element);
  }

  update(state: State, told: Story, stopping: Stopping): void {
    const over = finished(state);
    this.#live.hidden = over;
    this.#done.hidden = !over;
    if (over) this.#drawDone(state, told);
    else this.#drawLive(state, stopping);
  }

  readonly #drawLive = memo((state: State, stopping: Stopping) => {
    const [doing, done, total] = state.progress ?? [state.calls.size ? "Thinking" : "Starting", 0, 0];
    const said = stopping === "no" ? doing : stopping === "lost" ? "The kernel is gone" : "Stopping";
    setText(this.#state, said);
    setText(this.#aloud, said);
    this.#heard = true;
    setText(
      this.#standing,
      stopping === "unreachable" ? "Use the notebook's interrupt button" : total ? amount(done, total) : standing(state),
    );
    this.#stop.disabled = stopping !== "no";
    this.#stop.hidden = stopping === "unreachable" || stopping === "lost";
  });

  readonly #drawDone = memo((state: State, told: Story) => {
    const label = told.label === "Thinking" ? "Ended early" : told.label;
    const parts: HTMLElement[] = [h("div", { class: "o1-above" }, h("p", { class: "o1-eyebrow" }, label))];
    if (told.label === "Answer") {
      parts[0]?.append(copyButton("the answer", () => told.answer ?? ""));
      parts.push(answer(told));
    } else {
      const said = h("p", { class: "o1-outcome", dir: "auto" }, ...outcome(state, told));
      said.classList.toggle("o1-small", (said.textContent ?? "").length > LONG_OUTCOME);
      parts.push(said);
    }
    if (told.label === "Answer" || told.label === "No agreement") {
      parts.push(evidence(state, told));
      if (told.single) parts.push(single(told.single));
    }
    this.#done.replaceChildren(...parts);
    const said = told.label === "Answer" ? [shorten(told.answer ?? "", MOST_ALOUD), told.verdict] : [parts[1]?.textContent];
    if (this.#heard) setText(this.#aloud, `${label}: ${said.filter(Boolean).join(", ")}`);
    this.#heard = true;
  });
}

/** The answer as the model wrote it, the larger the shorter. */
function answer({ answer: text, code, long }: Story): HTMLElement {
  const said = text ?? "";
  const size = long ? "small" : said.length > SHORT ? "medium" : "large";
  const element = h("p", { class: `o1-answer o1-${size}`, dir: "auto" });
  // Long lines scroll, also by keys.
  if (code) element.append(h("code", { tabindex: "0" }, coloured(said, "python")));
  else element.append(isFormula(said) ? answerName(said, said.length) : inlineMarkdown(said));
  return element;
}

function outcome(state: State, told: Story): (string | Node)[] {
  switch (told.label) {
    case "No agreement": {
      const names = told.leaders.flatMap((name, i) => [i === 0 ? "" : i < told.leaders.length - 1 ? ", " : " and ", answerName(name, SHORT)]);
      return [...names, names.length ? " " : "", told.verdict];
    }
    case "Failed":
      return [clean(state.error ?? "")];
    default:
      return [told.chosen ? "The reply below gives no final answer." : "Nothing was written."];
  }
}

/** How sure: who agrees, the confidence, and the votes as pips in the order of the answers. */
function evidence(state: State, told: Story): HTMLElement {
  const line = h("p", { class: "o1-agreement" });
  const total = told.votes.reduce((sum, vote) => sum + vote.count, 0);
  const [, numbers, rest] = /^(\d+ of \d+)(.*)$/.exec(told.verdict) ?? [];
  if (numbers) line.append(h("span", {}, h("strong", {}, numbers), rest ?? ""));
  else if (told.verdict && told.label === "Answer") line.append(h("span", { class: "o1-dim" }, told.verdict));
  if (told.decided) line.append(h("span", {}, told.decided));
  if (told.confidence) line.append(h("span", { class: "o1-dim" }, told.confidence));
  const element = h("div", { class: "o1-evidence" });
  if (line.childElementCount) element.append(line);
  if (total > 1) element.append(pips(told.votes, total, state.selection?.node ?? ""));
  return element;
}

function pips(all: readonly Vote[], total: number, chosen: string): HTMLElement {
  const element = h("div", { class: total > FEW_PIPS ? "o1-pips o1-fine" : "o1-pips", "aria-hidden": "true" });
  for (const vote of all) {
    const group = h("span", { class: vote.nodes.includes(chosen) ? "o1-mine" : "" });
    group.style.flexGrow = String(vote.count);
    for (let i = 0; i < (total > MOST_PIPS ? 1 : vote.count); i += 1) group.append(h("i"));
    element.append(group);
  }
  element.style.setProperty("--o1-votes", String(total));
  return element;
}

/** What one sample alone would have said. */
function single([said, what]: [string, string]): HTMLElement {
  const [subject, verb] = [said.slice(0, said.lastIndexOf(" ")), said.slice(said.lastIndexOf(" ") + 1)];
  return h("p", { class: "o1-single" }, `${subject} `, h("span", {}, `${verb} `, h("strong", { dir: "auto" }, answerName(what, what.length))));
}
