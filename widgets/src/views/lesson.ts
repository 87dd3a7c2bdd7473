/** A run as a student follows it: nothing but the meter while it runs, then a step at a time, the answer last. */

import type { Message, Request } from "../core/events";
import type { Lesson, LessonAnswer, LessonStep } from "../core/lesson";
import { isFormula } from "../core/words";
import { h, memo, setText } from "../dom";
import { Session } from "../session";
import { answerName, code as coloured, inlineMarkdown, markdown } from "../text/markdown";
import { Prose } from "../text/prose";
import { show } from "./card";
import { keepKeys } from "./rove";

/** A kernel that has not answered after so many milliseconds is busy: say so. */
export const PATIENCE = 2000;
/** Most characters of an answer in the largest type. */
const SHORT = 24;
const LONGEST = 10_000;

let made = 0;

/** Show a lesson in this element, until the function that is returned is called. */
export function showLesson(element: HTMLElement, session: Session): () => void {
  const view = new LessonView(session);
  element.append(view.element);
  return () => view.remove();
}

class LessonView {
  readonly element = h("div", { class: "o1-lesson mathjax_ignore" });
  readonly #session: Session;
  readonly #unsubscribe: () => void;
  readonly #card = h("article", { class: "o1-card" });
  readonly #line = h("p", { class: "o1-lesson-line" });
  readonly #steps = h("ol", { class: "o1-lesson-steps" });
  readonly #ask: Ask;
  readonly #end = h("section", { class: "o1-lesson-end" });
  readonly #aloud = h("p", { class: "o1-aloud o1-hidden", role: "status" });
  readonly #whole = h("div", { class: "o1-lesson-whole" });
  #leaveRun: (() => void) | null = null;
  #leaveWhole: (() => void) | null = null;
  /** What is shown; null while it runs. */
  #shown: Lesson | null = null;

  constructor(session: Session) {
    this.#session = session;
    this.#ask = new Ask(session.send);
    keepKeys(this.element);
    this.#unsubscribe = session.subscribe(() => this.#draw());
    this.#draw();
  }

  remove(): void {
    this.#unsubscribe();
    this.#leaveRun?.();
    this.#leaveWhole?.();
    this.element.remove();
  }

  #draw(): void {
    const lesson = this.#session.lesson;
    if (!lesson || lesson.waits === "run") {
      this.#leaveRun ??= show(this.element, this.#session);
      return;
    }
    if (lesson === this.#shown) return;
    const before = this.#shown;
    this.#shown = lesson;
    if (!before) this.#open(lesson);
    setText(this.#line, lesson.line);
    this.#line.hidden = !lesson.line;
    this.#drawSteps(lesson.steps);
    this.#drawEnd(lesson.answer, lesson.entered, lesson.verdict);
    this.#ask.update(lesson);
    if (before) this.#say(before, lesson);
  }

  /** Put the lesson where the meter was. */
  #open({ question }: Lesson): void {
    this.#leaveRun?.();
    this.#leaveRun = null;
    const meter = h("div", { class: "o1-meter" }, h("span"));
    const asked = h("div", { class: "o1-prose", dir: "auto" });
    asked.append(markdown(question));
    const card = h("div", { class: "o1magic o1-over" }, this.#card);
    this.#card.append(meter, h("div", { class: "o1-question" }, asked), this.#line, this.#steps, this.#ask.element, this.#end, this.#aloud);
    this.element.append(card, this.#whole);
  }

  #drawSteps(steps: readonly LessonStep[]): void {
    for (const [i, step] of steps.entries()) {
      if (i >= this.#steps.childElementCount) this.#steps.append(stepElement(i + 1, step));
    }
    this.#steps.hidden = !steps.length;
  }

  readonly #drawEnd = memo((answer: LessonAnswer | null, entered: string | null, verdict: string) => {
    this.#end.hidden = !answer;
    if (!answer) return;
    const parts: HTMLElement[] = [];
    const found = h("div", {}, h("p", { class: "o1-eyebrow" }, entered === null ? "Answer" : "The search's answer"));
    if (answer.text !== null) found.append(largeAnswer(answer.text, answer.code, answer.long));
    if (answer.verdict) found.append(h("p", { class: "o1-dim" }, answer.verdict));
    if (entered !== null) {
      const mine = h("p", { class: `o1-answer ${size(entered, answer.long)}`, dir: "auto" }, entered);
      parts.push(h("div", { class: "o1-lesson-entered" }, h("p", { class: "o1-eyebrow" }, "Your answer"), mine));
    }
    parts.push(found);
    if (answer.prediction) parts.push(predicted(answer.prediction));
    const whole = this.#session.whole;
    this.#end.replaceChildren(h("div", { class: "o1-lesson-answers", tabindex: "-1" }, ...parts));
    if (verdict) this.#end.append(h("p", { class: "o1-lesson-verdict" }, verdict));
    if (whole) this.#end.append(this.#opener(whole, entered !== null));
  });

