//! What an operation is done to: an object that is there, or a new one, which may be for another.

use crate::api::{Api, Link, Resource, reference_to};

/// What an operation is done to.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// An object of a resource, by its place.
    Item {
        /// The resource.
        resource: usize,
    },
    /// The objects of a list.
    List {
        /// The resource.
        resource: usize,
    },
    /// A new object.
    New {
        /// Its resource.
        own: usize,
        /// The resource of the object that it is for, with how it says so.
        parent: Option<(usize, Link)>,
    },
}

impl Subject {
    /// The subject of an operation; `said` tells which of several references is meant.
    pub fn of(api: &Api, number: usize, said: &str) -> Option<Self> {
        let operation = api.operations.get(number)?;
        let place = |wanted: &Resource| {
            api.resources.iter().position(|known| known.collection.same(&wanted.collection))
        };
        if api.is_creation(operation) {
            let own = api.resources.iter().position(|resource| resource.create == Some(number))?;
            let plain = said.to_lowercase();
            let below = api.resource_at(operation).and_then(place).map(|at| (at, Link::Below));
            let mut referred: Vec<(usize, String)> = (0..api.resources.len())
                .filter(|at| *at != own)
                .filter_map(|at| Some((at, reference_to(operation, &api.resources[at])?)))
                .collect();
            referred.sort_by_key(|(at, _)| !api.resources[*at].is_named_in(&plain));
            let parent = below
                .or_else(|| referred.into_iter().next().map(|(at, member)| (at, Link::Reference(member))));
            return Some(Self::New { own, parent });
        }
        if let Some(resource) = api.resources.iter().position(|resource| resource.list == Some(number))
            && operation.path.parameters().next().is_none()
        {
            return Some(Self::List { resource });
        }
        let (_, name) = operation.path.parameters().last()?;
        let at = api.resource_at(operation).and_then(place);
        // `{slug}` of `/{slug}` names what `/links/{slug}` names.
        let namesake = || {
            let named = |resource: &Resource| {
                let item = api.item_path(resource)?;
                item.parameters().last().map(|(_, known)| known == name && name != "id")
            };
            let mut found = (0..api.resources.len()).filter(|at| named(&api.resources[*at]).unwrap_or(false));
            found.next().filter(|_| found.next().is_none())
        };
        let resource = at.or_else(namesake)?;
        Some(Self::Item { resource })
    }

    /// The resources of which something may be said: what is acted on first.
    pub fn resources<'a>(&self, api: &'a Api) -> Vec<&'a Resource> {
        let places = match self {
            Self::Item { resource } | Self::List { resource } => vec![*resource],
            Self::New { own, parent } => parent.iter().map(|(at, _)| *at).chain([*own]).collect(),
        };
        places.into_iter().filter_map(|at| api.resources.get(at)).collect()
    }

    /// The resource of what is made.
    pub fn made<'a>(&self, api: &'a Api) -> Option<&'a Resource> {
        match self {
            Self::Item { .. } | Self::List { .. } => None,
            Self::New { own, .. } => api.resources.get(*own),
        }
    }

    /// The resource of what is there already: the object, or what a new one is for.
    pub fn there<'a>(&self, api: &'a Api) -> Option<&'a Resource> {
        match self {
            Self::Item { resource } => api.resources.get(*resource),
            Self::List { .. } => None,
            Self::New { parent, .. } => api.resources.get(parent.as_ref()?.0),
        }
    }
}
