use crate::records::block_at;
use crate::rule::rule;
use crate::spelling::{listed, nearly, singular, squash};
use crate::{Context, Report};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_model::{Item, Kind};
use abide_syntax::{NodeId, NodeKind, SectionId, TextRange};
use abide_template::Concept;

rule! {
    /// A permission is given to a role that the document does not list among its roles.
    ///
    /// ## Why it matters
    ///
    /// A role that nobody has guards nothing; or it is a role by its old name, and those who have it are locked out.
    ///
    /// ## What counts
    ///
    /// The document lists its roles in a table or list under a heading about roles, at least two of them; or else in its first table of permissions. A role of a table of permissions, or in
    /// what an endpoint says about who may call it, is not in that list. Case and plural do not matter. "Everyone", "owner", "authenticated" and the
    /// like are conditions, and no roles.
    ///
    /// ## How to mend it
    ///
    /// Use a role of the list, or add this one to it.
    ///
    /// ## Examples
    ///
    /// ````document
    /// # Parcels
    /// ## Roles
    /// | Role | Description |
    /// |---|---|
    /// | clerk | takes parcels in |
    /// | manager | sees all depots |
    ///
    /// ## Permissions
    /// | Action | Clerk | Manager | Auditor |
    /// |---|---|---|---|
    /// | Take in | ✅ | ✅ | ❌ |
    /// ~ `Auditor` is none of the roles: `clerk` and `manager`
    /// ````
    ///
    /// ````document
    /// # Parcels
    /// ## Roles
    /// | Role | Description |
    /// |---|---|
    /// | clerk | takes parcels in |
    /// | manager | sees all depots |
    ///
    /// ## Permissions
    /// | Action | Clerks | Managers | Anonymous |
    /// |---|---|---|---|
    /// | Take in | ✅ | ✅ | ❌ |
    /// ````
    "unknown-role", default: Some(Severity::Warning), since: "0.1.0"
}

/// The list of roles.
struct Roles {
    names: Vec<String>,
    block: NodeId,
    range: TextRange,
}

fn check(context: &Context, report: &mut Report) {
    let permitted = context.spec.of_kind(Kind::Permission).next().is_some();
    let called = || context.spec.of_kind(Kind::Endpoint).any(|item| item.fields.contains_key("auth"));
    if !permitted && !called() {
        return;
    }
    let Some(roles) = roles(context).or_else(|| roles_of_matrix(context)) else { return };
    let mut told: Vec<String> = Vec::new();
    for item in context.items(Kind::Permission) {
        let Some(role) = item.text_field("role") else { continue };
        if block_at(context.document, item.range) != roles.block {
            judge(context, &roles, role, item.range, &mut told, report);
        }
    }
    let endpoints: Vec<&Item> = context.items(Kind::Endpoint).collect();
    let words: Vec<(&Item, Vec<&str>)> = endpoints
        .into_iter()
        .filter_map(|item| Some((item, role_words(item.text_field("auth")?)?)))
        .collect();
    // Only where the column tells roles: one of the list stands in it.
    if words.iter().any(|(_, words)| words.iter().any(|word| roles.knows(word))) {
        for (item, words) in words {
            for word in words {
                judge(context, &roles, word, item.range, &mut told, report);
            }
        }
    }
}

impl Roles {
    fn knows(&self, name: &str) -> bool {
        let key = singular(name);
        self.names.iter().any(|known| {
            let known = singular(known);
            // "Admin" and "Administrator", "Store manager" and "Manager".
            known == key
                || known.starts_with(&key)
                || key.starts_with(&known)
                || known.ends_with(&key)
                || key.ends_with(&known)
        })
    }
}

fn judge(
    context: &Context,
    roles: &Roles,
    role: &str,
    range: TextRange,
    told: &mut Vec<String>,
    report: &mut Report,
) {
    let role = role.trim().trim_matches(['`', '*']);
    let key = singular(role);
    if roles.knows(role) || is_condition(role) || told.contains(&key) {
        return;
    }
    told.push(key);
    let near = roles.names.iter().find(|known| nearly(known, role));
    let finding = report
        .at(range, format!("`{role}` is none of the roles: {}", listed(&roles.names)))
        .related(context.place(roles.range), "the roles are listed here");
    match near {
        Some(near) => {
            let finding = finding.help(format!("did you mean `{near}`?"));
            if let Some(place) = crate::places::word_in(context, range, role) {
                finding
                    .fix(Fix::not_safe(format!("use `{near}`"), vec![Edit::replace(place, near.as_str())]));
            }
        }
        None => {
            finding.help("use a role of the list, or add this one to it");
        }
    }
}

