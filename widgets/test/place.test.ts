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
  expect(end).toHaveBeenCalledTimes(1);
  stop();
  expect(end).toHaveBeenCalledTimes(1);
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
