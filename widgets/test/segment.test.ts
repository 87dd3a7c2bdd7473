import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Step, segment } from "../src/core/segment";

interface Case {
  name: string;
  text: string;
  steps: Step[];
}
const cases: Case[] = JSON.parse(readFileSync(resolve("../tests/data/segments.json"), "utf8"));

describe("segment cuts as o1magic/steps.py does", () => {
  test("the shared fixtures are there", () => expect(cases.length).toBeGreaterThan(20));
  test.each(cases)("$name", ({ text, steps }) => expect(segment(text)).toEqual(steps));
});

test("any text is cut without loss of order or an empty step", () => {
  const piece = fc.constantFrom("## Step 1: a\n", "$$", "\\[", "\\]", "```\n", "\n\n", "---\n", "text ", "Answer: 1", "**", "𝒳");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const step of segment(pieces.join(""))) expect(step.title + step.text).not.toBe("");
    }),
  );
});

// What is quadratic in these takes minutes, not the seconds that a test may.
test.each(["$x^2$ and more.\n\n", "$$ a\n", "\\[ ", "```\n", "Answer:\n\n", "## Step 1: a\n", "$ a", "` a ", "**", "- "])(
  "200,000 characters of %j take little time",
  (piece) => void segment(piece.repeat(200_000 / piece.length)),
);
