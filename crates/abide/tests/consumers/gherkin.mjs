// Parses features with Cucumber's own parser.
import { readFileSync } from "node:fs";
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from "@cucumber/gherkin";
import { IdGenerator } from "@cucumber/messages";

for (const file of process.argv.slice(2)) {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  const { feature } = parser.parse(readFileSync(file, "utf8"));
  const scenarios = feature.children.flatMap((child) => (child.rule ? child.rule.children : [child]));
  console.log(`${file}: ${scenarios.length} scenarios`);
}
