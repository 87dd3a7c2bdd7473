/** One line of thought: its steps as sections that open and close, with the text streaming in. */

import { h, memo, setChildren, setText } from "../dom";
import type { Node } from "../core/events";
import { copyButton } from "../text/copy";
import { answerName, inlineMarkdown } from "../text/markdown";
import { Prose } from "../text/prose";
import type { Chain } from "../core/read";
import { firstWords, type Step, segment } from "../core/segment";
import type { State } from "../core/store";
import { jointLine, ownFact, stepFacts, stepScores } from "../core/story";
import { clean, count, facts, shown } from "../core/words";

/** A chain that is complete when it is first shown opens its steps if together they are no longer than this. */
const READ_AT_ONCE = 1500;
/** Of a chain that is being written when it is first shown, so many steps at its end are in sight. */
const IN_SIGHT = 5;
/** So many of those above follow with each update: to render all at once takes longer than a frame. */
const AT_ONCE = 2;
/** So many steps are out of sight together: to watch each of thousands takes longer than a frame. */
const TOGETHER = 25;
/** A header that is being written: as text it would stand in a place that it soon leaves. */
const HALF_HEADER = /(?:^|\n) {0,3}#{1,6}[ \t]*(?:\*\*|__)?(?:S|St|Ste|Step[ \t]*[0-9]{0,4})?$/;

interface Section extends Step {
  /** The node that it is, or is a part of. */
  node: string;
  /** A score in [0, 1], drawn as a length. */
  score: number | null;
  /** What is known of it, in words. */
  measure: string;
  writing: boolean;
}

const FIELDS = ["title", "text", "score", "measure", "writing"] as const;

export class ChainView {
  readonly element = h("div", { class: "o1-chain" });
  readonly #facts = h("p", { class: "o1-facts" });
  readonly #steps = h("div", { class: "o1-steps" });
  readonly #tail = h("div", { class: "o1-tail" });
  readonly #reasoning = new SectionView(null, false);
  readonly #sections: SectionView[] = [];
  readonly #groups: HTMLElement[] = [];
  readonly #cut = new Map<string, { node: Node; steps: Step[] }>();

  constructor() {
    this.element.append(this.#reasoning.element, this.#steps, this.#tail, this.#facts);
  }

  /** Show a chain; its answer too unless the head of the card shows it. What a picked node says is opened. */
  update(state: State, chain: Chain, inHead: boolean, picked: string | null): void {
    const { node, parts } = chain;
    const running = node.status === "running";
    const quiet = [jointLine(state, chain.id), ...facts(state, chain)].filter(Boolean);
    // They stand below the text: while it grows they would move with it.
    setText(this.#facts, running ? "" : quiet.join("\u2002·\u2002"));

    const reasoning = clean(parts.map((part) => part.reasoning).filter(Boolean).join("\n\n"));
    this.#reasoning.element.hidden = !reasoning;
    this.#reasoning.update({
      node: node.id,
      title: "Reasoning disclosed by the provider, often a summary",
      text: reasoning,
      score: null,
      measure: reasoning && count(reasoning.length, "character"),
      writing: running && !node.text,
    });

    const cut = parts.flatMap((part) => this.#sectionsOf(chain, part));
    const alone = stepScores(state, chain, cut.length);
    const sections = cut.map((section, i) => withOwn(section, alone[i]));
    const open = running || sections.reduce((sum, { text }) => sum + text.length, 0) <= READ_AT_ONCE;
    const late = this.#sections.filter((section) => section.waits);
    const above = running && !this.#sections.length ? sections.length - IN_SIGHT : 0;
    for (const [i, section] of sections.entries()) {
      this.#sections[i] ??= new SectionView(i + 1, open, i < above);
      this.#sections[i].update(section);
      this.#sections[i].pick(section.node === picked && chain.parts.length > 1);
    }
    for (const section of late.slice(running ? -AT_ONCE : 0)) section.begin();
    this.#sections.length = sections.length;
    this.#steps.classList.toggle("o1-ten", sections.length >= 10);
    this.#steps.classList.toggle("o1-fifty", sections.length >= 50);
    const elements = this.#sections.map((section) => section.element);
    const groups = Array.from({ length: Math.ceil(elements.length / TOGETHER) }, (_, i) => (this.#groups[i] ??= h("div")));
    for (const [i, group] of groups.entries()) setChildren(group, elements.slice(TOGETHER * i, TOGETHER * (i + 1)));
    setChildren(this.#steps, groups);
    this.#drawTail(node, !sections.length && !reasoning, inHead ? null : shown(node));
  }

  readonly #drawTail = memo((node: Node, empty: boolean, answer: string | null) => {
    this.#tail.replaceChildren();
    if (node.error !== null) this.#tail.append(h("p", { class: "o1-error" }, node.error));
    else if (empty) this.#tail.append(h("p", { class: "o1-empty" }, EMPTY[node.status] ?? "No text"));
    if (answer) this.#tail.append(h("p", { class: "o1-says" }, h("span", {}, "Answer"), h("strong", { dir: "auto" }, answerName(answer, answer.length))));
  });

  #sectionsOf(chain: Chain, node: Node): Section[] {
    let cut = this.#cut.get(node.id);
    if (cut?.node.text !== node.text || cut.node.title !== node.title || cut.node.status !== node.status) {
      const text = clean(node.status === "running" ? node.text.replace(HALF_HEADER, "") : node.text);
      cut = { node, steps: node.title ? [{ title: clean(node.title), text }] : segment(text) };
      this.#cut.set(node.id, cut);
    }
    const { steps } = cut;
    const known = stepFacts(chain, node, steps.length);
    const score = known.length ? (node.value ?? Object.values(node.scores)[0]?.value ?? null) : null;
    const last = node.status === "running" ? steps.length - 1 : -1;
    return steps.map((step, i) => ({
      ...step,
      node: node.id,
      score: i ? null : score,
      measure: i ? "" : known.join("\u2002·\u2002"),
      writing: i === last,
    }));
  }
}

/** What is said of a step alone follows what is said of the steps up to it; it is drawn where that is not. */
function withOwn(section: Section, own: number | undefined): Section {
  const measure = [section.measure, ...ownFact(own)].filter(Boolean).join("\u2002·\u2002");
  return { ...section, score: section.score ?? own ?? null, measure };
}

const EMPTY: { [status: string]: string } = { running: "Waiting for the reply", cut: "Cut off before its first words" };

class SectionView {
  readonly element: HTMLDetailsElement;
  readonly #title = h("span", { class: "o1-title", dir: "auto" });
  readonly #measure = h("span", { class: "o1-measure" });
  readonly #prose = new Prose();
  #section: Section | null = null;
  #waits: boolean;

