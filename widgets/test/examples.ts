/** The runs that both languages read, and a writer of short ones. */

import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Config, Event, EventsMessage, NodeKind, PackedEvent, Snapshot, Usage } from "../src/core/events";

export interface Example {
  name: string;
  messages: EventsMessage[];
  snapshot: Snapshot;
  story: Record<string, unknown>;
}

// Relative to widgets/, where vitest runs: jsdom's URL knows no files.
const folder = resolve("../tests/data/traces");

export const examples: Example[] = readdirSync(folder)
  .sort()
  .map((file) => ({ name: file.replace(".json", ""), ...JSON.parse(readFileSync(resolve(folder, file), "utf8")) }));

export function example(name: string): Example {
  const found = examples.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no example ${name}`);
  return found;
}

export const USAGE: Usage = {
  calls: 1,
  cached_calls: 0,
  prompt_tokens: 40,
  completion_tokens: 60,
  reasoning_tokens: 0,
  cost: 0,
  seconds: 1,
};

export const CONFIG: Config = {
  models: ["local/small"],
  strategy: "self_consistency",
  params: {},
  scorer: null,
  answer: "auto",
  limits: { calls: 64, tokens: 64000, cost: 1, seconds: 120 },
};

/** Writes a run event by event, half a second apart. */
export class Run {
  readonly events: Event[] = [];
  readonly #calls = new Map<string, number>();
  #sent = 0;

  constructor(question = "How many?", config: Partial<Config> = {}, resumed: string | null = null) {
    this.emit("run_started", null, { question, config: { ...CONFIG, ...config }, resumed });
  }

  emit<K extends Event["kind"]>(kind: K, node: string | null, data: Extract<Event, { kind: K }>["data"]): this {
    this.events.push({ kind, node, t: this.events.length / 2, data } as unknown as Event);
    return this;
  }

  start(node: string, text = "", kind: NodeKind = "answer"): this {
    const [parent, sample] = [node.slice(0, node.lastIndexOf(".")), Number(node.split(".").at(-1))];
    const call = parent === "0" ? sample : 100 + this.#calls.size;
    this.#calls.set(node, call);
    this.emit("node_added", node, { parent, inputs: [], kind, title: "", model: "local/small", sample });
    this.emit("call_started", node, { call, role: "sample", model: "local/small", sample });
    return text ? this.write(node, text) : this;
  }

  write(node: string, text: string, reasoning = ""): this {
    return this.emit("text", node, { text, reasoning });
  }

  done(node: string, text: string, answer: string | null, shown: string | null = answer): this {
    this.emit("call_finished", node, { call: this.#calls.get(node) ?? 0, usage: USAGE, cached: false, error: null });
    return this.emit("node_changed", node, {
      status: "done",
      text,
      answer,
      shown_answer: shown,
      ballot: answer === null ? 0 : 1,
      usage: USAGE,
    });
  }

  fail(node: string, error: string): this {
    this.emit("call_finished", node, { call: this.#calls.get(node) ?? 0, usage: USAGE, cached: false, error });
    return this.emit("node_changed", node, { status: "failed", error });
  }

  end(stop_reason: string | null, node: string | null, votes: [string, string[]][] = [], error: string | null = null): this {
    this.emit("selected", null, {
      rule: "majority",
      node,
      answer: votes[0]?.[0] ?? null,
      votes: votes.map(([answer, nodes]) => ({ answer, count: nodes.length, weight: nodes.length, nodes })),
      posterior: null,
      confidence: null,
      calibrated_on: 0,
      tie: [],
      note: "",
    });
    return this.emit("run_finished", null, { stop_reason, asked: USAGE, spent: USAGE, seconds: 9.8, error });
  }

  /** Everything since the last message, as the next one. */
  message(final = false): EventsMessage {
    const from = this.#sent;
    this.#sent = this.events.length;
    const events = this.events.slice(from).map(packed);
    return { type: "events", from, to: this.#sent, now: this.events.length / 2, events, final };
  }
}

/** A plain form that the page must read too: one event each, nothing left out. */
export function packed({ kind, node, t, data }: Event): PackedEvent {
  if (kind === "text") return [kind, null, { [node ?? ""]: [data.text, data.reasoning, ...(data.restart ? [true] : [])] }];
  const { usage, ...rest } = data as Record<string, unknown> & { usage?: Usage };
  return [kind, node, usage ? { ...rest, usage: Object.values(usage) } : rest, t];
}
