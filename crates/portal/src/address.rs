//! Where each page is found. A served page and one of an export have the same address behind another beginning.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What may not stand in a path or fragment as it is.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A page of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// Every specification with its verdicts; a part of them, counted from 1.
    Board(usize),
    /// Everything that needs somebody.
    Needs,
    /// A document.
    Spec(String),
    /// Why a statement has its verdict.
    Why {
        /// The document.
        path: String,
        /// The statement's [`key`].
        key: String,
    },
    /// Statements against evidence, of one document or of all in outline.
    Matrix(Option<String>),
    /// Entities, states and endpoints, of one document or of all in outline.
    Model(Option<String>),
    /// Which documents speak of which.
    Graph,
    /// Places that disagree.
    Contradictions,
    /// The runs.
    History,
}

impl Page {
    /// Its address, without what stands before all of them.
    pub fn address(&self) -> String {
        match self {
            Page::Board(0 | 1) => String::new(),
            Page::Board(part) => format!("board/{part}"),
            Page::Needs => "needs".to_owned(),
            Page::Spec(path) => format!("spec/{}", escaped(path)),
            Page::Why { path, key } => format!("why/{key}/{}", escaped(path)),
            Page::Matrix(None) => "matrix".to_owned(),
            Page::Matrix(Some(path)) => format!("matrix/{}", escaped(path)),
            Page::Model(None) => "model".to_owned(),
            Page::Model(Some(path)) => format!("model/{}", escaped(path)),
            Page::Graph => "graph".to_owned(),
            Page::Contradictions => "contradictions".to_owned(),
            Page::History => "history".to_owned(),
        }
    }

    /// The page at an address.
    pub fn parse(address: &str) -> Option<Self> {
        let decoded = percent_decode_str(address).decode_utf8().ok()?;
        let (kind, rest) =
            decoded.split_once('/').map_or((&*decoded, None), |(kind, rest)| (kind, Some(rest)));
        Some(match (kind, rest) {
            ("", None) => Page::Board(1),
            ("board", Some(part)) => Page::Board(part.parse().ok().filter(|part| *part > 1)?),
            ("needs", None) => Page::Needs,
            ("spec", Some(path)) => Page::Spec(path.to_owned()),
            ("why", Some(rest)) => {
                let (key, path) = rest.split_once('/')?;
                Page::Why { path: path.to_owned(), key: key.to_owned() }
            }
            ("matrix", path) => Page::Matrix(path.map(str::to_owned)),
            ("model", path) => Page::Model(path.map(str::to_owned)),
            ("graph", None) => Page::Graph,
            ("contradictions", None) => Page::Contradictions,
            ("history", None) => Page::History,
            _ => return None,
        })
    }

    /// The part of the navigation that it belongs to.
    pub fn part(&self) -> &'static str {
        match self {
            Page::Board(_) | Page::Needs => "board",
            Page::Spec(_) | Page::Why { .. } => "spec",
            Page::Matrix(_) => "matrix",
            Page::Model(_) => "model",
            Page::Graph => "graph",
            Page::Contradictions => "contradictions",
            Page::History => "history",
        }
    }
}

/// A statement within its document, short enough for an address: it stays while the item keeps its id.
pub fn key(id: &str) -> String {
    blake3::hash(id.as_bytes()).to_hex().chars().take(12).collect()
}

/// A text as it may stand in a path or fragment.
pub fn escaped(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_at_its_address() {
        let odd = "specs/a b/50% #1 [ü]?.md".to_owned();
        let pages = [
            Page::Board(1),
            Page::Board(7),
            Page::Needs,
            Page::Spec(odd.clone()),
            Page::Why { path: odd.clone(), key: key("FR-1") },
            Page::Matrix(None),
            Page::Matrix(Some(odd.clone())),
            Page::Model(None),
            Page::Model(Some(odd)),
            Page::Graph,
            Page::Contradictions,
            Page::History,
        ];
        for page in pages {
            assert_eq!(Page::parse(&page.address()), Some(page.clone()), "{}", page.address());
        }
    }

    #[test]
    fn other_addresses_lead_nowhere() {
        for address in ["boards", "board/1", "board/x", "why/abc", "needs/1", "spec", "%ff"] {
            assert_eq!(Page::parse(address), None, "{address}");
        }
    }
}
