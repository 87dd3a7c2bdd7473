/** The card. Each part draws itself from the state and touches the DOM only where something has changed. */

import { bar, ChainView } from "./chain";
import { h, memo, setChildren, setText } from "../dom";
import type { Vote } from "../core/events";
import { Head } from "./head";
import { answerName, markdown } from "../text/markdown";
import { type Chain, finished, partsOf, tightest } from "../core/read";
import type { Session } from "../session";
import type { State } from "../core/store";
import { quietLine, type Story, story, voteName } from "../core/story";
import { OutlineView } from "./outline";
import { clean, count, fate, integer, label, shorten } from "../core/words";

/** The clock shows tenths of a second; five times a second is enough for it to run. */
const TICK = 200;
/** A question that is longer is folded. */
const SHORT_QUESTION = 160;
const MOST_VOTES = 6;
/** More chains than this wait behind a button, unless one of them is shown. */
const MOST_CHIPS = 16;

/** Drawing that takes longer (ms) gets at most this share of the time, but happens at least every so often (ms). */
const SMOOTH = 8;
const SHARE = 0.25;
const LONGEST_PAUSE = 400;

let cards = 0;

/** Show a run in this element, until the function that is returned is called. */
export function show(element: HTMLElement, session: Session): () => void {
  const card = new Card(session);
  element.append(card.element);
  return () => card.remove();
}

class Card {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #meter = h("div", { class: "o1-meter", role: "meter", "aria-valuemin": "0", "aria-valuemax": "100" }, h("span"));
  readonly #question = h("div", { class: "o1-question" });
  readonly #head: Head;
  readonly #cost = h("p", { class: "o1-cost" });
  readonly #notes = h("ul", { class: "o1-notes" });
  readonly #chips: Chips;
  readonly #body = h("section", { class: "o1-body" });
  readonly #main = h("div", { class: "o1-main" });
  readonly #panel: HTMLElement;
  readonly #votes = h("aside", { class: "o1-votes" });
  readonly #outline = new OutlineView((id) => this.#pick(id));
  readonly #dropped = h("details", { class: "o1-dropped" });
  readonly #views = new Map<string, ChainView>();
  readonly #unsubscribe: () => void;
  readonly #clock: number;
  /** The chain that a person has picked, and the one that is shown. */
  #picked: string | null = null;
  #shown: string | null = null;
  #frame = 0;
  #pause = 0;
  #notBefore = 0;

