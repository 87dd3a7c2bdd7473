import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "../src/core/events";
import { EMPTY, reduce, type State } from "../src/core/store";
import { atOnce, callFacts, pack, reach, ticks, timeline } from "../src/core/timeline";
import { Session } from "../src/session";
import { show } from "../src/views/card";
import { example, Run, USAGE } from "./examples";

function stateOf(name: string): State {
  return example(name).messages.reduce<State>(reduce, EMPTY);
}

const interval = fc.record({ start: fc.integer({ min: 0, max: 60 }), length: fc.integer({ min: 0, max: 20 }), node: fc.integer({ min: 0, max: 9 }) });

describe("lanes", () => {
  const call = (id: number, node: string, started: number): Call =>
    ({ id, node, started, finished: null, role: "sample", model: "m", sample: 0, usage: USAGE, cached: false, error: null }) as Call;

  test("calls of a lane never overlap, there are no more lanes than calls at once, and what runs stays where it is", () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 40 }), fc.integer({ min: 0, max: 80 }), (drawn, now) => {
        const sorted = drawn.toSorted((a, b) => a.start - b.start);
        const calls = sorted.map(({ start, node }, i) => call(i, `0.${node}`, start));
        const spans = sorted.map(({ start, length }) => ({ start, end: start + length }));
        const lanes = pack(calls, spans.map(({ end }) => end));
        for (const [i, one] of spans.entries()) {
          for (const [j, other] of spans.entries()) {
            if (i < j && lanes[i] === lanes[j]) expect(one.end).toBeLessThanOrEqual(other.start);
          }
        }
        const lasting = spans.filter(({ start, end }) => end > start);
        if (lasting.length === spans.length) expect(1 + Math.max(-1, ...lanes)).toBeLessThanOrEqual(atOnce(spans.map(({ start, end }) => ({ started: start, finished: end }))));
        const begun = calls.filter(({ started }) => started <= now);
        const sofar = pack(begun, spans.slice(0, begun.length).map(({ end }) => (end <= now ? end : null)));
        expect(sofar).toEqual(lanes.slice(0, begun.length));
      }),
    );
  });

  test("the calls of a node stay together where they can", () => {
    const calls = [call(0, "0.0", 0), call(1, "0.1", 0), call(2, "0.1", 5), call(3, "0.0", 6)];
    expect(pack(calls, [4, 4, 9, 9])).toEqual([0, 1, 1, 0]);
  });
});

