/** The anywidget module. `initialize` owns the state, since it hears every message; `render` only draws. */

import { inhabit } from "./place";
import { type Channel, Session } from "./session";
import { show } from "./views/card";
import { Lessons } from "./views/lesson";

export default () => {
  const session = new Session();
  const lessons = new Lessons(session);
  const draw = (el: HTMLElement): (() => void) => (session.lesson ? lessons.show(el) : show(el, session));
  return {
    initialize({ model }: { model: Channel }): () => void {
      session.connect(model);
      const place = model.get("place");
      if (typeof place !== "string" || !place) return () => {};
      // An output that is out of sight may not be in the page yet.
      if (session.lesson) model.send({ type: "ready" });
      return inhabit(place, (el) => {
        model.send({ type: "placed" });
        return draw(el);
      });
    },
    render({ el }: { el: HTMLElement }): () => void {
      return draw(el);
    },
  };
};
