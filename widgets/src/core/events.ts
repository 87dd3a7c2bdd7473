/** The JSON that the kernel sends: the schema of `o1magic/trace.py` and the messages of `o1magic/render/widget.py`. */

export const SCHEMA = 1;
export const ROOT = "0";

export interface Usage {
  calls: number;
  cached_calls: number;
  prompt_tokens: number;
  completion_tokens: number;
  reasoning_tokens: number;
  /** US dollars; null where a price is unknown. */
  cost: number | null;
  seconds: number;
}

export interface Score {
  value: number | null;
  note: string;
  /** What the value was aggregated from, where the verifier judged step by step. */
  steps?: readonly number[];
}

export type NodeKind = "question" | "answer" | "rollout" | "step" | "critique" | "plan" | "observation";
export type NodeStatus = "running" | "done" | "failed" | "cut" | "pruned" | "merged";

export interface Node {
  /** A path: `0.2.1` is the second child of the third child of the root. */
  id: string;
  parent: string | null;
  kind: NodeKind;
  inputs: readonly string[];
  title: string;
  text: string;
  reasoning: string;
  /** The final answer in canonical form, null where none could be read; `shown_answer` is it as the model wrote it. */
  answer: string | null;
  shown_answer: string | null;
  status: NodeStatus;
  error: string | null;
  scores: Readonly<Record<string, Score>>;
  visits: number;
  value: number | null;
  prior: number | null;
  /** The sibling that says the same and stands for it. */
  merged_into: string | null;
  /** What a reader should know of it: why it was pruned. */
  note: string;
  mean_logprob: number | null;
  model: string | null;
  /** Weight in a vote; 0 for one that does not vote. */
  ballot: number;
  sample: number | null;
  finish_reason: string | null;
  usage: Usage;
}

export interface Call {
  id: number;
  node: string | null;
  role: string;
  model: string;
  sample: number;
  /** In seconds since the run started, as is `finished`. */
  started: number;
  finished: number | null;
  usage: Usage;
  cached: boolean;
  error: string | null;
}

export interface Vote {
  answer: string;
  count: number;
  weight: number;
  nodes: readonly string[];
}

export interface Selection {
  rule: string;
  node: string | null;
  answer: string | null;
  votes: readonly Vote[];
  /** The leader's posterior over the runner-up. */
  posterior: number | null;
  /** The calibrated probability that the answer is right, null without a calibration; the results it was fitted on. */
  confidence: number | null;
  calibrated_on: number;
  tie: readonly string[];
  note: string;
}

export interface Limits {
  calls: number | null;
  tokens: number | null;
  cost: number | null;
  seconds: number | null;
}

/** The configuration of a run; what is optional is left out of examples, never by the kernel. */
export interface Config {
  models: readonly string[];
  strategy: string;
  params: Readonly<Record<string, unknown>>;
  scorer: string | null;
  scorer_address?: string | null;
  aggregate?: string;
  check?: string | null;
  tests?: string | null;
  answer: string;
  limits: Limits;
  seed?: number;
  temperature?: number | null;
  max_tokens?: number | null;
  system?: string | null;
  model_params?: Readonly<Record<string, unknown>>;
  api_base?: string | null;
  price?: readonly [number, number] | null;
}

export type Progress = readonly [text: string, done: number, total: number];

/** Of each kind of event its `data`. */
interface EventData {
  run_started: { question: string; config: Config; resumed?: string | null; replayed?: boolean };
  progress: { text: string; done: number; total: number };
  call_started: { call: number; role: string; model: string; sample: number };
  call_finished: { call: number; usage: Usage; cached: boolean; error: string | null };
  node_added: {
    parent: string | null;
    inputs: readonly string[];
    kind: NodeKind;
    title: string;
    model: string | null;
    sample: number | null;
  };
  text: { text: string; reasoning: string; restart?: boolean };
  node_changed: Partial<Omit<Node, "id" | "parent" | "scores">> & {
    scores?: Record<string, { value: number | null; note?: string; steps?: readonly number[] }>;
  };
  same_answer: { a: string; b: string };
  note: { text: string };
  selected: Selection;
  run_finished: {
    stop_reason: string | null;
    asked: Usage;
    spent: Usage;
    seconds: number;
    error: string | null;
  };
}

export type EventKind = keyof EventData;

/** Something that happened; `t` is in seconds since the run started. */
export type Event = { [K in EventKind]: { kind: K; node: string | null; t: number; data: EventData[K] } }[EventKind];

/** An event as the kernel packs it (see `Packer` in `o1magic/render/widget.py`); `unpack` restores it. */
export type PackedEvent = readonly [kind: EventKind, node: string | null, data: Record<string, unknown>, t?: number];

export interface Snapshot {
  schema: number;
  seq: number;
  question: string;
  config: Config;
  resumed: string | null;
  replayed: boolean;
  progress: Progress | null;
  nodes: readonly Node[];
  calls: readonly Call[];
  same_answer: readonly (readonly [string, string])[];
  notes: readonly string[];
  selection: Selection | null;
  original: Selection | null;
  stop_reason: string | null;
  asked: Usage;
  spent: Usage;
  seconds: number;
  error: string | null;
}

export interface EventsMessage {
  type: "events";
  /** The first event's number, and the number after the last one's. */
  from: number;
  to: number;
  /** Age of the run in seconds. */
  now: number;
  events: readonly PackedEvent[];
  final: boolean;
  after?: After;
}

export interface SnapshotMessage {
  type: "snapshot";
  state: Snapshot;
  now: number;
  final: boolean;
  after?: After;
}

export interface OutputMessage {
  type: "output";
  /** By type, as in a display. */
  data: Readonly<Record<string, string>>;
}

/** Comes with the last message of a run: what is worked out of it once, in Python. */
export interface After {
  /** By rule, for the rules that the samples have the scores for. */
  selections: Readonly<Record<string, Selection>>;
  /** By selected answer: what more compute would buy. */
  curves: Readonly<Record<string, Curve>>;
}

/** Mean of a posterior, and the ends of its central 95 % interval. */
export type Estimate = readonly [number, number, number];

/** What a vote over so many samples is worth: `Point` in `o1magic/metrics.py`. */
export interface Point {
  samples: number;
  calls: number;
  /** The probability that a majority of so many fresh samples gives the answer. */
  agreement: Estimate;
  /** The probability that at least one of them passes the check or the tests, where there are any. */
  accuracy: Estimate | null;
  /** Whether the run has drawn so many. */
  drawn: boolean;
}

export interface Curve {
  points: readonly Point[];
  /** Whether the samples share nothing, as the estimates assume. */
  independent: boolean;
  /** The same in a sentence. */
  line: string;
}

/** From the kernel to the page. */
export type Message = EventsMessage | SnapshotMessage | OutputMessage | { type: "ack" };

/** From the page to the kernel. */
export type Request =
  | { type: "stop" }
  | { type: "resync" }
  | { type: "reloaded" }
  | { type: "ready" }
  | { type: "predict"; text: string; seen: number }
  | { type: "enter"; text: string };
