//! Tells templates from documents by their paths.

/// What a Markdown file is, by its path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// A document of its own.
    Document,
    /// A template for documents below `scope`.
    Template {
        /// The folder whose documents it may govern; empty for the root.
        scope: String,
        /// The part of the scope that it is meant for, if its folder repeats the layout of the project.
        area: String,
    },
    /// A form of the code host (for issues, pull requests) or a prompt: neither document nor template.
    Form,
}

// The word, in the languages that specs are written in.
const TEMPLATE: [&str; 8] =
    ["template", "plantilla", "vorlage", "szablon", "шаблон", "テンプレート", "模板", "템플릿"];
const TEMPLATES: [&str; 4] = ["templates", "plantillas", "vorlagen", "шаблоны"];

// What may stand behind the word in a name: `template-rfc`, `adr-template-bare`. `template-engine` is about engines.
const DOCUMENT_WORDS: [&str; 36] = [
    "adr",
    "architecture",
    "brd",
    "change",
    "component",
    "decision",
    "design",
    "doc",
    "document",
    "dr",
    "epic",
    "feature",
    "flow",
    "functional",
    "kep",
    "plan",
    "prd",
    "product",
    "project",
    "proposal",
    "rep",
    "requirement",
    "requirements",
    "rfc",
    "service",
    "spec",
    "specification",
    "specs",
    "srs",
    "story",
    "task",
    "tasks",
    "tdd",
    "technical",
    "trd",
    "usecase",
];
const VARIANTS: [&str; 24] = [
    "bare", "basic", "brief", "complete", "complex", "de", "default", "en", "es", "extended", "fr", "full",
    "ja", "ko", "light", "lite", "long", "minimal", "pt", "ru", "short", "simple", "standard", "zh",
];

// Files that explain or accompany a folder of templates.
const COMPANIONS: [&str; 9] = [
    "agents",
    "changelog",
    "claude",
    "code-of-conduct",
    "contributing",
    "index",
    "license",
    "readme",
    "security",
];

