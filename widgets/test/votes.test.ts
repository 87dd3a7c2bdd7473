import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { After, Curve, EventsMessage, Selection } from "../src/core/events";
import { Session } from "../src/session";
import { show } from "../src/views/card";
import { example, Run } from "./examples";

let session: Session;

beforeEach(() => {
  vi.useFakeTimers();
  session = new Session();
  show(document.body, session);
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const draw = (): void => void vi.advanceTimersByTime(40);
const text = (selector: string): string => document.querySelector(selector)?.textContent ?? "";
const all = (selector: string): string[] => [...document.querySelectorAll(selector)].map((found) => found.textContent ?? "");

function see(view: string): void {
  const tabs = [...document.querySelectorAll<HTMLElement>(".o1-view:not([hidden])")];
  tabs.find((tab) => tab.textContent?.startsWith(`${view} `))?.click();
  draw();
}

function play(name: string, after?: Partial<After>): void {
  hear(...example(name).messages.map((message) => (message.final && after ? { ...message, after: { selections: {}, curves: {}, ...after } } : message)));
}

function hear(...messages: EventsMessage[]): void {
  for (const message of messages) session.receive(message);
  draw();
}

/** Open the samples for the answers that match. */
function open(at = 0): HTMLDetailsElement {
  const group = document.querySelectorAll<HTMLDetailsElement>(".o1-vote")[at] as HTMLDetailsElement;
  group.open = true;
  group.dispatchEvent(new Event("toggle"));
  draw();
  return group;
}

describe("the votes", () => {
  test("are a bar an answer, the chosen one first, each with its count", () => {
    play("pencils");
    see("Votes");
    expect(all(".o1-vote > summary")).toEqual(["chosen: 84 pencils8 votes", "192 votes"]);
    const lengths = [...document.querySelectorAll<HTMLElement>(".o1-vote .o1-bar > span")].map((fill) => fill.style.inlineSize);
    expect(lengths).toEqual(["80%", "20%"]);
    expect(document.querySelectorAll(".o1-leads")).toHaveLength(1);
  });

  test("open their samples, and a click picks one in all views; another click lets go", () => {
    play("pencils");
    see("Votes");
    expect(all(".o1-sample")).toEqual([]);
    open(1);
    expect(all(".o1-sample > .o1-number")).toEqual(["1", "7"]);
    const sample = document.querySelectorAll<HTMLElement>(".o1-sample")[1] as HTMLElement;
    sample.click();
    draw();
    expect(sample.getAttribute("aria-pressed")).toBe("true");
    see("Answer");
    expect(text('.o1-chip[aria-selected="true"]')).toMatch(/^Chain 7/);
    see("Votes");
    sample.click();
    draw();
    expect(sample.getAttribute("aria-pressed")).toBe("false");
  });

  test("say the score where it is what counts, and that weights are unequal", () => {
    play("judged");
    see("Votes");
    expect(text(".o1-vote .o1-count")).toBe("1 vote, score .91");
    expect(text(".o1-votes > .o1-remark")).toMatch(/^Unequal weights/);
    open();
    expect(text(".o1-sample")).toContain("judge .91");
  });

  test("chains without one stand apart, with what became of them", () => {
    play("failures");
    see("Votes");
    expect(text(".o1-silent > summary")).toBe("Without a vote1 failed and 2 without an answer");
    open(1);
    expect(all(".o1-silent .o1-sample")[0]).toContain("failed: openai/gpt-4o");
  });

  test("many answers fold", () => {
    const run = new Run();
    const ids = Array.from({ length: 15 }, (_, i) => `0.${i}`);
    for (const [i, id] of ids.entries()) run.start(id).done(id, `Answer: ${i}`, String(i));
    hear(run.end("done", "0.0", ids.map((id, i) => [String(i), [id]])).message(true));
    see("Votes");
    const more = document.querySelector<HTMLElement>(".o1-votes > .o1-link");
    expect(all(".o1-vote")).toHaveLength(12);
    expect(more?.textContent).toBe("3 more answers");
    more?.click();
    expect(all(".o1-vote")).toHaveLength(15);
    expect(more?.hidden).toBe(true);
  });

  test("what a reader has opened stays open while votes come in", () => {
    const run = new Run().start("0.0").done("0.0", "Answer: 8", "8").start("0.1").done("0.1", "Answer: 9", "9");
    hear(run.message());
    see("Votes");
    const group = open();
    const [row] = group.querySelectorAll(".o1-sample");
    hear(run.start("0.2").done("0.2", "Answer: 8", "8").message());
    expect(document.querySelector(".o1-vote")).toBe(group);
    expect(group.open).toBe(true);
    expect(group.querySelectorAll(".o1-sample")).toHaveLength(2);
    expect(group.querySelector(".o1-sample")).toBe(row);
  });

  test("hostile text stays text", () => {
    const bad = "<img src=x onerror=alert(1)>";
    const run = new Run().start("0.0").done("0.0", bad, bad).start("0.1").fail("0.1", bad).start("0.2").done("0.2", "8", "8");
    hear(run.end("done", "0.0", [[bad, ["0.0"]], ["8", ["0.2"]]]).message(true));
    see("Votes");
    for (const at of [0, 1, 2]) open(at);
    expect(document.querySelector(".o1-votes img, .o1-votes script")).toBeNull();
    expect(text(".o1-silent")).toContain(bad);
  });
});

describe("re-selection", () => {
  const { selection } = example("judged").snapshot;
  const own = selection as Selection;
  const [, other] = own.votes;
  const majority: Selection = {
    ...own,
    rule: "majority",
    node: other?.nodes[0] ?? null,
    answer: other?.answer ?? null,
    votes: own.votes.map((vote) => ({ ...vote, weight: vote.count })).reverse(),
  };
  const radio = (rule: string): HTMLInputElement => document.querySelector(`.o1-rule > input[value="${rule}"]`) as HTMLInputElement;
  const choose = (rule: string): void => {
    radio(rule).click();
    draw();
  };

  test("offers the run's own rule first, and those that the kernel has worked out", () => {
    play("judged", { selections: { majority, weighted: own } });
    see("Votes");
    expect(all(".o1-rule")).toEqual(["weighted the run's own", "majority"]);
    expect(radio("weighted").checked).toBe(true);
  });

  test("chooses anew in place: answer, notes and votes follow, and the run's own comes back", () => {
    play("judged", { selections: { majority, weighted: own } });
    see("Votes");
    const before = text(".o1-answer");
    choose("majority");
    expect(text(".o1-answer")).not.toBe(before);
    expect(text(".o1-notes")).toContain("Re-selected by majority; the run itself chose");
    expect(radio("majority").checked).toBe(true);
    expect(text(".o1-votes > .o1-remark")).not.toMatch(/^Unequal/);
    radio("majority").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    draw();
    expect(document.activeElement).toBe(radio("weighted"));
    expect(text(".o1-answer")).toBe(before);
    expect(text(".o1-notes")).not.toContain("Re-selected");
  });

  test("of a run that was re-selected before it came, the run's own comes back too", () => {
    play("reselected", { selections: { [example("reselected").snapshot.selection?.rule ?? ""]: example("reselected").snapshot.selection as Selection } });
    see("Votes");
    const { original } = example("reselected").snapshot;
    expect(text(".o1-notes")).toContain("Re-selected by");
    choose(original?.rule ?? "");
    expect(text(".o1-notes")).not.toContain("Re-selected by");
  });

  test("is not offered while it runs, nor where there is but one rule", () => {
    hear(...example("judged").messages.slice(0, -1));
    see("Votes");
    expect(document.querySelector<HTMLElement>(".o1-choice")?.hidden).toBe(true);
    document.body.replaceChildren();
    session = new Session();
    show(document.body, session);
    play("judged", { selections: { weighted: own } });
    see("Votes");
    expect(document.querySelector<HTMLElement>(".o1-choice")?.hidden).toBe(true);
  });
});

describe("what more compute would buy", () => {
  const curve: Curve = {
    independent: true,
    line: "10 more calls would raise the chance of a majority for this answer from .89 to .92 (.37 to above .99)",
    points: [1, 3, 8, 10, 20, 40].map((samples) => ({
      samples,
      calls: samples,
      agreement: [0.7 + samples / 200, 0.4, 0.999],
      accuracy: null,
      drawn: samples <= 10,
    })),
  };
  const answer = example("pencils").snapshot.selection?.answer ?? "";

  test("is told in a sentence, drawn up to here and dashed beyond, and there as a table", () => {
    play("pencils", { curves: { [answer]: curve } });
    see("More compute");
    expect(text(".o1-sentence")).toBe(curve.line);
    const corners = (selector: string): number => (document.querySelector(selector)?.getAttribute("d") ?? "").split("L").length;
    expect(corners(".o1-mean:not(.o1-beyond)")).toBe(4);
    expect(corners(".o1-beyond")).toBe(3);
    expect(corners(".o1-band")).toBe(12);
    expect(all(".o1-plot > .o1-tick")).toEqual(["1", "3", "10", "20", "40"]);
    expect(text(".o1-plot > .o1-now")).toBe("10");
    expect(all(".o1-figures tbody th")).toEqual(["1", "3", "8", "10", "20, not drawn", "40, not drawn"]);
    expect(text(".o1-figures tbody tr:nth-child(4)")).toBe("1010.75 (.40 to above .99)");
    expect(all(".o1-line-key")).toHaveLength(0);
  });

  test("with a check there is a second line, and a legend", () => {
    const points = curve.points.map((point) => ({ ...point, accuracy: [0.5, 0.2, 0.9] as const }));
    play("pencils", { curves: { [answer]: { ...curve, points } } });
    see("More compute");
    expect(document.querySelectorAll(".o1-mean.o1-other")).toHaveLength(2);
    expect(all(".o1-curve > .o1-remark")[0]).toBe("chance ofa majority for this answera sample that passes the tests");
  });

  test("is not there while nothing is known of it", () => {
    play("pencils");
    expect(all(".o1-view:not([hidden])").join()).not.toContain("More compute");
  });
});
