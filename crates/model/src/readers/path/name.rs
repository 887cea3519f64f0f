//! What is a name of a file or folder.

/// One name, or several with commas between them.
pub(super) fn names(bare: &str) -> Option<(Vec<&str>, &str)> {
    let mut names = Vec::new();
    let mut rest = bare;
    loop {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let token = rest.get(..end)?;
        rest = rest.get(end..)?.trim_start_matches(' ');
        let more = token.ends_with(',');
        let name = token.trim_end_matches([',', ':', ';']);
        if name.is_empty() || !is_name(name) {
            break;
        }
        names.push(name);
        if !more || rest.is_empty() {
            break;
        }
    }
    (!names.is_empty()).then_some((names, rest))
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric)
        && name.chars().all(|c| c.is_alphanumeric() || "._-/@+*[](){}<>~$#%=&!'".contains(c))
        && !name.starts_with("http")
        && (!name.starts_with('(') || name.contains(')'))
        && name.len() <= 160
        || name == "."
        || name == "./"
}

/// Whether a name is a folder or a file beyond doubt.
pub(super) fn is_file_name(name: &str) -> bool {
    const KNOWN: &[&str] = &[
        "Makefile",
        "Dockerfile",
        "LICENSE",
        "VERSION",
        "README",
        "Procfile",
        "Justfile",
        "justfile",
        "Gemfile",
        "Rakefile",
        "CODEOWNERS",
        "Jenkinsfile",
        "CHANGELOG",
        "Vagrantfile",
        "NOTICE",
        "AUTHORS",
    ];
    if name.ends_with('/') || KNOWN.contains(&name) || (name.starts_with('.') && name.len() > 2) {
        return true;
    }
    name.rsplit_once('.').is_some_and(|(stem, extension)| {
        (1..=8).contains(&extension.len())
            && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
            && !stem.is_empty()
    })
}

/// A path in code or in a list: one word with a slash or an extension.
pub(super) fn is_path(name: &str) -> bool {
    let has_slash = name.contains('/') && !name.starts_with('/') && !name.contains("://");
    !name.contains(char::is_whitespace)
        && !name.contains(['(', ')', '=', ',', ';', '`', ':', '"'])
        && is_name(name)
        && !name.starts_with('@')
        && (has_slash && name.chars().filter(|c| c.is_alphanumeric()).count() > 1
            || is_file_name(name) && !is_dotted_name(name))
}

/// `purchaseOrder.create` and `os.Environ` are names in code, not files.
fn is_dotted_name(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        extension.len() > 5
            && !["swift", "proto", "prisma", "graphql", "svelte", "gradle", "config", "toml"]
                .contains(&extension)
            || extension.starts_with(char::is_uppercase)
    })
}
