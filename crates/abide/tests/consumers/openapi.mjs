// Reads OpenAPI documents, and fails where one is refused.
import { Validator } from "@seriousme/openapi-schema-validator";
import { readFileSync } from "node:fs";

let refused = 0;
for (const file of process.argv.slice(2)) {
  const validator = new Validator();
  const result = await validator.validate(JSON.parse(readFileSync(file, "utf8")));
  if (!result.valid || validator.version !== "3.1") {
    refused += 1;
    console.error(`${file}: ${JSON.stringify(result.errors)}`);
  }
}
process.exit(refused ? 1 : 0);
