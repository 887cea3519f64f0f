use crate::prose;
use crate::rule::rule;
use crate::{Context, Report};
use abide_model::Kind;
use abide_syntax::TextRange;
use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

rule! {
    /// An abbreviation is used again and again, and written out nowhere.
    ///
    /// ## Why it matters
    ///
    /// Who comes new to the project cannot look it up, and two teams may mean different things by it.
    ///
    /// ## What counts
    ///
    /// Two to five capitals that stand in prose at least three times, are in no glossary, and have no words in brackets beside them, "Order Line Item
    /// (OLI)" or "OLI (order line item)". Abbreviations that everyone in software knows are left out. It is off by default: every field has its own.
    ///
    /// ## How to mend it
    ///
    /// Write it out where it stands first, or add it to the glossary.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// ## Goals
    /// - Each OLI is exported as CSV.
    ///        ~~~ "OLI" stands 3 times and is written out nowhere
    /// - An OLI without a price is left out.
    /// - The OLI keeps its number.
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// ## Goals
    /// - Each order line item (OLI) is exported.
    /// - An OLI without a price MUST NOT be exported.
    /// - The OLI keeps its number. HTTP, HTTP, HTTP.
    /// ```
    "unexpanded-abbreviation", default: None, since: "0.1.0"
}

/// Abbreviations that need no glossary, words of obligation, and words that are written in capitals.
const KNOWN: &str = "
    AI ACL AM API APIS APP ASCII AWS BOM BNF CD CDN CI CLI CORS CPU CRUD CSRF CSS CSV DB DNS DOM DTO EC EN ES EU FAQ FIFO FK FTP GB GCP GDPR GIF GIT
    GPL GPU GUI HMAC HTML HTTP HTTPS ID IDE IDS IEEE IETF IO IP IPC IPV ISO IT JPEG JPG JS JSON JSONL JSX JWT KB LAN LLM LRU LTS MAC MB MCP MFA MIME
    MIT ML MVP NASA NFR NOTE OAUTH OK ORM OS OSS PC PDF PID PII PK PM PNG POC PR PRS QA RAM REST RFC RFCS RGB RPC RSA RSS SDK SHA SLA SLO SMS SMTP SPA
    SQL SSD SSE SSH SSL SSO SVG TB TBD TCP TLS TODO TOML TS TSX TTL TUI UDP UI UK URI URIS URL URLS US USA USB USD EUR UTC UTF UUID UX VM VPN WAN WIP
    WWW XML XSS YAML YML ZIP MUST NOT SHALL MAY AND OR ON OFF IF THEN ELSE WHEN GIVEN NO YES ALL ANY NEW OLD GET PUT POST PATCH HEAD DELETE NULL TRUE
    FALSE SELECT FROM WHERE INTO TABLE ADR FR SC AC EIP OTEP ONLY IS ARE BE TO OF IN THE A AN DO
";

static KNOWN_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| KNOWN.split_whitespace().collect());

fn check(context: &Context, report: &mut Report) {
    const OFTEN: usize = 3;
    let document = context.document;
    let text = document.text();
    let glossary: HashSet<String> = context.items(Kind::Term).flat_map(|item| item.text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>()).collect();
    let mut used: BTreeMap<&str, (TextRange, usize)> = BTreeMap::new();
    let mut explained: HashSet<&str> = HashSet::new();
    for run in prose::texts(document, TextRange::new(0, text.len())) {
        for word in prose::words(document, run) {
            let name = word.text.strip_suffix('s').unwrap_or(word.text);
            if !(2..=5).contains(&name.len()) || !name.bytes().all(|byte| byte.is_ascii_uppercase()) || KNOWN_WORDS.contains(name) {
                continue;
            }
            let before = text.get(..word.range.start()).and_then(|before| before.chars().next_back());
            let after = text.get(word.range.end()..).unwrap_or_default();
            // "FR-1", "PO_BOX" and "a/OLI" are names of something else.
            let joined = |letter: Option<char>| letter.is_some_and(|letter| matches!(letter, '-' | '/' | '_' | '.' | '#' | '$'));
            if joined(before) || after.starts_with(['-', '/', '_', '#']) {
                continue;
            }
            if matches!(before, Some('(' | '（' | '"' | '“')) || after.trim_start().starts_with(['(', '（', ':', '=', '—', '–']) {
                explained.insert(name);
            }
            let entry = used.entry(name).or_insert((word.range, 0));
            entry.1 += 1;
        }
    }
    for (name, (first, times)) in used {
        if times >= OFTEN && !explained.contains(name) && !glossary.contains(name) {
            report
                .at(first, format!("\"{name}\" stands {times} times and is written out nowhere"))
                .help("write it out here, or add it to the glossary");
        }
    }
}
