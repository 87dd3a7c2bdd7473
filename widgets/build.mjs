// Builds o1magic/static/: widget.js and widget.css for notebooks, embed.js for pages of their own. Their first line
// carries a digest over everything they are made of, so that a test without Node (tests/unit/test_bundle.py) can tell
// that they are not stale.

import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, context } from "esbuild";

const root = new URL("./", import.meta.url);
const folder = fileURLToPath(root);
const out = new URL("../o1magic/static/", root);

async function digest() {
  const entries = await readdir(new URL("src/", root), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sources = files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll("\\", "/"));
  const hash = createHash("sha256");
  for (const path of [...sources, "build.mjs", "package-lock.json"].sort()) {
    const text = (await readFile(new URL(path, root), "utf8")).replaceAll("\r\n", "\n");
    hash.update(`${path}\0${text}\0`);
  }
  return hash.digest("hex");
}

/** The licences that ask to be carried along; DOMPurify's notice is a comment in its source. */
async function notices() {
  const parts = ["highlight.js", "marked", "temml"].map(async (name) => {
    const licence = await readFile(new URL(`node_modules/${name}/LICENSE`, root), "utf8");
    return `/*! ${name}\n\n${licence.replaceAll("*/", "* /").trim()}\n*/\n`;
  });
  return (await Promise.all(parts)).join("");
}

const stamp = {
  name: "stamp",
  setup({ onEnd }) {
    onEnd(async ({ outputFiles, errors }) => {
      if (errors.length) return;
      const line = `/* Built from widgets/ by \`npm run build\`: do not edit. sha256 ${await digest()} */\n`;
      await mkdir(out, { recursive: true });
      for (const { path, text } of outputFiles) {
        if (path.endsWith(".css")) await writeFile(new URL("widget.css", out), line + text);
        // Within a page "<!--" could keep an inline script from ending where it ends.
        else await writeFile(new URL(basename(path), out), line + (await notices()) + text.replaceAll("<!--", "\\x3c!--"));
      }
    });
  },
};

const options = {
  absWorkingDir: folder,
  entryPoints: { widget: "src/index.ts", style: "src/style.css" },
  outdir: fileURLToPath(out),
  bundle: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "inline",
  write: false,
  plugins: [stamp],
};

/** It is copied into each page that is exported, hence small. */
const embed = { ...options, entryPoints: { embed: "src/embed.ts" }, format: "iife", minify: true };

for (const each of [options, embed]) {
  if (process.argv.includes("--watch")) await (await context(each)).watch();
  else await build(each);
}
