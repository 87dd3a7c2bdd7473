import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Message } from "../src/core/events";
import makeWidget from "../src/index";
import { Run } from "./examples";

const PLACE = "o1-place-1";

class Signal {
  readonly slots = new Set<(sender: unknown, value: unknown) => void>();
  connect = (slot: (sender: unknown, value: unknown) => void) => void this.slots.add(slot);
  disconnect = (slot: (sender: unknown, value: unknown) => void) => void this.slots.delete(slot);

  emit(value?: unknown): void {
    for (const slot of [...this.slots]) slot(null, value);
  }
}

/** A run that a page draws into a place, or as a widget, and the kernel that it may lose. */
class Page {
  readonly statusChanged = new Signal();
  readonly disposed = new Signal();
  readonly interrupt = vi.fn(async () => {});
  readonly send = vi.fn();
  readonly run = new Run("How many?");
  readonly leave: () => void;
  readonly #heard: ((message: Message) => void)[] = [];

  constructor(place: string) {
    document.body.innerHTML = `<div class="${PLACE}">saved</div>`;
    const { statusChanged, disposed, interrupt } = this;
    const model = {
      get: (name: string) => (name === "place" ? place : undefined),
      on: (name: string, callback: (message: Message) => void) => name === "msg:custom" && this.#heard.push(callback),
      send: this.send,
      widget_manager: { kernel: { statusChanged, disposed, interrupt } },
    };
    const widget = makeWidget();
    this.leave = widget.initialize({ model } as never);
    if (!place) widget.render({ el: document.body } as never);
    this.run.start("0.0", "It is a sum.");
    this.hear();
  }

  hear(): void {
    const message = this.run.message();
    for (const callback of this.#heard) callback(message);
    vi.advanceTimersByTime(40);
  }

  get place(): string {
    return document.querySelector(`.${PLACE}`)?.textContent ?? "";
  }

  async stop(): Promise<void> {
    document.querySelector<HTMLElement>(".o1-stop")?.click();
    await vi.advanceTimersByTimeAsync(1000);
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test.each(["restarting", "autorestarting", "terminating", "dead"])("what is saved comes back where the kernel is %s", (status) => {
  const page = new Page(PLACE);
  page.statusChanged.emit("busy");
  expect(page.place).toContain("It is a sum.");
  page.statusChanged.emit(status);
  expect(page.place).toBe("saved");
  page.leave();
  expect(page.place).toBe("saved");
  expect([page.statusChanged.slots.size, page.disposed.slots.size]).toEqual([0, 0]);
});

test("so it does where the kernel is given up for another one", () => {
  const page = new Page(PLACE);
  page.disposed.emit();
  expect(page.place).toBe("saved");
});

test("so it does where Stop cannot be sent any more, and nothing is interrupted", async () => {
  const page = new Page(PLACE);
  page.send.mockImplementation(() => {
    throw new Error("Cannot send");
  });
  await page.stop();
  expect(page.place).toBe("saved");
  expect(page.interrupt).not.toHaveBeenCalled();
});

test("a run that is over needs no kernel", () => {
  const page = new Page(PLACE);
  page.run.done("0.0", "It is a sum.\n\nAnswer: 8", "8").end("finished", "0.0", [["8", ["0.0"]]]);
  page.hear();
  page.statusChanged.emit("restarting");
  expect(page.place).toContain("8");
  expect(page.place).not.toBe("saved");
  page.leave();
});

test("a card that is a widget says so, and its clock stands still", async () => {
  const page = new Page("");
  page.statusChanged.emit("restarting");
  await vi.advanceTimersByTimeAsync(300);
  const text = document.body.textContent;
  expect(text).toContain("The kernel is gone");
  expect(document.querySelector<HTMLElement>(".o1-stop")?.hidden).toBe(true);
  await vi.advanceTimersByTimeAsync(5000);
  expect(document.body.textContent).toBe(text);
});
