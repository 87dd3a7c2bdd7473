/** Draws a run into places of the page that are no widgets, so that what is saved of the page is none either. */

/** What a host styles in an output of HTML would reach into the card. */
const HOST_STYLES = "jp-RenderedHTMLCommon";
/** What has lost the focus at most so many milliseconds ago lost it to a place that was drawn anew. */
const AT_ONCE = 250;

/** Draw into every element of this class that comes into the page; return how to end that, for good. */
export function inhabit(name: string, draw: (el: HTMLElement) => () => void): () => void {
  const places = document.getElementsByClassName(name) as HTMLCollectionOf<HTMLElement>;
  const drawn = new Map<HTMLElement, Drawing>();
  const spare: Drawing[] = [];
  const look = () => {
    for (const [el, drawing] of drawn) {
      if (el.isConnected) continue;
      drawn.delete(el);
      drawing.leave();
      spare.push(drawing);
    }
    for (const el of places) {
      if (drawn.has(el)) continue;
      const drawing = spare.shift() ?? new Drawing(draw);
      drawn.set(el, drawing);
      drawing.enter(el);
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true });
  look();
  return () => {
    observer.disconnect();
    for (const drawing of [...drawn.values(), ...spare.splice(0)]) drawing.end();
    drawn.clear();
  };
}

/** What is drawn in a place, in place of what stands there. One whose place has gone waits for the next as it is. */
class Drawing {
  // The host may go over an output a while after it has shown it: mathematics is typeset here already.
  readonly #element = Object.assign(document.createElement("div"), { className: "mathjax_ignore" });
  readonly #draw: (el: HTMLElement) => () => void;
  #erase: (() => void) | null = null;
  #place: HTMLElement | null = null;
  #before: readonly ChildNode[] = [];
  #styled: Element | null = null;
  readonly #scrolled = new Map<Element, readonly [left: number, top: number]>();
  #focused: HTMLElement | null = null;
  #lostAt = 0;
  #leftAt = 0;

  constructor(draw: (el: HTMLElement) => () => void) {
    this.#draw = draw;
    this.#element.addEventListener("focusin", ({ target }) => {
      this.#focused = target as HTMLElement;
      this.#lostAt = Number.POSITIVE_INFINITY;
    });
    this.#element.addEventListener("focusout", ({ relatedTarget }) => {
      // Who goes elsewhere stays there.
      if (relatedTarget) this.#focused = null;
      this.#lostAt = performance.now();
    });
    const note = ({ target }: Event) => {
      const { scrollLeft, scrollTop } = target as Element;
      this.#scrolled.set(target as Element, [scrollLeft, scrollTop]);
    };
    this.#element.addEventListener("scroll", note, { capture: true, passive: true });
  }

  enter(place: HTMLElement): void {
    this.#place = place;
    this.#before = [...place.childNodes];
    this.#styled = place.closest(`.${HOST_STYLES}`);
    this.#styled?.classList.remove(HOST_STYLES);
    place.replaceChildren(this.#element);
    this.#erase ??= this.#draw(this.#element);
    for (const [el, [left, top]] of this.#scrolled) {
      if (this.#element.contains(el)) Object.assign(el, { scrollLeft: left, scrollTop: top });
      else this.#scrolled.delete(el);
    }
    const moved = performance.now() - this.#leftAt < AT_ONCE && this.#lostAt > this.#leftAt - AT_ONCE;
    if (moved && document.activeElement === document.body) this.#focused?.focus({ preventScroll: true });
  }

  /** Its place has gone; what stood there comes back, should that be shown again. */
  leave(): void {
    this.#leftAt = performance.now();
    this.#styled?.classList.add(HOST_STYLES);
    this.#place?.replaceChildren(...this.#before);
  }

  end(): void {
    this.leave();
    this.#erase?.();
  }
}
