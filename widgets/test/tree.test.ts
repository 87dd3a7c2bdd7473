import { afterEach, describe, expect, test, vi } from "vitest";
import { chains, finished } from "../src/core/read";
import { EMPTY, fold, reduce, type State } from "../src/core/store";
import { story } from "../src/core/story";
import { MOST_DRAWN } from "../src/views/drawing";
import { TreeView } from "../src/views/tree";
import { example, Run } from "./examples";

/** The view alone, with a desk that follows it. */
class Page {
  picked: string | null = null;
  readonly view = new TreeView({ pick: (id) => this.#pick(id), reselect: () => {} });
  readonly element = document.body.appendChild(this.view.element);
  #state: State = EMPTY;

  show(state: State): this {
    this.#state = state;
    const told = story(state);
    const chain = told.chosen ?? chains(state)[0] ?? null;
    this.view.update({ state, told, picked: this.picked, chain, over: finished(state), now: state.now });
    return this;
  }

  outline(): this {
    this.#button("Outline").click();
    return this;
  }

  node(id: string): Element {
    return this.element.querySelector(`[data-node="${id}"]`) as Element;
  }

  click(element: Element): this {
    element.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    return this;
  }

  press(key: string, target: Element = this.tree): boolean {
    return target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  get tree(): HTMLElement {
    return this.element.querySelector(".o1-outline") as HTMLElement;
  }

  /** The outline's row that the keys are at. */
  get active(): string {
    return document.getElementById(this.tree.getAttribute("aria-activedescendant") ?? "")?.dataset.node ?? "";
  }

  get rows(): string[] {
    return [...this.tree.querySelectorAll<HTMLElement>("[role=treeitem]")].map((row) => row.dataset.node ?? "");
  }

  get side(): string {
    return this.element.querySelector(".o1-one")?.textContent ?? "";
  }

  #button(name: string): HTMLButtonElement {
    return [...this.element.querySelectorAll("button")].find((button) => button.textContent === name) as HTMLButtonElement;
  }

  #pick(id: string | null): void {
    this.picked = id;
    this.show(this.#state);
  }
}

function state(name: string): State {
  return example(name).messages.reduce<State>(reduce, EMPTY);
}

/** A tree of so many steps, every one with up to three below it. */
function large(nodes: number): Run {
  const run = new Run();
  const ids = ["0"];
  for (let i = 0; ids.length <= nodes; i += 1) {
    for (let k = 0; k < 3 && ids.length <= nodes; k += 1) ids.push(`${ids[i]}.${k}`);
  }
  for (const id of ids.slice(1)) run.start(id, "", "step").done(id, `Step ${id}\n`, null);
  return run;
}

afterEach(() => document.body.replaceChildren());

describe("the drawing", () => {
  test("shows every node with its measure, and marks what won and what was dropped", () => {
    const beam = state("beam");
    const page = new Page().show(beam);
    expect(page.element.querySelectorAll(".o1-node")).toHaveLength(beam.nodes.size);
    const wins = [...page.element.querySelectorAll<SVGElement>(".o1-node.o1-wins")].map((node) => node.dataset.node);
    expect(wins.sort()).toEqual(["0", "0.0", "0.0.0", "0.0.0.0"]);
    expect(page.node("0.0").querySelector(".o1-label")?.textContent).toBe(".90");
    expect(page.node("0.0").querySelector(".o1-length")?.getAttribute("width")).toBe("32.4");
    expect(page.node("0.1").classList.contains("o1-lost")).toBe(true);
    expect(page.node("0.1").getAttribute("aria-label")).toContain("pruned");
    expect(page.element.querySelector(".o1-legend")?.textContent).toMatch(/^number: score \(judge\).*dashed: dropped$/);
  });

  test("folds what is below a node, tells how much, and opens it for what is picked elsewhere", () => {
    const page = new Page().show(state("beam"));
    page.click(page.node("0.0"));
    const fold = [...page.element.querySelectorAll("button")].find((button) => button.textContent === "Fold") as HTMLButtonElement;
    expect(fold.hidden).toBe(false);
    page.click(fold);
    const shown = (): (string | undefined)[] => [...page.element.querySelectorAll<SVGElement>(".o1-node")].map((node) => node.dataset.node).sort();
    expect(shown()).toEqual(["0", "0.0", "0.1"]);
    expect(page.node("0.0").querySelector(".o1-said")?.textContent).toBe("+5");
    expect(page.node("0.0").getAttribute("aria-expanded")).toBe("false");
    expect(page.node("0.0").getAttribute("tabindex")).toBe("0");
    expect(page.element.querySelectorAll(".o1-line:not(.o1-input)")).toHaveLength(3);
    expect(fold.textContent).toBe("Unfold");
    page.picked = "0.0.0.1";
    page.show(state("beam"));
    expect(shown()).toHaveLength(8);
    expect(page.node("0.0").getAttribute("aria-expanded")).toBe("true");
    page.node("0.0.0").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    expect(shown()).toHaveLength(6);
  });

  test("keeps folded what grows below it", () => {
    const run = new Run().start("0.0", "", "step").start("0.0.0", "", "step").start("0.1", "", "step");
    const page = new Page().show(fold(EMPTY, run.events));
    page.node("0.0").dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    page.show(fold(EMPTY, run.start("0.0.1", "", "step").events));
    expect(page.element.querySelectorAll(".o1-node")).toHaveLength(3);
    expect(page.node("0.0").querySelector(".o1-said")?.textContent).toBe("+2");
  });

  test("names a column after the title that all of its nodes share, else after their kinds", () => {
    const run = new Run().start("0.0", "", "step").start("0.1", "", "step").start("0.0.0", "", "step").start("0.1.0");
    for (const id of ["0.0", "0.1"]) run.emit("node_changed", id, { title: "Divide" });
    const page = new Page().show(fold(EMPTY, run.events));
    expect([...page.element.querySelectorAll(".o1-columns text")].map((text) => text.textContent)).toEqual(["question", "Divide", "step, answer"]);
  });

  test("keeps its nodes while it grows, and does not touch those that stay the same", async () => {
    const run = new Run().start("0.0", "", "step").start("0.1", "", "step");
    const first = fold(EMPTY, run.events);
    const page = new Page().show(first);
    const before = page.node("0.0");
    const changes: MutationRecord[] = [];
    const observer = new MutationObserver((records) => void changes.push(...records));
    observer.observe(before, { subtree: true, childList: true, attributes: true });
    page.show(fold(first, run.write("0.1", "Some words.").events.slice(-1)));
    await Promise.resolve();
    expect(changes).toEqual([]);
    page.show(fold(EMPTY, run.start("0.2", "", "step").events));
    expect(page.node("0.0")).toBe(before);
    expect(page.element.querySelectorAll(".o1-node")).toHaveLength(4);
    observer.disconnect();
  });

  test("is walked with the arrow keys, and Enter picks", () => {
    const page = new Page().show(state("beam"));
    const walk = (key: string): string | undefined => {
      page.press(key, document.activeElement as Element);
      return (document.activeElement as HTMLElement).dataset.node;
    };
    (page.node("0") as SVGElement).focus();
    expect([walk("ArrowRight"), walk("ArrowRight"), walk("ArrowDown"), walk("ArrowLeft"), walk("Home")]).toEqual(["0.0", "0.0.1", "0.0.2", "0.0", "0"]);
    walk("ArrowRight");
    walk("Enter");
    expect(page.picked).toBe("0.0");
    expect(page.node("0.0").getAttribute("aria-selected")).toBe("true");
    expect(page.element.querySelectorAll('.o1-node[tabindex="0"]')).toHaveLength(1);
  });

  test("is zoomed by keys and buttons, and fits again", () => {
    const page = new Page().show(state("beam"));
    const sheet = page.element.querySelector(".o1-sheet") as SVGElement;
    const width = (): number => Number(sheet.getAttribute("viewBox")?.split(" ")[2]);
    const whole = width();
    page.press("+", page.node("0"));
    expect(width()).toBeLessThan(whole);
    page.press("0", page.node("0"));
    expect(width()).toBe(whole);
    page.press("-", page.node("0"));
    expect(width()).toBeGreaterThan(whole);
  });

  test("of a flat search is one level of answers", () => {
    const page = new Page().show(state("pencils"));
    expect(page.view.aside({ state: state("pencils") } as never)).toBe("10 nodes");
    expect(page.node("0.0").querySelector(".o1-label")?.textContent).toBe("19");
    expect(page.view.aside({ state: fold(EMPTY, new Run().start("0.0").events) } as never)).toBeNull();
  });
});

describe("the outline", () => {
  test("is a tree for those who cannot see it, its merged nodes beside those that stand for them", () => {
    const page = new Page().show(state("mcts")).outline();
    const rows = [...page.tree.querySelectorAll("[role=treeitem]")];
    expect(rows[0]?.getAttribute("aria-level")).toBe("1");
    expect(rows[0]?.getAttribute("aria-posinset")).toBe("1");
    expect(rows[0]?.getAttribute("aria-setsize")).toBe(String(rows.filter((row) => row.getAttribute("aria-level") === "1").length));
    expect(rows[0]?.getAttribute("aria-expanded")).toBe("true");
    expect(rows.filter((row) => row.classList.contains("o1-wins")).map((row) => row.querySelector(".o1-name")?.textContent)).toEqual(["chosen: Recognise", "chosen: rollout 1"]);
    expect(rows.map((row) => row.textContent)).toContain("RECOGNISEmerged into the one above");
  });

  test("is walked with the keys that the pattern asks for", () => {
    const page = new Page().show(state("beam")).outline();
    const at = (key: string): string => {
      page.press(key);
      return page.active;
    };
    expect(page.active).toBe("0.0");
    expect([at("ArrowDown"), at("ArrowRight"), at("ArrowLeft"), at("ArrowLeft")]).toEqual(["0.0.0", "0.0.0.0", "0.0.0", "0.0.0"]);
    expect(page.rows).not.toContain("0.0.0.0");
    expect([at("ArrowLeft"), at("End"), at("Home")]).toEqual(["0.0", "0.1", "0.0"]);
    expect(at("a")).toBe(page.rows.find((id) => page.node(id) && id === "0.0.1"));
    page.press("Enter");
    expect(page.picked).toBe("0.0.1");
    expect(page.press("Tab")).toBe(true);
    expect(page.press("ArrowUp")).toBe(false);
  });

  test("keeps open what a reader has opened while the tree grows", () => {
    const run = new Run().start("0.0", "", "step").start("0.0.0", "", "step").emit("node_changed", "0.0", { status: "pruned" });
    const page = new Page().show(fold(EMPTY, run.events)).outline();
    expect(page.rows).toEqual(["0.0"]);
    page.click(page.tree.querySelector(".o1-twist") as Element);
    expect(page.rows).toEqual(["0.0", "0.0.0"]);
    const row = page.tree.querySelector("[role=treeitem]");
    page.show(fold(EMPTY, run.start("0.0.1", "", "step").events));
    expect(page.rows).toEqual(["0.0", "0.0.0", "0.0.1"]);
    expect(page.tree.querySelector("[role=treeitem]")).toBe(row);
    expect(page.picked).toBeNull();
  });

  test("is all there is of a large tree, and only the rows in sight are in the page", () => {
    const page = new Page().show(fold(EMPTY, large(MOST_DRAWN + 600).events));
    expect(page.element.querySelector(".o1-drawing")?.hasAttribute("hidden")).toBe(true);
    expect(page.rows.length).toBeLessThan(40);
    page.press("End");
    expect(page.rows.length).toBeLessThan(40);
    expect(page.active).toBe(page.rows.at(-1));
    expect(page.active).toMatch(/^0\.2\.2\.2/);
  });

  test("of a large tree that is over is folded, but for what won", () => {
    const run = large(150);
    run.start("0.0.0.5").done("0.0.0.5", "Answer: 8", "8").end("done", "0.0.0.5", [["8", ["0.0.0.5"]]]);
    const page = new Page().show(fold(EMPTY, run.events)).outline();
    expect(page.rows).toEqual(["0.0", "0.0.0", "0.0.0.0", "0.0.0.1", "0.0.0.2", "0.0.0.5", "0.0.1", "0.0.2", "0.1", "0.2"]);
  });
});

describe("the node that is looked at", () => {
  test("is the chosen one until another is picked, and says all that is known of it", () => {
    const page = new Page().show(state("beam"));
    expect(page.side).toContain("Node 0.0.0.0");
    page.click(page.node("0.1"));
    expect(page.side).toMatch(/^Node 0\.1 · step 1.*pruned.*score\.25 judge.*Pruned: not the best of 2$/s);
    page.click(page.node("0.0.1"));
    expect(page.side).toContain("12 + 12 + 12 and so on.");
  });

  test("tells the note that the search left at it, once", () => {
    const page = new Page().show(state("noted"));
    for (const [node, note] of [
      ["0.0", "the question names equal groups"],
      ["0.1", "Pruned: it adds unlike things"],
      ["0.2", "word for word"],
      ["0.0.0", "checked with a calculator:\n7 * 12 = 84"],
      ["0.0.1", "asked for a number"],
      ["0.0.2", "not asked again"],
    ] as const) {
      page.click(page.node(node));
      expect(page.side.split(note)).toHaveLength(2);
    }
  });

  test("links to what it was merged with, both ways", () => {
    const mcts = state("mcts");
    const merged = [...mcts.nodes.values()].find(({ merged_into }) => merged_into !== null);
    const page = new Page().show(mcts);
    page.click(page.node(merged?.id ?? ""));
    expect(page.side).toContain(`Merged into ${merged?.merged_into}`);
    (page.element.querySelector(".o1-one .o1-link") as HTMLElement).click();
    expect(page.picked).toBe(merged?.merged_into);
    expect(page.side).toContain(`Merged with ${merged?.id}`);
  });
});

test("hostile text stays text", () => {
  const bad = '<img src=x onerror=alert(1)>"><script>alert(1)</script>';
  const run = new Run().start("0.0", bad, "step").done("0.0", bad, null).start("0.1", bad, "step").fail("0.1", bad).start("0.2").done("0.2", bad, bad);
  run.emit("node_added", "0.0.0", { parent: "0.0", inputs: ["0.2"], kind: "plan", title: bad, model: bad, sample: null });
  run.emit("node_changed", "0.0", { scores: { [bad]: { value: 0.5, note: bad } } });
  const page = new Page().show(fold(EMPTY, run.end("done", "0.2").events));
  const alert = vi.spyOn(window, "alert").mockImplementation(() => {});
  for (const id of ["0.0", "0.1", "0.2", "0.0.0"]) page.click(page.node(id));
  page.outline();
  expect(page.element.querySelector("img, script")).toBeNull();
  expect(page.tree.textContent).toContain("<img src=x");
  expect(alert).not.toHaveBeenCalled();
});
