//! Who may call an operation, by what the specification says of it.

use super::path::PathTemplate;
use crate::words;

/// What an operation asks of its caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing.
    Public,
    /// A key, token or session; of these roles, where roles are named.
    Key(Vec<String>),
    /// The specification does not say.
    Unknown,
}

impl Access {
    /// Reads what a specification says about the authentication of an operation.
    pub fn read(text: &str, roles: &[String]) -> Access {
        let text = text.trim().trim_matches(['`', '*', '_', '.']).to_lowercase();
        if text.is_empty() {
            return Access::Unknown;
        }
        const OPEN: &[&str] = &[
            "none",
            "no",
            "public",
            "open",
            "anonymous",
            "-",
            "–",
            "—",
            "❌",
            "✗",
            "false",
            "n/a",
            "not required",
            "optional",
            "unauthenticated",
            "anyone",
            "everyone",
            "anybody",
            "everybody",
            "no auth",
            "nein",
            "ninguna",
            "aucune",
            "不要",
            "なし",
            "없음",
            "无",
            "нет",
        ];
        // "Without a key, every endpoint but the report answers 401" tells of callers who are turned away.
        let turned_away = super::has_phrase(&text, "401")
            && ["without", "no ", "missing", "unauthenticated"].iter().any(|start| text.starts_with(start));
        let head = text.split(['(', ';', ',', '.', ':']).next().unwrap_or_default().trim();
        let opens = [
            "no auth",
            "no key",
            "no token",
            "no api key",
            "without auth",
            "without a key",
            "none ",
            "public ",
            "not required",
        ];
        let open = OPEN.contains(&text.as_str())
            || OPEN.contains(&head)
            || opens.iter().any(|start| text.starts_with(start));
        if open && !turned_away {
            return Access::Public;
        }
        Access::Key(roles.iter().filter(|role| words::names(&text, role)).cloned().collect())
    }

    /// Whether a caller has to show who they are.
    pub fn needs_key(&self) -> bool {
        matches!(self, Access::Key(_))
    }
}

/// Last parts of paths that tell how the system is.
const REPORTS: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "ready",
    "readyz",
    "readiness",
    "live",
    "livez",
    "liveness",
    "ping",
    "status",
    "up",
    "alive",
];

/// Parts of paths that serve those who run the system, besides reports.
const MACHINERY: &[&str] = &[
    "version",
    "metrics",
    "docs",
    "openapi.json",
    "openapi.yaml",
    "swagger",
    "favicon.ico",
    "robots.txt",
    ".well-known",
];

/// Parts of paths where somebody without a key gets in, or fetches what is for everybody.
const ENTRANCES: &[&str] = &[
    "login", "signin", "sign-in", "signup", "sign-up", "register", "token", "refresh", "auth", "oauth",
    "session", "sessions", "password", "public", "callback", "webhook", "webhooks", "static",
];

fn has_part(path: &PathTemplate, names: &[&str]) -> bool {
    let path = path.to_string().to_lowercase();
    path.split('/').any(|part| names.contains(&part))
}

/// Whether a path tells how the system is: its answer is in words of its own.
pub fn is_report(path: &PathTemplate) -> bool {
    path.parameters().next().is_none()
        && path.last_literal().is_some_and(|last| REPORTS.contains(&last.to_lowercase().as_str()))
}

/// Whether a path serves those who run the system: it often has no limit, no key and no base path.
pub fn is_machinery(path: &PathTemplate) -> bool {
    is_report(path) || has_part(path, MACHINERY)
}

/// Paths that are open by convention, where nothing is said about them.
pub fn is_open_by_convention(path: &PathTemplate) -> bool {
    is_machinery(path) || has_part(path, ENTRANCES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Access {
        Access::read(text, &["admin".to_owned(), "clerk".to_owned(), "read_only".to_owned()])
    }

    #[test]
    fn open_operations() {
        for text in [
            "none",
            "No",
            "`none`",
            "Public",
            "none (sharing code only)",
            "No auth required",
            "❌",
            "public, rate limited",
            "everybody",
        ] {
            assert_eq!(read(text), Access::Public, "{text}");
        }
    }

    #[test]
    fn keys_and_the_roles_that_are_named() {
        let roles = |names: &[&str]| Access::Key(names.iter().map(|name| (*name).to_owned()).collect());
        assert_eq!(read("X-API-Key; roles: admin, clerk"), roles(&["admin", "clerk"]));
        assert_eq!(read("Admins only"), roles(&["admin"]));
        assert_eq!(read("Bearer token, read-only role"), roles(&["read_only"]));
        assert_eq!(read("required"), roles(&[]));
        assert_eq!(read("administrator"), roles(&[]));
        assert_eq!(read(""), Access::Unknown);
        assert_eq!(
            read("Without a key, every endpoint but the report answers `401 unauthenticated`"),
            roles(&[])
        );
        assert_eq!(read("Clerk key, otherwise 401"), roles(&["clerk"]));
        assert_eq!(read("none, never 401"), Access::Public);
    }

    #[test]
    fn reports_and_entrances_are_open_where_nothing_is_said() {
        let open = |path: &str| is_open_by_convention(&PathTemplate::read(path));
        for path in ["/health", "/api/v1/status", "/metrics", "/auth/refresh"] {
            assert!(open(path), "{path}");
        }
        for path in ["/votes/{id}/up", "/orders/{id}/status", "/orders"] {
            assert!(!open(path), "{path}");
        }
    }
}
