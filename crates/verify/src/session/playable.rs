//! What may be played: nothing that reaches out, installs, or writes beyond the folder of the play.

use super::program;

/// What reaches out of the machine, changes it, or waits for somebody.
pub(super) const NEVER: &[&str] = &[
    "curl",
    "wget",
    "http",
    "git",
    "gh",
    "docker",
    "docker-compose",
    "podman",
    "kubectl",
    "helm",
    "terraform",
    "ssh",
    "scp",
    "rsync",
    "sudo",
    "su",
    "apt",
    "apt-get",
    "brew",
    "dnf",
    "yum",
    "apk",
    "pacman",
    "choco",
    "winget",
    "open",
    "xdg-open",
    "vi",
    "vim",
    "nano",
    "less",
    "more",
    "man",
    "systemctl",
    "journalctl",
    "psql",
    "mysql",
    "redis-cli",
    "kill",
    "nc",
    "ping",
    "nmap",
    "telnet",
    "pip",
    "pip3",
    "pipx",
    "conda",
    "rustup",
    "nvm",
    "gem",
    "composer",
];

/// What changes the files that it is given.
const WRITERS: &[&str] = &[
    "rm", "mv", "cp", "chmod", "chown", "mkdir", "rmdir", "touch", "ln", "tee", "dd", "truncate", "install",
    "shred",
];

/// Whether a command may be played at all: no part of it needs the network, installs anything, or changes what lies elsewhere.
pub fn is_playable(command: &str) -> bool {
    let unfinished = command.contains("...") || command.contains('…') || command.contains("^C");
    let placeholder = command.split(['<', '>']).nth(1).is_some_and(|inner| {
        command.contains(&format!("<{inner}>")) && !inner.is_empty() && !inner.contains(' ')
    });
    let parts = parts(command);
    !parts.is_empty() && !unfinished && !placeholder && parts.iter().all(|part| is_harmless(part))
}

/// The commands that a line is made of: what `&&`, `||`, `;`, `|`, `&` and `$(` part, outside of quotes.
fn parts(command: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    let mut around = Vec::new();
    let mut characters = command.chars().peekable();
    while let Some(character) = characters.next() {
        let opens = quote != Some('\'') && character == '$' && characters.peek() == Some(&'(');
        if opens {
            characters.next();
            around.push(quote.take());
            parts.push(String::new());
            continue;
        }
        if quote.is_none() && character == ')' {
            quote = around.pop().flatten();
            parts.push(String::new());
            continue;
        }
        let parted = match (quote, character) {
            (Some('\''), '\'') => {
                quote = None;
                false
            }
            (Some('\''), _) => false,
            (_, '\\') => {
                let last = parts.last_mut();
                last.into_iter()
                    .for_each(|last| last.extend([character].into_iter().chain(characters.next())));
                continue;
            }
            (Some('"'), '"') => {
                quote = None;
                false
            }
            // A command within double quotes is one all the same.
            (_, '`') => true,
            (Some(_), _) => false,
            (None, '\'' | '"') => {
                quote = Some(character);
                false
            }
            // `2>&1`, `&>file` and `>|` direct, and part nothing.
            (None, '&' | '|') if parts.last().is_some_and(|last| last.ends_with('>')) => false,
            (None, '&') if characters.peek() == Some(&'>') => false,
            (None, '&' | '|' | ';' | '\n' | '(') => true,
            (None, _) => false,
        };
        match parts.last_mut() {
            Some(last) if !parted => last.push(character),
            _ => parts.push(String::new()),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// Whether one command of a line may be played.
fn is_harmless(part: &str) -> bool {
    let words = program(part.trim().trim_start_matches(['{', '!', '"', ' ']).trim());
    let Some(first) = words.first() else { return true };
    let second = words.get(1).copied().unwrap_or_default();
    let installs = matches!(
        (*first, second),
        (
            "npm" | "pnpm" | "yarn" | "bun",
            "install" | "i" | "ci" | "add" | "publish" | "login" | "link" | "update"
        ) | ("yarn" | "pnpm" | "bun", "")
            | ("cargo", "install" | "publish" | "add" | "update" | "login")
            | ("go", "install" | "get" | "mod")
            | (
                "uv" | "poetry" | "pdm" | "pipenv",
                "sync" | "install" | "add" | "pip" | "publish" | "lock" | "tool"
            )
            | ("bundle" | "dotnet" | "mix", "install" | "restore" | "add" | "deps.get" | "tool")
    ) || words.windows(3).any(|words| matches!(words, [_, "-m", "pip" | "venv"]));
    // What runs another command is judged by that one.
    let inner = matches!(
        *first,
        "time" | "env" | "exec" | "xargs" | "nohup" | "then" | "do" | "else" | "if" | "while"
    ) && words.iter().skip(1).any(|word| NEVER.contains(word) || WRITERS.contains(word));
    let bare = |word: &&str| word.trim_start_matches(['"', '\'']).to_owned();
    let beyond = |word: &str| {
        (word.starts_with('/') && !word.starts_with("/dev/")) || word == ".." || word.starts_with("../")
    };
    let writes_beyond = WRITERS.contains(first) && words.iter().skip(1).map(bare).any(|word| beyond(&word))
        || *first == "cd" && (bare(&second).starts_with('/') || second.contains("../.."));
    !NEVER.contains(first) && !installs && !inner && !writes_beyond && !directs_beyond(part)
}

/// Whether the output of a command goes to a file outside of the folder of the play.
fn directs_beyond(part: &str) -> bool {
    let mut quote = None;
    let mut from = None;
    for (at, character) in part.char_indices() {
        match (quote, character) {
            (Some(open), character) if open == character => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(character),
            (None, '>') => from = Some(at + 1),
            (None, _) => {}
        }
        if let Some(start) = from.filter(|start| *start <= at) {
            let target =
                part.get(start..).unwrap_or_default().trim_start_matches(['>', '|', '&', ' ', '"', '\'']);
            if (target.starts_with('/') && !target.starts_with("/dev/")) || target.starts_with("../") {
                return true;
            }
            from = None;
        }
    }
    false
}
