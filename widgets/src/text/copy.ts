/** Buttons that copy a text. */

import { h } from "../dom";

/** For how long (ms) a button says what came of it. */
const SAID = 2000;

/** Make a button that copies a text and says whether it could; `what` tells it from others, as in "Copy step 2". */
export function copyButton(what: string, text: () => string): HTMLButtonElement {
  const label = h("span", {}, "Copy");
  const button = h("button", { class: "o1-copy", type: "button" }, label, h("span", { class: "o1-hidden" }, ` ${what}`));
  let back = 0;
  button.addEventListener("click", async () => {
    const copied = await copy(text(), button);
    label.textContent = copied ? "Copied" : "Not allowed";
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
  const root = near.closest(".o1magic");
  if (!root) return;
  const said = root.querySelector(":scope > .o1-aloud") ?? root.appendChild(h("p", { class: "o1-aloud o1-hidden", role: "status" }));
  said.textContent = text;
}
