// Builds ../src/kg/web/static/editor.js and editor.css from src/, and editor.NOTICE.txt from the packages that end up in it.
//
// The first line of both names the digest of what they were built from; tests/frontend/test_editor_bundle.py computes it anew,
// so a bundle that was not rebuilt is found out. To rebuild: npm ci && npm run build

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";

const HERE = import.meta.dirname;
const STATIC = `${HERE}/../src/kg/web/static`;
const SETTINGS = ["build.mjs", "package-lock.json", "package.json", "tsconfig.json"];

/** SHA-256 over the name and the content of each source, in the order of their names. */
function digest() {
  const hash = createHash("sha256");
  const sources = readdirSync(`${HERE}/src`).map((name) => `src/${name}`);
  for (const name of [...SETTINGS, ...sources].sort()) {
    hash.update(`${name}\0`).update(readFileSync(`${HERE}/${name}`)).update("\0");
  }
  return hash.digest("hex");
}

/** The licences of the packages whose code is in the bundle, word for word. */
function notice(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const packages = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const texts = [...packages].sort().map((name) => {
    const folder = `${HERE}/node_modules/${name}`;
    const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].find((each) => existsSync(`${folder}/${each}`));
    if (!file) throw new Error(`${name} comes without the text of its licence`);
    return `${name} ${version} (${license})\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
  });
  const head = "editor.js contains these packages, each under its own licence.\n";
  return [head, ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

const banner = `/* City Ties query editor. Licences: editor.NOTICE.txt. Built from sha256:${digest()} */`;
const { metafile } = await esbuild.build({
  entryPoints: [`${HERE}/src/main.ts`, `${HERE}/src/editor.css`],
  entryNames: "editor",
  outdir: STATIC,
  absWorkingDir: HERE,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: banner, css: banner },
  metafile: true,
});
writeFileSync(`${STATIC}/editor.NOTICE.txt`, notice(metafile));
for (const name of ["editor.js", "editor.css"]) {
  const content = readFileSync(`${STATIC}/${name}`);
  console.log(`${name}: ${content.length} bytes, ${gzipSync(content, { level: 9 }).length} compressed`);
}
