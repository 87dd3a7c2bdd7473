/** The views in a page of their own, without a kernel: the run lies in the page. */

import type { Message } from "./core/events";
import { Session } from "./session";
import { show } from "./views/card";

const session = new Session();
session.receive(JSON.parse(document.getElementById("o1magic-run")?.textContent ?? "") as Message);
show(document.getElementById("o1magic") as HTMLElement, session);
