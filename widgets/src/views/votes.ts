/** Who is for which answer, and what another rule would make of it. */

import type { Vote } from "../core/events";
import type { State } from "../core/store";
import { type Story, voteName } from "../core/story";
import { count, integer } from "../core/words";
import { h, memo } from "../dom";
import { answerName } from "../text/markdown";
import { bar } from "./chain";
import type { Sight, View } from "./view";

const MOST_VOTES = 6;

export class VotesView implements View {
  readonly name = "Votes";
  readonly element = h("div", { class: "o1-votes" });

  aside({ told }: Sight): string | null {
    const total = told.votes.reduce((sum, vote) => sum + vote.count, 0);
    return told.chains.length > 1 && total ? integer(total) : null;
  }

  update({ state, told }: Sight): void {
    this.#draw(state, told);
  }

  readonly #draw = memo((state: State, { votes, noun }: Story) => {
    const total = votes.reduce((sum, vote) => sum + vote.weight, 0) || 1;
    const scored = votes.some((vote) => vote.weight !== vote.count);
    const rows = votes.slice(0, MOST_VOTES).map((vote, i) => voteRow(state, vote, vote.weight / total, i === 0, scored));
    const rest = votes.slice(MOST_VOTES);
    if (rest.length) {
      const more = rest.reduce((sum, vote) => sum + vote.count, 0);
      rows.push(h("p", { class: "o1-dim" }, `${count(rest.length, "more answer")} in ${count(more, noun)}`));
    }
    this.element.replaceChildren(...rows);
  });
}

function voteRow(state: State, vote: Vote, share: number, leads: boolean, scored: boolean): HTMLElement {
  const weight = scored ? `, score ${vote.weight.toFixed(2).replace(/^0/, "")}` : "";
  const name = voteName(state, vote);
  return h(
    "div",
    { class: leads ? "o1-vote o1-leads" : "o1-vote" },
    h("span", { class: "o1-for", dir: "auto", title: name }, answerName(name, 80)),
    h("span", { class: "o1-count" }, `${integer(vote.count)}${weight}`),
    bar(share, "o1-length"),
  );
}
