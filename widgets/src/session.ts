/** One run as the page follows it: takes the kernel's messages, keeps the state, tells the views, carries Stop. */

import type { Message, Request } from "./core/events";
import type { Lesson } from "./core/lesson";
import { finished } from "./core/read";
import { EMPTY, reduce, type State } from "./core/store";

/** What a session needs of an anywidget model. */
export interface Channel {
  get(name: string): unknown;
  on(name: string, callback: (message: Message) => void): void;
  send(message: Request): void;
  /** In JupyterLab it has the kernel at run time, which its types don't tell. */
  widget_manager?: unknown;
}

/** What JupyterLab and Notebook tell a widget of its kernel. */
interface Kernel {
  interrupt(): Promise<void>;
  statusChanged?: Signal<string>;
  disposed?: Signal<unknown>;
}

interface Signal<T> {
  connect(slot: (sender: unknown, value: T) => void): void;
  disconnect(slot: (sender: unknown, value: T) => void): void;
}

/** How far a wish to stop has got: not pressed, on its way, heard, or out of reach of the page; or the kernel is lost. */
export type Stopping = "no" | "asked" | "heard" | "unreachable" | "lost";

/** What a kernel is doing that knows of the run no longer. */
const ENDS = new Set(["restarting", "autorestarting", "terminating", "dead"]);

/** A kernel that has not answered after so many milliseconds is busy: interrupt it. */
export const ACK_TIMEOUT = 400;

/** A page that has heard nothing for so many milliseconds asks: not every host keeps what was sent before it listened. */
export const SILENCE = 500;

export class Session {
  state: State = EMPTY;
  stopping: Stopping = "no";
  readonly #views = new Set<() => void>();
  #channel: Channel | null = null;
  #heardAt = performance.now();
  #acknowledge: () => void = () => {};

  /** Follow the run behind this model; return how to end that. */
  connect(channel: Channel): () => void {
    this.#channel = channel;
    channel.on("msg:custom", (message) => this.receive(message));
    channel.on("change:snapshot", () => this.#load());
    channel.on("change:lesson", () => this.#tell());
    this.#load();
    setTimeout(() => {
      if (this.state === EMPTY) this.send({ type: "resync" });
    }, SILENCE);
    return this.#watch();
  }

  /** Call back whenever something may have changed; return how to end that. */
  subscribe(view: () => void): () => void {
    this.#views.add(view);
    return () => this.#views.delete(view);
  }

  receive(message: Message): void {
    if (message.type === "ack") this.#acknowledge();
    const before = this.state;
    this.state = reduce(before, message);
    if (this.state.now !== before.now) this.#heardAt = performance.now();
    if (this.state.gap && !before.gap) this.send({ type: "resync" });
    if (this.state !== before) this.#tell();
  }

  /** What may be seen of a lesson; null of a run that is none. */
  get lesson(): Lesson | null {
    const lesson = this.#channel?.get("lesson") as Lesson | undefined;
    return lesson?.waits === undefined ? null : lesson;
  }

  /** The message that brings all of a lesson's run; null before it may be seen. */
  get whole(): Message | null {
    const message = this.#channel?.get("whole") as Message | undefined;
    return message?.type ? message : null;
  }

  /** Whether the kernel went before the run was over: nothing more will come. */
  get lost(): boolean {
    return this.stopping === "lost";
  }

  /** Tell the kernel; where that cannot be done any more, it has gone. */
  readonly send = (request: Request): void => {
    try {
      this.#channel?.send(request);
    } catch {
      this.#lose();
    }
  };

  /** Age of the run in seconds; it goes on between messages, for as long as some may come. */
  get now(): number {
    if (this.lost) return this.state.now;
    return this.state.now + (performance.now() - this.#heardAt) / 1000;
  }

  /** Ask the kernel to stop; where it does not hear, interrupt it; where that cannot be done, say so. */
  async stop(): Promise<void> {
    if (this.stopping !== "no") return;
    this.#setStopping("asked");
    const heard = await new Promise<boolean>((resolve) => {
      this.#acknowledge = () => resolve(true);
      setTimeout(() => resolve(false), ACK_TIMEOUT);
      this.send({ type: "stop" });
    });
    if (this.lost) return;
    // A late interrupt would hit another cell; in the background any would, and Stop is heard when that cell ends.
    const waits = this.#channel?.get("interrupts") === false;
    const over = heard || finished(this.state) || waits || (await this.#interrupt());
    if (!this.lost) this.#setStopping(over ? "heard" : "unreachable");
  }

  get #kernel(): Kernel | null {
    const manager = this.#channel?.widget_manager as { kernel?: Kernel | null } | undefined;
    return manager?.kernel ?? null;
  }

  /** Notice where the kernel goes. */
  #watch(): () => void {
    const kernel = this.#kernel;
    const turn = (_: unknown, status: string): void => {
      if (ENDS.has(status)) this.#lose();
    };
    const end = (): void => this.#lose();
    kernel?.statusChanged?.connect(turn);
    kernel?.disposed?.connect(end);
    return () => {
      kernel?.statusChanged?.disconnect(turn);
      kernel?.disposed?.disconnect(end);
    };
  }

  #lose(): void {
    const { lesson } = this;
    const over = lesson ? lesson.waits === null : finished(this.state);
    if (!over && !this.lost) this.#setStopping("lost");
  }

  async #interrupt(): Promise<boolean> {
    const kernel = this.#kernel;
    if (!kernel) return false;
    try {
      await kernel.interrupt();
      return true;
    } catch {
      return false;
    }
  }

  #load(): void {
    const message = this.#channel?.get("snapshot") as Message | undefined;
    if (message) this.receive(message);
  }

  #setStopping(stopping: Stopping): void {
    this.stopping = stopping;
    this.#tell();
  }

  #tell(): void {
    for (const view of this.#views) view();
  }
}
