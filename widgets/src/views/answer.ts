/** One chain read step by step, the others a click away. */

import { cell } from "../core/cell";
import type { Chain } from "../core/read";
import { EMPTY, type State, snapshot } from "../core/store";
import { type Story, stepsOf, voteName } from "../core/story";
import { count, fate, shorten } from "../core/words";
import { h, memo, setChildren } from "../dom";
import { copyButton } from "../text/copy";
import { answerName } from "../text/markdown";
import { ChainView } from "./chain";
import { Chips } from "./chips";
import { keepKeys } from "./rove";
import type { Desk, Sight, View } from "./view";

/** How many chains keep what was opened and closed in them. */
const MOST_KEPT = 32;

let made = 0;

/** Strategies that write a single chain. */
const ALONE = new Set(["", "chain"]);
/** A text that ends so near (px) to the end of its place is followed as it grows. */
const NEAR = 24;

export class AnswerView implements View {
  readonly name = "Answer";
  readonly #chips: Chips;
  readonly #aside = h("p", { class: "o1-elsewhere" });
  readonly #panel: HTMLElement;
  readonly #dropped = h("details", { class: "o1-dropped" });
  readonly #copies = h("p", { class: "o1-copies" });
  readonly element: HTMLElement;
  readonly #views = new Map<string, ChainView>();
  readonly #desk: Desk;
  #shown: string | null = null;
  #state: State = EMPTY;
  /** Whether the end of what is written is kept in sight: until a reader scrolls away from it. */
  #follows = true;
  #scrolled = 0;
  /** Height of the panel (px) when it was last drawn: to ask for it before that would have the page laid out twice. */
  #height = 0;

  constructor(desk: Desk) {
    made += 1;
    this.#desk = desk;
    this.#panel = h("div", { class: "o1-panel", id: `o1-panel-${made}` });
    this.#panel.addEventListener("scroll", () => this.#notice());
    this.#chips = new Chips(this.#panel.id, (id) => desk.pick(id));
    this.#copies.append(
      copyButton("the cell", () => (this.#state.config && cell(this.#state.question, this.#state.config)) ?? "", true),
      copyButton("the trace as JSON", () => JSON.stringify(snapshot(this.#state)), true),
    );
    this.element = h("div", { class: "o1-body" }, this.#chips.element, this.#aside, this.#panel, this.#dropped, this.#copies);
    keepKeys(this.element);
  }

  aside({ chain, over, state }: Sight): string | null {
    if (!chain) return null;
    return over ? count(this.#steps(state, chain), "step") : "live";
  }

  readonly #steps = memo((state: State, chain: Chain) => stepsOf(state, chain).length);

  update({ state, told, chain, picked, over }: Sight): void {
    this.#state = state;
    const { models = [], strategy = "" } = state.config ?? {};
    this.#chips.update(told.chains, chain?.id ?? null, models.length > 1, !over && !ALONE.has(strategy));
    this.#drawAside(over ? chain : null, told);
    this.#drawDropped(told, state, over);
    this.#drawCopies(over, state);
    if (chain) this.#drawChain(state, told, chain, picked, over);
  }

  /** What is shown where that is not what was chosen, and the way back. */
  readonly #drawAside = memo((chain: Chain | null, told: Story) => {
    const chosen = chain && told.chosen;
    this.#aside.hidden = !chosen || chain.id === chosen.id;
    if (this.#aside.hidden || !chosen) return;
    const { label, votes } = told;
    const agrees = votes.some(({ nodes }) => nodes.includes(chain.id) && nodes.includes(chosen.id));
    const named = chain.number ? `${chain.noun.charAt(0).toUpperCase()}${chain.noun.slice(1)} ${chain.number}` : "A branch";
    const what = agrees ? "which says the same" : label === "Answer" ? "not the answer" : "not the one put forward";
    const back = h("button", { class: "o1-link", type: "button" }, label === "Answer" ? "back to the answer" : "back to that one");
    back.addEventListener("click", () => this.#desk.pick(null));
    this.#aside.replaceChildren(h("span", {}, `${named}, ${what}`), " · ", back);
  });

  readonly #drawCopies = memo((over: boolean, state: State) => {
    this.#copies.hidden = !over;
    const [ofCell] = this.#copies.querySelectorAll("button");
    if (over && ofCell) ofCell.hidden = !state.config || cell(state.question, state.config) === null;
  });

  #drawChain(state: State, told: Story, chain: Chain, picked: string | null, over: boolean): void {
    let view = this.#views.get(chain.id);
    if (!view) {
      // A chain that grows by a node keeps its view.
      const grown = [...this.#views.keys()].find((id) => chain.id.startsWith(`${id}.`) && id === this.#shown);
      view = (grown && this.#views.get(grown)) || new ChainView();
      if (grown) this.#views.delete(grown);
      // What was read last is still there when it is turned to again; thousands of chains are not kept.
      const [oldest] = this.#views.keys();
      if (oldest !== undefined && this.#views.size >= MOST_KEPT) this.#views.delete(oldest);
      this.#views.set(chain.id, view);
    }
    if (this.#shown !== chain.id) {
      // Another chain is shorter or longer: what stands below must not jump while it runs.
      this.#panel.style.minBlockSize = over ? "" : `${this.#height}px`;
      if (!chain.id.startsWith(`${this.#shown}.`)) this.#follows = true;
      this.#shown = chain.id;
    }
    this.#panel.classList.toggle("o1-live-panel", !over);
    view.update(state, chain, told.label === "Answer" && told.chosen === chain, picked);
    setChildren(this.#panel, [view.element]);
    if (told.chains.length > 1) this.#panel.setAttribute("role", "tabpanel");
    if (over) return;
    if (this.#follows && chain.node.status === "running") this.#panel.scrollTop = this.#panel.scrollHeight;
    this.#height = this.#panel.offsetHeight;
  }

  #notice(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#panel;
    if (scrollTop + clientHeight >= scrollHeight - NEAR) this.#follows = true;
    else if (scrollTop < this.#scrolled) this.#follows = false;
    this.#scrolled = scrollTop;
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
