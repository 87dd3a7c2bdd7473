/** Buttons that copy a text. */

import { h } from "../dom";

/** For how long (ms) a button says what came of it. */
const SAID = 2000;

/**
 * Make a button that copies a text and says whether it could. What it copies tells it from others, as in "Copy step 2";
 * that is seen where `named`, else only said.
 */
export function copyButton(what: string, text: () => string, named = false): HTMLButtonElement {
  const label = h("span", {}, "Copy");
  const button = h("button", { class: "o1-copy", type: "button" }, label, h("span", named ? {} : { class: "o1-hidden" }, ` ${what}`));
  let back = 0;
  button.addEventListener("click", async () => {
    const copied = await copy(text(), button);
    label.textContent = copied ? "Copied" : "Could not copy";
    announce(button, copied ? `Copied ${what}` : "The browser does not allow copying here");
    button.classList.add("o1-told");
    window.clearTimeout(back);
    back = window.setTimeout(() => {
      label.textContent = "Copy";
      button.classList.remove("o1-told");
    }, SAID);
  });
  return button;
}

/** Return whether the text is on the clipboard. Pages without a safe connection have only the old way. */
async function copy(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text, near);
  }
}

function copyByCommand(text: string, near: HTMLElement): boolean {
  const field = h("textarea", { class: "o1-hidden", readonly: true, "aria-hidden": "true" });
  field.value = text;
  near.after(field);
  field.select();
  try {
    return document.execCommand("copy");
  } finally {
    field.remove();
    near.focus({ preventScroll: true });
  }
}

/** Have a screen reader say it when it is done with what it says. */
export function announce(near: Element, text: string): void {
  const aloud = near.closest(".o1magic")?.querySelector(".o1-aloud");
  if (aloud) aloud.textContent = text;
}
