/** One stop for the Tab key among many buttons, and the arrow keys between them. */

/** Let the arrow keys, Home and End move among the list's tabs and press the one they come to. */
export function rove(list: HTMLElement): void {
  list.addEventListener("keydown", (event) => {
    const tabs = ([...list.querySelectorAll("[role=tab]")] as HTMLElement[]).filter((tab) => !tab.hidden);
    const at = tabs.indexOf(event.target as HTMLElement);
    const forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: tabs.length - 1 }[event.key];
    const tab = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (at < 0 || !tab) return;
    event.preventDefault();
    event.stopPropagation();
    tab.focus();
    tab.click();
  });
  keepKeys(list);
}

/**
 * JupyterLab takes keys before they get here, unless what has the focus tells it not to; after a click it keeps its
 * shortcuts.
 */
export function keepKeys(element: HTMLElement): void {
  element.addEventListener("focusin", ({ target }) => {
    (target as HTMLElement).toggleAttribute("data-lm-suppress-shortcuts", (target as HTMLElement).matches(":focus-visible"));
  });
}
