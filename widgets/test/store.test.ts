import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EventsMessage, PackedEvent, SnapshotMessage } from "../src/core/events";
import { classOf, EMPTY, fold, reduce, type State, snapshot, unpack } from "../src/core/store";
import { examples, packed, Run, USAGE } from "./examples";

function play(messages: readonly EventsMessage[], state: State = EMPTY): State {
  return messages.reduce(reduce, state);
}

/** Every event on its own, in the packed form that carries all of it. */
function unpacked(messages: readonly EventsMessage[]): PackedEvent[] {
  const events: PackedEvent[] = [];
  let state = EMPTY;
  for (const message of messages) {
    for (const one of message.events) {
      const found = unpack(one, state, message.now);
      state = fold(state, found);
      events.push(...found.map(packed));
    }
  }
  return events;
}

function deltas(events: readonly PackedEvent[], from: number, to: number, now: number): EventsMessage {
  return { type: "events", from, to, now, events: events.slice(from, to), final: to === events.length };
}

test("there are examples of Python's to read", () => expect(examples.length).toBeGreaterThan(5));

describe.each(examples)("$name", ({ messages, snapshot: expected }) => {
  const complete = play(messages);

  test("folds to what Python's trace folds to", () => expect(snapshot(complete)).toEqual(expected));

  test("a snapshot in the middle, then the rest, is the same", () => {
    for (const at of messages.keys()) {
      const head = play(messages.slice(0, at));
      const late = reduce(EMPTY, { type: "snapshot", state: snapshot(head), now: head.now, final: false });
      expect(snapshot(play(messages.slice(at), late))).toEqual(expected);
    }
  });

  test("duplicates and old messages change nothing", () => {
    const order = fc.array(fc.nat(messages.length - 1), { maxLength: 30 });
    fc.assert(
      fc.property(order, (again) => {
        let state = EMPTY;
        for (const [i, message] of messages.entries()) {
          state = reduce(state, message);
          for (const old of again.filter((k) => k <= i)) state = reduce(state, messages[old] as EventsMessage);
        }
        expect(state.gap).toBe(false);
        expect(snapshot(state)).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });

  test("any lost message is noticed by the end, and a snapshot mends it", () => {
    for (const lost of messages.keys()) {
      const state = play(messages.filter((_, i) => i !== lost));
      const last = lost === messages.length - 1;
      expect(state.gap, `message ${lost}`).toBe(!last);
      const message: SnapshotMessage = { type: "snapshot", state: expected, now: 10, final: true };
      const mended = reduce(state, message);
      expect(mended.gap).toBe(false);
      expect(mended.final).toBe(true);
      expect(snapshot(mended)).toEqual(expected);
    }
  });

  test("any split of the same events, duplicated and repeated in any way, is the same", () => {
    // Of a message that is split, each part says what its events do: packed text of several nodes is as many events.
    const events = unpacked(messages);
    const cut = fc.uniqueArray(fc.nat(events.length), { maxLength: 12 });
    const again = fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)), { maxLength: 12 });
    fc.assert(
      fc.property(cut, again, (cuts, repeats) => {
        const ends = [...new Set([...cuts.filter((at) => at > 0), events.length])].sort((a, b) => a - b);
        const split = ends.map((to, i) => deltas(events, ends[i - 1] ?? 0, to, complete.now));
        let state = EMPTY;
        for (const [i, message] of split.entries()) {
          state = reduce(state, message);
          for (const [after, first, last] of repeats) {
            // What is repeated may have been cut in another way.
            if (after !== i || first > last || last > i) continue;
            state = reduce(state, deltas(events, ends[first - 1] ?? 0, ends[last] ?? 0, complete.now));
          }
        }
        expect(state.gap).toBe(false);
        expect(snapshot(state)).toEqual({ ...expected, seq: events.length });
      }),
      { numRuns: 30 },
    );
  });
});

