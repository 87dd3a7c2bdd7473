/** Small helpers around the DOM. */

type Attributes = Readonly<Record<string, string | boolean>>;

/** Make an element. Attributes that are false are left out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** Make an element of a drawing. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Set an element's text, touching the DOM only where it differs. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Make these the element's children, touching the DOM only where they differ. */
export function setChildren(element: Element, children: readonly Element[]): void {
  for (const [i, child] of children.entries()) {
    if (element.children[i] !== child) element.insertBefore(child, element.children[i] ?? null);
  }
  while (element.children.length > children.length) element.lastElementChild?.remove();
}

/** Call a function anew only where its arguments differ from the previous ones; what it returned is kept. */
export function memo<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let before: { args: A; made: R } | undefined;
  return (...args) => {
    if (!before?.args.every((arg, i) => Object.is(arg, args[i])) || before.args.length !== args.length) {
      before = { args, made: make(...args) };
    }
    return before.made;
  };
}
