/** Source code as coloured HTML, where its language is named: no language is guessed. */

import hljs from "highlight.js/lib/core";
import bash from "highlight.js/lib/languages/bash";
import cpp from "highlight.js/lib/languages/cpp";
import diff from "highlight.js/lib/languages/diff";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import python from "highlight.js/lib/languages/python";
import r from "highlight.js/lib/languages/r";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import yaml from "highlight.js/lib/languages/yaml";

const LANGUAGES = { bash, cpp, diff, go, java, javascript, json, python, r, rust, sql, typescript, yaml };
/** Names that models use beside those that the languages bring along. */
const ALIASES = { cpp: ["c"], python: ["python3", "sage", "sympy"], json: ["json5"], bash: ["shell", "console"] };

/** Prefix of the classes of tokens: a host may have styles for highlight.js's own. */
const PREFIX = "o1-t-";
/** Longer code is shown in plain ink. */
const LONGEST = 50_000;

for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);
for (const [languageName, names] of Object.entries(ALIASES)) hljs.registerAliases(names, { languageName });
hljs.configure({ classPrefix: PREFIX });

export interface Highlighted {
  /** Escaped text and spans with classes. */
  html: string;
  /** Whether what follows can be coloured without knowing this: no text, comment or bracket is still open. */
  closed: boolean;
}

/** Return the code coloured, or null where its language is not known or it is too long. */
export function highlight(code: string, language: string): Highlighted | null {
  if (code.length > LONGEST || !hljs.getLanguage(language)) return null;
  const { value, _top } = hljs.highlight(code, { language, ignoreIllegals: true });
  return { html: value, closed: !(_top as { parent?: unknown } | undefined)?.parent };
}
