/**
 * What the page knows of a run: a fold of the kernel's messages, without DOM. It folds events exactly as
 * `o1magic/trace.py` does; both languages read the fixtures in `tests/data/`.
 */

import {
  type After,
  type Call,
  type Config,
  type Event,
  type EventsMessage,
  type Message,
  type Node,
  type PackedEvent,
  type Progress,
  ROOT,
  SCHEMA,
  type Selection,
  type Snapshot,
  type SnapshotMessage,
  type Usage,
} from "./events";
import { once } from "./once";

export interface State {
  /** How many events it folds. */
  readonly seq: number;
  readonly question: string;
  /** Null until the run has started. */
  readonly config: Config | null;
  readonly resumed: string | null;
  /** Whether a recording answers all calls. */
  readonly replayed: boolean;
  readonly progress: Progress | null;
  readonly nodes: ReadonlyMap<string, Node>;
  /** The ids of the nodes in the order of their paths: to sort thousands of them at each message takes too long. */
  readonly order: readonly string[];
  readonly calls: ReadonlyMap<number, Call>;
  readonly same: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
  readonly selection: Selection | null;
  /** What the run itself chose, where somebody has chosen anew since. */
  readonly original: Selection | null;
  readonly stop_reason: string | null;
  readonly asked: Usage;
  readonly spent: Usage;
  readonly seconds: number;
  readonly error: string | null;
  /** Age of the run at the latest message, in seconds. */
  readonly now: number;
  /** The node that received text last. */
  readonly writing: string | null;
  /** Messages are missing: nothing is folded until a snapshot comes. */
  readonly gap: boolean;
  /** The kernel has said that nothing more will come. */
  readonly final: boolean;
  /** What the kernel has worked out once the run was over. */
  readonly after: After | null;
}

type Draft = { -readonly [K in keyof State]: State[K] } & {
  nodes: Map<string, Node>;
  calls: Map<number, Call>;
  same: Map<string, string>;
};

export const NO_USAGE: Usage = {
  calls: 0,
  cached_calls: 0,
  prompt_tokens: 0,
  completion_tokens: 0,
  reasoning_tokens: 0,
  cost: 0,
  seconds: 0,
};

export const EMPTY: State = {
  seq: 0,
  question: "",
  config: null,
  resumed: null,
  replayed: false,
  progress: null,
  nodes: new Map(),
  order: [],
  calls: new Map(),
  same: new Map(),
  notes: [],
  selection: null,
  original: null,
  stop_reason: null,
  asked: NO_USAGE,
  spent: NO_USAGE,
  seconds: 0,
  error: null,
  now: 0,
  writing: null,
  gap: false,
  final: false,
  after: null,
};

const NEW_NODE: Omit<Node, "id" | "parent" | "kind"> = {
  inputs: [],
  title: "",
  text: "",
  reasoning: "",
  answer: null,
  shown_answer: null,
  status: "running",
  error: null,
  scores: {},
  visits: 0,
  value: null,
  prior: null,
  merged_into: null,
  note: "",
  mean_logprob: null,
  model: null,
  ballot: 0,
  sample: null,
  finish_reason: null,
  usage: NO_USAGE,
};

/** Return the state after a message; the state itself where the message brings nothing. Untouched nodes stay the same objects. */
export function reduce(state: State, message: Message): State {
  switch (message.type) {
    case "events":
      return onEvents(state, message);
    case "snapshot":
      return onSnapshot(state, message);
    case "output":
    case "ack":
      return state;
  }
}

function onEvents(state: State, message: EventsMessage): State {
  if (state.gap || message.to < state.seq || (message.to === state.seq && !message.final)) return state;
  if (message.to === state.seq) return state.final ? state : { ...state, final: true, after: message.after ?? null };
  if (message.from !== state.seq) return { ...state, gap: true };
  const draft = draftOf(state);
  for (const packed of message.events) {
    for (const event of unpack(packed, draft, message.now)) apply(draft, event);
  }
  draft.seq = message.to;
  draft.now = Math.max(draft.now, message.now);
  draft.final = message.final;
  draft.after = message.after ?? null;
  return draft;
}

