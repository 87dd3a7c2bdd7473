/** The anywidget module. `initialize` owns the state, since it hears every message; `render` only draws. */

import { keep } from "./output";
import { inhabit } from "./place";
import { type Channel, Session } from "./session";
import { show } from "./views/card";
import { showLesson } from "./views/lesson";

export default () => {
  const session = new Session();
  const draw = (el: HTMLElement): (() => void) => (session.lesson ? showLesson(el, session) : show(el, session));
  return {
    initialize({ model }: { model: Channel }): () => void {
      session.connect(model);
      const place = model.get("place");
      if (typeof place !== "string" || !place) return () => {};
      keep(model, place);
      // An output that is out of sight may not be in the page yet.
      if (session.lesson) model.send({ type: "ready" });
      return inhabit(place, draw);
    },
    render({ el }: { el: HTMLElement }): () => void {
      return draw(el);
    },
  };
};
