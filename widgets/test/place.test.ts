import { afterEach, expect, test, vi } from "vitest";
import { inhabit } from "../src/place";

const settled = () => new Promise((resolve) => setTimeout(resolve));

function place(name = "o1-place-1"): HTMLElement {
  document.body.insertAdjacentHTML("beforeend", `<div class="jp-RenderedHTMLCommon"><p class="${name}">saved</p></div>`);
  return document.body.lastElementChild!.firstElementChild as HTMLElement;
}

const end = vi.fn();
const draw = (el: HTMLElement) => {
  el.append("live");
  return end;
};

afterEach(() => {
  document.body.replaceChildren();
  end.mockClear();
});

test("a place that is there and one that comes are drawn into, and no other", async () => {
  const [there, other] = [place(), place("o1-place-2")];
  const stop = inhabit("o1-place-1", draw);
  const late = place();
  await settled();
  expect([there, late, other].map((el) => el.textContent)).toEqual(["live", "live", "saved"]);
  stop();
  expect(end).toHaveBeenCalledTimes(2);
});

test("the styles of the host stay out while it is drawn, and come back", async () => {
  const output = place().parentElement!;
  const stop = inhabit("o1-place-1", draw);
  expect(output.className).toBe("");
  output.replaceChildren("the record");
  await settled();
  expect(output.className).toBe("jp-RenderedHTMLCommon");
  stop();
  expect(end).toHaveBeenCalledTimes(1);
});

test("what is drawn moves into the next place as it is, and what stood there last comes back at the end", async () => {
  const output = place().parentElement!;
  const stop = inhabit("o1-place-1", draw);
  const drawing = output.querySelector(".mathjax_ignore")!;
  output.innerHTML = '<p class="o1-place-1">saved since</p>';
  await settled();
  expect(output.querySelector(".o1-place-1 > *")).toBe(drawing);
  expect([output.textContent, output.className]).toEqual(["live", ""]);
  stop();
  expect([output.textContent, output.className]).toEqual(["saved since", "jp-RenderedHTMLCommon"]);
  expect(end).toHaveBeenCalledTimes(1);
});

test("where it moves at once, it is scrolled as it was and has the focus again; who has left it stays away", async () => {
  const output = place().parentElement!;
  const stop = inhabit("o1-place-1", (el) => {
    el.innerHTML = "<div tabindex='0'>long</div><button>other</button>";
    return end;
  });
  const [long, other] = output.querySelector(".mathjax_ignore")!.children as unknown as HTMLElement[];
  const redraw = async () => {
    // A browser forgets it where an element leaves the page.
    long!.scrollTop = 0;
    output.innerHTML = '<p class="o1-place-1"></p>';
    await settled();
  };
  long!.scrollTop = 40;
  long!.dispatchEvent(new Event("scroll"));
  long!.focus();
  await redraw();
  expect([long!.scrollTop, document.activeElement]).toEqual([40, long]);
  other!.focus();
  const elsewhere = document.body.appendChild(document.createElement("button"));
  elsewhere.focus();
  await redraw();
  expect(document.activeElement).toBe(elsewhere);
  stop();
});

test("a place that was out of the page for a while is drawn into again", async () => {
  const output = place().parentElement!;
  const stop = inhabit("o1-place-1", draw);
  output.remove();
  await settled();
  document.body.append(output);
  await settled();
  expect(output.textContent).toBe("live");
  stop();
});

test("two outputs that show the same have a drawing each", async () => {
  const [one, two] = [place(), place()];
  const stop = inhabit("o1-place-1", draw);
  for (const el of [one, two]) el.outerHTML = '<p class="o1-place-1">saved</p>';
  await settled();
  expect(document.body.textContent).toBe("livelive");
  stop();
  expect(end).toHaveBeenCalledTimes(2);
});