function onSnapshot(state: State, message: SnapshotMessage): State {
  const { schema: _, same_answer, ...snapshot } = message.state;
  if (snapshot.seq < state.seq) return state;
  const after = message.after ?? null;
  if (snapshot.seq === state.seq && !state.gap) return message.final && !state.final ? { ...state, final: true, after } : state;
  const nodes = new Map(snapshot.nodes.map((node) => [node.id, node]));
  return {
    ...snapshot,
    config: snapshot.seq ? snapshot.config : null,
    nodes,
    order: [...nodes.values()].sort(byPath).map(({ id }) => id),
    calls: new Map(snapshot.calls.map((call) => [call.id, call])),
    same: new Map(same_answer),
    now: message.now,
    writing: state.writing,
    gap: false,
    final: message.final,
    after,
  };
}

/** Return the state after these events. */
export function fold(state: State, events: Iterable<Event>): State {
  const draft = draftOf(state);
  for (const event of events) {
    apply(draft, event);
    draft.seq += 1;
  }
  return draft;
}

function draftOf(state: State): Draft {
  return { ...state, nodes: new Map(state.nodes), calls: new Map(state.calls), same: new Map(state.same) };
}

/** Restore the events that the kernel has packed as one. */
export function unpack([kind, node, data, t]: PackedEvent, state: State, now: number): Event[] {
  if (kind === "text") {
    return Object.entries(data as Record<string, PackedText>).map(([writer, said]) => {
      const [text, reasoning = "", restart = false] = typeof said === "string" ? [said] : said;
      return { kind, node: writer, t: now, data: { text, reasoning, restart } };
    });
  }
  const [model] = state.config?.models ?? [];
  const maker = state.nodes.get(node ?? "");
  const usual: { [kind: string]: object } = {
    node_added: { parent: node?.slice(0, node.lastIndexOf(".")), inputs: [], title: "", model, sample: null },
    call_started: { model: maker?.model ?? model, sample: maker?.sample ?? null },
    call_finished: { cached: false, error: null },
  };
  const { usage } = data;
  const restored = { ...usual[kind], ...data, ...(usage !== undefined && { usage: unpackUsage(usage, state) }) };
  // What it is, the kernel's schema says; the fixtures hold both sides to it.
  return [{ kind, node, t: t ?? now, data: restored } as unknown as Event];
}

type PackedText = string | readonly [text: string, reasoning: string, restart?: boolean];

/** A list in the order of the fields, or the id of the call whose usage it is. */
function unpackUsage(packed: unknown, { calls }: State): Usage | undefined {
  if (typeof packed === "number") return calls.get(packed)?.usage;
  const values = packed as readonly (number | null)[];
  return Object.fromEntries(Object.keys(NO_USAGE).map((name, i) => [name, values[i]])) as unknown as Usage;
}