  constructor(session: Session) {
    this.#session = session;
    cards += 1;
    this.#panel = h("div", { class: "o1-panel", id: `o1-panel-${cards}` });
    this.#chips = new Chips(this.#panel.id, (id) => this.#pick(id));
    this.#head = new Head(() => void session.stop());
    this.#main.append(this.#panel, this.#votes);
    this.#body.append(this.#chips.element, this.#main, this.#outline.element, this.#dropped);
    const card = h("article", { class: "o1-card" });
    card.append(this.#meter, this.#question, this.#head.element, this.#cost, this.#notes, this.#body);
    this.element = h("div", { class: "o1magic" }, card);
    this.#unsubscribe = session.subscribe(() => this.#schedule());
    this.#clock = window.setInterval(() => {
      if (!finished(session.state)) this.#schedule();
    }, TICK);
    this.#draw();
  }

  remove(): void {
    this.#unsubscribe();
    window.clearInterval(this.#clock);
    window.clearTimeout(this.#pause);
    window.cancelAnimationFrame(this.#frame);
    this.element.remove();
  }

  #pick(id: string): void {
    this.#picked = id;
    this.#schedule();
  }

  /** Draw with the next frame, or a little later where drawing takes so long that the page would stutter. */
  #schedule(): void {
    if (this.#frame || this.#pause) return;
    const pause = this.#notBefore - performance.now();
    if (pause > 0) {
      this.#pause = window.setTimeout(() => {
        this.#pause = 0;
        this.#schedule();
      }, pause);
      return;
    }
    this.#frame = window.requestAnimationFrame(() => {
      this.#frame = 0;
      const start = performance.now();
      this.#draw();
      const end = performance.now();
      this.#notBefore = end - start < SMOOTH ? 0 : end + Math.min(LONGEST_PAUSE, (end - start) / SHARE);
    });
  }

  #draw(): void {
    const { state, now, stopping } = this.#session;
    const over = finished(state);
    this.element.classList.toggle("o1-over", over);
    this.#drawMeter(state, now);
    this.#drawQuestion(state.question);
    const told = this.#story(state);
    this.#head.update(state, told, stopping);
    this.#drawQuiet(quietLine(state, now));
    this.#drawNotes(told, state.error);
    const shown = this.#choose(state, told);
    this.#chips.update(told.chains, shown?.id ?? null);
    this.#drawVotes(state, told);
    this.#outline.update(told.outline, told.outlineLine, over);
    this.#drawDropped(told, state, over);
    this.#body.hidden = !shown;
    if (shown) this.#drawChain(state, told, shown);
  }

  #told: { state: State; told: Story } | null = null;

  #story(state: State): Story {
    if (this.#told?.state !== state) this.#told = { state, told: story(state) };
    return this.#told.told;
  }

  /** The chain that a person has picked; else the winner; else the one being written, for as long as it is. */
  #choose(state: State, { chains, chosen }: Story): Chain | null {
    // A chain may have grown by a node since.
    const of = (id: string | null): Chain | undefined =>
      chains.find((chain) => chain.id === id) ?? chains.find((chain) => id !== null && chain.id.startsWith(`${id}.`));
    const current = of(this.#shown) ?? keep(state, this.#shown);
    const followed = current?.node.status === "running" && current.node.text ? current : of(state.writing);
    const decided = finished(state) || state.selection ? chosen : null;
    return of(this.#picked) ?? decided ?? followed ?? current ?? chains[0] ?? null;
  }

  #drawChain(state: State, told: Story, chain: Chain): void {
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
      this.#panel.style.minBlockSize = finished(state) ? "" : `${this.#panel.offsetHeight}px`;
      this.#shown = chain.id;
    }
    view.update(state, chain, told.label === "Answer" && told.chosen === chain);
    setChildren(this.#panel, [view.element]);
    if (told.chains.length > 1) this.#panel.setAttribute("role", "tabpanel");
  }

  #drawMeter(state: State, now: number): void {
    const [text, done, total] = state.progress ?? ["", 0, 0];
    const near = tightest(state, now);
    const share = total ? done / total : (near?.share ?? 0);
    this.#setMeter(Math.round(1000 * share) / 10, total ? text : `${near?.budget.name ?? "no limit"}, share used`);
  }

  readonly #setMeter = memo((percent: number, name: string) => {
    this.#meter.setAttribute("aria-valuenow", String(percent));
    this.#meter.setAttribute("aria-label", name);
    (this.#meter.firstElementChild as HTMLElement).style.inlineSize = `${percent}%`;
  });

  readonly #drawQuestion = memo((question: string) => {
    const text = h("div", { class: "o1-prose", dir: "auto" });
    text.append(markdown(question));
    const long = question.length > SHORT_QUESTION || question.trim().includes("\n");
    this.#question.replaceChildren(long ? h("details", {}, h("summary", {}, text)) : text);
  });

  #drawQuiet(items: readonly string[]): void {
    if (this.#cost.childElementCount !== items.length) this.#cost.replaceChildren(...items.map(() => h("span")));
    for (const [i, item] of items.entries()) setText(this.#cost.children[i] as Element, item);
  }

  readonly #drawNotes = memo(({ notes }: Story, error: string | null) => {
    // The head tells the error.
    const items = notes.filter((note) => note !== error);
    this.#notes.replaceChildren(...items.map((note) => h("li", { dir: "auto" }, clean(note))));
  });

  readonly #drawVotes = memo((state: State, { votes, chains, noun }: Story) => {
    this.#votes.hidden = chains.length < 2 || !votes.length;
    this.#main.classList.toggle("o1-voted", !this.#votes.hidden);
    if (this.#votes.hidden) return;
    const total = votes.reduce((sum, vote) => sum + vote.weight, 0) || 1;
    const scored = votes.some((vote) => vote.weight !== vote.count);
    const rows = votes.slice(0, MOST_VOTES).map((vote, i) => voteRow(state, vote, vote.weight / total, i === 0, scored));
    const rest = votes.slice(MOST_VOTES);
    if (rest.length) {
      const more = rest.reduce((sum, vote) => sum + vote.count, 0);
      rows.push(h("p", { class: "o1-dim" }, `${count(rest.length, "more answer")} in ${count(more, noun)}`));
    }
    this.#votes.replaceChildren(h("h4", {}, "Votes"), ...rows);
  });

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
      button.addEventListener("click", () => this.#pick(id));
      row.append(button);
    }
    return row;
  }
}

/** The chain up to a node that none of the chains holds any more: a branch that was given up while it was shown. */
function keep(state: State, id: string | null): Chain | undefined {
  const node = id === null ? undefined : state.nodes.get(id);
  return node && { id: node.id, number: 0, node, parts: partsOf(state, node.id), noun: "solution" };
}

