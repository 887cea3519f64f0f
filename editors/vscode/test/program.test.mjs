// Which program is started.

import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { test } from "node:test";
import { buildSync } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "abide-"));
buildSync({ entryPoints: [join(import.meta.dirname, "../src/program.ts")], outfile: join(folder, "program.mjs"), format: "esm", platform: "node" });
const { find } = await import(join(folder, "program.mjs"));

function program(...parts) {
  const file = join(folder, ...parts);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "");
  chmodSync(file, 0o755);
  return file;
}

const name = process.platform === "win32" ? "abide.exe" : "abide";
const own = program("own", name);
const onPath = program("path", name);
const search = ["", join(folder, "empty"), join(folder, "path")].join(delimiter);

test("the setting comes first, and one that leads nowhere is not passed over", () => {
  assert.deepEqual(find(own, folder, search), { path: own, from: "setting" });
  assert.equal(find(join(folder, "gone"), folder, search), undefined);
});

test("then the packaged program, then the one on PATH", () => {
  assert.deepEqual(find("", folder, search), { path: onPath, from: "PATH" });
  const packaged = program("bin", name);
  assert.deepEqual(find("", folder, search), { path: packaged, from: "extension" });
});

test("where there is none, none is found", () => {
  assert.equal(find("", join(folder, "nowhere"), undefined), undefined);
});
