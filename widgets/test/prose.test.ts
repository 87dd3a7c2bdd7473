import fc from "fast-check";
import { expect, test } from "vitest";
import { markdown } from "../src/text/markdown";
import { Prose } from "../src/text/prose";

const TEXT =
  "A **bold** start.\n\n- one\n- two\n\n  still two\n\n```python\nx = 1\n\ny = 2\n```\n\n$$\nx\n\n= 1\n$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\nThe end, $x$.";

function whole(text: string): string {
  return markdown(text).textContent?.replace(/\s+/g, "") ?? "";
}

test("a text that came in pieces ends up as the same text", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(TEXT.length), { maxLength: 8 }), (cuts) => {
      const prose = new Prose();
      for (const cut of cuts.sort((a, b) => a - b)) prose.update(TEXT.slice(0, cut), true);
      prose.update(TEXT, false);
      const once = new Prose();
      once.update(TEXT, false);
      expect(prose.element.innerHTML).toBe(once.element.innerHTML);
      expect(prose.element.textContent?.replace(/\s+/g, "")).toBe(whole(TEXT));
    }),
    { numRuns: 10 },
  );
});

test("another text replaces it", () => {
  const prose = new Prose();
  prose.update(TEXT, true);
  prose.update("short", true);
  expect(prose.element.textContent).toBe("short\n");
  prose.update("", false);
  expect(prose.element.childElementCount).toBe(0);
});

test("the caret follows the last word", () => {
  const prose = new Prose();
  const host = (text: string): string | undefined => {
    prose.update(text, true);
    return prose.element.querySelector(".o1-caret")?.parentElement?.tagName;
  };
  expect(host("some words")).toBe("P");
  expect(host("- an item")).toBe("LI");
  expect(host("```\ncode")).toBe("CODE");
  expect(host("ends with `code`")).toBe("P");
  expect(host("# heading")).toBe("H1");
  expect(host("")).toBe("DIV");
  prose.update("done", false);
  expect(prose.element.querySelector(".o1-caret")).toBeNull();
});

test("a block that is no prose is shown as it is", () => {
  const prose = new Prose();
  prose.update("**x** ".repeat(8000), false);
  expect(prose.element.querySelector("strong")).toBeNull();
  expect(prose.element.querySelector("pre")?.textContent).toHaveLength(48000);
});

test("of a long text only the end is rendered again", () => {
  const prose = new Prose();
  let text = "A sentence with $x^2$ and **bold** words.\n\n".repeat(50);
  prose.update(text, true);
  const rendered = (): (ChildNode | null)[] => [...prose.element.children].map((block) => block.firstChild);
  const before = rendered();
  text += "One more.\n\nAnd another.";
  prose.update(text, true);
  expect(prose.element.children).toHaveLength(52);
  expect(rendered().slice(0, 49).every((node, i) => node === before[i])).toBe(true);
});