  /** The button that opens the card of the run below. */
  #opener(whole: Message, open: boolean): HTMLElement {
    made += 1;
    const id = `o1-lesson-whole-${made}`;
    const button = h("button", { class: "o1-lesson-button", type: "button", "aria-controls": id, "aria-expanded": "false" });
    const turn = (opened: boolean): void => {
      button.setAttribute("aria-expanded", String(opened));
      setText(button, opened ? "Hide the whole search" : "See the whole search");
      this.#whole.hidden = !opened;
      if (!opened || this.#leaveWhole) return;
      const run = new Session();
      run.receive(whole);
      this.#leaveWhole = show(this.#whole, run);
    };
    this.#whole.id = id;
    button.addEventListener("click", () => turn(Boolean(this.#whole.hidden)));
    turn(open);
    return h("p", {}, button);
  }

  /** Read out what has come, and let the keys go on from there. */
  #say(before: Lesson, { steps, waits, answer, entered, verdict }: Lesson): void {
    const fresh = steps.slice(before.steps.length).map(({ title }, i) => `Step ${before.steps.length + i + 1}: ${title}`);
    const said = answer && !before.answer ? [entered === null ? "" : verdict, `The search's answer: ${answer.text ?? "none"}`] : [];
    setText(this.#aloud, [...fresh, ...said].filter(Boolean).join(". "));
    if (!this.#ask.asked) return;
    if (waits === null) (this.#end.querySelector<HTMLElement>(".o1-lesson-answers") ?? (this.#steps.lastElementChild as HTMLElement)).focus();
    else this.#ask.focus();
  }
}

function stepElement(number: number, { title, text, repeated, prediction }: LessonStep): HTMLElement {
  const prose = new Prose();
  prose.update(text, false);
  const name = h("span", { class: "o1-title", dir: "auto" });
  if (!repeated) name.append(inlineMarkdown(title));
  const found = h("div", { class: "o1-lesson-found" });
  if (!repeated) found.append(name);
  if (text) found.append(prose.element);
  const body = h("div", { class: "o1-lesson-body" }, found);
  if (prediction) body.append(predicted(prediction));
  return h("li", { class: "o1-lesson-step", tabindex: "-1" }, h("span", { class: "o1-number", "aria-hidden": "true" }, String(number)), body);
}

function predicted(text: string): HTMLElement {
  return h("div", { class: "o1-lesson-predicted" }, h("p", { class: "o1-eyebrow" }, "You predicted"), h("p", { dir: "auto" }, text));
}

function largeAnswer(text: string, code: boolean, long: boolean): HTMLElement {
  const element = h("p", { class: `o1-answer ${size(text, long)}`, dir: "auto" });
  // Long lines scroll, also by keys.
  if (code) element.append(h("code", { tabindex: "0" }, coloured(text, "python")));
  else element.append(isFormula(text) ? answerName(text, text.length) : inlineMarkdown(text));
  return element;
}

function size(text: string, long: boolean): string {
  return long || text.includes("\n") ? "o1-small" : text.length > SHORT ? "o1-medium" : "o1-large";
}

/** The field in which the student writes, and the button that sends it. */
class Ask {
  readonly element = h("form", { class: "o1-lesson-ask" });
  readonly #label = h("label");
  readonly #field = h("textarea", { class: "o1-lesson-field", rows: "2", maxlength: String(LONGEST), dir: "auto" });
  readonly #button = h("button", { class: "o1-lesson-button o1-lesson-go", type: "submit" });
  readonly #note = h("span", { class: "o1-dim", role: "status" });
  readonly #send: (request: Request) => void;
  #lesson: Lesson | null = null;
  #patience = 0;
  /** Whether the student has sent something from here. */
  asked = false;

  constructor(send: (request: Request) => void) {
    this.#send = send;
    made += 1;
    this.#field.id = `o1-lesson-field-${made}`;
    this.#label.htmlFor = this.#field.id;
    this.element.append(this.#label, this.#field, h("p", {}, this.#button, this.#note));
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    // JupyterLab lets nobody begin a line in a cell's output, for Enter would edit the cell: it does not hear of it.
    this.#field.addEventListener("beforeinput", (event) => {
      if (event.inputType === "insertLineBreak") event.stopImmediatePropagation();
    });
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey || (this.#lesson?.waits === "answer" && !event.shiftKey && !event.isComposing))) {
        event.preventDefault();
        event.stopPropagation();
        this.#submit();
      }
    });
  }

  update(lesson: Lesson): void {
    this.#lesson = lesson;
    const { waits, steps, total, last } = lesson;
    window.clearTimeout(this.#patience);
    this.element.hidden = waits === null;
    this.#field.value = "";
    this.#button.disabled = false;
    const lone = last && total < 2;
    if (waits === "answer") {
      setText(this.#label, "Your answer");
      setText(this.#button, "Compare the answers");
      this.#field.rows = 1;
    } else {
      setText(this.#label, lone ? (total ? "What does the solution say?" : "What is the answer?") : steps.length ? "What comes next?" : "How does it begin?");
      setText(this.#button, lone ? "Show the answer" : last ? "Show the last step and the answer" : "Show the next step");
    }
    this.#hint();
  }

  focus(): void {
    this.#field.focus();
  }

  #hint(): void {
    setText(this.#note, this.#lesson?.waits === "answer" ? "The answer stays hidden until then" : "Your prediction stays beside the step; it may be empty");
  }

  #submit(): void {
    const lesson = this.#lesson;
    if (!lesson || this.#button.disabled) return;
    const text = this.#field.value.trim();
    if (lesson.waits === "answer" && !text) {
      setText(this.#note, "Write your answer first");
      this.#field.focus();
      return;
    }
    this.asked = true;
    this.#button.disabled = true;
    this.#send(lesson.waits === "answer" ? { type: "enter", text } : { type: "predict", text, seen: lesson.steps.length });
    this.#patience = window.setTimeout(() => {
      // What was sent arrives when the kernel has time; what has been asked for once is not done twice.
      this.#button.disabled = false;
      setText(this.#note, "The kernel is busy, or gone: this comes as soon as it answers");
    }, PATIENCE);
  }
}
