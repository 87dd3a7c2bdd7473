/** Cut a solution into its steps: `o1magic/steps.py`, rule for rule. `tests/data/segments.json` holds both. */

import { recently } from "./once";

/** Most characters of a title that is made from the first words of a step. */
const TITLE_LENGTH = 60;
/** A header that goes on for more characters than this is prose: it belongs to the step's text. */
const HEADER_LENGTH = 80;

const SPACES = /[ \t\n]+/gu;
const FENCE = /[ \t]*(`{3,}(?=[^`]*$)|~{3,})/uy;
const RULE = /^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/u;
const MATH_MARK = /\\[^\n]|\$\$/gu;
const CLOSER: { [mark: string]: string } = { $$: "$$", "\\[": "\\]" };
const STEP = /^ {0,3}(#{1,6}[ \t]+)?(\*\*|__)?(?:Step|STEP|step)[ \t]+([0-9]{1,4})(?![0-9])/u;
const AFTER_NUMBER = /^[ \t]*(:|[.)\-–—](?=[ \t]|$))/u;
const HEADING = /^ {0,3}#{1,6}[ \t]+(?=[^ \t])/u;
const ANSWER = /^ {0,3}(#{1,6}[ \t]+)?(\*\*|__)?(?:the[ \t]+)?(?:final[ \t]+)?answer(?:[ \t]+is)?(?=[*_ \t]*(?::|$))/iu;
const HASH_ANSWER = /^####[ \t]*[-+]?[$€£]?[0-9][0-9.,/%]*[ \t]*$/u;
const LIST_MARKS = /[ \t]*(?:(?:[#>+*-]+|[0-9]{1,3}[.)])[ \t]+)*/uy;
const ATOM = new RegExp(
  String.raw`(?<space>[ \t\n]+)` +
    String.raw`|(?<emphasis>(?<![A-Za-z0-9])\*\*|\*\*(?![A-Za-z0-9]))` +
    String.raw`|(?<whole>` +
    String.raw`\$\$(?:\\[^\n]|[^\\$])*\$\$` +
    String.raw`|\\\[(?:[^\\]|\\[^\]])*\\\]` +
    String.raw`|\\\((?:[^\\]|\\[^)])*\\\)` +
    String.raw`|\$(?![ \t\n$])(?:\\[^\n]|\n(?![ \t]*\n)|[^\\$\n])*(?<![ \t\n])\$(?![0-9])` +
    "|`[^`\\n]+`)" +
    String.raw`|(?<plain>[^ \t\n])`,
  "uy",
);

/** One step of a solution: a title on one line, and the text below it, both Markdown with LaTeX. */
export interface Step {
  title: string;
  text: string;
}

/**
 * Cut a solution, or any beginning of one, into steps.
 *
 * The closing answer is in no step, since every view shows it on its own. The rules are told in `o1magic/steps.py`.
 */
export function segment(text: string): Step[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const inside = protectedLines(lines);
  const end = withoutAnswer(lines, inside);
  for (const header of [stepHeader, heading]) {
    const starts = [...lines.keys()].filter((i) => i < end && !inside[i] && header(line(lines, i)) !== null);
    if (starts.length) return atHeaders(lines.slice(0, end), inside, starts, header);
  }
  return paragraphs(lines.slice(0, end), inside).map((block) => ({ title: firstWords(block), text: block }));
}

/** Return for each line whether it belongs to a code fence or begins inside displayed mathematics. */
function protectedLines(lines: string[]): boolean[] {
  const inside = lines.map(() => false);
  let fence = "";
  let start = 0;
  for (const [i, text] of lines.entries()) {
    const mark = matchAt(FENCE, text, 0);
    if (fence) {
      inside[i] = true;
      if (mark?.[1]?.startsWith(fence) && !strip(text.slice(mark[0].length))) {
        fence = "";
        start = i + 1;
      }
    } else if (mark) {
      inside[i] = true;
      fence = mark[1] ?? "";
      protectMath(lines, inside, start, i);
    }
  }
  if (!fence) protectMath(lines, inside, start, lines.length);
  return inside;
}

/** Mark the lines in [start, end) that begin inside displayed mathematics. */
function protectMath(lines: string[], inside: boolean[], start: number, end: number): void {
  const marks: [number, string][] = [];
  for (let i = start; i < end; i += 1) {
    for (const [mark] of line(lines, i).matchAll(MATH_MARK)) {
      if (mark === "$$" || mark === "\\[" || mark === "\\]") marks.push([i, mark]);
    }
  }
  const last = new Map(marks.map(([, mark], k) => [mark, k]));
  let opened = 0;
  let closer = "";
  for (const [k, [i, mark]] of marks.entries()) {
    if (closer) {
      if (mark === closer) {
        inside.fill(true, opened + 1, i + 1);
        closer = "";
      }
    } else if ((last.get(CLOSER[mark] ?? "") ?? k) > k) {
      opened = i;
      closer = CLOSER[mark] ?? "";
    }
  }
}

/** Return how many lines come before the closing answer. */
function withoutAnswer(lines: string[], inside: boolean[]): number {
  for (let i = lines.length - 1; i >= 0; i -= 1) {
    const said = inside[i] ? null : answerIn(line(lines, i));
    if (said === null) continue;
    const rest = lines.slice(i + 1);
    const after = paragraphs(rest, inside.slice(i + 1));
    if (said) return after.length ? lines.length : i;
    const closes = after.length === 1 && !rest.some((text) => stepHeader(text) !== null);
    const solved = lines.slice(0, i).some(strip);
    return !after.length || (closes && solved) ? i : lines.length;
  }
  return lines.length;
}

/** Return what an answer line says after its announcement (maybe nothing), or null if it is no answer line. */
function answerIn(text: string): string | null {
  const match = ANSWER.exec(text);
  if (match) {
    const rest = text.slice(match[0].length);
    return rest.includes(":") || match[1] || match[2] ? rest.replace(/^[ \t\n*_:]+|[ \t\n*_:]+$/g, "") : null;
  }
  return HASH_ANSWER.test(text) ? text.replace(/^[ \t\n#]+|[ \t\n#]+$/g, "") : null;
}

/** Return the title (maybe empty) if the line is a header such as `## Step 2: title`, else null. */
function stepHeader(text: string): string | null {
  const match = STEP.exec(text);
  if (!match) return null;
  const [whole, hashes, bold] = match;
  const rest = bold ? text.slice(whole.length).replace(bold, "") : text.slice(whole.length);
  const mark = AFTER_NUMBER.exec(rest);
  if (mark) return clean(rest.slice(mark[0].length));
  // Without a mark it is a header only if its form says so: "Step 2 shows that" is a sentence.
  return !strip(rest) || ((hashes || bold) && /^[ \t\n]/.test(rest)) ? clean(rest) : null;
}

/** Return the title if the line is a Markdown heading, else null. */
function heading(text: string): string | null {
  const match = HEADING.exec(text);
  return match ? clean(text.slice(match[0].length)) : null;
}

/** Return a header's title without closing hashes, a closing colon and bold type around it all. */
function clean(header: string): string {
  let title = strip(header);
  const without = title.replace(/#+$/, "");
  if (!without || /[ \t\n]$/.test(without)) title = without.replace(/[ \t\n]+$/, "");
  if (title.startsWith("**") && title.length > 3 && title.indexOf("**", 2) === title.length - 2) title = title.slice(2, -2);
  return title.replace(/[ \t\n:]+$/, "").replace(/^[ \t\n]+/, "");
}

/** What precedes the first header, then a step a header. */
function atHeaders(
  lines: string[],
  inside: boolean[],
  starts: number[],
  header: (text: string) => string | null,
): Step[] {
  const steps: Step[] = [];
  const before = trimmed(lines.slice(0, starts[0]), inside);
  if (before) steps.push({ title: firstWords(before), text: before });
  for (const [k, start] of starts.entries()) {
    const end = starts[k + 1] ?? lines.length;
    let title = header(line(lines, start)) ?? "";
    let text = trimmed(lines.slice(start + 1, end), inside.slice(start + 1, end));
    if (length(title) > HEADER_LENGTH) {
      text = text ? `${title}\n${text}` : title;
      title = "";
    }
    if (title || text) steps.push({ title: title || firstWords(text), text });
  }
  return steps;
}

/** The runs of lines between blank lines and rules. */
function paragraphs(lines: string[], inside: boolean[]): string[] {
  const blocks: string[] = [];
  let start = 0;
  for (let i = 0; i <= lines.length; i += 1) {
    if (i === lines.length || (!inside[i] && isGap(line(lines, i)))) {
      if (i > start) blocks.push(lines.slice(start, i).join("\n"));
      start = i + 1;
    }
  }
  return blocks;
}

/** The lines as one text, without the blank lines and rules at both ends. */
function trimmed(lines: string[], inside: boolean[]): string {
  const keep = (text: string, i: number): boolean => inside[i] === true || !isGap(text);
  const first = lines.findIndex(keep);
  return first < 0 ? "" : lines.slice(first, lines.findLastIndex(keep) + 1).join("\n");
}

function isGap(text: string): boolean {
  return !strip(text) || RULE.test(text);
}

/** A text that grows is cut anew with each message, but few of its blocks are new. */
const MOST_TITLES = 5_000;

/** The beginning of the first line that is no fence, cut between words, never within mathematics or code. */
export const firstWords = recently(MOST_TITLES, firstWordsOf);

function firstWordsOf(block: string): string {
  const lines = block.split("\n");
  const fences = lines.map((row) => matchAt(FENCE, row, 0) !== null);
  const start = lines.findIndex((row, i) => strip(row) && !fences[i]);
  if (start < 0) return "";
  const end = fences.indexOf(true, start);
  const text = lines.slice(start, end < 0 ? lines.length : end).join("\n");
  let at = matchAt(LIST_MARKS, text, 0)?.[0].length ?? 0;
  let title = "";
  let boundary = 0;
  let whole = false;
  for (let atom = matchAt(ATOM, text, at); atom; atom = matchAt(ATOM, text, at)) {
    at += atom[0].length;
    if (atom.groups?.space) {
      if (title && atom[0].includes("\n")) break;
      boundary = length(title);
      whole = false;
      title += title ? " " : "";
    } else if (!atom.groups?.emphasis) {
      whole ||= atom.groups?.whole !== undefined;
      title += atom[0].replace(SPACES, " ");
    }
    if (length(title.replace(/[ \t\n]+$/, "")) > TITLE_LENGTH) {
      const cut = boundary || (whole ? 0 : TITLE_LENGTH);
      return `${Array.from(title).slice(0, cut).join("").replace(/[ \t\n:]+$/, "")}…`;
    }
  }
  return title.replace(/[ \t\n:]+$/, "");
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function line(lines: string[], i: number): string {
  return lines[i] ?? "";
}

function strip(text: string): string {
  return text.replace(/^[ \t\n]+|[ \t\n]+$/g, "");
}

/** In code points, as Python counts. */
function length(text: string): number {
  return Array.from(text).length;
}
