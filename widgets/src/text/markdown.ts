/**
 * Markdown and LaTeX to DOM, for text that a model wrote and that nobody should trust.
 *
 * Raw HTML is shown, not obeyed. What Marked and Temml make passes DOMPurify under a list of what is allowed: nothing
 * that runs, nothing that fetches, nothing that reaches out of its place (no ids, no styles, no foreign classes).
 */

import createDOMPurify from "dompurify";
import { Lexer, Marked, type RendererObject, type TokenizerAndRendererExtension, type Tokens } from "marked";
import temml from "temml";
import { recently } from "../core/once";
import { clean, isFormula, shorten } from "../core/words";
import { highlight } from "./highlight";

const HTML_TAGS =
  "a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong sub sup table tbody td th thead tr ul";
const MATH_TAGS =
  "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt " +
  "mstyle msub msubsup msup mtable mtd mtext mtr munder munderover";
const HTML_ATTRIBUTES = "align class href start title";
const MATH_ATTRIBUTES =
  "accent accentunder columnalign columnlines columnspan columnspacing depth dir display displaystyle fence form " +
  "frame height largeop linethickness lspace mathsize mathvariant maxsize minsize movablelimits notation rowlines " +
  "rowspacing rowspan rspace scriptlevel separator stretchy style symmetric voffset width";

