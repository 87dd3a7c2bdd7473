/**
 * Where the nodes of a search stand in a drawing of it, as `o1magic/render/layout.py` places them. Pure, without DOM.
 *
 * The layout is that of Buchheim, Jünger and Leipert, "Improving Walker's algorithm to run in linear time" (Graph
 * Drawing 2002), from left to right: a column a depth, no two nodes of a column closer than a row, every parent in the
 * middle of its children, equal subtrees drawn equally, and smaller subtrees spread evenly between larger ones.
 */

import { type Node, ROOT } from "./events";
import { once } from "./once";
import { inOrder } from "./read";
import type { State } from "./store";
import { clean } from "./words";

const NOTHING: ReadonlySet<string> = new Set();

/** A node of the search, placed. */
export interface Place {
  readonly id: string;
  /** To which node its line goes; null for the question. */
  readonly above: string | null;
  /** The nodes below it, from the top. */
  readonly below: readonly string[];
  /** Other nodes that it was made from. */
  readonly inputs: readonly string[];
  /** How many nodes below it are folded away. */
  readonly folded: number;
  /** Where it stands, in columns and rows from 0. */
  readonly column: number;
  readonly row: number;
}

/**
 * Place the nodes, parents before their children. One that was made from others, and not below them, stands after the
 * first. What is below a closed node is not placed.
 */
export function arrange(state: Pick<State, "nodes" | "order">, closed: ReadonlySet<string> = NOTHING): ReadonlyMap<string, Place> {
  const { nodes } = state;
  const below = new Map<string, string[]>([...nodes.keys()].map((id) => [id, []]));
  for (const node of inOrder(state)) {
    if (node.id !== ROOT) below.get(above(node))?.push(node.id);
  }
  const folded = new Map([...closed].map((id) => [id, [...preorder(id, below)].length - 1]));
  for (const id of closed) below.set(id, []);
  const rows = tidy(ROOT, below);
  const seen = [...preorder(ROOT, below)];
  const shown = closed.size ? new Set(seen) : nodes;
  const places = new Map<string, Place>();
  for (const id of seen) {
    const node = nodes.get(id) as Node;
    const parent = id === ROOT ? null : above(node);
    places.set(id, {
      id,
      above: parent,
      below: below.get(id) ?? [],
      inputs: others(node).filter((other) => shown.has(other)),
      folded: folded.get(id) ?? 0,
      column: parent === null ? 0 : (places.get(parent)?.column ?? 0) + 1,
      row: rows.get(id) ?? 0,
    });
  }
  return places;
}

function above({ parent, inputs }: Node): string {
  return (parent === ROOT && inputs[0]) || parent || ROOT;
}

/** What a node was made from, but for what it stands below. */
function others(node: Node): readonly string[] {
  return node.id === ROOT ? [] : node.inputs.filter((id) => id !== node.parent && id !== above(node));
}

/** The nodes that the chosen answer came of, and the question. */
export const winners = once((state: State): ReadonlySet<string> => {
  const chosen = state.selection?.node;
  if (!chosen) return NOTHING;
  const found = new Set<string>();
  for (const left = [chosen]; left.length; ) {
    const id = left.pop() as string;
    const node = state.nodes.get(id);
    if (!node || found.has(id)) continue;
    found.add(id);
    if (id !== ROOT) left.push(above(node), ...others(node));
  }
  return found;
});

/** Whether the search has given a node up. */
export function isDropped({ status }: Node): boolean {
  return status === "pruned" || status === "merged" || status === "failed";
}

/** What stands below each column: the title that all of its nodes share, else their kinds. */
export function columnNames({ nodes }: Pick<State, "nodes">, places: ReadonlyMap<string, Place>): string[] {
  const columns: Node[][] = [];
  for (const { id, column } of places.values()) {
    columns[column] ??= [];
    columns[column].push(nodes.get(id) as Node);
  }
  return columns.map((column) => {
    const titles = column.map(({ title }) => clean(title).replace(/\s+/g, " ").trim());
    const [first = ""] = titles;
    const shared = titles.every((title) => title.toLowerCase() === first.toLowerCase()) ? first : "";
    return shared || [...new Set(column.map(({ kind }) => kind))].join(", ");
  });
}

/** What a node is measured by, and the measure: its mean value, else a score, the run's scorer first. */
export function measureOf({ value, scores }: Node, scorer: string | null): readonly [name: string, value: number] | null {
  if (value !== null) return ["mean value", value];
  const names = Object.keys(scores).sort((a, b) => Number(b === scorer) - Number(a === scorer) || (a < b ? -1 : 1));
  for (const name of names) {
    const scored = scores[name]?.value ?? null;
    if (scored !== null) return [`score (${name})`, scored];
  }
  return null;
}

/** A node during the layout; the names are those of the paper. */
class Spot {
  number = 0;
  parent: Spot | null = null;
  children: Spot[] = [];
  prelim = 0;
  mod = 0;
  shift = 0;
  change = 0;
  thread: Spot | null = null;
  ancestor: Spot | null = null;
  defaultAncestor: Spot | null = null;

