/** Work that is done once: for each object, as what a run is made of never changes but is replaced, or for each text. */

/** A longer text, such as every state of one that grows, is not kept. */
const LONGEST_KEPT = 2_000;

export function once<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, { value: V }>();
  return (key) => {
    let kept = made.get(key);
    if (!kept) {
      kept = { value: make(key) };
      made.set(key, kept);
    }
    return kept.value;
  };
}

/** Make nothing twice of a text that is among the last so many; of a long one it is made each time. */
export function recently<V>(most: number, make: (text: string) => V): (text: string) => V {
  const kept = new Map<string, { text: string; value: V }>();
  return (text) => {
    if (text.length > LONGEST_KEPT) return make(text);
    let entry = kept.get(text);
    if (!entry) {
      // A part of a string holds on to all of it: what is kept is a copy, and is made of one.
      const copy = structuredClone(text);
      entry = { text: copy, value: make(copy) };
    }
    kept.delete(text);
    kept.set(entry.text, entry);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size > most) kept.delete(oldest);
    return entry.value;
  };
}
