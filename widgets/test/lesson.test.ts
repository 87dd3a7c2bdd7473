import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Request } from "../src/core/events";
import type { Lesson } from "../src/core/lesson";
import makeWidget from "../src/index";
import { PATIENCE } from "../src/views/lesson";
import { example, Run } from "./examples";

const STEP = { title: "Recognise", text: "It is a **product**.", repeated: false, prediction: null };
const BEGUN: Lesson = {
  waits: "prediction",
  question: "How many?",
  line: "1 of 3 steps",
  total: 3,
  steps: [STEP],
  entered: null,
  verdict: "",
  blind: false,
  last: false,
  answer: null,
};
const RUNNING: Lesson = { ...BEGUN, waits: "run", line: "", total: 0, steps: [] };
const ANSWER = { text: "84", code: false, long: false, verdict: "8 of 10 chains agree", prediction: null };

/** A page with a lesson, and the kernel's end of the wire. */
class Page {
  readonly sent: Request[] = [];
  readonly element = document.body.appendChild(document.createElement("div"));
  readonly widget = makeWidget();
  readonly #heard = new Map<string, (message: unknown) => void>();
  readonly #traits: Record<string, unknown>;
  readonly model: unknown;

  constructor(lesson: Lesson, place = "") {
    this.#traits = { lesson, whole: {}, interrupts: true, place };
    this.model = {
      get: (name: string) => this.#traits[name],
      on: (name: string, callback: (message: unknown) => void) => this.#heard.set(name, callback),
      send: (request: Request) => this.sent.push(request),
    };
    this.widget.initialize({ model: this.model } as never);
    if (!place) this.widget.render({ el: this.element } as never);
  }

  hear(message: unknown): this {
    this.#heard.get("msg:custom")?.(message);
    vi.advanceTimersByTime(40);
    return this;
  }

