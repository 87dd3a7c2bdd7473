/** The `%%reason` cell that asks the same again: as `o1magic/magic/cell.py` writes it, of what a run was told. */

import type { Config, Limits } from "./events";

const LIMITS: Limits = { calls: 64, tokens: 64_000, cost: 1, seconds: 120 };
/** What the line of a magic takes for the name of something in the notebook. */
const DOTTED = /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** Return the cell, or null where its line cannot say all of it: a value with line breaks, a function without a name. */
export function cell(question: string, config: Config): string | null {
  // The run knows the tests themselves, the cell would need the variable that holds them.
  if (config.tests || (config.check && !DOTTED.test(config.check))) return null;
  const given: [string, string][] = [
    ...config.models.map((model): [string, string] => ["-m", model]),
    ["-s", config.strategy],
    ...pairs("-p", config.params),
  ];
  const add = (flag: string, value: string | number | null | undefined): void => {
    if (value != null) given.push([flag, String(value)]);
  };
  add("--scorer", config.scorer_address ?? config.scorer);
  if (config.aggregate && config.aggregate !== "last") add("--aggregate", config.aggregate);
  add("--check", config.check);
  if (config.answer !== "auto") add("--answer", config.answer);
  for (const [name, usual] of Object.entries(LIMITS)) {
    const limit = config.limits[name as keyof Limits];
    if (limit !== usual) add(`--${name}`, limit ?? "none");
  }
  if (config.price) add("--price", config.price.map((dollars) => Number((dollars * 1e6).toPrecision(12))).join(","));
  add("--temperature", config.temperature);
  add("--max-tokens", config.max_tokens);
  add("--system", config.system);
  given.push(...pairs("--model-param", config.model_params ?? {}));
  if (config.seed) add("--seed", config.seed);
  add("--api-base", config.api_base);
  const words = given.map(([flag, text]) => [flag, quoted(text)] as const);
  if (words.some(([, text]) => text === null)) return null;
  const line = ["%%reason", ...words.flat()];
  if ([question, ...line].some((text) => text?.includes("{{"))) line.push("--no-vars");
  return `${line.join(" ")}\n${question.trim()}`;
}

function pairs(flag: string, values: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(values).map(([key, value]) => [flag, `${key}=${plain(value)}`]);
}

/** A text that would be read as something else is written as JSON. */
function plain(value: unknown): string {
  if (typeof value !== "string") return JSON.stringify(value);
  try {
    JSON.parse(value);
  } catch {
    return value;
  }
  return JSON.stringify(value);
}

/** Return the text as one word of the line, or null where it cannot be one. */
function quoted(text: string): string | null {
  if (/^[^\s"'-][^\s"']*$/.test(text)) return text;
  const quote = ['"', "'"].find((mark) => !text.includes(`${mark} `) && !text.endsWith(mark));
  return quote && !text.includes("\n") ? quote + text + quote : null;
}
