// Starts `abide lsp` and gives its commands a place in the editor. All that is judged, the server judges.

import * as vscode from "vscode";
import {
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  RevealOutputChannelOn,
} from "vscode-languageclient/node";
import { Pages } from "./pages";
import { find } from "./program";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const pages = new Pages(context);
  const command = (name: string, run: (...words: unknown[]) => unknown) =>
    context.subscriptions.push(vscode.commands.registerCommand(name, run));
  command("abide.checkWorkspace", () => ask("abide.check", []));
  command("abide.verifyDocument", () => verify(pages, vscode.window.activeTextEditor?.document.uri));
  command("abide.verifyWorkspace", () => verify(pages, undefined));
  command("abide.status", () => inTerminal(context, ["status"]));
  command("abide.restart", async () => {
    await stop();
    await start(context, pages);
  });
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("abide.path")) {
        await vscode.commands.executeCommand("abide.restart");
      }
    }),
  );
  await start(context, pages);
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function stop(): Promise<void> {
  await client?.stop();
  client = undefined;
}

function program(context: vscode.ExtensionContext) {
  const setting = vscode.workspace.getConfiguration("abide").get<string>("path", "");
  return find(setting, context.extensionPath, process.env["PATH"]);
}

async function start(context: vscode.ExtensionContext, pages: Pages): Promise<void> {
  const found = program(context);
  if (found === undefined) {
    const choice = await vscode.window.showErrorMessage(
      "There is no program `abide`: install it, or name it in the setting `abide.path`.",
      "Open Setting",
    );
    if (choice !== undefined) {
      await vscode.commands.executeCommand("workbench.action.openSettings", "abide.path");
    }
    return;
  }
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "markdown" },
      { scheme: "file", pattern: "**/*.{mdx,mdc}" },
      { scheme: "file", pattern: "**/abide.toml" },
    ],
    initializationOptions: { ...vscode.workspace.getConfiguration("abide"), showsPages: true },
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: shown(pages),
  };
  client = new LanguageClient("abide", "Abide", { command: found.path, args: ["lsp"] }, options);
  await client.start();
}

/** What commands answer is shown: a rule's page, the chain behind a verdict, the findings of a run. */
function shown(pages: Pages): Middleware {
  return {
    async executeCommand(command, words, next) {
      const answer: unknown = await next(command, words);
      await show(pages, command, answer);
      return answer;
    },
  };
}

interface Ran {
  exit: number | null;
  output: string;
  errors: string;
}

async function show(pages: Pages, command: string, answer: unknown): Promise<void> {
  if (command === "abide.explain") {
    const page = answer as { title: string; markdown: string };
    await pages.show(`${page.title}.md`, page.markdown);
  } else if (command === "abide.why" || command === "abide.verify") {
    const ran = answer as Ran;
    const name = command === "abide.why" ? "why.txt" : "verify.txt";
    await pages.show(name, ran.exit === 2 ? ran.errors : ran.output);
  }
}

async function ask(command: string, words: unknown[]): Promise<unknown> {
  if (client === undefined) {
    throw new Error("the server of Abide is not running; see the command “Abide: Restart Server”");
  }
  return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: words });
}

async function verify(pages: Pages, document: vscode.Uri | undefined): Promise<void> {
  await vscode.workspace.saveAll(false);
  const answer = await ask("abide.verify", document === undefined ? [] : [document.fsPath]);
  await show(pages, "abide.verify", answer);
}

function inTerminal(context: vscode.ExtensionContext, words: string[]): void {
  const found = program(context);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const shellPath = found?.path ?? "abide";
  vscode.window.createTerminal({ name: `abide ${words.join(" ")}`, cwd: folder, shellPath, shellArgs: words }).show();
}
