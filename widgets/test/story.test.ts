import { describe, expect, test } from "vitest";
import type { Branch } from "../src/core/outline";
import { arrange, columnNames } from "../src/core/layout";
import { chains, tightest } from "../src/core/read";
import { EMPTY, fold, reduce, type State } from "../src/core/store";
import { timeline } from "../src/core/timeline";
import { jointLine, quietLine, standing, stepsOf, story, voteName } from "../src/core/story";
import { amount, decimal, label, money, shorten } from "../src/core/words";
import { examples, Run } from "./examples";

/** What `branch` in `tests/fixtures.py` returns. */
function row({ name, answer, facts, text, wins, dropped, branches }: Branch): unknown[] {
  return [`${wins ? "*" : dropped ? "x" : "-"} ${name}`, answer, facts, text, branches.map(row)];
}

describe.each(examples)("$name is told in the words of the static record", ({ messages, story: expected }) => {
  const state = messages.reduce<State>(reduce, EMPTY);
  const told = story(state);
  test("all of it", () => {
    expect({
      label: told.label,
      answer: told.answer,
      leaders: told.leaders,
      verdict: told.verdict,
      decided: told.decided,
      confidence: told.confidence,
      joint: told.chosen ? jointLine(state, told.chosen.id) : "",
      single: told.single,
      facts: quietLine(state, state.now),
      notes: told.notes,
      dropped: told.dropped,
      chosen: told.chosen?.number ?? null,
      votes: told.votes.map((vote) => [voteName(state, vote), vote.count]),
      chains: told.chains.map((chain) => [`${chain.noun} ${chain.number}`, chain.id]),
      steps: told.chosen ? stepsOf(state, told.chosen).map((step) => [step.title, step.facts]) : [],
      outline: told.outline.map(row),
      outline_line: told.outlineLine,
      columns: columnNames(state, arrange(state)),
      timeline: timeline(state)?.line ?? null,
    }).toEqual(expected);
  });
});

describe("a chain", () => {
  test("is the same object for as long as nothing of it changes", () => {
    const run = new Run().start("0.0", "one", "step").start("0.0.0").start("0.1", "one", "step").start("0.1.0");
    const before = fold(EMPTY, run.events);
    const after = fold(before, new Run().emit("node_changed", "0.0", { value: 0.5 }).events.slice(1));
    const [changed, same] = chains(after);
    expect(changed?.parts.map(({ value }) => value)).toEqual([0.5, null]);
    expect(same).toBe(chains(before)[1]);
  });
});

describe("while it runs", () => {
  const says = (...answers: string[]): string => {
    const run = new Run("?", { params: { n: 10 } });
    for (const [i, answer] of answers.entries()) run.start(`0.${i}`).done(`0.${i}`, "text", answer);
    return standing(fold(EMPTY, run.events));
  };
  test("it tells who leads", () => {
    expect(says()).toBe("0 of 10 chains done");
    expect(says("84")).toBe("1 of 10 chains done, it says 84");
    expect(says("84", "84")).toBe("2 of 10 chains done, all 2 say 84");
    expect(says("84", "19", "84", "84", "84")).toBe("5 of 10 chains done, 84 leads 4 to 1");
    expect(says("84", "19")).toBe("2 of 10 chains done, 84 and 19 level at 1");
  });

  test("the clock starts at the first request and runs between messages", () => {
    const run = new Run().emit("progress", null, { text: "Loading the model", done: 1, total: 2 });
    expect(quietLine(fold(EMPTY, run.events), 7)).toContain("0.0 of 120 s");
    run.start("0.0");
    expect(quietLine(fold(EMPTY, run.events), 7)).toContain("5.5 of 120 s");
  });

  test("a price that is unknown is not 0, and cached replies cost nothing", () => {
    const run = new Run().start("0.0");
    const usage = { calls: 1, cached_calls: 0, prompt_tokens: 1, completion_tokens: 1, reasoning_tokens: 0, cost: null, seconds: 1 };
    const ended = (cached: boolean): State =>
      fold(EMPTY, run.events.concat([{ kind: "call_finished", node: "0.0", t: 3, data: { call: 0, usage, cached, error: null } }]));
    expect(quietLine(ended(false), 3)).toContain("cost unknown");
    expect(quietLine(ended(true), 3)).toContain("$0");
  });

  test("the meter shows the limit that is nearest", () => {
    const state = fold(EMPTY, new Run("?", { limits: { calls: 64, tokens: null, cost: 1, seconds: 10 } }).start("0.0").events);
    expect(tightest(state, 6)?.budget.name).toBe("seconds");
    expect(tightest(state, 6)?.share).toBeCloseTo(0.5);
    expect(tightest(state, 1000)?.share).toBe(1);
    const free = { calls: null, tokens: null, cost: null, seconds: null };
    expect(tightest(fold(EMPTY, new Run("?", { limits: free }).events), 6)).toBeNull();
  });
});

test("numbers are short", () => {
  expect([0, 0.001, 0.93, 0.996, 1].map(decimal)).toEqual(["0", "below .01", ".93", "above .99", "1"]);
  expect([0.125, 0.375, 0.625, 0.875, 0.135].map(decimal)).toEqual([".12", ".38", ".62", ".88", ".14"]);
  expect([0, 0.00001, 0.00042, 0.0123, 1.5, 1234].map(money)).toEqual(
    ["$0", "under $0.0001", "$0.00042", "$0.012", "$1.50", "$1,234.00"],
  );
  expect(amount(212_000_000, 491_400_064)).toBe("212 of 491 MB");
  expect(amount(3, 6)).toBe("3 of 6");
});

test("an answer has a short name", () => {
  const node = (shown_answer: string): Parameters<typeof label>[0] => ({ shown_answer }) as never;
  expect(label(node("84 pencils"), "84", 20)).toBe("84");
  expect(label(node("Paris, France"), "paris france", 20)).toBe("Paris, France");
  expect(label(node("\\frac{1}{2}"), "1/2", 20)).toBe("1/2");
  expect(shorten("𝒳".repeat(30), 5)).toBe(`${"𝒳".repeat(4)}…`);
  expect(shorten("a\u202eb", 5)).toBe("a\ufffdb");
});
