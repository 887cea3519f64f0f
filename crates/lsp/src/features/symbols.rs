//! Sections and statements as the editor's outline shows them, and the search over all of them.

use crate::features::define::said_at;
use crate::markdown::cut;
use crate::subject::is_written;
use crate::trouble::Answer;
use crate::world::{Spot, World};
use abide_model::{Item, Kind};
use abide_syntax::{SectionId, TextRange};
use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
    SymbolKind, WorkspaceSymbol, WorkspaceSymbolLocation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

/// Symbols that a search gives at most.
const MOST: usize = 200;

/// `textDocument/documentSymbol`
pub fn of_document(
    world: &mut World,
    params: DocumentSymbolParams,
) -> Answer<Option<DocumentSymbolResponse>> {
    let Some((folder, number)) = world.find(&params.text_document.uri) else { return Ok(None) };
    let Some(spot) = world.spot(folder, number) else { return Ok(None) };
    let mut items: Vec<&Item> = spot.state.spec().items.iter().collect();
    items.sort_by_key(|item| (item.range.start, std::cmp::Reverse(item.range.end)));
    let children = below(&spot, SectionId::ROOT, &items);
    Ok(Some(DocumentSymbolResponse::DocumentSymbolList(children)))
}

/// The sections and items right below a section.
fn below(spot: &Spot, parent: SectionId, items: &[&Item]) -> Vec<DocumentSymbol> {
    let document = spot.document();
    let mut symbols: Vec<(u32, DocumentSymbol)> = Vec::new();
    for (at, section) in document.sections().iter().enumerate().skip(1) {
        if section.parent != parent {
            continue;
        }
        let id = SectionId(at as u32);
        #[expect(deprecated, reason = "the protocol's type has the field all the same")]
        let symbol = DocumentSymbol {
            name: match section.title.trim() {
                "" => "(no title)".to_owned(),
                title => title.to_owned(),
            },
            kind: SymbolKind::String,
            range: spot.places().range(section.range),
            selection_range: spot.places().range(section.title_range),
            children: Some(below(spot, id, items)).filter(|children| !children.is_empty()),
            detail: None,
            tags: None,
            deprecated: None,
        };
        symbols.push((section.range.start, symbol));
    }
    let own = items
        .iter()
        .filter(|item| document.section_at(item.range.start) == parent && item.kind != Kind::Reference);
    for item in own {
        symbols.push((item.range.start, of_item(spot, item)));
    }
    symbols.sort_by_key(|(start, _)| *start);
    symbols.into_iter().map(|(_, symbol)| symbol).collect()
}

fn of_item(spot: &Spot, item: &Item) -> DocumentSymbol {
    let selected = said_at(spot, item);
    #[expect(deprecated, reason = "the protocol's type has the field all the same")]
    DocumentSymbol {
        name: name(item),
        detail: Some(item.kind.to_string()),
        kind: kind(item.kind),
        range: spot.places().range(item.range.cover(selected)),
        selection_range: spot.places().range(selected),
        tags: None,
        deprecated: None,
        children: None,
    }
}

/// What an item is best known by.
fn name(item: &Item) -> String {
    let text = cut(&item.text, 60);
    match () {
        () if is_written(item) && !text.starts_with(&item.id) => format!("{} {text}", item.id),
        () if is_written(item) => text,
        () if !item.key.is_empty() => cut(&item.key, 60),
        () => text,
    }
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Entity => SymbolKind::Struct,
        Kind::Field | Kind::Meta => SymbolKind::Field,
        Kind::Endpoint | Kind::Rpc => SymbolKind::Method,
        Kind::Event | Kind::Signal => SymbolKind::Event,
        Kind::Setting => SymbolKind::Constant,
        Kind::Component => SymbolKind::Module,
        Kind::Path => SymbolKind::File,
        Kind::Permission => SymbolKind::Key,
        Kind::Check | Kind::Task => SymbolKind::Boolean,
        Kind::Term => SymbolKind::TypeParameter,
        Kind::Flow | Kind::Scenario | Kind::Story => SymbolKind::Function,
        Kind::Dependency => SymbolKind::Package,
        Kind::Transition | Kind::Step => SymbolKind::Operator,
        _ => SymbolKind::Property,
    }
}

/// `workspace/symbol`
pub fn of_workspace(
    world: &mut World,
    params: WorkspaceSymbolParams,
) -> Answer<Option<WorkspaceSymbolResponse>> {
    let words: Vec<String> = params.query.split_whitespace().map(str::to_lowercase).collect();
    let mut found: Vec<(u8, WorkspaceSymbol)> = Vec::new();
    for folder in 0..world.folders.len() {
        let Some(first) = world.spot(folder, 0) else { continue };
        for spot in first.all() {
            search(&spot, &words, &mut found);
            if found.len() > MOST * 10 {
                break;
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    Ok(Some(WorkspaceSymbolResponse::WorkspaceSymbolList(
        found.into_iter().map(|(_, symbol)| symbol).collect(),
    )))
}

/// What of a document holds all words; what begins with the first comes first.
fn search(spot: &Spot, words: &[String], found: &mut Vec<(u8, WorkspaceSymbol)>) {
    let rank = |name: &str| {
        let name = name.to_lowercase();
        let first = words.first().map_or("", String::as_str);
        words.iter().all(|word| name.contains(word.as_str())).then(|| u8::from(!name.starts_with(first)))
    };
    let symbol = |name: String, kind: SymbolKind, range: TextRange| WorkspaceSymbol {
        location: WorkspaceSymbolLocation::Location(Location {
            uri: spot.uri(),
            range: spot.places().range(range),
        }),
        base_symbol_information: BaseSymbolInformation {
            name,
            kind,
            container_name: Some(spot.path().to_string()),
            tags: None,
        },
        data: None,
    };
    for section in spot.document().sections().iter().skip(1) {
        if let Some(rank) = rank(&section.title) {
            found
                .push((rank + 1, symbol(section.title.to_string(), SymbolKind::String, section.title_range)));
        }
    }
    for item in
        spot.state.spec().items.iter().filter(|item| !matches!(item.kind, Kind::Meta | Kind::Reference))
    {
        let name = name(item);
        if let Some(rank) = rank(&name) {
            found.push((rank, symbol(name, kind(item.kind), said_at(spot, item))));
        }
    }
}