/// Words that name whom a condition holds for, not a role that is given.
fn is_condition(role: &str) -> bool {
    const CONDITIONS: &[&str] = &[
        "anonymous",
        "public",
        "everyone",
        "anyone",
        "all",
        "any",
        "guest",
        "owner",
        "self",
        "user",
        "authenticated",
        "unauthenticated",
        "system",
        "service",
        "none",
        "others",
        "other",
        "visitor",
        "todo",
        "todos",
        "cualquiera",
        "you",
        "we",
        "note",
        "default",
        "internal",
        "external",
        "team",
    ];
    let key = squash(role);
    let words = role.split_whitespace().count();
    words > 3
        || key.is_empty()
        || CONDITIONS.iter().any(|word| {
            key == *word
                || key == format!("{word}s")
                || role
                    .to_lowercase()
                    .split(|letter: char| !letter.is_alphanumeric())
                    .any(|part| part == *word)
        })
}

/// The names in what an endpoint says about who may call it, where it is a list of words.
fn role_words(auth: &str) -> Option<Vec<&str>> {
    const NO_ROLES: &[&str] = &[
        "required",
        "yes",
        "no",
        "none",
        "public",
        "bearer",
        "jwt",
        "token",
        "api",
        "key",
        "oauth",
        "oauth2",
        "session",
        "basic",
        "cookie",
        "optional",
        "apikey",
        "hmac",
        "signature",
        "true",
        "false",
        "user",
        "mtls",
        "auth",
    ];
    let words: Vec<&str> = auth
        .split([',', '/', '|', '+'])
        .map(|part| part.trim().trim_matches(['`', '*']))
        .filter(|part| !part.is_empty())
        .collect();
    let single = words.iter().all(|word| {
        !word.contains(' ')
            && word.len() <= 24
            && word.chars().all(|letter| letter.is_alphanumeric() || letter == '_' || letter == '-')
    });
    let named = words.iter().any(|word| !NO_ROLES.contains(&word.to_lowercase().as_str()));
    (single && named)
        .then(|| words.into_iter().filter(|word| !NO_ROLES.contains(&word.to_lowercase().as_str())).collect())
}

/// The first table or list of at least two roles under a heading about roles.
fn roles(context: &Context) -> Option<Roles> {
    const HEADS: &[&str] = &[
        "role",
        "roles",
        "name",
        "user role",
        "rol",
        "rôle",
        "rolle",
        "ロール",
        "役割",
        "역할",
        "角色",
        "роль",
    ];
    let document = context.document;
    for (at, section) in document.sections().iter().enumerate().skip(1) {
        let about = context.concepts(SectionId(at as u32));
        let lower = section.title.to_lowercase();
        let named = lower
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| matches!(word, "roles" | "rollen" | "rôles" | "papéis"))
            || about.contains(&Concept::Roles);
        if !named || lower.contains("responsib") || lower.contains("team") {
            continue;
        }
        for block in document.section_blocks(SectionId(at as u32)) {
            let range = document.node(block).range;
            let names: Vec<String> = match document.node(block).kind {
                NodeKind::Table => {
                    let Some(table) = abide_syntax::Table::new(document, block) else { continue };
                    let columns = table.columns();
                    if !columns
                        .first()
                        .is_some_and(|head| HEADS.contains(&head.trim().to_lowercase().as_str()))
                    {
                        continue;
                    }
                    table
                        .rows()
                        .filter_map(|row| table.cells(row).next())
                        .map(|cell| document.plain_text(cell).trim().trim_matches('`').to_owned())
                        .collect()
                }
                NodeKind::List { .. } => {
                    document.children(block).filter_map(|item| label(context, item)).collect()
                }
                _ => continue,
            };
            let names: Vec<String> = names
                .into_iter()
                .filter(|name| !name.is_empty() && name.split_whitespace().count() <= 3)
                .collect();
            if names.len() >= 2 && !context.is_kept(range) {
                return Some(Roles { names, block, range });
            }
        }
    }
    None
}

/// The roles of a table of permissions, where nothing else lists them.
fn roles_of_matrix(context: &Context) -> Option<Roles> {
    let mut items = context.items(Kind::Permission);
    let first = items.next()?;
    let block = block_at(context.document, first.range);
    if context.document.node(block).kind != NodeKind::Table {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for item in std::iter::once(first).chain(items) {
        let Some(role) = item.text_field("role") else { continue };
        if block_at(context.document, item.range) == block && !names.iter().any(|name| name == role) {
            names.push(role.to_owned());
        }
    }
    let range = context.document.node(block).range;
    (names.len() >= 2).then_some(Roles { names, block, range })
}

/// The label of a bullet: `**clerk**: takes parcels in`.
fn label(context: &Context, item: NodeId) -> Option<String> {
    let text = context.document.plain_text(item);
    let line = text.lines().next()?;
    let end = line.find([':', '—', '–', '(']).or_else(|| line.find(" - ")).unwrap_or(line.len());
    Some(line.get(..end)?.trim().trim_matches(['`', '*']).to_owned())
}
