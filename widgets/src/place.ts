/** Draws a run into places of the page that are no widgets, so that what is saved of the page is none either. */

/** What a host styles in an output of HTML would reach into the card. */
const HOST_STYLES = "jp-RenderedHTMLCommon";

/** Draw into every element of this class that comes into the page; return how to end that. */
export function inhabit(name: string, draw: (el: HTMLElement) => () => void): () => void {
  const places = document.getElementsByClassName(name) as HTMLCollectionOf<HTMLElement>;
  const drawn = new Map<HTMLElement, () => void>();
  const look = () => {
    for (const [el, end] of drawn) {
      if (el.isConnected) continue;
      drawn.delete(el);
      end();
    }
    for (const el of places) {
      if (!drawn.has(el)) drawn.set(el, settle(el, draw));
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
    for (const end of drawn.values()) end();
  };
}

/** Draw in place of what stands there, which comes back at the end. */
function settle(el: HTMLElement, draw: (el: HTMLElement) => () => void): () => void {
  const before = [...el.childNodes];
  el.replaceChildren();
  const styled = el.closest(`.${HOST_STYLES}`);
  styled?.classList.remove(HOST_STYLES);
  const end = draw(el);
  return () => {
    styled?.classList.add(HOST_STYLES);
    end();
    el.replaceChildren(...before);
  };
}
