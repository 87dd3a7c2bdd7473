/** By which rule the answer is chosen on the stored samples. */

import type { State } from "../core/store";
import { finished } from "../core/read";
import { h, memo } from "../dom";

/** What a rule prefers. */
const MEANS: { [rule: string]: string } = {
  majority: "the answer with the most votes",
  weighted: "the answer whose samples have the highest sum of scores",
  best: "the single sample with the highest score",
  min: "by the lowest score of the steps of each sample, summed over an answer",
  prod: "by the product of the scores of the steps, summed over an answer",
  last: "by the score of the last step, summed over an answer",
  mean: "by the mean score of the steps, summed over an answer",
};

let made = 0;

/** Radio buttons, one a rule; the run's own is called null. */
export class Choice {
  readonly element: HTMLElement;
  readonly #options = h("span", { class: "o1-rules" });
  readonly #choose: (rule: string | null) => void;
  readonly #name: string;

  constructor(choose: (rule: string | null) => void) {
    made += 1;
    this.#name = `o1-rule-${made}`;
    this.#choose = choose;
    const label = h("span", { class: "o1-dim", id: `${this.#name}-label` }, "Chosen by");
    this.element = h("div", { class: "o1-choice", role: "radiogroup", "aria-labelledby": label.id }, label, this.#options);
    this.element.addEventListener("keydown", (event) => this.#press(event));
  }

  /** What radio buttons do by themselves, but not in JupyterLab, which keeps arrow keys from doing it unless told not to. */
  #press(event: KeyboardEvent): void {
    const inputs = [...this.#options.querySelectorAll("input")];
    const at = inputs.indexOf(event.target as HTMLInputElement);
    const forward = getComputedStyle(this.element).direction === "rtl" ? -1 : 1;
    const step = { ArrowRight: forward, ArrowDown: 1, ArrowLeft: -forward, ArrowUp: -1 }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = inputs[(at + step + inputs.length) % inputs.length];
    next?.focus();
    next?.click();
  }

  update(state: State): void {
    const own = (state.original ?? state.selection)?.rule ?? null;
    const others = Object.keys(state.after?.selections ?? {}).filter((rule) => rule !== own);
    this.element.hidden = own === null || !others.length || !finished(state);
    if (own !== null) this.#draw([own, ...others].join(" "), own);
    const rule = state.selection?.rule;
    for (const input of this.#options.querySelectorAll("input")) input.checked = input.value === rule;
  }

  readonly #draw = memo((rules: string, own: string) => {
    const options = rules.split(" ").map((rule) => {
      // Notebook heeds it where the focus is alone, not around it.
      const input = h("input", { type: "radio", name: this.#name, value: rule, "data-lm-suppress-shortcuts": true });
      input.addEventListener("change", () => this.#choose(rule === own ? null : rule));
      const itself = rule === own ? [" ", h("span", { class: "o1-dim" }, "the run's own")] : [];
      return h("label", { class: "o1-rule", title: MEANS[rule] ?? rule }, input, h("span", {}, h("span", {}, rule), ...itself));
    });
    this.#options.replaceChildren(...options);
  });
}
