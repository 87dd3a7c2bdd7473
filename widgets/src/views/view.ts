/** What every view of a run has in common. */

import type { Chain } from "../core/read";
import type { State } from "../core/store";
import type { Story } from "../core/story";

/** What the views draw from, made anew whenever something has changed. */
export interface Sight {
  readonly state: State;
  readonly told: Story;
  /** The node that a person has picked in one of the views; null for what the run itself puts forward. */
  readonly picked: string | null;
  /** The chain that is read: through the picked node, else the chosen one, else the one that is being written. */
  readonly chain: Chain | null;
  readonly over: boolean;
  /** Age of the run in seconds. */
  readonly now: number;
}

/** What a person can do from within a view; all views follow. */
export interface Desk {
  pick(node: string | null): void;
  /** Choose by another rule on the stored samples; null for what the run itself chose. */
  reselect(rule: string | null): void;
}

/** One way to look at a run. It is asked to draw itself only while it is seen. */
export interface View {
  readonly name: string;
  readonly element: HTMLElement;
  /** A few words beside its name, `4 steps`; null while there is nothing to look at. */
  aside(sight: Sight): string | null;
  update(sight: Sight): void;
}