/** Classes that Marked, Temml and highlight.js give; the style sheet knows some of them. */
const CLASS = /^(?:o1-t-[a-z_]+|tml-[\w-]+|menclose|upstrike|downstrike|sout|chr-[\w-]+|o1-(?:tex|display|tight))$/;
/** Styles that Temml gives, but for colours: ink stays ink. Neither parentheses nor quotes, hence no `url()`. */
const STYLE =
  /^(?:math-(?:style|depth)|display|border(?:-[\w-]+)?|padding(?:-\w+)?|margin(?:-\w+)?|width|height|min-width|font-(?:style|weight|size)|text-align|vertical-align)\s*:\s*[-+.%#\w\s]+$/;

const MATH_NAMESPACE = "http://www.w3.org/1998/Math/MathML";
/** Longer formulas are shown as they were written. */
const LONGEST_FORMULA = 10_000;
const LONGEST_BOX = 1_000;
/** So many texts are kept as they were rendered. */
const MOST_KEPT = 400;

const purify = createDOMPurify(window);

purify.addHook("uponSanitizeAttribute", (node, data) => {
  switch (data.attrName) {
    case "style": {
      const kept = data.attrValue.split(";").filter((rule) => STYLE.test(rule.trim()));
      data.attrValue = kept.join(";");
      data.keepAttr = node.namespaceURI === MATH_NAMESPACE && kept.length > 0;
      break;
    }
    case "class":
      data.attrValue = data.attrValue.split(/\s+/).filter((name) => CLASS.test(name)).join(" ");
      data.keepAttr = data.attrValue !== "";
      break;
    case "href":
      data.keepAttr = node.localName === "a" && /^(?:https?:\/\/|mailto:)/i.test(data.attrValue);
      break;
  }
});

purify.addHook("afterSanitizeAttributes", (node) => {
  if (!node.hasAttribute("href")) return;
  node.setAttribute("rel", "noopener noreferrer nofollow");
  node.setAttribute("target", "_blank");
});

// Once for all: to read it takes as long as to clean a short text.
purify.setConfig({
  ALLOWED_TAGS: `${HTML_TAGS} ${MATH_TAGS}`.split(" "),
  ALLOWED_ATTR: `${HTML_ATTRIBUTES} ${MATH_ATTRIBUTES}`.split(" "),
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
});

/** Return what is left of this HTML when nothing in it can do harm. */
export function sanitize(html: string): DocumentFragment {
  return purify.sanitize(html, { RETURN_DOM_FRAGMENT: true });
}

/** Render a text that grows. */
export function growingMarkdown(text: string): DocumentFragment {
  const source = clean(text);
  return sanitize(orElse(() => marked.parse(source, { async: false }), `<pre>${escapeHtml(source)}</pre>`));
}

/** Render a text. */
export const markdown = keep(growingMarkdown);

/** Render a text that is part of a line. */
export const inlineMarkdown = keep((text) => {
  const source = clean(text);
  if (PLAIN.test(source)) return plain(source);
  return sanitize(orElse(() => marked.parseInline(source, { async: false }), escapeHtml(source)));
});

/** What means nothing but itself within a line, as most titles do. */
const PLAIN = /^[\p{L}\p{N} ,;?'"()+=%-]*$/u;

function plain(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  fragment.append(text);
  return fragment;
}

/** Render no text twice that was rendered not long ago: the chains of a tree have their beginnings in common. */
function keep(render: (text: string) => DocumentFragment): (text: string) => DocumentFragment {
  const rendered = recently(MOST_KEPT, render);
  return (text) => rendered(text).cloneNode(true) as DocumentFragment;
}

/** Render source code; it is coloured where its language is known. */
export function code(text: string, language: string): DocumentFragment {
  const source = clean(text);
  return sanitize(highlight(source, language)?.html ?? escapeHtml(source));
}

/** Render an answer that is named in a line: a formula is typeset, everything else is plain and shortened. */
export function answerName(answer: string, longest: number): DocumentFragment | Text {
  return isFormula(answer) ? inlineMarkdown(`\\(${answer}\\)`) : document.createTextNode(shorten(answer, longest));
}

/** Cut a text into its top-level blocks, none of which needs another one to be rendered. Joined they are the text. */
export function blocks(text: string): string[] {
  const tokens = orElse(() => new Lexer(marked.defaults).blockTokens(text), []);
  // Marked tidies the white space of a token's source, but keeps its length.
  const starts: number[] = [];
  let at = 0;
  for (const { type, raw } of tokens) {
    if (type !== "space" || !at) starts.push(at);
    at += raw.length;
  }
  if (!starts.length && text) starts.push(0);
  return starts.map((start, i) => text.slice(start, starts[i + 1]));
}

/** What is nested too deeply for Marked is shown as it was written. */
function orElse<T>(parse: () => T, otherwise: T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) return otherwise;
    throw error;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Return MathML, or the source where it is no LaTeX. */
function formula(tex: string, source: string, displayMode: boolean): string {
  if (tex.length <= LONGEST_FORMULA) {
    try {
      // TeX takes an unescaped per cent sign for a comment; a model that writes `50%` means it.
      const clean = tex.replace(/\n\s*\n/g, "\n").replace(/([0-9} ])%/g, "$1\\%");
      const html = temml.renderToString(clean, { displayMode, throwOnError: true, maxExpand: 1000, maxSize: [20, 200] });
      return displayMode ? `<span class="o1-display">${html}</span>` : html;
    } catch {
      // Not LaTeX: shown as source below.
    }
  }
  return `<code class="o1-tex">${escapeHtml(source)}</code>`;
}

/** LaTeX's environments that are mathematics by themselves, and those that are part of a formula. */
const DISPLAYED = String.raw`(?:equation|align|gather|multline|alignat)\*?`;
const INNER = "aligned|alignedat|gathered|split|cases|array|smallmatrix|[bpvBV]?matrix";

function environment(names: string): string {
  return String.raw`(?<tex>\\begin\{(?<name>${names})\}(?:(?!\\begin\{\k<name>\})[^])+?\\end\{\k<name>\})`;
}

// An opening mark that is never closed costs no more than the way to the next one.
const MARKED = String.raw`\$\$(?<dollars>(?:\\[^]|[^\\$])+?)\$\$|\\\[(?<brackets>(?:[^\\]|\\[^[\]])+?)\\\]`;
const DISPLAY = new RegExp(`^(?:${MARKED}|${environment(DISPLAYED)})`);
const BLOCK = new RegExp(`^(?:${MARKED}|${environment(`${DISPLAYED}|${INNER}`)})`);
const WITHIN = new RegExp(`^${environment(INNER)}`);
const INLINE = new RegExp(
  String.raw`^(?:\\\(((?:[^\\]|\\[^()])+?)\\\)` +
    String.raw`|\$(?![\s$])((?:\\[^\n]|\n(?![ \t]*\n)|[^\\$\n])+)(?<!\s)\$(?![0-9]))`,
);
const FORMULA_START = /\$|\\[([]|\\boxed\{|\\begin\{/;

/** Return what is to be typeset of mathematics that was found. */
function texOf(found: RegExpExecArray): string {
  const { dollars, brackets, tex = "" } = found.groups ?? {};
  return dollars ?? brackets ?? tex;
}

/** Dollars around prose, or before a price, are money. */
function isMoney(tex: string, before: string): boolean {
  if (/[A-Za-z0-9]$/.test(before) && /^[0-9]/.test(tex)) return true;
  return !/[\\^_]/.test(tex) && /[A-Za-z]{2,}\s+[A-Za-z]{2,}|[0-9][,.]?\s+[A-Za-z]{3,}/.test(tex);
}

/** Return the length of `\boxed{...}` at the beginning of the text, or 0 where its braces do not close. */
function boxedLength(text: string): number {
  let depth = 0;
  for (let i = text.indexOf("{"); i < Math.min(text.length, LONGEST_BOX); i += 1) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === "{") depth += 1;
    else if (text[i] === "}" && --depth === 0) return i + 1;
  }
  return 0;
}

interface Formula extends Tokens.Generic {
  tex: string;
  display: boolean;
  /** Punctuation that must not be parted from the formula by a line's end. */
  after?: string;
}

function render(token: Tokens.Generic): string {
  const { tex, raw, display, after = "" } = token as Formula;
  const html = formula(tex, raw.slice(0, raw.length - after.length).trim(), display);
  return after ? `<span class="o1-tight">${html}${escapeHtml(after)}</span>` : html;
}

const displayed: TokenizerAndRendererExtension = {
  name: "displayed",
  level: "block",
  start: (text) => {
    const match = /\n {0,3}(?:\$\$|\\\[|\\begin\{)/.exec(text);
    return match ? match.index + 1 : undefined;
  },
  tokenizer: (text) => {
    const indent = /^ {0,3}/.exec(text)?.[0] ?? "";
    const match = BLOCK.exec(text.slice(indent.length));
    const end = match && /^[ \t]*(?:\n|$)/.exec(text.slice(indent.length + match[0].length));
    if (!match || !end) return undefined;
    return { type: "displayed", raw: indent + match[0] + end[0], tex: texOf(match), display: true };
  },
  renderer: render,
};

const inline: TokenizerAndRendererExtension = {
  name: "inline",
  level: "inline",
  start: (text) => FORMULA_START.exec(text)?.index,
  tokenizer: (text, tokens) => {
    const token = (source: string, tex: string): Formula => {
      const after = /^[.,;:!?)\]]*/.exec(text.slice(source.length))?.[0] ?? "";
      return { type: "inline", raw: source + after, tex, display: false, after };
    };
    if (text.startsWith("\\boxed{")) {
      const boxed = text.slice(0, boxedLength(text));
      return boxed ? token(boxed, boxed) : undefined;
    }
    const display = DISPLAY.exec(text);
    if (display) return { type: "inline", raw: display[0], tex: texOf(display), display: true };
    const within = WITHIN.exec(text);
    if (within) return token(within[0], within[0]);
    const match = INLINE.exec(text);
    const tex = match?.[1] ?? match?.[2] ?? "";
    if (!match || (match[2] && isMoney(tex, tokens.at(-1)?.raw ?? ""))) return undefined;
    return token(match[0], tex);
  },
  renderer: render,
};

const renderer: RendererObject = {
  html: ({ text, block }) => {
    if (/^<(?:br ?\/?|\/?su[bp])>$/i.test(text)) return text;
    const shown = escapeHtml(text.trimEnd());
    return block ? `<p>${shown.replaceAll("\n", "<br>")}</p>` : shown;
  },
  code: ({ text, lang = "" }) => {
    const language = /^[\w+#.-]*/.exec(lang)?.[0] ?? "";
    return `<pre><code>${highlight(text, language)?.html ?? escapeHtml(text)}\n</code></pre>\n`;
  },
  image: ({ text }) => escapeHtml(`[image: ${text || "no description"}]`),
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
};

// Models put one equation a line: a line break is one.
const marked = new Marked({ gfm: true, breaks: true, renderer, extensions: [displayed, inline] });
