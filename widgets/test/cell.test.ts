import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { cell } from "../src/core/cell";
import type { Config } from "../src/core/events";
import { CONFIG } from "./examples";

interface Case {
  config: Partial<Config>;
  question: string;
  cell: string | null;
}

const cases: Case[] = JSON.parse(readFileSync(resolve("../tests/data/cells.json"), "utf8"));
const USUAL = { calls: 64, tokens: 64_000, cost: 1, seconds: 120 };

test.each(cases)("$question $cell", ({ config, question, cell: wanted }) => {
  expect(cell(question, { ...CONFIG, limits: USUAL, ...config })).toBe(wanted);
});
