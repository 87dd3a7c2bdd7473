import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { markdown } from "../src/text/markdown";
import { Prose } from "../src/text/prose";

const TEXT =
  "A **bold** start.\n\n- one\n- two\n\n  still two\n\n```python\nx = 1\n\ny = 2\n```\n\n$$\nx\n\n= 1\n$$\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> quoted\n\nThe end, $x$.";

function read(element: Element): string {
  const copy = element.cloneNode(true) as Element;
  for (const button of copy.querySelectorAll("button")) button.remove();
  return copy.textContent?.replace(/\s+/g, "") ?? "";
}

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
      expect(read(prose.element)).toBe(whole(TEXT));
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

describe("code that is being written", () => {
  const LINES = ["def f(x):", '    """Twice.', "", "    As it says.", '    """', "    return 2 * x", ""];
  const source = ["Look:", "", "```python", ...LINES, "f(1)"].join("\n");

  /** The code without the caret and the frames in which it grows. */
  const coloured = (prose: Prose): string | undefined => {
    const code = prose.element.querySelector("code")?.cloneNode(true) as HTMLElement | undefined;
    code?.querySelector(".o1-caret")?.remove();
    for (const frame of code?.querySelectorAll("span.o1-lines, span:not([class])") ?? []) frame.replaceWith(...frame.childNodes);
    return code?.innerHTML;
  };

  test("is coloured as the whole would be, whichever way it comes", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(source.length), { maxLength: 12 }), (cuts) => {
        const prose = new Prose();
        for (const cut of cuts.sort((a, b) => a - b)) prose.update(source.slice(0, cut), true);
        prose.update(source, true);
        const open = coloured(prose);
        prose.update(source, false);
        expect(open).toBe(prose.element.querySelector("code")?.innerHTML.trimEnd());
      }),
      { numRuns: 30 },
    );
  });

  test("is not coloured again where it is settled", () => {
    const prose = new Prose();
    prose.update("```python\nx = 1\ny = 2\n", true);
    const before = [...(prose.element.querySelectorAll("code .o1-t-number") ?? [])];
    expect(before).toHaveLength(2);
    prose.update("```python\nx = 1\ny = 2\nz = 3\n", true);
    expect([...prose.element.querySelectorAll("code .o1-t-number")].slice(0, 2)).toEqual(before);
    expect(prose.element.querySelector("code .o1-t-number")).toBe(before[0]);
    prose.update("```python\nx = 1\ny = 2\nz = 3\n```\nthe end", true);
    expect(prose.element.querySelectorAll(".o1-code > pre")).toHaveLength(1);
    expect(prose.element.textContent).toContain("the end");
  });

  test("is laid out again only where it grows: its lines stand together in frames", () => {
    const prose = new Prose();
    const line = "total = total + 1  # and so on\n";
    const frames = (): Element[] => [...prose.element.querySelectorAll("code > .o1-lines")];
    for (let n = 1; n <= 200; n += 1) prose.update(`\`\`\`python\n${line.repeat(n)}`, true);
    const before = frames();
    expect(before).toHaveLength(4);
    expect(before.map((frame) => frame.textContent).join("")).toBe(line.repeat(200));
    prose.update(`\`\`\`python\n${line.repeat(201)}tot`, true);
    expect(frames()).toEqual(before);
    expect(prose.element.querySelector("code > :not(.o1-lines)")?.textContent).toBe("tot");
  });

  test("starts again where it is another text", () => {
    const prose = new Prose();
    prose.update("```python\nx = 1\n", true);
    prose.update("```js\nlet y\n", true);
    expect(prose.element.querySelector("code")?.textContent).toBe("let y\n");
  });
});

describe("a long text that is complete", () => {
  const long = (n: number): string => Array.from({ length: n }, (_, i) => `Line ${i + 1}.`).join("\n\n");
  const button = (prose: Prose): HTMLButtonElement | null => prose.element.querySelector(".o1-fold");
  const hidden = (prose: Prose): number => prose.element.querySelectorAll('[hidden="until-found"]').length;

  test("shows its beginning, and all of it on demand", () => {
    const prose = new Prose();
    prose.update(long(50), false);
    expect(button(prose)?.textContent).toBe("Show all 99 lines");
    expect(hidden(prose)).toBe(34);
    document.body.append(prose.element);
    button(prose)?.focus();
    button(prose)?.click();
    expect([hidden(prose), button(prose)?.textContent, button(prose)?.getAttribute("aria-expanded")]).toEqual([0, "Show less", "true"]);
    expect(document.activeElement).toBe(button(prose));
    button(prose)?.click();
    expect(hidden(prose)).toBe(34);
    prose.element.remove();
  });

  test("opens for what the browser finds in it", () => {
    const prose = new Prose();
    prose.update(long(50), false);
    prose.element.querySelector('[hidden="until-found"]')?.dispatchEvent(new Event("beforematch"));
    expect(hidden(prose)).toBe(0);
  });

  test("is cut where it is one paragraph", () => {
    const prose = new Prose();
    prose.update("words ".repeat(900), false);
    expect(button(prose)?.textContent).toBe("Show all 5,400 characters");
    expect(prose.element.querySelector(".o1-cut")).not.toBeNull();
    button(prose)?.click();
    expect(prose.element.querySelector(".o1-cut")).toBeNull();
  });

  test("stays open where somebody may have read along, and short ones never fold", () => {
    const prose = new Prose();
    prose.update(long(50), true);
    prose.update(`${long(50)}\n`, false);
    expect(button(prose)).toBeNull();
    const short = new Prose();
    short.update(long(20), false);
    expect(button(short)).toBeNull();
  });

  test("of code folds by itself", () => {
    const prose = new Prose();
    prose.update(`\`\`\`python\n${"x = 1\n".repeat(60)}\`\`\``, false);
    expect([...prose.element.querySelectorAll(".o1-fold")].map((fold) => fold.textContent)).toEqual(["Show all 60 lines"]);
    expect(prose.element.querySelector("pre")?.classList).toContain("o1-cut");
  });
});
