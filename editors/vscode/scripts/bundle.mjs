// Puts a built `abide` into the extension, so that it works where none is installed: `npm run bundle -- ../../target/release/abide`.

import { chmodSync, copyFileSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";

const [program] = process.argv.slice(2);
if (program === undefined) {
  console.error("name the program: npm run bundle -- ../../target/release/abide");
  process.exit(2);
}
const folder = join(import.meta.dirname, "..", "bin");
mkdirSync(folder, { recursive: true });
const to = join(folder, basename(program));
copyFileSync(program, to);
chmodSync(to, 0o755);
console.log(`${to} will be packaged`);
