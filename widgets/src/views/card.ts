/** The card: what is asked, what came of it and how sure that is, what it cost; then the views. */

import { ROOT } from "../core/events";
import { type Chain, finished, partsOf, tightest } from "../core/read";
import { fold, type State } from "../core/store";
import { quietLine, type Story, story } from "../core/story";
import { clean } from "../core/words";
import { h, memo, setText } from "../dom";
import type { Session } from "../session";
import { markdown } from "../text/markdown";
import { AnswerView } from "./answer";
import { CurveView } from "./curve";
import { Head } from "./head";
import { Tabs } from "./tabs";
import { TimelineView } from "./timeline";
import { TreeView } from "./tree";
import type { Desk } from "./view";
import { VotesView } from "./votes";

/** The clock shows tenths of a second; five times a second is enough for it to run. */
const TICK = 200;
/** A question that is longer is folded. */
const SHORT_QUESTION = 160;

/** Drawing that takes longer (ms) gets at most this share of the time, but happens at least every so often (ms). */
const SMOOTH = 8;
const SHARE = 0.25;
const LONGEST_PAUSE = 400;

/** Show a run in this element, until the function that is returned is called. */
export function show(element: HTMLElement, session: Session): () => void {
  const card = new Card(session);
  element.append(card.element);
  return () => card.remove();
}

class Card implements Desk {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #meter = h("div", { class: "o1-meter", role: "meter", "aria-valuemin": "0", "aria-valuemax": "100" }, h("span"));
  readonly #question = h("div", { class: "o1-question" });
  readonly #head: Head;
  readonly #cost = h("p", { class: "o1-cost" });
  readonly #notes = h("ul", { class: "o1-notes" });
  readonly #tabs = new Tabs(
    new AnswerView(this),
    new TreeView(this),
    new VotesView(this),
    new TimelineView(this),
    new CurveView(),
  );
  readonly #unsubscribe: () => void;
  readonly #clock: number;
  #picked: string | null = null;
  /** Null for the run's own; undefined for the one that came with it. */
  #rule: string | null | undefined;
  /** The chain that is shown. */
  #shown: string | null = null;
  #frame = 0;
  #pause = 0;
  #notBefore = 0;

  constructor(session: Session) {
    this.#session = session;
    this.#head = new Head(() => void session.stop());
    const card = h("article", { class: "o1-card" });
    card.append(this.#meter, this.#question, this.#head.element, this.#cost, this.#notes, this.#tabs.element);
    this.element = h("div", { class: "o1magic" }, card);
    this.#unsubscribe = session.subscribe(() => this.#schedule());
    this.#clock = window.setInterval(() => {
      if (!finished(session.state) && !session.lost) this.#schedule();
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

  pick(node: string | null): void {
    this.#picked = node;
    this.#schedule();
  }

  reselect(rule: string | null): void {
    this.#rule = rule;
    this.#picked = null;
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
    const { now, stopping } = this.#session;
    const state = this.#selected(this.#session.state, this.#rule);
    const told = this.#story(state);
    const over = finished(state);
    const chain = this.#choose(state, told);
    this.#shown = chain?.id ?? null;
    this.element.classList.toggle("o1-over", over);
    this.element.classList.toggle("o1-lost", stopping === "lost");
    this.#drawMeter(state, now);
    this.#drawQuestion(state.question);
    this.#head.update(state, told, stopping);
    this.#drawQuiet(quietLine(state, now));
    this.#drawNotes(told, state.error);
    this.#tabs.update({ state, told, picked: this.#picked, chain, over, now });
  }

  /** The run as another rule would have ended it: the same event that Python appends. */
  readonly #selected = memo((state: State, rule: string | null | undefined): State => {
    if (rule === null && state.original) return { ...state, selection: state.original, original: null };
    const selection = state.after?.selections[rule ?? ""];
    return selection ? fold(state, [{ kind: "selected", node: null, t: state.now, data: selection }]) : state;
  });

  readonly #story = memo(story);

  /** The chain through what a person has picked; else the winner; else the one being written, for as long as it is. */
  #choose(state: State, told: Story): Chain | null {
    const { chains } = told;
    const of = (id: string | null): Chain | undefined =>
      // A chain may have grown by a node since.
      chains.find((chain) => chain.id === id) ?? chains.find((chain) => id !== null && chain.id.startsWith(`${id}.`));
    const current = of(this.#shown) ?? keep(state, this.#shown);
    const decided = finished(state) || state.selection ? told.chosen : null;
    if (this.#picked !== null) {
      const holds = (chain: Chain | null | undefined): boolean => chain?.parts.some(({ id }) => id === this.#picked) ?? false;
      const through = [chains.find(({ id }) => id === this.#picked), decided, current, ...chains].find(holds);
      const picked = through ?? keep(state, this.#picked);
      if (picked) return picked;
    }
    const followed = current?.node.status === "running" && current.node.text ? current : of(state.writing);
    return decided ?? followed ?? current ?? chains[0] ?? null;
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
}

/** The chain up to a node that none of the chains holds: a branch that was given up, or what made others. */
function keep(state: State, id: string | null): Chain | undefined {
  const node = id === null ? undefined : state.nodes.get(id);
  return node && node.id !== ROOT ? { id: node.id, number: 0, node, parts: partsOf(state, node.id), noun: "solution" } : undefined;
}
