//! What the words of a heading and the first blocks below it tell, beyond the concept that the heading names.

use abide_syntax::{Document, NodeKind, Section, SectionId, Table};
use abide_template::{Concept, concepts_of_heading};

/// Whether a section holds nothing but a numbered list in which nothing is demanded.
pub(super) fn lists_acts_in_order(document: &Document, at: usize) -> bool {
    const DEMANDS: &[&str] = &[
        "must",
        "shall",
        "should",
        "soll",
        "muss",
        "debe",
        "deve",
        "doit",
        "должен",
        "должна",
        "必须",
        "应",
    ];
    let mut blocks = document.section_blocks(SectionId(at as u32));
    let listed = blocks.next().filter(|block| document.node(*block).kind == NodeKind::List { ordered: true });
    let alone = blocks.all(|block| document.node(block).kind == NodeKind::ThematicBreak);
    listed.is_some_and(|list| {
        let source = document.source(list).to_lowercase();
        alone && !DEMANDS.iter().any(|word| crate::text::find_word(&source, word).is_some())
    })
}

/// Whether all that a section lists begins with the id of a requirement. Some teams number their decisions and risks in the same way
/// as the requirements of the system (`DR-1`, `SR-2`), but none calls one `FR-1`.
pub(super) fn lists_requirements(document: &Document, at: usize) -> bool {
    const CODES: &[&str] = &["FR", "NFR", "REQ", "RQ", "RF", "RNF"];
    let blocks = document.section_blocks(SectionId(at as u32));
    let lists = blocks.filter(|block| matches!(document.node(*block).kind, NodeKind::List { .. }));
    let mut entries = lists.flat_map(|list| document.children(list)).peekable();
    let coded = |source: &str| {
        let bare = source.trim_start_matches(|c: char| !c.is_alphabetic());
        let letters: String = bare.chars().take_while(char::is_ascii_alphabetic).collect();
        crate::text::leading_code(bare).is_some() && CODES.contains(&letters.as_str())
    };
    entries.peek().is_some() && entries.all(|entry| coded(document.source(entry)))
}

/// The ranks that requirements are sorted by.
pub(super) fn is_rank(title: &str) -> bool {
    const RANKS: &[&str] =
        &["nicetohave", "nicetohaves", "shouldhave", "couldhave", "stretch", "stretchgoals"];
    RANKS.contains(&crate::text::squash(crate::text::unnumbered(title)).as_str())
}

/// Whether a heading is one piece of code and nothing else.
pub(super) fn names_code(document: &Document, section: &Section) -> bool {
    let mut parts = document.children(section.heading);
    let first = parts.next().map(|part| document.node(part).kind);
    first == Some(NodeKind::CodeSpan) && parts.next().is_none()
}

/// "tools/press.rs", "2. press.rs - The press": one word that ends as the name of a file does, perhaps with what it is.
pub(super) fn names_file(title: &str) -> bool {
    let title = title_of_file(title).unwrap_or_else(|| title.trim());
    is_file_name(title)
}

/// "print_events": words of code with nothing but lines between them.
pub(super) fn joins_words(title: &str) -> bool {
    let bare = crate::text::unnumbered(title.trim());
    bare.contains('_') && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The name of the file in "2. press.rs - The press".
pub(crate) fn title_of_file(title: &str) -> Option<&str> {
    let bare = crate::text::unnumbered(title.trim());
    // Most titles hold no file, and three searches cost more than one.
    memchr::memchr(b'.', bare.as_bytes())?;
    let (name, _) = [" - ", " — ", " – "].iter().find_map(|dash| bare.split_once(dash))?;
    Some(name.trim()).filter(|name| is_file_name(name))
}

fn is_file_name(title: &str) -> bool {
    let Some((stem, end)) = title.rsplit_once('.') else { return false };
    (1..=5).contains(&end.len())
        && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && end.bytes().any(|byte| byte.is_ascii_lowercase())
        && stem.chars().any(char::is_alphabetic)
        && stem.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'))
}

/// One of the two sides of a scope, by a heading that says no more.
pub(super) fn side_of_scope(title: &str) -> Option<Concept> {
    match title.trim().trim_end_matches([':', '：']).to_lowercase().as_str() {
        "in" | "included" | "yes" | "incluye" | "inklusive" => Some(Concept::Scope),
        "out" | "excluded" | "no" | "excluye" | "exklusive" => Some(Concept::OutOfScope),
        _ => None,
    }
}

/// "Option 2", "Option A: …": a word, then a number or a letter.
pub(super) fn is_numbered_option(title: &str) -> bool {
    let mark = title.split_whitespace().nth(1).unwrap_or_default().trim_end_matches([':', '.', ')', '：']);
    mark.chars().all(|c| c.is_ascii_digit()) || mark.chars().count() == 1
}

/// One word in the singular, perhaps behind a number and before a remark in brackets.
pub(super) fn is_one_word(title: &str) -> bool {
    let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let bare = bare.strip_suffix(')').and_then(|bare| bare.split_once(" (")).map_or(bare, |(name, _)| name);
    !bare.contains(char::is_whitespace) && !bare.ends_with('s')
}

/// Whether a section has sections below it that tell of the system: its endpoints, its data, its errors.
pub(super) fn has_chapters(document: &Document, at: usize) -> bool {
    let told = [Concept::References, Concept::RelatedSpecs, Concept::Glossary, Concept::Appendix];
    document.sections().iter().any(|section| {
        section.parent.index() == at
            && concepts_of_heading(&section.title).iter().any(|concept| !told.contains(concept))
    })
}

/// One word, perhaps behind a number, whatever its number.
pub(super) fn is_one_plural(title: &str) -> bool {
    let bare = title.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' '));
    !bare.contains(char::is_whitespace)
}

