//! Permissions that list entries grant.

use super::legend::Allow;
use super::right::right;
use super::{listed, push};
use crate::Items;
use crate::text::{self, says_nothing};
use abide_syntax::SectionId;

pub(super) const VERBS: &[&str] = &[
    "create",
    "read",
    "update",
    "delete",
    "view",
    "manage",
    "edit",
    "invite",
    "approve",
    "list",
    "access",
    "write",
    "remove",
    "add",
    "assign",
    "publish",
    "export",
    "import",
    "see",
    "change",
    "configure",
    "use",
    "comment",
    "share",
    "submit",
    "review",
    "reject",
    "cancel",
    "download",
    "upload",
    "register",
    "log",
    "track",
    "receive",
    "pay",
    "browse",
    "search",
    "order",
    "book",
    "schedule",
    "run",
    "start",
    "stop",
    "execute",
    "modify",
    "set",
    "post",
    "reply",
    "rate",
    "ban",
    "block",
    "grant",
    "revoke",
    "reset",
    "monitor",
    "generate",
    "print",
    "save",
    "join",
    "leave",
    "send",
    "accept",
    "lock",
    "open",
    "close",
    "pause",
    "resume",
    "restore",
    "archive",
    "transfer",
    "sign",
    "verify",
    "enable",
    "disable",
    "trigger",
    "request",
    "confirm",
    "perform",
    "unlock",
    "suspend",
    "full",
    "can",
    "may",
    "read-only",
    "only",
    "all",
    "dispose",
    "make",
    "record",
    "withdraw",
    "claim",
    "return",
    "hand",
    "complete",
    "finish",
    "mark",
    "move",
    "fetch",
    "query",
    "inspect",
    "hold",
    "extend",
    "renew",
    "rename",
    "merge",
    "split",
    "retire",
    "deactivate",
    "activate",
    "reopen",
    "escalate",
    "refund",
    "charge",
    "issue",
    "void",
    "settle",
    "check",
    "release",
    "borrow",
    "lend",
    "reserve",
    "rent",
    "deliver",
    "ship",
    "pick",
    "pack",
    "count",
    "adjust",
    "correct",
    "annotate",
];

/// Whether a text starts with what someone does.
pub(super) fn is_action(text: &str) -> bool {
    let first = text.split([' ', ',', '/']).next().unwrap_or_default().to_lowercase();
    VERBS.contains(&first.as_str())
        || VERBS.iter().any(|verb| first == format!("{verb}s"))
        || INFINITIVES.contains(&first.as_str())
}

/// What somebody may do, in other languages.
#[rustfmt::skip]
const INFINITIVES: &[&str] = &[
    "consulter", "gérer", "créer", "modifier", "supprimer", "valider", "voir", "ajouter", "administrer", "réserver", "annuler", "lire", "accéder",
    "publier", "approuver", "configurer", "gestionar", "crear", "consultar", "editar", "eliminar", "ver", "aprobar", "administrar", "registrar",
    "listar", "acceder", "configurar", "modificar", "validar", "cancelar", "gerenciar", "criar", "excluir", "aprovar", "cadastrar", "visualizar",
    "acessar", "reservar",
];

/// One of the rights behind the name of a role, and whether it is one: "can print", "cannot fold", "no glue".
fn granted_or_denied(part: &str) -> (&str, Allow) {
    let strip = |words: &[&str]| {
        words.iter().find_map(|word| {
            text::starts_with_ignoring_case(part, word).then(|| part.get(word.len()..)).flatten()
        })
    };
    if let Some(rest) = strip(&["cannot ", "can not ", "can't ", "may not ", "must not "]) {
        return (rest, Allow::No);
    }
    // What is not there is named with its denial.
    if text::starts_with_ignoring_case(part, "no ") {
        return (part, Allow::No);
    }
    (strip(&["can "]).unwrap_or(part), Allow::Yes)
}

/// As [`listed`], where every member starts with a verb: "manage orders, schedules and users" is one action.
fn listed_verbs(text: &str) -> Vec<String> {
    let parts = listed(text);
    let verbs = parts.iter().all(|part| {
        part.split_whitespace()
            .next()
            .is_some_and(|first| is_action(first) || parts.len() > 1 && is_infinitive(first))
    });
    if verbs { parts } else { vec![text.trim().trim_end_matches('.').to_owned()] }
}

