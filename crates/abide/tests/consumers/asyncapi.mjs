// Reads AsyncAPI documents, and fails where one is refused.
import { Parser } from "@asyncapi/parser";
import { readFileSync } from "node:fs";

let refused = 0;
const parser = new Parser();
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(readFileSync(file, "utf8"));
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 0);
  if (!document || errors.length > 0) {
    refused += 1;
    console.error(`${file}: ${JSON.stringify(errors)}`);
  }
}
process.exit(refused ? 1 : 0);
