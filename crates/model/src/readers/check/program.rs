//! Which code spans are commands that can be run.

use crate::Context;
use crate::text;
use abide_syntax::{NodeId, NodeKind};
use std::collections::HashMap;

/// What only prepares a check.
pub(super) fn is_preparation(command: &str) -> bool {
    const PREPARATIONS: &[&str] = &[
        "cd ",
        "mkdir ",
        "export ",
        "source ",
        "npm install",
        "npm ci",
        "npm i ",
        "pnpm install",
        "pnpm i ",
        "yarn install",
        "pip install",
        "poetry install",
        "uv sync",
        "bun install",
        "go mod ",
        "git clone",
        "git checkout",
        "git switch",
        "cp ",
        "mv ",
        "rm ",
        "touch ",
        "sleep ",
        "docker compose up",
        "docker-compose up",
        "npm run dev",
        "pnpm dev",
        "npx wrangler dev",
        "brew ",
        "apt ",
        "apt-get ",
        "sudo ",
    ];
    let command = format!("{command} ");
    PREPARATIONS.iter().any(|start| command.starts_with(start))
}

pub(super) const SHELLS: &[&str] =
    &["bash", "sh", "shell", "console", "zsh", "terminal", "shellsession", "powershell"];

/// What counts as a program in a document.
pub(super) struct Programs<'a> {
    pub(super) own: HashMap<&'a str, u32>,
}

/// Programs that need no introduction.
const KNOWN: &[&str] = &[
    "npm",
    "npx",
    "pnpm",
    "yarn",
    "bun",
    "bunx",
    "node",
    "deno",
    "tsc",
    "cargo",
    "rustc",
    "make",
    "just",
    "task",
    "go",
    "python",
    "python3",
    "pip",
    "pip3",
    "pipx",
    "uv",
    "uvx",
    "poetry",
    "pytest",
    "tox",
    "ruff",
    "mypy",
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "helm",
    "terraform",
    "git",
    "gh",
    "curl",
    "wget",
    "psql",
    "sqlite3",
    "mysql",
    "redis-cli",
    "mvn",
    "gradle",
    "./gradlew",
    "./mvnw",
    "dotnet",
    "java",
    "php",
    "composer",
    "ruby",
    "bundle",
    "rake",
    "rspec",
    "mix",
    "elixir",
    "swift",
    "xcodebuild",
    "flutter",
    "dart",
    "bash",
    "sh",
    "zsh",
    "cmake",
    "ctest",
    "bazel",
    "buck2",
    "nix",
    "jest",
    "vitest",
    "mocha",
    "playwright",
    "cypress",
    "eslint",
    "prettier",
    "biome",
    "forge",
    "cast",
    "anvil",
    "hardhat",
    "k6",
    "ansible",
    "ansible-playbook",
    "vagrant",
    "systemctl",
    "journalctl",
    "grep",
    "rg",
    "jq",
    "cat",
    "ls",
    "diff",
    "test",
    "openssl",
    "ssh",
    "scp",
    "rsync",
    "tar",
    "unzip",
    "zip",
    "sed",
    "awk",
    "find",
    "head",
    "tail",
    "mkdir",
    "rm",
    "cp",
    "mv",
    "touch",
    "chmod",
    "export",
    "prisma",
    "alembic",
    "flask",
    "django-admin",
    "uvicorn",
    "gunicorn",
    "rails",
    "artisan",
    "wrangler",
    "vercel",
    "netlify",
    "firebase",
    "gcloud",
    "aws",
    "az",
    "pre-commit",
    "shellcheck",
    "hadolint",
    "markdownlint",
    "markdownlint-cli2",
    "golangci-lint",
    "gofmt",
    "goose",
    "sqlc",
    "buf",
    "protoc",
    "turbo",
    "nx",
    "lerna",
    "tsx",
    "ts-node",
    "clippy",
    "rustup",
    "sqlx",
    "diesel",
    "abide",
];

