// Parses Mermaid files with Mermaid's own parser, which wants a browser's document.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

for (const file of process.argv.slice(2)) {
  await mermaid.parse(readFileSync(file, "utf8"));
}