/// What follows "Can …" where it opens a further sentence: "The office in production. Can close days, edit rooms."
fn behind_can(said: &str) -> Option<&str> {
    const CAN: &[&str] = &[
        "Can ", "May ", "Puede ", "Pueden ", "Peut ", "Peuvent ", "Kann ", "Können ", "Darf ", "Dürfen ",
        "Pode ", "Podem ",
    ];
    crate::sentence::split(said).into_iter().skip(1).find_map(|sentence| {
        let sentence = sentence.trim();
        CAN.iter().find_map(|can| sentence.strip_prefix(can))
    })
}

/// Whether a word is an infinitive of French, Spanish or Portuguese: "valider", "cerrar/abrir".
fn is_infinitive(word: &str) -> bool {
    word.split('/')
        .all(|verb| verb.len() > 3 && ["er", "ir", "re", "ar"].iter().any(|end| verb.ends_with(end)))
}

/// "Admins can delete orders", "Guests cannot …", `**Viewer**: read`.
pub(super) fn line(
    statement: &str,
    group: Option<&str>,
    section: SectionId,
    range: abide_syntax::TextRange,
    items: &mut Items,
) {
    if let Some(rights) = super::passive::passive(statement) {
        for (role, action, allow) in rights {
            push(items, section, range, &role, &action, &allow);
        }
        return;
    }
    // "Office: the head of it. Can close days, edit rooms."
    if let Some(cut) = text::labelled(statement).filter(|cut| cut.label.split_whitespace().count() <= 4)
        && let Some(rest) = behind_can(cut.rest)
    {
        for action in listed_verbs(rest) {
            push(items, section, range, cut.label, &action, &Allow::Yes);
        }
        return;
    }
    // "Printer: create jobs; can fold pages"
    if let Some(cut) = text::labelled(statement)
        && cut.rest.contains("; ")
        && names_role(cut.label)
        && is_action(cut.rest)
        && !is_action(cut.label)
    {
        rights_of(cut.label, cut.rest, section, range, items);
        return;
    }
    if let Some((role, action, allow)) = right(statement) {
        push(items, section, range, role, &action, &allow);
        return;
    }
    if let Some(group) = group
        && text::find_word(group, "roles").is_none()
        && !statement.contains(": ")
        && group.split_whitespace().count() <= 4
    {
        let denied = ["Cannot ", "cannot ", "Can not ", "Can't ", "can't "]
            .iter()
            .find_map(|word| statement.strip_prefix(word));
        let allowed = statement.strip_prefix("Can ").or_else(|| statement.strip_prefix("can "));
        let allow = if denied.is_some() { Allow::No } else { Allow::Yes };
        let bare = denied.or(allowed).unwrap_or(statement);
        push(items, section, range, group, bare.trim_end_matches('.'), &allow);
        return;
    }
    // `Requires contents: write` asks for something, and names no role.
    const ASKS: &[&str] =
        &["requires", "require", "needs", "need", "uses", "see", "no", "must", "same", "if", "when"];
    let first = statement.split_whitespace().next().unwrap_or_default().to_lowercase();
    if ASKS.contains(&first.as_str()) {
        return;
    }
    if let Some(cut) = text::labelled(statement)
        && names_role(cut.label)
        && !cut.rest.is_empty()
        && !says_nothing(cut.rest)
    {
        rights_of(cut.label, cut.rest, section, range, items);
    }
}

/// The rights behind the name of a role: "create jobs; can fold pages; no glue".
fn rights_of(label: &str, told: &str, section: SectionId, range: abide_syntax::TextRange, items: &mut Items) {
    // "**Partner** (signs): …" says of the role what it is.
    let named = label.split(" (").next().unwrap_or(label);
    // "**Printer** / **Binder**: …" says it of both.
    for role in named.split(" / ") {
        for part in told.split([';', '；']).filter(|part| !part.trim().is_empty()) {
            let (said, allow) = granted_or_denied(part.trim());
            for action in listed_verbs(said) {
                push(items, section, range, role, &action, &allow);
            }
        }
    }
}

/// Whether a label may be the name of a role: a few words, none that names a topic.
fn names_role(label: &str) -> bool {
    const ABOUT: &[&str] = &[
        "actions",
        "defaultroles",
        "roles",
        "permissions",
        "permission",
        "note",
        "notes",
        "resources",
        "resource",
        "legend",
        "scopes",
        "scope",
        "rules",
        "rule",
        "default",
        "defaults",
        "model",
        "implementation",
        "storage",
        "inheritance",
        "enforcement",
        "authentication",
        "authorization",
    ];
    !ABOUT.contains(&text::squash(label).as_str()) && label.split_whitespace().count() <= 4
}