/// Words that start statements of query languages and prose, never commands.
const NEVER: &[&str] = &[
    "select",
    "insert",
    "update",
    "delete",
    "create",
    "alter",
    "drop",
    "where",
    "is",
    "not",
    "and",
    "or",
    "if",
    "for",
    "return",
    "const",
    "let",
    "var",
    "type",
    "interface",
    "class",
    "struct",
    "enum",
    "import",
    "from",
    "async",
    "await",
    "new",
    "public",
    "private",
    "fn",
    "func",
    "def",
    "status",
    "null",
    "true",
    "false",
];

impl<'a> Programs<'a> {
    /// The programs that a document runs in its shell blocks and in more than one of its code spans.
    pub(super) fn of(context: &Context<'a>) -> Self {
        let document = context.document;
        let mut own: HashMap<&str, u32> = HashMap::new();
        for node in document.nodes() {
            if node.kind != NodeKind::CodeSpan {
                continue;
            }
            let words = without_assignments(text::code_span(document.slice(node.range)));
            if let Some((program, arguments)) = words.split_once(' ')
                && is_program(program)
                && arguments.starts_with(|c: char| c.is_ascii_lowercase() || c == '-' || c == '<' || c == '.')
            {
                // With a flag it is a command beyond doubt.
                let flagged = arguments.split(' ').any(|word| word.starts_with('-') && word.len() > 1);
                *own.entry(program).or_insert(0) += if flagged { 2 } else { 1 };
            }
        }
        for fence in context.fences().iter().filter(|fence| fence.is(SHELLS)) {
            for line in context.code_lines(fence) {
                let line = line.text.trim().trim_start_matches("$ ");
                let program = without_assignments(line).split(' ').next().unwrap_or_default();
                if is_program(program) {
                    *own.entry(program).or_insert(0) += 2;
                }
            }
        }
        own.retain(|program, count| *count >= 2 && !NEVER.contains(program));
        Self { own }
    }

    /// The first code span among nodes that is a command.
    pub(super) fn command<'d>(&self, context: &Context<'d>, first: NodeId, end: NodeId) -> Option<&'d str> {
        text::code_spans(context.document, first, end)
            .map(|(_, code)| code)
            .find(|code| self.is_command(code))
    }

    pub(super) fn is_command(&self, code: &str) -> bool {
        let words = without_assignments(code);
        let assigned = words.len() < code.len();
        let (program, arguments) = words.split_once(' ').unwrap_or((words, ""));
        if !is_program(program) || NEVER.contains(&program) {
            return false;
        }
        let known = self.own.contains_key(program) || KNOWN.contains(&program);
        if arguments.is_empty() {
            // A bare word: a program of this document, or one that makes sense without arguments.
            return self.own.contains_key(program)
                || (assigned && known)
                || matches!(program, "make" | "pytest" | "tox" | "tsc" | "jest" | "vitest" | "rspec")
                || (program.starts_with("./")
                    && !program.ends_with(".md")
                    && !program.ends_with('/')
                    && program.ends_with(".sh"));
        }
        let flagged = arguments.split(' ').any(|word| word.starts_with('-') && word.len() > 1);
        known || assigned || flagged || program.starts_with("./") || program.starts_with("scripts/")
    }
}

/// `A=1 B=2 tool run` without the assignments in front.
fn without_assignments(code: &str) -> &str {
    let mut rest = code.trim().trim_start_matches("$ ").trim_start();
    while let Some((first, more)) = rest.split_once(' ')
        && let Some((name, _)) = first.split_once('=')
        && text::is_upper_snake(name)
    {
        rest = more.trim_start();
    }
    rest
}

pub(super) fn is_program(word: &str) -> bool {
    word.len() >= 2
        && word.len() <= 40
        && word.starts_with(|c: char| c.is_ascii_lowercase() || c == '.')
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_./".contains(&byte))
        && !word.ends_with('.')
}