/// What the Markdown file at `path` (relative, with `/` separators) is.
///
/// `names` gives the names of all files in a folder; it is asked only about folders that are called templates.
pub fn role(path: &str, names: &dyn Fn(&str) -> Vec<String>) -> Role {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let stem = tokens(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
    if is_form(&folders, &stem) {
        return Role::Form;
    }
    let Some(first) = folders.iter().position(|folder| holds_templates(folder)) else {
        return if is_template_stem(&stem) {
            Role::Template { scope: scope(&folders), area: String::new() }
        } else {
            Role::Document
        };
    };
    let named = stem.iter().any(|token| TEMPLATE.contains(&token.as_str()));
    if named || stands_among_templates(folder, &stem, names) {
        let (above, below) = (folders.get(..first), folders.get(first + 1..));
        Role::Template { scope: scope(above.unwrap_or_default()), area: area(below.unwrap_or_default()) }
    } else {
        Role::Document
    }
}

/// The scope of a file that the configuration calls a template, whatever its name is.
pub(super) fn scope_and_area(path: &str) -> (String, String) {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folders: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    match folders.iter().position(|folder| holds_templates(folder)) {
        Some(first) => (
            scope(folders.get(..first).unwrap_or_default()),
            area(folders.get(first + 1..).unwrap_or_default()),
        ),
        None => (scope(&folders), String::new()),
    }
}

/// The words of a name in lower case: `NNNN-kep_Template` gives `nnnn`, `kep`, `template`.
pub(super) fn tokens(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(['-', '_', '.', ' ', '(', ')', '+', '[', ']', '{', '}', '<', '>']);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn is_template_word(token: &str) -> bool {
    TEMPLATE.contains(&token) || TEMPLATES.contains(&token)
}

/// Whether a folder is there to hold templates: `templates`, `_template`, `NNNN-kep-template`, `0000-template`.
pub(super) fn holds_templates(folder: &str) -> bool {
    let tokens = tokens(folder);
    let Some((last, before)) = tokens.split_last() else { return false };
    if before.is_empty() {
        return is_template_word(last);
    }
    // `email-template` is a folder about e-mail; a number mask or a kind of document says what is meant.
    TEMPLATE.contains(&last.as_str())
        && before.iter().all(|token| is_mask(token) || DOCUMENT_WORDS.contains(&token.as_str()))
        || TEMPLATES.contains(&last.as_str())
            && before.iter().all(|token| DOCUMENT_WORDS.contains(&token.as_str()))
}

/// Digits that are all zero, or letters that stand for digits.
pub(super) fn is_mask(token: &str) -> bool {
    let mut chars = token.chars();
    let Some(first) = chars.next() else { return false };
    let repeated = matches!(first, '0' | 'n' | 'x' | 'y' | 'm' | 'd' | '#') && chars.all(|c| c == first);
    repeated || token == "yyyymmdd"
}

fn is_template_stem(stem: &[String]) -> bool {
    let Some(at) = stem.iter().position(|token| TEMPLATE.contains(&token.as_str())) else { return false };
    let before = stem.get(..at).unwrap_or_default();
    let after = stem.get(at + 1..).unwrap_or_default();
    let known = |words: &[&str], token: &String| words.contains(&token.as_str());
    let variant = |token: &String| known(&VARIANTS, token) || token.chars().all(|c| c.is_ascii_digit());
    // `0042-email-template` is the 42nd document; `001-template` is where numbering starts.
    let number = |token: &String| token.chars().all(|c| c.is_ascii_digit()) && !is_mask(token);
    if before.first().is_some_and(number) {
        return before.len() == 1 && after.is_empty();
    }
    if before.iter().all(|token| is_mask(token)) {
        return after.iter().all(|token| variant(token) || known(&DOCUMENT_WORDS, token) || is_mask(token));
    }
    after.iter().all(variant)
}

// In a folder of templates any document is one, unless the folder is rather one of code.
fn stands_among_templates(folder: &str, stem: &[String], names: &dyn Fn(&str) -> Vec<String>) -> bool {
    let name = stem.join("-");
    if COMPANIONS.contains(&name.as_str()) && name != "readme" {
        return false;
    }
    let names = names(folder);
    let files: Vec<&String> = names.iter().filter(|name| name.contains('.')).collect();
    let documents = files.iter().filter(|name| crate::config::is_markdown(name)).count();
    let alone = documents <= 1 && !names.iter().any(|name| !name.contains('.'));
    let mostly_documents = documents * 2 >= files.len();
    mostly_documents && (name != "readme" || alone)
}

fn is_form(folders: &[&str], stem: &[String]) -> bool {
    let form = |words: &[String]| {
        let has = |word: &str| words.iter().any(|token| token == word);
        (has("template") || has("templates"))
            && (has("issue")
                || has("issues")
                || has("discussion")
                || (has("request") && (has("pull") || has("merge")))
                || words.first().is_some_and(|first| first == "pr" || first == "mr"))
    };
    let prompts = |folder: &&str| matches!(*folder, "commands" | "prompts");
    form(stem)
        || folders.iter().any(|folder| form(&tokens(folder)))
        || (folders.iter().any(prompts) && folders.iter().any(|folder| holds_templates(folder)))
}

// `.specify/templates` and `.github/templates` are for the folder that holds them.
fn scope(folders: &[&str]) -> String {
    let end = folders.iter().rposition(|folder| !folder.starts_with('.')).map_or(0, |last| last + 1);
    folders.get(..end).unwrap_or_default().join("/")
}

fn area(folders: &[&str]) -> String {
    let kept = folders.iter().filter(|folder| !folder.starts_with('.') && !holds_templates(folder));
    kept.copied().collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role_of(path: &str) -> Role {
        role(path, &|_| vec!["a.md".to_owned(), "b.md".to_owned()])
    }

    fn template(scope: &str, area: &str) -> Role {
        Role::Template { scope: scope.to_owned(), area: area.to_owned() }
    }

    #[test]
    fn templates_are_known_by_name_and_govern_the_folder_that_holds_them() {
        for (path, scope, area) in [
            ("0000-template.md", "", ""),
            ("specs/template.md", "specs", ""),
            ("specs/_template.md", "specs", ""),
            ("docs/specs/TEMPLATE.md", "docs/specs", ""),
            ("rfcs/NNNN-template.md", "rfcs", ""),
            ("adr/001-template.md", "adr", ""),
            ("adr/yyyy-mm-dd-template.md", "adr", ""),
            ("eips/eip-template.md", "eips", ""),
            ("docs/template_spec.md", "docs", ""),
            ("docs/adr-template-bare.md", "docs", ""),
            ("docs/plantilla.md", "docs", ""),
            ("keps/NNNN-kep-template/kep-template.md", "keps", ""),
            ("docs/templates/feature.md", "docs", ""),
            ("docs/rfc-templates/feature.md", "docs", ""),
            (".specify/templates/spec-template.md", "", ""),
            (".github/templates/design.md", "", ""),
            ("apps/web/.specify/templates/plan.md", "apps/web", ""),
            ("_template/docs/specs/template.md", "", "docs/specs"),
            ("x/_template/.specify/templates/spec-template.md", "x", ""),
            ("docs/templates/adr/short.md", "docs", "adr"),
        ] {
            assert_eq!(role_of(path), template(scope, area), "{path}");
        }
    }

    #[test]
    fn documents_about_templates_are_documents() {
        for path in [
            "specs/template-engine.md",
            "specs/0042-email-template.md",
            "specs/2024-05-01-report-template.md",
            "specs/template-rendering-rules.md",
            "specs/templates.md",
            "specs/email-template/design.md",
            "specs/contemplate.md",
            "docs/templates/README.md",
            "docs/templates/CONTRIBUTING.md",
            "specs/0001-orders.md",
        ] {
            assert_eq!(role_of(path), Role::Document, "{path}");
        }
    }

    #[test]
    fn forms_of_the_code_host_and_prompts_are_neither() {
        for path in [
            ".github/ISSUE_TEMPLATE/bug_report.md",
            ".github/PULL_REQUEST_TEMPLATE.md",
            "docs/pull_request_template.md",
            ".gitlab/merge_request_templates/default.md",
            ".github/DISCUSSION_TEMPLATE/ideas.md",
            "templates/commands/plan.md",
        ] {
            assert_eq!(role_of(path), Role::Form, "{path}");
        }
    }

    #[test]
    fn a_folder_of_code_templates_holds_no_document_templates() {
        let code = |_: &str| ["index.html", "base.html", "mail.md"].map(str::to_owned).to_vec();
        assert_eq!(role("app/templates/mail.md", &code), Role::Document);
    }

    #[test]
    fn a_readme_is_a_template_where_it_is_all_there_is() {
        let alone = |_: &str| ["README.md", "kep.yaml"].map(str::to_owned).to_vec();
        assert_eq!(role("keps/NNNN-kep-template/README.md", &alone), template("keps", ""));
        let beside = |_: &str| ["README.md", "feature.md"].map(str::to_owned).to_vec();
        assert_eq!(role("keps/NNNN-kep-template/README.md", &beside), Role::Document);
    }
}
