import { expect, test, vi } from "vitest";
import { keep } from "../src/output";

const PLACE = "o1-place-1";
const SAVED = { "text/html": `<div class="${PLACE}">still running</div>`, "text/plain": "still running" };
const RECORD = { "text/html": "<b>42</b>", "text/plain": "42" };

/** A page of a notebook whose second code cell has these outputs; `restored` where it was loaded after the run began. */
function page(outputs: Record<string, unknown>[], restored = true) {
  const heard = new Map<string, (message: unknown) => void>();
  const send = vi.fn();
  const set = vi.fn((i: number, { data }: { data: Record<string, unknown> }) => {
    outputs[i] = data;
  });
  const cells = [{}, { outputs: { length: 0 } }, { outputs: { length: outputs.length, get: (i: number) => ({ data: outputs[i] }), set } }];
  const channel = {
    get: (name: string) => (name === "snapshot" && restored ? {} : undefined),
    on: (name: string, callback: (message: unknown) => void) => heard.set(name, callback),
    send,
    widget_manager: { context: { model: { cells } } },
  };
  keep(channel as never, PLACE, send);
  return { send, set, hear: (data: unknown) => heard.get("msg:custom")?.({ type: "output", data }), heard };
}

test("a page that was loaded after the run began says so, and puts into the output what it is told", () => {
  const outputs = [{ "text/plain": "before" }, SAVED];
  const { send, set, hear } = page(outputs);
  expect(send.mock.calls).toEqual([[{ type: "reloaded" }]]);
  hear(RECORD);
  expect(outputs).toEqual([{ "text/plain": "before" }, RECORD]);
  expect(set.mock.calls[0]![1]).toEqual({ output_type: "display_data", data: RECORD, metadata: {} });
  // Its place has gone with that.
  hear(SAVED);
  expect(set).toHaveBeenCalledTimes(1);
});

test("a copy of the output is told too", () => {
  const outputs = [SAVED, { "text/plain": "between" }, SAVED];
  page(outputs).hear(RECORD);
  expect(outputs).toEqual([RECORD, { "text/plain": "between" }, RECORD]);
});

test("what the output holds already is not drawn anew", () => {
  const { set, hear } = page([SAVED]);
  hear(SAVED);
  expect(set).not.toHaveBeenCalled();
});

test("a page in which the cell ran asks for nothing, until it has been out of touch", () => {
  const { send } = page([SAVED], false);
  expect(send).not.toHaveBeenCalled();
  const { send: late, heard } = page([SAVED]);
  heard.get("change:snapshot")?.({});
  expect(late).toHaveBeenCalledTimes(2);
});

test.each([
  ["whose notebook has no such output", [{ "text/plain": "other" }]],
  ["without outputs", []],
])("a page %s asks for nothing", (_, outputs) => {
  expect(page(outputs).send).not.toHaveBeenCalled();
});

test("a host that lets a widget reach no notebook is left alone", () => {
  const send = vi.fn();
  keep({ get: () => ({}), on: () => {}, send } as never, PLACE, send);
  expect(send).not.toHaveBeenCalled();
});
