import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ROOT } from "../src/core/events";
import { arrange, tidy, winners } from "../src/core/layout";
import { EMPTY, fold, reduce, type State } from "../src/core/store";
import { example, Run } from "./examples";

/** Of a tree: to which of the earlier nodes each node belongs. */
const trees = fc
  .array(fc.nat(), { maxLength: 60 })
  .map((draws) => draws.map((draw, i) => draw % (i + 1)))
  .map((parents) => {
    const below = new Map<string, string[]>([["0", []]]);
    const depth = new Map([["0", 0]]);
    for (const [i, parent] of parents.entries()) {
      below.get(String(parent))?.push(String(i + 1));
      below.set(String(i + 1), []);
      depth.set(String(i + 1), (depth.get(String(parent)) ?? 0) + 1);
    }
    return { below, depth };
  });

type Tree = typeof trees extends fc.Arbitrary<infer T> ? T : never;

function grouped<K>(ids: Iterable<string>, key: (id: string) => K): Map<K, string[]> {
  const groups = new Map<K, string[]>();
  for (const id of ids) groups.set(key(id), [...(groups.get(key(id)) ?? []), id]);
  return groups;
}

function check(property: (tree: Tree, row: (id: string) => number) => void): void {
  fc.assert(
    fc.property(trees, (tree) => {
      const rows = tidy("0", tree.below);
      property(tree, (id) => rows.get(id) as number);
    }),
    { numRuns: 300 },
  );
}

describe("a tidy tree", () => {
  test("has no two nodes of a column closer than a row", () => {
    check(({ depth }, row) => {
      const columns = grouped(depth.keys(), (id) => depth.get(id));
      for (const ids of columns.values()) {
        const sorted = ids.map(row).sort((a, b) => a - b);
        for (const [i, here] of sorted.slice(1).entries()) expect(here - (sorted[i] as number)).toBeGreaterThan(1 - 1e-9);
      }
    });
  });

  test("has every parent in the middle of its children, which keep their order", () => {
    check(({ below }, row) => {
      for (const [id, children] of below) {
        const rows = children.map(row);
        if (rows.length) expect(row(id)).toBeCloseTo(((rows[0] as number) + (rows.at(-1) as number)) / 2);
        expect(rows).toEqual([...rows].sort((a, b) => a - b));
      }
    });
  });

  test("has no crossing lines: what is below an upper node stays above what is below a lower one", () => {
    check(({ below, depth }, row) => {
      const columns = grouped(depth.keys(), (id) => depth.get(id));
      for (const ids of columns.values()) {
        const inOrder = ids.sort((a, b) => row(a) - row(b)).flatMap((id) => below.get(id) ?? []);
        expect(inOrder).toEqual([...inOrder].sort((a, b) => row(a) - row(b)));
      }
    });
  });

  test("begins at 0 and draws equal subtrees equally", () => {
    check(({ below }, row) => {
      expect(Math.min(...[...below.keys()].map(row))).toBe(0);
      const shape = (id: string): string => `(${(below.get(id) ?? []).map(shape).join("")})`;
      const drawn = (id: string, from = row(id)): number[] =>
        (below.get(id) ?? []).flatMap((child) => [row(child) - from, ...drawn(child, from)]);
      const equal = grouped(below.keys(), shape);
      for (const [first, ...rest] of equal.values()) {
        for (const other of rest) {
          for (const [i, off] of drawn(other).entries()) expect(off).toBeCloseTo(drawn(first as string)[i] as number);
        }
      }
    });
  });

  test("spreads smaller subtrees evenly between larger ones", () => {
    const below = new Map([["0", ["a", "b", "c"]], ["a", ["d", "e", "f"]], ["b", []], ["c", ["g", "h", "i"]]]);
    for (const leaf of "defghi") below.set(leaf, []);
    const rows = tidy("0", below);
    expect(["a", "b", "c"].map((id) => rows.get(id))).toEqual([1, 2.5, 4]);
  });

  test("of a deep chain overflows no stack", () => {
    const below = new Map(Array.from({ length: 20_000 }, (_, i) => [String(i), i < 19_999 ? [String(i + 1)] : []]));
    expect(new Set(tidy("0", below).values())).toEqual(new Set([0]));
  });
});

describe("the nodes of a run", () => {
  const state = (name: string): State => example(name).messages.reduce<State>(reduce, EMPTY);

  test("stand a column a depth, the question first", () => {
    const { nodes, order } = state("mcts");
    const places = arrange({ nodes, order });
    expect([...places.keys()][0]).toBe(ROOT);
    expect(places.size).toBe(nodes.size);
    for (const { id, above, column } of places.values()) {
      expect(column).toBe(above === null ? 0 : (places.get(above)?.column ?? 0) + 1);
      expect(column).toBe(id.split(".").length - 1);
    }
  });

  test("that were made from others stand after the first of them", () => {
    const run = new Run().start("0.0").done("0.0", "", "1").start("0.1").done("0.1", "", "2");
    const made = { parent: "0", inputs: ["0.0", "0.1"], kind: "answer", title: "", model: null, sample: null } as const;
    const folded = fold(EMPTY, run.emit("node_added", "0.2", made).events);
    expect(arrange(folded).get("0.2")).toMatchObject({ above: "0.0", inputs: ["0.1"], column: 2 });
    const chosen = fold(folded, new Run().end("done", "0.2").events.slice(1));
    expect([...winners(chosen)].sort()).toEqual(["0", "0.0", "0.1", "0.2"]);
    expect(winners(folded).size).toBe(0);
  });
});
