// Parses policies with Cedar's own parser.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");

for (const file of process.argv.slice(2)) {
  const answer = cedar.checkParsePolicySet({ staticPolicies: readFileSync(file, "utf8") });
  if (answer.type !== "success") {
    throw new Error(`${file}: ${JSON.stringify(answer)}`);
  }
}