  /** A step has a number; what has none is the provider's reasoning. The text of one that waits is not rendered yet. */
  constructor(number: number | null, open: boolean, waits = false) {
    this.#waits = waits;
    const summary = h("summary", {}, h("span", { class: "o1-number" }, String(number ?? "")), this.#title, this.#measure);
    const copy = copyButton(number === null ? "the reasoning" : `step ${number}`, () => this.#source());
    const body = h("div", { class: "o1-step-body" }, this.#prose.element, copy);
    this.element = h("details", { class: number === null ? "o1-step o1-reasoning" : "o1-step", open }, summary, body);
    // Text that nobody sees is not rendered.
    this.element.addEventListener("toggle", () => this.#drawText());
  }

  update(section: Section): void {
    // Most sections of a chain that is being written are complete.
    const before = this.#section;
    if (before && FIELDS.every((name) => before[name] === section[name])) return;
    this.#section = section;
    this.#drawTitle(section.title, section.text !== "" && section.title === firstWords(section.text));
    this.#drawMeasure(section.score, section.measure);
    this.element.classList.toggle("o1-bare", section.text === "" && !section.writing);
    this.#drawText();
  }

  get waits(): boolean {
    return this.#waits;
  }

  /** Render its text, for which it has waited. */
  begin(): void {
    this.#waits = false;
    this.#drawText();
  }

  /** Mark it as what a person has picked elsewhere, and open it. */
  readonly pick = memo((picked: boolean) => {
    this.element.classList.toggle("o1-picked", picked);
    if (picked) this.element.open = true;
  });

  #source(): string {
    const { title = "", text = "" } = this.#section ?? {};
    return this.element.classList.contains("o1-repeated") ? text : `${title}\n\n${text}`.trim();
  }

  #drawText(): void {
    if (this.element.open && this.#section && !this.#waits) this.#prose.update(this.#section.text, this.#section.writing);
  }

  readonly #drawTitle = memo((title: string, repeated: boolean) => {
    this.#title.replaceChildren(inlineMarkdown(title));
    // A title made of the first words stands in for them only while the text is folded.
    this.element.classList.toggle("o1-repeated", repeated);
  });

  readonly #drawMeasure = memo((score: number | null, text: string) => {
    this.#measure.replaceChildren();
    if (score !== null) this.#measure.append(bar(score, "o1-score"));
    if (text) this.#measure.append(h("span", {}, text));
  });
}

/** A length for a share in [0, 1]. */
export function bar(value: number, kind: string): HTMLElement {
  const fill = h("span", {});
  fill.style.inlineSize = `${Math.round(1000 * value) / 10}%`;
  return h("span", { class: `o1-bar ${kind}`, "aria-hidden": "true" }, fill);
}
