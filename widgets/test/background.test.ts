import { expect, test, vi } from "vitest";
import { ACK_TIMEOUT, type Channel, Session } from "../src/session";

/** A model whose kernel hears nothing, as while a cell keeps it busy. */
function deaf(interrupts: boolean) {
  const interrupt = vi.fn(async () => {});
  const traits: Record<string, unknown> = { interrupts };
  const channel: Channel = {
    get: (name) => traits[name],
    on: () => {},
    send: () => {},
    widget_manager: { kernel: { interrupt } },
  };
  const session = new Session();
  session.connect(channel);
  return { session, interrupt };
}

test.each([
  [true, 1],
  [false, 0],
])("a kernel that hears nothing is interrupted: %s", async (interrupts, times) => {
  vi.useFakeTimers();
  const { session, interrupt } = deaf(interrupts);
  const stopped = session.stop();
  await vi.advanceTimersByTimeAsync(ACK_TIMEOUT + 10);
  await stopped;
  vi.useRealTimers();
  expect(interrupt).toHaveBeenCalledTimes(times);
  // In the background another cell may run: Stop is heard when it ends.
  expect(session.stopping).toBe("heard");
});
