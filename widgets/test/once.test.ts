import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test, vi } from "vitest";
import { recently } from "../src/core/once";
import { segment } from "../src/core/segment";
import { blocks, markdown } from "../src/text/markdown";

setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

test("nothing is made twice of a text of late, and what has not been asked for the longest goes first", () => {
  const make = vi.fn((text: string) => text.length);
  const length = recently(2, make);
  expect(["a", "bb", "a", "ccc", "a", "bb"].map(length)).toEqual([1, 2, 1, 3, 1, 2]);
  expect(make.mock.calls.flat()).toEqual(["a", "bb", "ccc", "bb"]);
});

test("a long text is not kept", () => {
  const make = vi.fn((text: string) => text.length);
  const length = recently(2, make);
  expect([length("a".repeat(3000)), length("a".repeat(3000))]).toEqual([3000, 3000]);
  expect(make).toHaveBeenCalledTimes(2);
});

const WORDS = "some words of a long paragraph without any blank line ";

// Every state of these together is 100 MB, every state in which a paragraph ended as much.
test.each([
  ["one paragraph", WORDS.repeat(4000)],
  ["paragraphs", Array.from({ length: 1000 }, (_, i) => `${i} ${WORDS.repeat(4)}`).join("\n\n")],
])("a text of %s that grows leaves little behind", (_, text) => {
  const before = used();
  for (let i = 1; i <= 1000; i += 1) {
    const beginning: string = JSON.parse(JSON.stringify(text.slice(0, (text.length * i) / 1000)));
    segment(beginning);
    if (i % 10 === 0) for (const block of blocks(beginning).slice(-3)) markdown(block.slice(0, 2000));
  }
  expect(used() - before).toBeLessThan(20);
});

/** Return the size of the heap in MB. */
function used(): number {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}
