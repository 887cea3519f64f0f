// Which program is started: the one that the user names, the one that comes with the extension, or the one on PATH.

import * as fs from "node:fs";
import * as path from "node:path";

const NAME = process.platform === "win32" ? "abide.exe" : "abide";

export interface Program {
  path: string;
  from: "setting" | "extension" | "PATH";
}

/** The program to start; `undefined` where there is none. */
export function find(setting: string, extension: string, search: string | undefined): Program | undefined {
  if (setting !== "") {
    return isProgram(setting) ? { path: setting, from: "setting" } : undefined;
  }
  const bundled = path.join(extension, "bin", NAME);
  if (isProgram(bundled)) {
    return { path: bundled, from: "extension" };
  }
  for (const folder of (search ?? "").split(path.delimiter)) {
    const found = path.join(folder, NAME);
    if (folder !== "" && isProgram(found)) {
      return { path: found, from: "PATH" };
    }
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