test("any way to cut the events into messages gives the same state", () => {
  const run = new Run().start("0.0", "one ").start("0.1").write("0.1", "two").write("0.0", "three");
  run.done("0.0", "one three", "1").fail("0.1", "refused").emit("same_answer", null, { a: "1", b: "1.0" });
  run.emit("note", null, { text: "a note" }).end("done", "0.0", [["1", ["0.0"]]]);
  const expected = fold(EMPTY, run.events);
  const packed = run.message().events;
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: packed.length, maxLength: packed.length }), (cuts) => {
      let state = EMPTY;
      let from = 0;
      for (const [i, cut] of cuts.entries()) {
        if (!cut && i < packed.length - 1) continue;
        state = reduce(state, { type: "events", from, to: i + 1, now: 9, events: packed.slice(from, i + 1), final: false });
        from = i + 1;
      }
      expect(snapshot(state)).toEqual(snapshot(expected));
    }),
  );
});

test("a lost tail is noticed by the last message, which always comes", () => {
  const run = new Run().start("0.0", "text");
  const first = run.message();
  run.write("0.0", " more");
  run.message();
  const last = run.message(true);
  expect(last.events).toEqual([]);
  expect(play([first, last]).gap).toBe(true);
  expect(play([first, last]).final).toBe(false);
});

test("nodes that a message does not touch stay the same objects", () => {
  const run = new Run().start("0.0", "a").start("0.1", "b");
  const before = play([run.message()]);
  run.write("0.1", "c");
  const after = reduce(before, run.message());
  expect(after.nodes.get("0.0")).toBe(before.nodes.get("0.0"));
  expect(after.nodes.get("0.1")).not.toBe(before.nodes.get("0.1"));
  expect(before.nodes.get("0.1")?.text).toBe("b");
});

test("a message that brings nothing leaves the state as it is", () => {
  const run = new Run();
  const message = run.message();
  const state = play([message]);
  expect(reduce(state, message)).toBe(state);
  expect(reduce(state, { type: "ack" })).toBe(state);
});

test("restarted text replaces what was there", () => {
  const run = new Run().start("0.0", "first try").emit("text", "0.0", { text: "second", reasoning: "", restart: true });
  expect(fold(EMPTY, run.events).nodes.get("0.0")?.text).toBe("second");
});

test("answers that mean the same are one class, named by its shortest and then first member", () => {
  const same = (...pairs: [string, string][]): State =>
    fold(EMPTY, new Run().events.concat(pairs.map(([a, b]) => ({ kind: "same_answer", node: null, t: 1, data: { a, b } }))));
  expect(classOf(same(["one half", "1/2"], ["0.5 of it", "one half"]), "0.5 of it")).toBe("1/2");
  expect(classOf(same(["b", "a"]), "b")).toBe("a");
  // Python counts and compares code points: one for 𝒳, which in UTF-16 are two and begin below U+FF21.
  expect(classOf(same(["𝒳", "ab"]), "ab")).toBe("𝒳");
  expect(classOf(same(["𝒳", "Ａ"]), "𝒳")).toBe("Ａ");
});

test("a packed event is restored with what goes without saying", () => {
  const state = fold(EMPTY, new Run().start("0.3").done("0.3", "", null).events);
  const data = (...packed: PackedEvent): unknown[] => unpack(packed, state, 7).map((event) => [event.node, event.t, event.data]);
  expect(data("text", null, { "0.3": "a", "0.4": ["b", "r"], "0.5": ["c", "", true] })).toEqual([
    ["0.3", 7, { text: "a", reasoning: "", restart: false }],
    ["0.4", 7, { text: "b", reasoning: "r", restart: false }],
    ["0.5", 7, { text: "c", reasoning: "", restart: true }],
  ]);
  expect(data("node_changed", "0.3", { usage: 3 })).toEqual([["0.3", 7, { usage: USAGE }]]);
  const node = { parent: "0.3", kind: "step", inputs: [], title: "", model: "local/small", sample: null };
  expect(data("node_added", "0.3.1", { kind: "step" })).toEqual([["0.3.1", 7, node]]);
  const call = { call: 4, role: "judge", model: "local/small", sample: 3 };
  expect(data("call_started", "0.3", { call: 4, role: "judge" }, 5)).toEqual([["0.3", 5, call]]);
  const usage = { calls: 1, cached_calls: 0, prompt_tokens: 2, completion_tokens: 3, reasoning_tokens: 0, cost: null, seconds: 4 };
  const finished = { call: 4, usage, cached: false, error: null };
  expect(data("call_finished", "0.3", { call: 4, usage: [1, 0, 2, 3, 0, null, 4] }, 6)).toEqual([["0.3", 6, finished]]);
});
