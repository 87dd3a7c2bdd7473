import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message, Request } from "../src/core/events";
import makeWidget from "../src/index";
import { ACK_TIMEOUT, SILENCE } from "../src/session";
import { example, Run } from "./examples";

/** A page with the widget, and the kernel's end of the wire. */
class Page {
  readonly sent: Request[] = [];
  readonly widget = makeWidget();
  readonly element = document.body.appendChild(document.createElement("div"));
  snapshot: unknown;
  interrupt = vi.fn(async () => {});
  #heard = new Map<string, (message: Message) => void>();

  constructor({ kernel = true, snapshot = undefined as unknown } = {}) {
    this.snapshot = snapshot;
    const model = {
      get: (name: string) => (name === "snapshot" ? this.snapshot : undefined),
      on: (name: string, callback: (message: Message) => void) => this.#heard.set(name, callback),
      send: (request: Request) => this.sent.push(request),
      widget_manager: kernel ? { kernel: { interrupt: this.interrupt } } : {},
    };
    this.widget.initialize({ model } as never);
  }

  show(): this {
    this.widget.render({ el: this.element } as never);
    return this;
  }

  hear(...messages: Message[]): this {
    for (const message of messages) this.#heard.get("msg:custom")?.(message);
    return this.draw();
  }

  draw(): this {
    vi.advanceTimersByTime(40);
    return this;
  }

  /** What a reader sees. */
  text(selector: string): string {
    const element = this.element.querySelector(selector);
    return element && !element.closest("[hidden]") ? (element.textContent ?? "") : "";
  }

  all(selector: string): string[] {
    return [...this.element.querySelectorAll(selector)].map((element) => element.textContent ?? "");
  }

  /** Look at another view. */
  see(view: string): this {
    const tabs = [...this.element.querySelectorAll<HTMLElement>(".o1-view:not([hidden])")];
    tabs.find((tab) => tab.textContent?.startsWith(`${view} `))?.click();
    return this.draw();
  }