  /** The kernel tells how far the lesson has got. */
  tell(lesson: Partial<Lesson>, whole: unknown = {}): this {
    Object.assign(this.#traits, { lesson: { ...BEGUN, ...lesson }, whole });
    this.#heard.get("change:lesson")?.({});
    vi.advanceTimersByTime(40);
    return this;
  }

  one<T extends HTMLElement = HTMLElement>(selector: string): T {
    return document.querySelector(selector) as T;
  }

  seen(selector: string): string {
    const element = this.one(selector);
    return element && !element.closest("[hidden]") ? (element.textContent ?? "") : "";
  }

  get field(): HTMLTextAreaElement {
    return this.one("textarea");
  }

  get go(): HTMLButtonElement {
    return this.one(".o1-lesson-go");
  }

  write(text: string): this {
    this.field.value = text;
    return this;
  }

  press(init: KeyboardEventInit): this {
    this.field.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
    return this;
  }
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "requestAnimationFrame", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("while it runs there is the meter and Stop, and no view of the run", () => {
  const page = new Page(RUNNING).hear(new Run("How many?").message());
  expect(page.seen(".o1-question").trim()).toBe("How many?");
  expect(page.one(".o1-stop")).not.toBeNull();
  expect(page.one("textarea")).toBeNull();
});

describe("step by step", () => {
  test("a step is shown, and what comes next is asked for", () => {
    const page = new Page(RUNNING).tell({});
    expect(page.seen(".o1-lesson-line")).toBe("1 of 3 steps");
    expect(page.seen(".o1-lesson-step .o1-title")).toBe("Recognise");
    expect(page.one(".o1-lesson-step strong").textContent).toBe("product");
    expect(page.one("label").textContent).toBe("What comes next?");
    expect(page.one<HTMLLabelElement>("label").htmlFor).toBe(page.field.id);
    expect(page.one(".o1-stop")).toBeNull();
  });

  test.each([
    ["the button", (page: Page) => page.go.click()],
    ["Ctrl+Enter", (page: Page) => page.press({ key: "Enter", ctrlKey: true })],
    ["Cmd+Enter", (page: Page) => page.press({ key: "Enter", metaKey: true })],
  ])("a prediction goes to the kernel by %s, once", (_, act) => {
    const page = new Page(BEGUN).write(" multiply ");
    act(page);
    act(page);
    expect(page.sent.filter(({ type }) => type === "predict")).toEqual([{ type: "predict", text: "multiply", seen: 1 }]);
  });

  test("Enter alone begins a line; an empty prediction is allowed", () => {
    const page = new Page(BEGUN).press({ key: "Enter" });
    expect(page.sent).toEqual([]);
    page.go.click();
    expect(page.sent).toEqual([{ type: "predict", text: "", seen: 1 }]);
  });

  test("what was predicted stands beside the step, which is read out, and the keys go on in the field", () => {
    const page = new Page(BEGUN).write("<b>mul</b>");
    page.go.click();
    page.tell({ line: "2 of 3 steps", steps: [STEP, { ...STEP, title: "Divide", prediction: "<b>mul</b>" }] });
    expect(page.seen(".o1-lesson-predicted")).toBe("You predicted<b>mul</b>");
    expect(page.one(".o1-lesson .o1-aloud").textContent).toBe("Step 2: Divide");
    expect(document.activeElement).toBe(page.field);
    expect(page.field.value).toBe("");
    expect(page.go.disabled).toBe(false);
  });

  test("before the last step it says so; then come the answer and the way to the whole search", () => {
    const page = new Page({ ...BEGUN, last: true });
    expect(page.go.textContent).toBe("Show the last step and the answer");
    page.go.click();
    page.tell({ waits: null, steps: [STEP, STEP], answer: ANSWER }, snapshot());
    expect(page.seen(".o1-answer")).toBe("84");
    expect(page.one("form").hidden).toBe(true);
    expect(document.activeElement).toBe(page.one(".o1-lesson-answers"));
    const opener = page.one(".o1-lesson-end button");
    expect([opener.textContent, opener.getAttribute("aria-expanded")]).toEqual(["See the whole search", "false"]);
    expect(page.one(".o1-lesson-whole .o1-card")).toBeNull();
    opener.click();
    expect(opener.getAttribute("aria-expanded")).toBe("true");
    expect(page.seen(".o1-lesson-whole .o1-answer")).toBe("84 pencils");
    opener.click();
    expect(page.seen(".o1-lesson-whole .o1-answer")).toBe("");
  });

  test("a kernel that does not answer is said to be busy, and can be asked again", () => {
    const page = new Page(BEGUN).write("x");
    page.go.click();
    vi.advanceTimersByTime(PATIENCE);
    expect(page.seen("form .o1-dim")).toMatch(/busy/);
    expect([page.go.disabled, page.field.value]).toEqual([false, "x"]);
  });
});

describe("blind", () => {
  const blind = { ...BEGUN, waits: "answer", blind: true, steps: [], line: "" } as const;

  test("an answer is needed, and Enter sends it", () => {
    const page = new Page(blind).press({ key: "Enter" });
    expect(page.sent).toEqual([]);
    expect(page.seen("form .o1-dim")).toBe("Write your answer first");
    page.write("1/2").press({ key: "Enter" });
    expect(page.sent).toEqual([{ type: "enter", text: "1/2" }]);
  });

  test("both answers stand side by side, how they compare, and the whole search below", () => {
    const page = new Page(blind).write("84.0");
    page.go.click();
    page.tell({ ...blind, waits: null, entered: "84.0", verdict: "Your answer agrees with the search's answer.", answer: ANSWER }, snapshot());
    expect([...document.querySelectorAll(".o1-lesson-answers .o1-answer")].map((each) => each.textContent)).toEqual(["84.0", "84"]);
    expect(page.seen(".o1-lesson-verdict")).toBe("Your answer agrees with the search's answer.");
    expect(page.seen(".o1-lesson-whole .o1-answer")).toBe("84 pencils");
    expect(page.one(".o1-lesson .o1-aloud").textContent).toMatch(/agrees.*The search's answer: 84/);
  });
});

test("a lesson whose place is drawn anew keeps what is typed, and the focus", async () => {
  const html = '<div class="o1-place-7">the record</div>';
  document.body.innerHTML = `<section>${html}</section>`;
  const page = new Page(BEGUN, "o1-place-7");
  expect(page.sent).toEqual([{ type: "ready" }]);
  const field = page.write("half a thought").field;
  field.focus();
  page.one("section").innerHTML = html;
  await vi.waitFor(() => expect(document.querySelector("textarea")).not.toBeNull());
  expect(page.field).toBe(field);
  expect([page.field.value, document.activeElement]).toEqual(["half a thought", field]);
});

test.each(["<script>window.hit=1</script>", "<img src=x onerror='window.hit=1'>", "[x](javascript:window.hit=1)"])("what a student writes is text: %s", (text) => {
  const page = new Page({ ...BEGUN, steps: [{ ...STEP, prediction: text }], waits: null, entered: text, answer: ANSWER });
  expect(page.seen(".o1-lesson-predicted")).toBe(`You predicted${text}`);
  expect(page.seen(".o1-lesson-entered")).toBe(`Your answer${text}`);
  expect(document.querySelector("script, img, .o1-lesson-predicted a")).toBeNull();
});

function snapshot(): unknown {
  const { snapshot: state } = example("pencils");
  return { type: "snapshot", state, now: 10, final: true, after: { selections: {}, curves: {} } };
}
