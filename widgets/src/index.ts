/** The anywidget module. `initialize` owns the state, since it hears every message; `render` only draws. */

import { inhabit } from "./place";
import { type Channel, Session } from "./session";
import { show } from "./views/card";

export default () => {
  const session = new Session();
  return {
    initialize({ model }: { model: Channel }): () => void {
      session.connect(model);
      const place = model.get("place");
      if (typeof place !== "string" || !place) return () => {};
      return inhabit(place, (el) => {
        model.send({ type: "placed" });
        return show(el, session);
      });
    },
    render({ el }: { el: HTMLElement }): () => void {
      return show(el, session);
    },
  };
};
