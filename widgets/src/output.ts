/** Keeps what is saved of a run true on a page that was loaded anew: the kernel's updates of displays end with the page that ran the cell. */

import type { Message, Request } from "./core/events";
import type { Channel } from "./session";

/** What JupyterLab and Notebook let a widget's manager reach of the notebook, and their types don't tell. */
interface Manager {
  context?: { model?: { cells: Iterable<{ outputs?: Outputs }> } };
}

interface Outputs {
  length: number;
  get(index: number): { data: Readonly<Record<string, unknown>> };
  set(index: number, output: { output_type: string; data: Readonly<Record<string, string>>; metadata: object }): void;
}

/** Put what the kernel sends into the outputs that hold a place; there are several where a cell was copied. */
export function keep(channel: Channel, place: string, send: (message: Request) => void): void {
  const ask = () => {
    if (channel.get("snapshot") && find(channel, place).length) send({ type: "reloaded" });
  };
  channel.on("change:snapshot", ask);
  channel.on("msg:custom", (message: Message) => {
    if (message.type !== "output") return;
    for (const { data, set } of find(channel, place)) {
      // What is already there would only be drawn anew.
      if (data["text/html"] !== message.data["text/html"]) set(message.data);
    }
  });
  ask();
}

function find(channel: Channel, place: string) {
  const { context } = (channel.widget_manager ?? {}) as Manager;
  const cells = [...(context?.model?.cells ?? [])];
  return cells.flatMap(({ outputs }) =>
    Array.from({ length: outputs?.length ?? 0 }, (_, i) => {
      const data = outputs?.get(i).data ?? {};
      const set = (data: Readonly<Record<string, string>>) => outputs?.set(i, { output_type: "display_data", data, metadata: {} });
      return { data, set };
    }).filter(({ data }) => String(data["text/html"]).includes(place)),
  );
}