function apply(draft: Draft, event: Event): void {
  draft.now = Math.max(draft.now, event.t);
  switch (event.kind) {
    case "run_started":
      draft.question = event.data.question;
      draft.config = event.data.config;
      draft.resumed = event.data.resumed ?? null;
      draft.replayed = event.data.replayed ?? false;
      place(draft, {
        ...NEW_NODE,
        id: ROOT,
        parent: null,
        kind: "question",
        text: event.data.question,
        status: "done",
      });
      break;
    case "progress": {
      const { text, done, total } = event.data;
      draft.progress = total && done >= total ? null : [text, done, total];
      break;
    }
    case "call_started": {
      const { call: id, role, model, sample } = event.data;
      draft.progress = null;
      draft.calls.set(id, {
        id,
        node: event.node,
        role,
        model,
        sample,
        started: event.t,
        finished: null,
        usage: NO_USAGE,
        cached: false,
        error: null,
      });
      break;
    }
    case "call_finished": {
      const { call: id, usage, cached, error } = event.data;
      const call = draft.calls.get(id);
      if (!call) throw new Error(`call ${id} has not started`);
      draft.calls.set(id, { ...call, finished: event.t, usage, cached, error });
      draft.asked = add(draft.asked, usage);
      break;
    }
    case "node_added": {
      if (event.node === null) throw new Error("a node without an id");
      place(draft, { ...NEW_NODE, ...event.data, id: event.node });
      break;
    }
    case "text": {
      const node = nodeOf(draft, event);
      const { text, reasoning, restart } = event.data;
      draft.nodes.set(node.id, {
        ...node,
        text: restart ? text : node.text + text,
        reasoning: restart ? reasoning : node.reasoning + reasoning,
      });
      draft.writing = node.id;
      break;
    }
    case "node_changed": {
      const node = nodeOf(draft, event);
      const { scores, ...rest } = event.data;
      const scored = Object.entries(scores ?? {}).map(([name, score]) => [name, { note: "", ...score }]);
      draft.nodes.set(node.id, { ...node, ...rest, scores: { ...node.scores, ...Object.fromEntries(scored) } });
      break;
    }
    case "same_answer": {
      const [a, b] = [classOf(draft, event.data.a), classOf(draft, event.data.b)].sort(shorterFirst) as [string, string];
      if (a !== b) draft.same.set(b, a);
      break;
    }
    case "note":
      draft.notes = [...draft.notes, event.data.text];
      break;
    case "selected":
      if (draft.stop_reason !== null || draft.error !== null) draft.original ??= draft.selection;
      draft.selection = event.data;
      break;
    case "run_finished":
      draft.progress = null;
      draft.stop_reason = event.data.stop_reason;
      draft.asked = event.data.asked;
      draft.spent = event.data.spent;
      draft.seconds = event.data.seconds;
      draft.error = event.data.error;
      break;
  }
}

function place(draft: Draft, node: Node): void {
  draft.nodes.set(node.id, node);
  let [low, high] = [0, draft.order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byPath({ id: draft.order[middle] ?? "" }, node) < 0) low = middle + 1;
    else high = middle;
  }
  draft.order = draft.order.toSpliced(low, 0, node.id);
}

function nodeOf(draft: Draft, event: Event): Node {
  const node = draft.nodes.get(event.node ?? "");
  if (!node) throw new Error(`node ${event.node} has not been added`);
  return node;
}

/** Return the representative of all answers that mean the same as this canonical one. */
export function classOf(state: Pick<State, "same">, answer: string): string {
  let found = answer;
  for (let next = state.same.get(found); next !== undefined; next = state.same.get(found)) found = next;
  return found;
}

/** Python's order: by number of code points, then by code points. */
function shorterFirst(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  if (left.length !== right.length) return left.length - right.length;
  const at = left.findIndex((character, i) => character !== right[i]);
  return at < 0 ? 0 : (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
}

export function add(a: Usage, b: Usage): Usage {
  return {
    calls: a.calls + b.calls,
    cached_calls: a.cached_calls + b.cached_calls,
    prompt_tokens: a.prompt_tokens + b.prompt_tokens,
    completion_tokens: a.completion_tokens + b.completion_tokens,
    reasoning_tokens: a.reasoning_tokens + b.reasoning_tokens,
    cost: a.cost === null || b.cost === null ? null : a.cost + b.cost,
    seconds: a.seconds + b.seconds,
  };
}

/** Sort key of a node: its path as numbers, so that `0.10` comes after `0.9`. */
export function byPath(a: { id: string }, b: { id: string }): number {
  const [left, right] = [numbers(a), numbers(b)];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

const numbers = once(({ id }: { id: string }): readonly number[] => id.split(".").map(Number));

/** Return what `Trace.snapshot()` returns for the same events. */
export function snapshot(state: State): Snapshot {
  const same = [...state.same.keys()].map((answer) => [answer, classOf(state, answer)] as const);
  return {
    schema: SCHEMA,
    seq: state.seq,
    question: state.question,
    config: state.config ?? ({} as Config),
    resumed: state.resumed,
    replayed: state.replayed,
    progress: state.progress,
    nodes: state.order.flatMap((id) => state.nodes.get(id) ?? []),
    calls: [...state.calls.values()],
    same_answer: same.sort(([a], [b]) => (a < b ? -1 : 1)),
    notes: state.notes,
    selection: state.selection,
    original: state.original,
    stop_reason: state.stop_reason,
    asked: state.asked,
    spent: state.spent,
    seconds: state.seconds,
    error: state.error,
  };
}
