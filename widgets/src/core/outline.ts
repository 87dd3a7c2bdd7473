/** The tree of a search as nested rows: what `outline.py` calls `Branch`, in the same words. Pure, without DOM. */

import { type Node, ROOT } from "./events";
import { once } from "./once";
import { type Chain, chains, inOrder, isEnd, path } from "./read";
import { segment } from "./segment";
import { byPath, type State } from "./store";
import { clean, count, measures, outcome, shown } from "./words";

export interface Branch {
  /** Of its node. */
  id: string;
  /** Its title or first words; an end of a chain by its number. */
  name: string;
  /** Where a chain ends with one: as the model wrote it. */
  answer: string | null;
  /** Value, visits (N), prior (P), scores and the search's note, then what became of it. */
  facts: readonly string[];
  /** Whether it leads to the chosen answer, or gives it. */
  wins: boolean;
  /** Whether the search has given it up. */
  dropped: boolean;
  /** The id of the chain that ends here, or null. */
  chain: string | null;
  /** What the model wrote, where no chain shows it. */
  text: string;
  branches: readonly Branch[];
}

/** Return the nodes below the question, nested. */
export const outline = once((state: State): readonly Branch[] => {
  const below = new Map<string | null, Node[]>();
  const moved = new Set<string | null>();
  for (const node of inOrder(state)) {
    const siblings = below.get(node.parent);
    if (siblings) siblings.push(node);
    else below.set(node.parent, [node]);
    if (node.merged_into !== null) moved.add(node.parent);
  }
  const all = chains(state);
  const ends = new Map(all.map((chain) => [chain.id, chain]));
  const read = new Set(all.filter(({ node }) => isEnd(node)).flatMap(({ parts }) => parts.map((part) => part.id)));
  const chosen = state.selection?.node;
  const winning = new Set(chosen ? path(state, chosen).map(({ id }) => id) : []);
  const standsFor = (node: Node): Node => {
    const into = state.nodes.get(node.merged_into ?? "");
    return into && into.parent === node.parent ? into : node;
  };
  const siblings = (parent: string): readonly Node[] => {
    const nodes = below.get(parent) ?? [];
    // A merged node follows the one that stands for it.
    return moved.has(parent) ? nodes.sort((a, b) => byPath(standsFor(a), standsFor(b)) || byPath(a, b)) : nodes;
  };
  const grow = (parent: string): Branch[] =>
    siblings(parent).map((node) => {
      const chain = isEnd(node) ? ends.get(node.id) : undefined;
      return {
        id: node.id,
        name: nameOf(state, node, chain),
        answer: chain ? shown(node) : null,
        facts: [...measured(node), ...madeFrom(state, node, ends), ...fateOf(state, node)],
        wins: winning.has(node.id),
        dropped: node.status === "pruned" || node.status === "merged" || node.status === "failed",
        chain: chain?.id ?? null,
        text: read.has(node.id) ? "" : trimmed(node),
        branches: grow(node.id),
      };
    });
  return grow(ROOT);
});

// Between two states most nodes stay the same objects.
const measured = once(measures);
const trimmed = once((node: Node): string => clean(node.text).trim());
const begins = once((node: Node): string | undefined => segment(clean(node.text))[0]?.title);

function nameOf(state: State, node: Node, chain: Chain | undefined): string {
  if (node.title) return node.title;
  if (node.kind === "rollout" && chain) return `rollout ${chain.number}`;
  const named = chain && `${chain.noun} ${chain.number}`;
  const begun = state.nodes.get(node.parent ?? ROOT)?.kind === "step";
  if (named && !begun) return named;
  return begins(node) ?? named ?? node.kind;
}

/** Which other chains it was made from, but for those that it stands below. */
function madeFrom(state: State, node: Node, ends: ReadonlyMap<string, Chain>): string[] {
  if (!node.inputs.length) return [];
  const above = new Set(path(state, node.id).map(({ id }) => id));
  const others = node.inputs.flatMap((id) => (above.has(id) ? [] : (ends.get(id)?.number ?? [])));
  return others.length ? [`made from ${others.sort((a, b) => a - b).join(", ")}`] : [];
}

/** What became of it, where that is neither an answer nor further steps. */
function fateOf(state: State, node: Node): string[] {
  const into = state.nodes.get(node.merged_into ?? "");
  if (node.status === "merged" && into) {
    const where = into.parent === node.parent ? "merged into the one above" : "merged into an equal one";
    return [node.note ? `${where}: ${node.note}` : where];
  }
  if (node.status !== "done") return [outcome(node)];
  if (!isEnd(node)) return [];
  if (shown(node) === null) return [outcome(node)];
  return node.ballot ? [] : ["no vote"];
}

/** How many nodes there are and what became of them. */
export function tally(state: State): string {
  const nodes = [...state.nodes.values()].filter(({ id }) => id !== ROOT);
  const parts = [count(nodes.length, "node")];
  for (const fate of ["pruned", "merged", "failed"]) {
    const n = nodes.filter(({ status }) => status === fate).length;
    if (n) parts.push(`${n} ${fate}`);
  }
  return parts.join(", ");
}

/** The same, with a legend. */
export function outlineLine(state: State): string {
  const nodes = [...state.nodes.values()];
  const legend: string[] = [];
  if (nodes.some(({ visits }) => visits)) legend.push("N visits");
  if (nodes.some(({ prior }) => prior !== null)) legend.push("P prior");
  return [tally(state), legend.join(", ")].filter(Boolean).join("; ");
}
