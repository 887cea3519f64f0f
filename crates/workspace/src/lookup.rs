//! Which item somebody means who writes an id: whole, shortened, or as a place.

use crate::check::{DocumentState, Workspace};
use abide_model::{Item, is_meant, qualified};

/// Candidates that are listed where several are meant.
const LISTED: usize = 6;

/// Why no item, or no single one, is meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LookupError {
    /// No item is called so.
    #[error("there is no item with the id `{asked}`{}", nearest(.near))]
    Unknown {
        /// What was asked for.
        asked: String,
        /// The id that is nearest.
        near: Option<String>,
    },
    /// Several may be meant.
    #[error("`{asked}` may mean {count} statements: {}", listed(.some, *.count))]
    Several {
        /// What was asked for.
        asked: String,
        /// How many.
        count: usize,
        /// The first of them.
        some: Vec<String>,
    },
}

fn nearest(near: &Option<String>) -> String {
    near.as_ref().map_or("; `abide search` finds it by its words".to_owned(), |near| {
        format!("; did you mean `{near}`?")
    })
}

fn listed(some: &[String], count: usize) -> String {
    let mut names: Vec<String> = some.iter().map(|name| format!("`{name}`")).collect();
    if count > some.len() {
        names.push(format!("{} more", count - some.len()));
    }
    names.join(", ")
}

impl Workspace {
    /// The one item that is meant by `asked`: its id, alone or behind the path of its document, `PATH:LINE`, or the beginning
    /// of an id (or of what stands in it behind the kind) that no other item shares. A path may leave out its first folders.
    ///
    /// What a document says beside its items is asked only where no item is meant.
    pub fn find_item(&self, asked: &str) -> Result<(&DocumentState, &Item), LookupError> {
        match self.meant(asked, |state| &state.spec().items) {
            Err(LookupError::Unknown { .. }) => self.meant(asked, DocumentState::told),
            found => found,
        }
    }

    fn meant<'a>(
        &'a self,
        asked: &str,
        items: fn(&'a DocumentState) -> &'a [Item],
    ) -> Result<(&'a DocumentState, &'a Item), LookupError> {
        let all = || self.asked().flat_map(|state| items(state).iter().map(move |item| (state, item)));
        let exact = |path: &str, item: &Item| {
            is_meant(asked, path, &item.id) || asked == format!("{path}:{}", item.line)
        };
        let shortened = |path: &str, item: &Item| {
            let place = format!("/{asked}");
            format!("/{path}:{}", item.line).ends_with(&place)
                || asked.contains('#') && format!("/{}", qualified(path, &item.id)).ends_with(&place)
        };
        let begins = |path: &str, item: &Item| {
            let digest = item.id.split_once(':').map_or("", |(_, rest)| rest);
            item.id.starts_with(asked)
                || digest.starts_with(asked)
                || (asked.contains('#') && qualified(path, &item.id).starts_with(asked))
        };
        let mut found: Vec<_> = all().filter(|(state, item)| exact(&state.spec().path, item)).collect();
        if found.is_empty() && !asked.is_empty() {
            found = all().filter(|(state, item)| shortened(&state.spec().path, item)).collect();
        }
        if found.is_empty() && !asked.is_empty() {
            found = all().filter(|(state, item)| begins(&state.spec().path, item)).collect();
        }
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(self.unknown_item(asked)),
            several => {
                let names = several.iter().take(LISTED);
                let some = names.map(|(state, item)| qualified(&state.spec().path, &item.id)).collect();
                Err(LookupError::Several { asked: asked.to_owned(), count: several.len(), some })
            }
        }
    }

    /// There is no such item; the nearest one is offered.
    pub fn unknown_item(&self, asked: &str) -> LookupError {
        let mut known: Vec<String> = Vec::new();
        for state in self.asked() {
            for item in &state.spec().items {
                known.push(item.id.clone());
                known.push(qualified(&state.spec().path, &item.id));
            }
        }
        let near = crate::closest(asked, known.iter().map(String::as_str)).map(str::to_owned);
        LookupError::Unknown { asked: asked.to_owned(), near }
    }
}