/// Whether the first block of a section's own body that is no paragraph is a table of fields with their types.
pub(super) fn holds_typed_fields(document: &Document, at: usize) -> bool {
    const FIELDS: &[&str] = &[
        "field",
        "column",
        "attribute",
        "property",
        "campo",
        "columna",
        "feld",
        "champ",
        "フィールド",
        "カラム",
        "字段",
        "필드",
        "컬럼",
        "поле",
    ];
    const TYPES: &[&str] = &["type", "data type", "tipo", "typ", "型", "类型", "타입", "тип"];
    let mut blocks = document.section_blocks(SectionId(at as u32)).filter(|block| {
        !matches!(document.node(*block).kind, NodeKind::Paragraph | NodeKind::Heading { .. })
    });
    let table = blocks.next().and_then(|block| Table::new(document, block));
    table.is_some_and(|table| {
        let heads: Vec<String> = table.columns().iter().map(|head| head.trim().to_lowercase()).collect();
        let named = |words: &[&str]| heads.iter().any(|head| words.contains(&head.as_str()));
        named(FIELDS) && named(TYPES)
    })
}

/// Whether a section's own body has a table or a block of code.
pub(super) fn holds_fields(document: &Document, at: usize) -> bool {
    let mut blocks = document.section_blocks(SectionId(at as u32));
    blocks.any(|block| match document.node(block).kind {
        NodeKind::Table | NodeKind::Code { .. } => true,
        // `- weight: decimal`
        NodeKind::List { .. } => {
            if crate::text::lists_identifiers(document.source(block)) {
                return true;
            }
            let first = document.source(block).lines().next().unwrap_or_default().replace(['`', '*'], "");
            // `- id, trayId, pages`
            let joined = first.trim_start_matches(['-', '+', ' ']).replace(", ", "\n").replace('?', "");
            if crate::text::lists_identifiers(&joined) {
                return true;
            }
            let typed = first.trim_start_matches(['-', '+', ' ']).split_once(':');
            let typed = typed.filter(|(name, _)| name.chars().all(|c| c.is_alphanumeric() || c == '_'));
            typed.is_some_and(|(_, kind)| {
                crate::shape::is_type(kind.split([',', '(']).next().unwrap_or(kind).trim())
            })
        }
        _ => false,
    })
}

/// Whether a title says what a document is about, and beside it no more than whose it is: "Data model: orders",
/// "Data Model — orders", "Orders - Data Model", "Data Model (draft)", "Order data model".
pub(super) fn is_about_as_a_whole(document: &Document, at: usize) -> bool {
    let title = document.sections().get(at).map_or("", |section| section.title.trim());
    let bare =
        title.strip_suffix(')').and_then(|title| title.rsplit_once(" (")).map_or(title, |(bare, _)| bare);
    if abide_template::names_concept(bare.split_once(':').map_or(bare, |(before, _)| before).trim()) {
        return true;
    }
    let parted = [" — ", " – ", " - ", ": "].iter().find_map(|mark| bare.split_once(mark));
    let last = bare.rsplitn(3, ' ').take(2).collect::<Vec<_>>();
    match (parted, last.as_slice()) {
        (Some((before, after)), _) => {
            abide_template::names_concept(before) || abide_template::names_concept(after)
        }
        (None, [model, data]) => model.eq_ignore_ascii_case("model") && data.eq_ignore_ascii_case("data"),
        _ => false,
    }
}

/// One word, and in brackets what it is made with: "Database (SQLite)", "5.1 Frontend (TypeScript)".
pub(super) fn is_made_with(title: &str) -> bool {
    let bare = crate::text::unnumbered(title).trim();
    bare.strip_suffix(')').and_then(|inner| inner.split_once(" (")).is_some_and(|(name, made)| {
        !name.contains(' ') && made.starts_with(char::is_uppercase) && made.split_whitespace().count() <= 3
    })
}
