import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { copyButton } from "../src/text/copy";

const writeText = vi.fn(async (_text: string) => {});
const execCommand = vi.fn((_command: string) => true);

beforeEach(() => {
  vi.useFakeTimers();
  writeText.mockReset();
  Object.assign(navigator, { clipboard: { writeText } });
  Object.assign(document, { execCommand });
  document.body.innerHTML = '<div class="o1magic"><p class="o1-aloud" role="status"></p></div>';
});

afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

function press(text = "84"): HTMLButtonElement {
  const button = copyButton("the answer", () => text);
  document.querySelector(".o1magic")?.append(button);
  button.focus();
  button.click();
  return button;
}

const aloud = (): string | null | undefined => document.querySelector(".o1-aloud")?.textContent;

test("copies, says so to all, and is itself again after a while", async () => {
  const button = press();
  await vi.advanceTimersByTimeAsync(10);
  expect(writeText).toHaveBeenCalledWith("84");
  expect([button.textContent, aloud()]).toEqual(["Copied the answer", "Copied the answer"]);
  await vi.advanceTimersByTimeAsync(3000);
  expect(button.textContent).toBe("Copy the answer");
});

test("on a page without a safe connection it copies the old way, and the focus stays", async () => {
  writeText.mockRejectedValue(new Error("refused"));
  let copied = "";
  execCommand.mockImplementation(() => {
    copied = document.querySelector("textarea")?.value ?? "";
    return true;
  });
  const button = press("a\nb");
  await vi.advanceTimersByTimeAsync(10);
  expect([copied, button.textContent]).toEqual(["a\nb", "Copied the answer"]);
  expect(document.querySelector("textarea")).toBeNull();
  expect(document.activeElement).toBe(button);
});

test("says where the browser allows neither", async () => {
  writeText.mockRejectedValue(new Error("refused"));
  execCommand.mockReturnValue(false);
  const button = press();
  await vi.advanceTimersByTimeAsync(10);
  expect([button.textContent, aloud()]).toEqual(["Could not copy the answer", "The browser does not allow copying here"]);
});