describe("the axis", () => {
  test("has a few round marks", () => {
    expect(ticks(9.8)).toEqual([0, 2, 4, 6, 8]);
    expect(ticks(0.6)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(ticks(120)).toEqual([0, 20, 40, 60, 80, 100, 120]);
    expect(ticks(0)).toEqual([0]);
  });

  test("reaches beyond what has been, in leaps", () => {
    expect([0, 1.5, 2, 4.9, 7, 10, 33].map(reach)).toEqual([1, 2, 5, 5, 10, 20, 50]);
  });
});

describe("what is said", () => {
  test("one line counts the calls, what they cost and why it ended", () => {
    expect(timeline(stateOf("at_once"))?.line).toBe(
      "10 calls, up to 4 at once, 1 cached, 3 failed or cut off, 700 tokens, cost unknown, stopped: call limit",
    );
    expect(timeline(stateOf("out_of_time"))?.line).toBe("1 call, 1 failed or cut off, cost unknown, stopped: time limit at 10 s");
    expect(timeline(stateOf("scored_steps"))).toBeNull();
  });

  test("a call tells whom it was for, when, and what became of it", () => {
    const state = stateOf("at_once");
    const told = timeline(state)?.spans.map((span) => callFacts(state, span).join(", ")) ?? [];
    expect(told[0]).toBe("chain 1, 0.0 to 3.5 s, gpt-4o, 60 tokens, cached");
    expect(told.find((facts) => facts.includes("failed"))).toContain("failed: openai/gpt-4o at api.openai.com did not answer in 60 s");
    expect(told.filter((facts) => facts.endsWith("cut off"))).toHaveLength(2);
  });

  test("the calls of the winning chain are known", () => {
    const state = stateOf("mcts");
    const wins = timeline(state)?.spans.filter((span) => span.wins) ?? [];
    expect(wins.length).toBeGreaterThan(0);
    expect(wins.every(({ call }) => state.selection?.node?.startsWith(call.node ?? "none"))).toBe(true);
  });
});

describe("the view", () => {
  let session: Session;
  const element = (): HTMLElement => document.querySelector(".o1-timeline") as HTMLElement;
  const lanes = (): HTMLElement => element().querySelector(".o1-lanes") as HTMLElement;
  const boxes = (kind: string): number => (element().querySelector(`.o1-call-${kind}`)?.getAttribute("d") ?? "").split("z").length - 1;
  const told = (): string => element().querySelector(".o1-told")?.textContent ?? "";
  const draw = (): void => void vi.advanceTimersByTime(40);
  const press = (key: string): void => {
    lanes().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    draw();
  };
  const see = (): void => {
    const tabs = [...document.querySelectorAll<HTMLElement>(".o1-view")];
    tabs.find((tab) => tab.textContent?.startsWith("Timeline "))?.click();
    draw();
  };
  const play = (name: string): void => {
    for (const message of example(name).messages) session.receive(message);
    see();
  };

  beforeEach(() => {
    vi.useFakeTimers();
    session = new Session();
    show(document.body, session);
  });
  afterEach(() => {
    vi.useRealTimers();
    document.body.replaceChildren();
  });

  test("draws each call once, by what became of it", () => {
    play("at_once");
    expect(["plain", "wins", "hollow", "hollow-wins", "lost", "running"].map(boxes)).toEqual([6, 0, 0, 1, 3, 0]);
    expect([...element().querySelectorAll(".o1-remark > span")].map((key) => key.textContent)).toEqual([
      "the winning chain",
      "cached",
      "failed or cut off",
    ]);
  });

  test("the keys go from call to call, say what each is, and select it in all views", () => {
    play("pencils");
    press("ArrowRight");
    expect(told()).toMatch(/^chain 1/);
    expect(lanes().getAttribute("aria-valuenow")).toBe("1");
    press("End");
    expect(lanes().getAttribute("aria-valuetext")).toMatch(/^chain 10, /);
    press("ArrowRight");
    press("ArrowLeft");
    expect(told()).toMatch(/^chain 9/);
    expect(boxes("at")).toBe(1);
    press("Enter");
    expect(boxes("picked")).toBe(1);
    (document.querySelector(".o1-view") as HTMLElement).click();
    draw();
    expect(document.querySelector('.o1-chip[aria-selected="true"]')?.textContent).toMatch(/^Chain 9/);
    see();
    press("Escape");
    expect(boxes("at")).toBe(0);
  });

  test("what is selected elsewhere is marked and named, also where it was written by the call of a step", () => {
    play("mcts");
    expect(boxes("picked")).toBe(0);
    (document.querySelector(".o1-view") as HTMLElement).click();
    draw();
    document.querySelector<HTMLElement>(".o1-chip")?.click();
    see();
    expect(boxes("picked")).toBe(1);
    expect(told()).toMatch(/^Recognise/);
    expect(lanes().getAttribute("aria-valuetext")).toBe(told()?.replaceAll("\u2002·\u2002", ", "));
  });

  test("a call that is under way grows, and what is over is not drawn again", () => {
    const run = new Run().start("0.0").done("0.0", "Answer: 8", "8").start("0.1", "text");
    session.receive(run.message());
    see();
    const path = (kind: string): string => element().querySelector(`.o1-call-${kind}`)?.getAttribute("d") ?? "";
    const [plain, running] = [path("plain"), path("running")];
    vi.advanceTimersByTime(400);
    expect(path("plain")).toBe(plain);
    expect(path("running")).not.toBe(running);
    expect(boxes("running")).toBe(1);
  });

  test("the time limit is a line where it ended the run", () => {
    play("out_of_time");
    const limit = element().querySelector<HTMLElement>(".o1-limit");
    expect(limit?.style.insetInlineStart).toBe("100%");
    play("pencils");
  });

  test("a judge is thin, and named", () => {
    const run = new Run().start("0.0").emit("call_started", "0.0", { call: 7, role: "judge", model: "local/small", sample: 0 });
    run.emit("call_finished", "0.0", { call: 7, usage: USAGE, cached: false, error: null });
    session.receive(run.done("0.0", "Answer: 8", "8").end("done", "0.0", [["8", ["0.0"]]]).message(true));
    see();
    expect([...element().querySelectorAll(".o1-remark > span")].map((key) => key.textContent)).toEqual(["the winning chain", "judge"]);
    press("End");
    expect(told()).toContain("judge");
  });
});