  get stop(): HTMLButtonElement {
    return this.element.querySelector(".o1-stop") as HTMLButtonElement;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function started(): { page: Page; run: Run } {
  const run = new Run("What is $2^3$?", { params: { n: 3 } });
  return { run, page: new Page().show().hear(run.message()) };
}

describe("while it runs", () => {
  test("before the first event there is something to see, and Stop", () => {
    const page = new Page().show();
    expect(page.text(".o1-state")).toBe("Starting");
    expect(page.stop.closest("[hidden]")).toBeNull();
  });

  test("the question is typeset, and folded where it is long", () => {
    const { page } = started();
    expect(page.element.querySelector(".o1-question math")).not.toBeNull();
    expect(page.element.querySelector(".o1-question details")).toBeNull();
    const long = new Page().show().hear(new Run("word ".repeat(100)).message());
    expect(long.element.querySelector(".o1-question details")?.hasAttribute("open")).toBe(false);
  });

  test("a preparation shows how far it is", () => {
    const { page, run } = started();
    page.hear(run.emit("progress", null, { text: "Downloading weights", done: 25e6, total: 100e6 }).message());
    expect(page.text(".o1-live")).toContain("Downloading weights25 of 100 MB");
    expect(page.element.querySelector<HTMLElement>(".o1-meter > span")?.style.inlineSize).toBe("25%");
    page.hear(run.emit("progress", null, { text: "Loading the model", done: 0, total: 0 }).message());
    expect(page.text(".o1-state")).toBe("Loading the model");
    page.hear(run.start("0.0").message());
    expect(page.text(".o1-state")).toBe("Thinking");
  });

  test("text streams into the last step, after a caret that leaves when it is done", () => {
    const { page, run } = started();
    page.hear(run.start("0.0", "## Step 1: Read\nIt is a power.\n\n## Step 2: Mult").message());
    expect(page.all(".o1-steps .o1-title")).toEqual(["Read", "Mult"]);
    page.hear(run.write("0.0", "iply\n$2 \\cdot 2 \\cdot 2$ is").message());
    expect(page.all(".o1-steps .o1-title")).toEqual(["Read", "Multiply"]);
    expect(page.element.querySelectorAll(".o1-caret")).toHaveLength(1);
    expect(page.element.querySelector(".o1-step:last-child .o1-caret")?.parentElement?.tagName).toBe("P");
    page.hear(run.done("0.0", "## Step 1: Read\nIt is a power.\n\nAnswer: 8", "8").message());
    expect(page.all(".o1-steps .o1-title")).toEqual(["Read"]);
    expect(page.element.querySelector(".o1-caret")).toBeNull();
  });

  test("a header is seen when it is one", () => {
    const { page, run } = started();
    const seen = (text: string): string[] => {
      page.hear(run.write("0.0", text).message());
      return [page.all(".o1-steps .o1-title").join(), page.text(".o1-steps .o1-step:last-child .o1-prose").trim()];
    };
    page.hear(run.start("0.0", "##").message());
    expect(page.all(".o1-steps .o1-title")).toEqual([]);
    expect(seen(" Step 1: A\none")).toEqual(["A", "one"]);
    expect(seen("\n\n#")).toEqual(["A", "one"]);
    expect(seen("# Step 2")).toEqual(["A", "one"]);
    expect(seen(": B")).toEqual(["A,B", ""]);
    expect(seen("\n\n## St")).toEqual(["A,B", ""]);
    page.hear(run.done("0.0", "## Step 1: A\none\n\n## Step 2: B\n\n## St", null).message());
    expect(page.text(".o1-steps .o1-step:last-child .o1-prose").trim()).toBe("St");
  });

  test("what has been written is not rendered again", () => {
    const { page, run } = started();
    page.hear(run.start("0.0", "## Step 1: A\none\n\ntwo\n\nthree\n\nfour\n\n## Step 2: B\nfive").message());
    const [first] = page.element.querySelectorAll(".o1-steps .o1-step");
    const written = (): Element[] => [...(first?.querySelectorAll(".o1-prose > div > p") ?? [])];
    const before = written();
    expect(before).toHaveLength(4);
    page.hear(run.write("0.0", " six\n\nseven").message());
    expect(page.element.querySelector(".o1-steps .o1-step")).toBe(first);
    expect(written().map((block, i) => block === before[i])).toEqual([true, true, true, true]);
  });

  test("a step that a reader has closed stays closed, and is rendered when it is opened", () => {
    const { page, run } = started();
    page.hear(run.start("0.0", "## Step 1: A\none").message());
    const step = page.element.querySelector<HTMLDetailsElement>(".o1-steps .o1-step") as HTMLDetailsElement;
    step.open = false;
    page.draw().hear(run.write("0.0", " two").message());
    expect(step.open).toBe(false);
    expect(step.textContent).not.toContain("two");
    step.open = true;
    step.dispatchEvent(new Event("toggle"));
    expect(step.textContent).toContain("one two");
  });

  test("a provider's reasoning is labelled and folded", () => {
    const { page, run } = started();
    page.hear(run.start("0.0").write("0.0", "", "secret *thoughts*").message());
    const reasoning = page.element.querySelector<HTMLDetailsElement>(".o1-reasoning") as HTMLDetailsElement;
    expect(reasoning.hidden).toBe(false);
    expect(reasoning.open).toBe(false);
    expect(reasoning.textContent).toContain("Reasoning disclosed by the provider");
    expect(reasoning.textContent).toContain("17 characters");
    expect(reasoning.querySelector("em")).toBeNull();
    reasoning.open = true;
    reasoning.dispatchEvent(new Event("toggle"));
    expect(reasoning.querySelector("em")?.textContent).toBe("thoughts");
  });

  test("chips tell what became of each chain, the votes who leads", () => {
    const { page, run } = started();
    run.start("0.0").start("0.1").start("0.2").start("0.3").start("0.4").write("0.4", "hm");
    run.done("0.0", "a", "8").done("0.1", "b", "6").done("0.2", "c", null).fail("0.3", "refused: 401");
    page.hear(run.message());
    expect(page.all(".o1-chip")).toEqual(["Chain 1 → 8", "Chain 2 → 6", "Chain 3 no answer", "Chain 4 failed", "Chain 5 writing"]);
    expect(page.text(".o1-standing")).toBe("4 of 5 chains done, 8 and 6 level at 1");
    page.hear(run.start("0.5").done("0.5", "d", "8").message());
    page.see("Votes");
    expect(page.all(".o1-vote > summary")).toEqual(["82 votes", "61 vote", "Without a vote1 without an answer and 1 failed"]);
    expect(page.element.querySelector(".o1-leads .o1-for")?.textContent).toBe("8");
  });

  test("the chain that is being written is shown until a person picks another one", () => {
    const { page, run } = started();
    const shown = (): string => page.text('.o1-chip[aria-selected="true"]').replace("Chain ", "").charAt(0);
    page.hear(run.start("0.0", "first").start("0.1").start("0.2").message());
    expect(shown()).toBe("1");
    page.hear(run.write("0.1", "second").message());
    expect(shown()).toBe("1");
    page.hear(run.done("0.0", "first", "8").write("0.1", " more").message());
    expect(shown()).toBe("2");
    page.element.querySelectorAll<HTMLElement>(".o1-chip")[0]?.click();
    page.draw().hear(run.write("0.1", " and more").message());
    expect(shown()).toBe("1");
    expect(page.text(".o1-panel")).toContain("first");
  });

  test("many chains wait behind a button, but for the one that is shown", () => {
    const { page, run } = started();
    for (let i = 0; i < 30; i += 1) run.start(`0.${i}`);
    page.hear(run.write("0.25", "text").message());
    const visible = (): number => page.element.querySelectorAll(".o1-chip:not([hidden])").length;
    expect(visible()).toBe(17);
    const more = page.element.querySelector<HTMLElement>(".o1-chips > .o1-link");
    expect(more?.textContent).toBe("13 more");
    more?.click();
    expect(visible()).toBe(30);
    page.hear(run.start("0.30").message());
    expect(visible()).toBe(31);
    expect(more?.hidden).toBe(true);
  });

  test("arrow keys move between chains without the notebook noticing", () => {
    const { page, run } = started();
    page.hear(run.start("0.0", "first").start("0.1", "second").message());
    const [one, two] = page.element.querySelectorAll<HTMLElement>(".o1-chip");
    const outside = vi.fn();
    document.addEventListener("keydown", outside, { once: true });
    one?.focus();
    one?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    page.draw();
    expect(document.activeElement).toBe(two);
    expect(two?.getAttribute("aria-selected")).toBe("true");
    expect([one?.tabIndex, two?.tabIndex]).toEqual([-1, 0]);
    expect(page.element.querySelector(".o1-panel[role=tabpanel]")?.id).toBe(two?.getAttribute("aria-controls"));
    expect(outside).not.toHaveBeenCalled();
  });

  test("a failed chain shows its error as text", () => {
    const { page, run } = started();
    page.hear(run.start("0.0").fail("0.0", "401: <b>no key</b>").message());
    expect(page.text(".o1-error")).toBe("401: <b>no key</b>");
  });

  test("the clock runs between messages", () => {
    const { page, run } = started();
    page.hear(run.start("0.0").message());
    const before = page.text(".o1-cost");
    vi.advanceTimersByTime(2000);
    expect(page.text(".o1-cost")).not.toBe(before);
    expect(page.text(".o1-cost")).toMatch(/2\.\d of 120 s/);
  });

  test("a page that draws slowly draws less often, and still all of it", () => {
    const { page, run } = started();
    const clock = vi.spyOn(performance, "now");
    // A frame of 100 ms.
    for (const t of [1000, 1000, 1000, 1100]) clock.mockReturnValueOnce(t);
    clock.mockReturnValue(1100);
    page.hear(run.start("0.0", "slow").message());
    page.hear(run.write("0.0", " and steady").message());
    expect(page.text(".o1-panel")).not.toContain("slow and steady");
    clock.mockReturnValue(1600);
    vi.advanceTimersByTime(500);
    expect(page.text(".o1-panel")).toContain("slow and steady");
    clock.mockRestore();
  });

  test("a run that goes on from an earlier one says so", () => {
    const page = new Page().show().hear(new Run("?", {}, "seconds").message());
    expect(page.text(".o1-notes")).toBe("Goes on from an earlier run that ended early (time limit)");
  });

  test("hostile text stays text", () => {
    const { page, run } = started();
    const bad = "<img src=x onerror=alert(1)>";
    run.start("0.0", bad).start("0.1", bad).write("0.0", "", bad).emit("note", null, { text: bad }).done("0.0", bad, bad);
    run.fail("0.1", bad).end("done", "0.0", [[bad, ["0.0"]]]);
    page.hear(run.message(true));
    for (const details of page.element.querySelectorAll("details")) details.open = true;
    page.draw();
    expect(page.element.querySelector("img, script")).toBeNull();
    expect(page.text(".o1-answer")).toBe(bad);
  });
});

describe("at the end", () => {
  const play = (name: string): Page => new Page().show().hear(...example(name).messages);

  test("a calibrated confidence takes the posterior's place, and the joint stands with its chain", () => {
    expect(play("pencils").text(".o1-agreement")).toContain("posterior over the runner-up .97, uncalibrated");
    expect(play("calibrated").text(".o1-agreement")).toBe("8 of 10 chains agreeconfidence .83 (calibrated on 240 questions)");
    expect(play("pencils").text(".o1-facts")).not.toContain("joint");
    expect(play("scored_steps").text(".o1-facts")).toMatch(/^joint \.81 over 3 steps, weakest \.88 at step 2, uncalibrated/);
  });

  test("the answer comes first, and why", () => {
    const page = play("pencils");
    expect(page.text(".o1-eyebrow")).toBe("Answer");
    expect(page.text(".o1-answer")).toBe("84 pencils");
    expect(page.element.querySelector(".o1-answer")?.classList).toContain("o1-large");
    expect(page.text(".o1-agreement")).toMatch(/^8 of 10 chains agree/);
    expect(page.element.querySelectorAll(".o1-pips i")).toHaveLength(10);
    expect(page.element.querySelectorAll(".o1-mine i")).toHaveLength(8);
    expect(page.text(".o1-single")).toBe("a single chain said 19");
    expect(page.text(".o1-cost")).toContain("stopped: agreement");
    expect(page.text('.o1-chip[aria-selected="true"]')).toBe("Chain 2 → 84");
    expect(page.text(".o1-dropped > summary")).toContain("1 other answer, 19, in 2 of 10 chains");
  });

  test("a click on a dropped chain shows it", () => {
    const page = play("pencils");
    page.element.querySelector<HTMLElement>(".o1-dropped .o1-link")?.click();
    page.draw();
    expect(page.text('.o1-chip[aria-selected="true"]')).toBe("Chain 1 → 19");
    expect(page.text(".o1-panel")).toContain("Answer19");
  });

  test("less than half of the votes is no agreement", () => {
    const page = play("no_agreement");
    expect(page.text(".o1-eyebrow")).toBe("No agreement");
    expect(page.text(".o1-outcome")).toBe("26 leads with 3 of 8");
    expect(page.element.querySelector(".o1-answer")).toBeNull();
  });

  test("a check outweighs the votes", () => expect(play("checked").text(".o1-answer")).toBe("-2"));

  test("a long answer is set in reading size, code as code", () => {
    expect(play("judged").element.querySelector(".o1-answer")?.classList).toContain("o1-small");
    expect(play("coded").text(".o1-answer > code")).toContain("def primes(n: int)");
  });

  test("an answer that is a formula is typeset", () => {
    const run = new Run().start("0.0").done("0.0", "t", "1/2", "\\frac{1}{2}").end("done", "0.0", [["1/2", ["0.0"]]]);
    expect(new Page().show().hear(run.message(true)).element.querySelector(".o1-answer mfrac")).not.toBeNull();
  });

  test("a run without an answer shows how far it came", () => {
    const page = play("out_of_time");
    expect(page.text(".o1-eyebrow")).toBe("No answer");
    expect(page.text(".o1-panel")).toContain("adds twelve, so 12 + 12");
    expect(page.text(".o1-cost")).toContain("stopped: time limit");
  });

  test("a run that failed says why", () => {
    const run = new Run().start("0.0").fail("0.0", "401").end(null, null, [], "no key: set OPENAI_API_KEY");
    const page = new Page().show().hear(run.message(true));
    expect(page.text(".o1-eyebrow")).toBe("Failed");
    expect(page.text(".o1-outcome")).toBe("no key: set OPENAI_API_KEY");
    expect(page.text(".o1-notes")).toBe("");
  });

  test("a run whose kernel broke off has ended too", () => {
    const { page, run } = started();
    page.hear(run.start("0.0", "text").message(), run.message(true));
    expect(page.text(".o1-cost")).toContain("ended early");
    expect(page.stop.closest("[hidden]")).not.toBeNull();
  });

  test("Stop is gone: a late click would interrupt another cell", () => {
    expect(play("pencils").stop.closest("[hidden]")).not.toBeNull();
  });
});

describe("a tree", () => {
  const play = (name: string): Page => new Page().show().hear(...example(name).messages);
  const titles = (page: Page): string[] => page.all(".o1-steps .o1-title");

  test("a step is seen as it is written, after the finished steps above it", () => {
    const { page, run } = started();
    run.start("0.0", "", "step").start("0.1", "", "step").done("0.0", "## Step 1: Read\nIt is a power.\n", null);
    page.hear(run.done("0.1", "## Step 1: Guess\nNine.\n", null).start("0.0.0", "## Step 2: Mult", "step").message());
    expect(titles(page)).toEqual(["Read", "Mult"]);
    const [first] = page.element.querySelectorAll(".o1-steps .o1-step");
    page.hear(run.write("0.0.0", "iply\n$2 \\cdot 4$ is").message());
    expect(titles(page)).toEqual(["Read", "Multiply"]);
    expect(page.element.querySelector(".o1-step:last-child .o1-caret")).not.toBeNull();
    expect(page.element.querySelector(".o1-steps .o1-step")).toBe(first);
    expect(page.text(".o1-standing")).toBe("2 steps");
    page.hear(run.done("0.0.0", "## Step 2: Multiply\n$2 \\cdot 4$ is 8.\n", null).start("0.0.0.0", "Ans", "rollout").message());
    expect(titles(page)).toEqual(["Read", "Multiply", "Ans"]);
    expect(page.element.querySelector(".o1-steps .o1-step")).toBe(first);
    page.hear(run.done("0.0.0.0", "Answer: 8", "8").message());
    expect(page.text(".o1-standing")).toBe("3 steps, 1 chain, it says 8");
    expect(page.text(".o1-facts")).toMatch(/^180 tokens in 3 calls/);
  });

  test("a branch that is given up stays in sight until another one is written", () => {
    const { page, run } = started();
    run.start("0.0", "Read it.\n", "step").done("0.0", "Read it.\n", null).start("0.1", "", "answer");
    page.hear(run.done("0.1", "Answer: 9", "9").message());
    page.hear(run.start("0.2", "", "step").write("0.2", "Guess.").message());
    page.hear(run.emit("node_changed", "0.2", { status: "pruned" }).message());
    expect(page.text(".o1-panel")).toContain("Guess.");
    page.hear(run.write("0.0", "More.").message());
    expect(page.text(".o1-panel")).toContain("More.");
  });

  test("a click on the end of a chain in the tree shows that chain, whole", () => {
    const page = play("beam");
    expect(titles(page)).toEqual(["Recognise", "Divide", "Compute"]);
    page.see("Tree");
    page.element.querySelector('.o1-node[data-node="0.0.0.1"]')?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    page.draw().see("Answer");
    expect(page.text('.o1-chip[aria-selected="true"]')).toBe("Solution 2 → 74");
    expect(titles(page)).toEqual(["Recognise", "Divide", "Compute"]);
    expect(page.text(".o1-panel")).toContain("74 pencils");
  });

  test("solutions that no longer vote say so", () => {
    const page = play("rsa");
    expect(page.text(".o1-agreement")).toMatch(/^2 of 3 solutions agree/);
    expect(page.text(".o1-dropped")).toContain("3 solutions without a vote");
    expect(page.all(".o1-dropped > p")).toEqual(["19solution6", "no votesolutions123"]);
  });
});

describe("Stop", () => {
  test("answers at once, and asks the kernel", async () => {
    const { page } = started();
    page.stop.click();
    page.draw();
    expect(page.text(".o1-state")).toBe("Stopping");
    expect(page.stop.disabled).toBe(true);
    expect(page.sent).toEqual([{ type: "stop" }]);
    page.hear({ type: "ack" });
    await vi.advanceTimersByTimeAsync(2 * ACK_TIMEOUT);
    expect(page.interrupt).not.toHaveBeenCalled();
  });

  test("interrupts a kernel that does not hear", async () => {
    const { page } = started();
    page.stop.click();
    await vi.advanceTimersByTimeAsync(ACK_TIMEOUT - 10);
    expect(page.interrupt).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(page.interrupt).toHaveBeenCalledOnce();
  });

  test("tells where it cannot reach the kernel", async () => {
    const page = new Page({ kernel: false }).show().hear(new Run().message());
    page.stop.click();
    await vi.advanceTimersByTimeAsync(ACK_TIMEOUT + 50);
    expect(page.text(".o1-standing")).toBe("Use the notebook's interrupt button");
  });

  test("is sent once, however often it is pressed", () => {
    const { page } = started();
    page.stop.click();
    page.stop.click();
    expect(page.sent).toHaveLength(1);
  });

  test("does not interrupt a run that ended meanwhile", async () => {
    const { page, run } = started();
    page.stop.click();
    page.hear(run.end("done", null).message(true));
    await vi.advanceTimersByTimeAsync(ACK_TIMEOUT + 50);
    expect(page.interrupt).not.toHaveBeenCalled();
  });
});

describe("views and pages", () => {
  test("messages before the first view are not lost, and a second view shows the same", () => {
    const { messages } = example("pencils");
    const page = new Page();
    page.hear(...messages.slice(0, 2));
    page.show().draw();
    page.hear(...messages.slice(2));
    page.show().draw();
    const [one, two] = page.element.querySelectorAll(".o1magic");
    expect(two?.querySelector(".o1-answer")?.textContent).toBe("84 pencils");
    expect(one?.querySelector(".o1-cost")?.textContent).toBe(two?.querySelector(".o1-cost")?.textContent);
    expect(one?.querySelector(".o1-panel")?.id).not.toBe(two?.querySelector(".o1-panel")?.id);
  });

  test("a page that is reloaded starts from the snapshot and goes on", () => {
    const { messages, snapshot } = example("pencils");
    const page = new Page({ snapshot: { type: "snapshot", state: snapshot, now: 9, final: true } }).show();
    expect(page.text(".o1-answer")).toBe("84 pencils");
    page.hear(...messages);
    expect(page.sent).toEqual([]);
  });

  test("a gap is asked about once", () => {
    const { messages, snapshot } = example("pencils");
    const page = new Page().show().hear(...messages.slice(2));
    expect(page.sent).toEqual([{ type: "resync" }]);
    page.hear({ type: "snapshot", state: snapshot, now: 9, final: true });
    expect(page.text(".o1-answer")).toBe("84 pencils");
  });

  test("what was sent before the page listened is asked for, where nothing else comes", () => {
    const { messages } = example("pencils");
    const [silent, heard] = [new Page().show(), new Page().show().hear(...messages.slice(0, 1))];
    vi.advanceTimersByTime(2 * SILENCE);
    expect(silent.sent).toEqual([{ type: "resync" }]);
    expect(heard.sent).toEqual([]);
  });

  test("a view that is removed leaves nothing behind", () => {
    const page = new Page();
    vi.advanceTimersByTime(SILENCE);
    const remove = page.widget.render({ el: page.element } as never) as () => void;
    remove();
    expect(page.element.childElementCount).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    page.hear(new Run().message());
    expect(vi.getTimerCount()).toBe(0);
  });
});