/** A chip a chain, of which one is selected; a tab list for the keyboard. */
class Chips {
  readonly #list = h("div", { class: "o1-tabs", role: "tablist", "aria-label": "Chains" });
  readonly #chips = new Map<string, { element: HTMLButtonElement; drawn: string }>();
  readonly #more = h("button", { class: "o1-link", type: "button" });
  readonly element = h("div", { class: "o1-chips" }, this.#list, this.#more);
  #open = false;
  readonly #panel: string;
  readonly #pick: (id: string) => void;

  constructor(panel: string, pick: (id: string) => void) {
    this.#panel = panel;
    this.#pick = pick;
    this.#list.addEventListener("keydown", (event) => this.#onKey(event));
    // JupyterLab takes arrow keys before they get here, unless it is told not to; after a click it keeps its shortcuts.
    this.#list.addEventListener("focusin", (event) => {
      this.#list.toggleAttribute("data-lm-suppress-shortcuts", (event.target as HTMLElement).matches(":focus-visible"));
    });
    this.#more.addEventListener("click", () => {
      this.#open = true;
      this.#more.hidden = true;
      for (const chip of this.#list.children) (chip as HTMLElement).hidden = false;
    });
  }

  update(all: readonly Chain[], shown: string | null): void {
    this.element.hidden = all.length < 2;
    if (this.element.hidden) return;
    const chips = all.map((chain) => this.#chip(chain, chain.id === shown));
    setChildren(this.#list, chips);
    let waiting = 0;
    for (const [i, chip] of chips.entries()) {
      chip.hidden = !this.#open && i >= MOST_CHIPS && all[i]?.id !== shown;
      waiting += Number(chip.hidden);
    }
    this.#more.hidden = !waiting;
    setText(this.#more, `${integer(waiting)} more`);
  }

  #chip(chain: Chain, selected: boolean): HTMLButtonElement {
    const { id, node, number, noun } = chain;
    const chip = this.#chips.get(id) ?? { element: this.#newChip(id), drawn: "" };
    this.#chips.set(id, chip);
    const answered = node.answer !== null;
    const says = node.answer === null ? fate(node) : label(node, node.answer, 18);
    const drawn = JSON.stringify([number, noun, node.status, answered, says, selected]);
    if (drawn === chip.drawn) return chip.element;
    chip.drawn = drawn;
    const { element } = chip;
    element.dataset.status = !answered && node.status === "done" ? "empty" : node.status;
    element.setAttribute("aria-selected", String(selected));
    element.tabIndex = selected ? 0 : -1;
    element.replaceChildren(h("span", { class: "o1-hidden" }, `${noun.charAt(0).toUpperCase()}${noun.slice(1)} `), String(number));
    if (answered) element.append(h("span", { class: "o1-arrow" }, " → "), h("span", { dir: "auto" }, says));
    else if (node.status === "running") element.append(h("span", { class: "o1-hidden" }, ` ${says}`), h("span", { class: "o1-dots", "aria-hidden": "true" }));
    else element.append(` ${says}`);
    return element;
  }

  #newChip(id: string): HTMLButtonElement {
    const element = h("button", { class: "o1-chip", type: "button", role: "tab", "aria-controls": this.#panel });
    element.addEventListener("click", () => this.#pick(id));
    return element;
  }

  #onKey(event: KeyboardEvent): void {
    const chips = ([...this.#list.children] as HTMLElement[]).filter((chip) => !chip.hidden);
    const at = chips.indexOf(event.target as HTMLElement);
    const forward = getComputedStyle(this.#list).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: chips.length - 1 }[event.key];
    const chip = to === undefined ? undefined : chips[(to + chips.length) % chips.length];
    if (at < 0 || !chip) return;
    event.preventDefault();
    event.stopPropagation();
    chip.focus();
    chip.click();
  }
}

function voteRow(state: State, vote: Vote, share: number, leads: boolean, scored: boolean): HTMLElement {
  const weight = scored ? `, score ${vote.weight.toFixed(2).replace(/^0/, "")}` : "";
  const name = voteName(state, vote);
  return h(
    "div",
    { class: leads ? "o1-vote o1-leads" : "o1-vote" },
    h("span", { class: "o1-for", dir: "auto", title: name }, answerName(name, 80)),
    h("span", { class: "o1-count" }, `${integer(vote.count)}${weight}`),
    bar(share, "o1-length"),
  );
}
