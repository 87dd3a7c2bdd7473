import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Message } from "../src/core/events";
import { Session } from "../src/session";
import { show } from "../src/views/card";
import { example, Run } from "./examples";

const writeText = vi.fn(async (_text: string) => {});
let session: Session;
let root: HTMLElement;

beforeEach(() => {
  vi.useFakeTimers();
  writeText.mockClear();
  Object.assign(navigator, { clipboard: { writeText } });
  root = document.body.appendChild(document.createElement("div"));
  session = new Session();
  show(root, session);
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function hear(...messages: Message[]): void {
  for (const message of messages) session.receive(message);
  vi.advanceTimersByTime(40);
}

function find<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
}

async function copied(selector: string): Promise<string> {
  find(selector).click();
  await vi.advanceTimersByTimeAsync(10);
  return writeText.mock.lastCall?.[0] ?? "";
}

describe("another chain than the chosen one", () => {
  test("is named as such, with a way back", () => {
    hear(...example("pencils").messages);
    const aside = find(".o1-elsewhere");
    expect(aside.hidden).toBe(true);
    find(".o1-chip").click();
    vi.advanceTimersByTime(40);
    expect(aside.textContent).toBe("Chain 1, not the answer · back to the answer");
    root.querySelectorAll<HTMLElement>(".o1-chip")[2]?.click();
    vi.advanceTimersByTime(40);
    expect(aside.textContent).toBe("Chain 3, which says the same · back to the answer");
    find(".o1-elsewhere button").click();
    vi.advanceTimersByTime(40);
    expect(aside.hidden).toBe(true);
    expect(find('.o1-chip[aria-selected="true"]').textContent).toBe("Chain 2 → 84");
  });

  test("is nothing to speak of while it runs", () => {
    const run = new Run().start("0.0", "one").start("0.1", "two");
    hear(run.message());
    root.querySelectorAll<HTMLElement>(".o1-chip")[1]?.click();
    vi.advanceTimersByTime(40);
    expect(find(".o1-elsewhere").hidden).toBe(true);
  });
});

test("where several models took part, a chain tells who wrote it", () => {
  const run = new Run("?", { models: ["local/small", "openai/large"] }).start("0.0", "one");
  run.emit("node_added", "0.1", { parent: "0", inputs: [], kind: "answer", title: "", model: "openai/large", sample: 1 });
  hear(run.message());
  const titles = (): string[] => [...root.querySelectorAll<HTMLElement>(".o1-chip")].map(({ title }) => title);
  expect(titles()).toEqual(["written by local/small", "written by openai/large"]);
  document.body.replaceChildren(root);
  session = new Session();
  root.replaceChildren();
  show(root, session);
  hear(new Run().start("0.0").start("0.1").message());
  expect(titles()).toEqual(["", ""]);
});

describe("what can be taken along", () => {
  test("the answer, a step, the cell and the trace", async () => {
    const { messages, snapshot } = example("pencils");
    hear(...messages);
    expect(await copied(".o1-above > .o1-copy")).toBe("84 pencils");
    expect(find(".o1-step:nth-child(2) .o1-copy").textContent).toBe("Copy step 2");
    expect(await copied(".o1-step:nth-child(2) .o1-copy")).toMatch(/^Divide: boxes, then pencils\n\nThere are 7 boxes/);
    const [cell, trace] = root.querySelectorAll<HTMLElement>(".o1-copies button");
    expect([cell?.textContent, trace?.textContent]).toEqual(["Copy the cell", "Copy the trace as JSON"]);
    expect(await copied(".o1-copies button:first-child")).toMatch(/^%%reason -m \S+ -s self_consistency .*\nA school buys 7 boxes/);
    expect(JSON.parse(await copied(".o1-copies button:last-child"))).toEqual(snapshot);
  });

  test("a step without a title of its own is copied once", async () => {
    hear(new Run().start("0.0", "It is a power.").message());
    expect(await copied(".o1-steps .o1-step .o1-copy")).toBe("It is a power.");
  });

  test("no cell where none can say all of it, nothing of the whole while it runs", () => {
    const run = new Run("?", { tests: "assert f(1) == 2" }).start("0.0", "one");
    hear(run.message());
    expect(find(".o1-copies").hidden).toBe(true);
    hear(run.done("0.0", "one", "1").end("done", "0.0", [["1", ["0.0"]]]).message(true));
    expect(find(".o1-copies").hidden).toBe(false);
    expect(find(".o1-copies button:first-child").hidden).toBe(true);
  });
});

describe("a step", () => {
  test("of a whole reply has the score that it was given alone, as words and as a length", () => {
    const run = new Run().start("0.0").done("0.0", "## Step 1: Divide\nSo.\n## Step 2: Compute\nThus.\n\nAnswer: 4", "4");
    run.emit("node_changed", "0.0", { scores: { reward: { value: 0.5, steps: [0.9, 0.5] } } });
    hear(run.end("done", "0.0", [["4", ["0.0"]]]).message(true));
    expect([...root.querySelectorAll(".o1-steps .o1-measure")].map((each) => each.textContent)).toEqual(["this step .90", "this step .50"]);
    expect(find(".o1-steps .o1-score span").style.inlineSize).toBe("90%");
  });
});

describe("a long chain that is being written when it is first shown", () => {
  const said = (): boolean[] => [...root.querySelectorAll(".o1-steps .o1-prose")].map((prose) => prose.textContent !== "");

  test("shows its end at once, and what is above it soon", () => {
    const steps = Array.from({ length: 8 }, (_, i) => `## Step ${i + 1}: Next\nIt is ${i}.\n`);
    const run = new Run().start("0.0", steps.join(""));
    hear(run.message());
    expect(said()).toEqual([false, false, false, true, true, true, true, true]);
    hear(run.write("0.0", "So").message());
    expect(said()).toEqual([false, true, true, true, true, true, true, true]);
    hear(run.write("0.0", " it is.").message());
    expect(said()).not.toContain(false);
  });

  test("shows all of it when it has come to its end", () => {
    const text = Array.from({ length: 12 }, (_, i) => `## Step ${i + 1}: Next\nIt is ${i}.\n`).join("");
    const run = new Run().start("0.0", text);
    hear(run.message());
    hear(run.done("0.0", text, "1").end("done", "0.0", [["1", ["0.0"]]]).message(true));
    expect(said()).toHaveLength(12);
    expect(said()).not.toContain(false);
  });
});

describe("what is being written stays in sight", () => {
  function scrolls(): { top: number } {
    const panel = find(".o1-panel");
    const place = { top: 0 };
    Object.defineProperties(panel, {
      scrollHeight: { get: () => 1000 },
      clientHeight: { get: () => 300 },
      scrollTop: { get: () => place.top, set: (top: number) => { place.top = Math.min(top, 700); } },
    });
    return place;
  }

  test("until a reader scrolls up, and again from the end on", () => {
    const run = new Run().start("0.0", "one");
    hear(run.message());
    const place = scrolls();
    const scroll = (top: number): void => {
      place.top = top;
      find(".o1-panel").dispatchEvent(new Event("scroll"));
    };
    hear(run.write("0.0", " two").message());
    expect(place.top).toBe(700);
    scroll(700);
    scroll(200);
    hear(run.write("0.0", " three").message());
    expect(place.top).toBe(200);
    scroll(690);
    hear(run.write("0.0", " four").message());
    expect(place.top).toBe(700);
  });

  test("but not where the run is over", () => {
    const run = new Run().start("0.0", "one");
    hear(run.message());
    const place = scrolls();
    hear(run.done("0.0", "one", "1").end("done", "0.0", [["1", ["0.0"]]]).message(true));
    expect(place.top).toBe(0);
    expect(find(".o1-panel").classList).not.toContain("o1-live-panel");
  });
});

describe("a screen reader hears", () => {
  const aloud = (): string | null => find(".o1-aloud").textContent;

  test("what is done and then the answer, not the text that streams", () => {
    const run = new Run().start("0.0", "one");
    hear(run.message());
    expect(aloud()).toBe("Thinking");
    hear(run.write("0.0", " two").message());
    expect(aloud()).toBe("Thinking");
    hear(run.start("0.1").done("0.0", "one", "8").done("0.1", "two", "8").end("done", "0.0", [["8", ["0.0", "0.1"]]]).message(true));
    expect(aloud()).toBe("Answer: 8, 2 of 2 chains agree");
    expect(root.querySelectorAll('[role="status"], [aria-live]')).toHaveLength(1);
  });

  test("nothing of a run that was over before the page was opened", () => {
    const { snapshot } = example("pencils");
    root.replaceChildren();
    session = new Session();
    session.receive({ type: "snapshot", state: snapshot, now: 9, final: true });
    show(root, session);
    vi.advanceTimersByTime(400);
    expect(aloud()).toBe("");
  });
});
