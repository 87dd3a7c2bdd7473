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
      const disconnect = session.connect(model);
      const place = model.get("place");
      if (typeof place !== "string" || !place) return disconnect;
      keep(model, place, session.send);
      // An output that is out of sight may not be in the page yet.
      if (session.lesson) session.send({ type: "ready" });
      const leave = inhabit(place, draw);
      // What is saved of a run that nobody can go on with is all that there is of it.
      session.subscribe(() => {
        if (session.lost) leave();
      });
      return () => {
        disconnect();
        leave();
      };
    },
    render({ el }: { el: HTMLElement }): () => void {
      return draw(el);
    },
  };
};
