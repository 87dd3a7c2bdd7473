/** The anywidget module. `initialize` owns the state, since it hears every message; `render` only draws. */

import { type Channel, Session } from "./session";
import { show } from "./views/card";

export default () => {
  const session = new Session();
  return {
    initialize({ model }: { model: Channel }): void {
      session.connect(model);
    },
    render({ el }: { el: HTMLElement }): () => void {
      return show(el, session);
    },
  };
};