  constructor(readonly id: string) {}

  get nextLeft(): Spot | null {
    return this.children[0] ?? this.thread;
  }

  get nextRight(): Spot | null {
    return this.children.at(-1) ?? this.thread;
  }
}

/** Return the row of each node, the uppermost at 0; children in order from the top. */
export function tidy(root: string, below: ReadonlyMap<string, readonly string[]>): Map<string, number> {
  const spots = new Map([...below.keys()].map((id) => [id, new Spot(id)]));
  for (const [id, children] of below) {
    const parent = spots.get(id) as Spot;
    parent.children = children.map((child) => spots.get(child) as Spot);
    for (const [number, child] of parent.children.entries()) Object.assign(child, { number, parent });
  }
  // Parents before their children, siblings from the last: turned round, children before their parent in order.
  const order: Spot[] = [];
  for (const left = [spots.get(root) as Spot]; left.length; ) {
    const spot = left.pop() as Spot;
    order.push(spot);
    left.push(...spot.children);
  }
  for (const spot of order.toReversed()) firstWalk(spot);
  const moved = new Map([[root, 0]]);
  const rows = new Map<string, number>();
  for (const spot of order) {
    const by = moved.get(spot.id) ?? 0;
    rows.set(spot.id, spot.prelim + by);
    for (const child of spot.children) moved.set(child.id, by + spot.mod);
  }
  const top = [...rows.values()].reduce((least, row) => Math.min(least, row), 0);
  return new Map([...rows].map(([id, row]) => [id, row - top]));
}

/** Place a node beside its left sibling, its own subtree being placed. */
function firstWalk(spot: Spot): void {
  const left = spot.parent?.children[spot.number - 1] ?? null;
  spot.prelim = left ? left.prelim + 1 : 0;
  const [first, last] = [spot.children[0], spot.children.at(-1)];
  if (first && last) {
    executeShifts(spot);
    const middle = (first.prelim + last.prelim) / 2;
    if (left) spot.mod = spot.prelim - middle;
    else spot.prelim = middle;
  }
  if (!spot.parent) return;
  if (left) apportion(spot, left, spot.parent);
  else spot.parent.defaultAncestor = spot;
}

/** Move a subtree away from those left of it, whose right contour is followed along its own left one. */
function apportion(spot: Spot, left: Spot, parent: Spot): void {
  let [innerRight, outerRight, innerLeft, outerLeft] = [spot, spot, left, parent.children[0] as Spot];
  let [sumInnerRight, sumOuterRight, sumInnerLeft, sumOuterLeft] = [spot.mod, spot.mod, innerLeft.mod, outerLeft.mod];
  for (let next = pair(innerLeft, innerRight); next; next = pair(innerLeft, innerRight)) {
    [innerLeft, innerRight] = next;
    outerLeft = outerLeft.nextLeft ?? outerLeft;
    outerRight = outerRight.nextRight ?? outerRight;
    outerRight.ancestor = spot;
    const shift = innerLeft.prelim + sumInnerLeft - (innerRight.prelim + sumInnerRight) + 1;
    if (shift > 0) {
      const ancestor = innerLeft.ancestor?.parent === parent ? innerLeft.ancestor : (parent.defaultAncestor ?? left);
      moveSubtree(ancestor, spot, shift);
      sumInnerRight += shift;
      sumOuterRight += shift;
    }
    sumInnerLeft += innerLeft.mod;
    sumInnerRight += innerRight.mod;
    sumOuterLeft += outerLeft.mod;
    sumOuterRight += outerRight.mod;
  }
  if (innerLeft.nextRight && !outerRight.nextRight) {
    outerRight.thread = innerLeft.nextRight;
    outerRight.mod += sumInnerLeft - sumOuterRight;
  }
  if (innerRight.nextLeft && !outerLeft.nextLeft) {
    outerLeft.thread = innerRight.nextLeft;
    outerLeft.mod += sumInnerRight - sumOuterLeft;
    parent.defaultAncestor = spot;
  }
}

/** One step down the two contours that face each other, or null where one of them ends. */
function pair(innerLeft: Spot, innerRight: Spot): [Spot, Spot] | null {
  const [left, right] = [innerLeft.nextRight, innerRight.nextLeft];
  return left && right && [left, right];
}

/** Move a subtree, and note by how much those between the two are to follow. */
function moveSubtree(left: Spot, right: Spot, shift: number): void {
  const each = shift / (right.number - left.number);
  right.change -= each;
  right.shift += shift;
  left.change += each;
  right.prelim += shift;
  right.mod += shift;
}

function executeShifts(spot: Spot): void {
  let [shift, change] = [0, 0];
  for (const child of spot.children.toReversed()) {
    child.prelim += shift;
    child.mod += shift;
    change += child.change;
    shift += child.shift + change;
  }
}

function* preorder(root: string, below: ReadonlyMap<string, readonly string[]>): Generator<string> {
  for (const left = [root]; left.length; ) {
    const id = left.pop() as string;
    yield id;
    left.push(...(below.get(id) ?? []).toReversed());
  }
}
