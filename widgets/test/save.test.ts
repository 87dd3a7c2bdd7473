// @vitest-environment jsdom

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { saveSvg, standalone } from "../src/views/save";

const SPACE = "http://www.w3.org/2000/svg";
let svg: SVGSVGElement;

beforeEach(() => {
  document.head.innerHTML = "<style>.won { opacity: 0.5 }</style>";
  document.body.innerHTML =
    '<div style="background-color: rgb(1, 2, 3)"><svg class="o1-drawing" tabindex="0" aria-label="x" viewBox="5 5 9 9">' +
    '<g class="won" id="g" data-id="0.1" transform="scale(2)"><text x="1">a &lt; b</text></g></svg></div>';
  svg = document.querySelector("svg") as SVGSVGElement;
  // jsdom lays nothing out.
  Object.assign(svg, { getBBox: () => ({ x: 10, y: 20.5, width: 30, height: 40 }) });
});

afterEach(() => vi.restoreAllMocks());

function parsed(text: string): SVGSVGElement {
  return new DOMParser().parseFromString(text, "image/svg+xml").documentElement as unknown as SVGSVGElement;
}

describe("a saved drawing", () => {
  it("is a file of its own, with all that is drawn in sight", () => {
    const { text, width, height } = standalone(svg);
    const root = parsed(text);
    expect(root.namespaceURI).toBe(SPACE);
    expect(root.getAttribute("viewBox")).toBe("-2 8 54 64");
    expect([width, height]).toEqual([54, 64]);
    expect(root.querySelector("text")?.textContent).toBe("a < b");
    expect(root.querySelector("g")?.getAttribute("transform")).toBe("scale(2)");
  });

  it("says itself what a style sheet said, and stands on the ground of the page", () => {
    const root = parsed(standalone(svg).text);
    expect(root.querySelector("g")?.getAttribute("opacity")).toBe("0.5");
    expect(root.firstElementChild?.getAttribute("fill")).toBe("rgb(1, 2, 3)");
    expect(parsed(standalone(svg).text).outerHTML).not.toMatch(/class=|style=| id=|data-id|tabindex|aria-/);
  });

  it("stands on white where the page has no ground", () => {
    document.querySelector("div")?.removeAttribute("style");
    expect(parsed(standalone(svg).text).firstElementChild?.getAttribute("fill")).toBe("#ffffff");
  });

  it("names mixed colours as every program reads them", () => {
    const computed = window.getComputedStyle;
    const fills: Record<string, string> = { g: "color(srgb 1 0.5 0)", text: "color(srgb 0 0 0.2 / 0.5)" };
    vi.spyOn(window, "getComputedStyle").mockImplementation((element) => {
      const style = computed(element);
      const value = style.getPropertyValue.bind(style);
      style.getPropertyValue = (name) => (name === "fill" ? (fills[element.localName] ?? "") : value(name));
      return style;
    });
    const root = parsed(standalone(svg).text);
    expect(root.querySelector("g")?.getAttribute("fill")).toBe("rgb(255, 128, 0)");
    expect(root.querySelector("text")?.getAttribute("fill")).toBe("rgba(0, 0, 51, 0.5)");
  });

  it("leaves the drawing on the page as it was", () => {
    const before = document.body.innerHTML;
    standalone(svg);
    expect(document.body.innerHTML).toBe(before);
  });

  it("is downloaded under its name, from an address that holds it", () => {
    const links: HTMLAnchorElement[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      links.push(this);
    });
    saveSvg(svg, "tree");
    expect(links.map((link) => link.download)).toEqual(["tree.svg"]);
    expect(decodeURIComponent(links[0]?.href ?? "")).toContain("a &lt; b");
  });
});
