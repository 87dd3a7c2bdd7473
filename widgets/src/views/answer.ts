/** One chain read step by step, the others a click away. */

import type { Chain } from "../core/read";
import type { State } from "../core/store";
import { type Story, stepsOf, voteName } from "../core/story";
import { count, fate, shorten } from "../core/words";
import { h, memo, setChildren } from "../dom";
import { answerName } from "../text/markdown";
import { ChainView } from "./chain";
import { Chips } from "./chips";
import type { Desk, Sight, View } from "./view";

let made = 0;

export class AnswerView implements View {
  readonly name = "Answer";
  readonly #chips: Chips;
  readonly #panel: HTMLElement;
  readonly #dropped = h("details", { class: "o1-dropped" });
  readonly element: HTMLElement;
  readonly #views = new Map<string, ChainView>();
  readonly #desk: Desk;
  #shown: string | null = null;

  constructor(desk: Desk) {
    made += 1;
    this.#desk = desk;
    this.#panel = h("div", { class: "o1-panel", id: `o1-panel-${made}` });
    this.#chips = new Chips(this.#panel.id, (id) => desk.pick(id));
    this.element = h("div", { class: "o1-body" }, this.#chips.element, this.#panel, this.#dropped);
  }

  aside({ chain, over, told }: Sight): string | null {
    if (!chain) return null;
    return over ? count(this.#steps(told, chain), "step") : "live";
  }

  readonly #steps = memo((_told: Story, chain: Chain) => stepsOf(chain).length);

  update({ state, told, chain, picked, over }: Sight): void {
    this.#chips.update(told.chains, chain?.id ?? null);
    this.#drawDropped(told, state, over);
    if (chain) this.#drawChain(state, told, chain, picked, over);
  }

  #drawChain(state: State, told: Story, chain: Chain, picked: string | null, over: boolean): void {
    let view = this.#views.get(chain.id);
    if (!view) {
      // A chain that grows by a node keeps its view.
      const grown = [...this.#views.keys()].find((id) => chain.id.startsWith(`${id}.`) && id === this.#shown);
      view = (grown && this.#views.get(grown)) || new ChainView();
      if (grown) this.#views.delete(grown);
      this.#views.set(chain.id, view);
    }
    if (this.#shown !== chain.id) {
      // Another chain is shorter or longer: what stands below must not jump while it runs.
      this.#panel.style.minBlockSize = over ? "" : `${this.#panel.offsetHeight}px`;
      this.#shown = chain.id;
    }
    view.update(state, chain, told.label === "Answer" && told.chosen === chain, picked);
    setChildren(this.#panel, [view.element]);
    if (told.chains.length > 1) this.#panel.setAttribute("role", "tabpanel");
  }

  readonly #drawDropped = memo((told: Story, state: State, over: boolean) => {
    this.#dropped.hidden = !over || !told.dropped || told.chains.length < 2;
    if (this.#dropped.hidden) return;
    const groups: [string, Chain[]][] = told.others.map((vote) => [
      voteName(state, vote),
      told.chains.filter((chain) => vote.nodes.includes(chain.id)),
    ]);
    const endOf = ({ node }: Chain): string => (node.answer === null ? fate(node) : "no vote");
    for (const end of new Set(told.unanswered.map(endOf))) {
      groups.push([end, told.unanswered.filter((chain) => endOf(chain) === end)]);
    }
    this.#dropped.replaceChildren(
      h("summary", {}, h("strong", {}, "Tried and dropped"), h("span", { class: "o1-dim" }, shorten(told.dropped, 200))),
      ...groups.map(([name, members]) => this.#droppedRow(name, members)),
    );
  });

  #droppedRow(name: string, members: readonly Chain[]): HTMLElement {
    const noun = members[0]?.noun ?? "chain";
    const chains = members.length === 1 ? noun : `${noun}s`;
    const row = h("p", {}, h("span", { class: "o1-for", dir: "auto" }, answerName(name, 80)), h("span", { class: "o1-dim" }, chains));
    for (const { id, number } of members) {
      const button = h("button", { class: "o1-link", type: "button" }, String(number));
      button.addEventListener("click", () => this.#desk.pick(id));
      row.append(button);
    }
    return row;
  }
}
