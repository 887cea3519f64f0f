//! The HTTP interface that specifications describe together.

mod access;
mod across;
mod action;
mod actor;
mod adopted;
mod ahead;
mod along;
mod answers;
mod asked;
mod belongs;
mod below;
mod beside;
mod body;
mod bond;
mod bring_about;
mod cause;
mod clash;
mod coded;
mod company;
mod constants;
mod deed_before;
mod denial;
mod error_body;
mod error_code;
mod field_said;
mod fields;
mod fixed;
mod format;
mod formula;
mod gathered;
mod guard;
mod holder;
mod home_state;
mod identity;
mod inner;
mod key_made;
mod keyed;
mod known;
mod letters;
mod list;
mod made_with;
mod meant;
mod member_rows;
mod moves;
mod named_below;
mod object;
mod operation;
mod others;
mod owned;
mod path;
mod people;
mod perform;
mod references;
mod refusal;
mod resource;
mod retire;
mod rule;
mod sentence;
mod set;
mod settled;
mod shape;
mod shrink;
mod size;
mod spoken;
mod state_member;
mod state_needs;
mod state_seen;
mod state_sentences;
mod state_told;
mod states;
mod synthesis;
mod tied;
mod told;
mod variants;
mod vary;
mod walk;
mod who;
mod workshop;

pub use access::{Access, is_machinery, is_open_by_convention, is_report};
pub use action::{Listed, listed, operations_of};
pub use actor::{actors, call_as_allowed, is_allowed, misplaced_keys, wrong_keys};
pub use along::{later, moment, with_moments};
pub use belongs::{Link, make_for, make_one_of};
pub use below::{fill_below, until_filled};
pub use body::Body;
pub use bring_about::bring_about;
pub use cause::{Cause, Standing, causes, conditions, members, reference_among, reference_to};
pub use coded::shows_code;
pub use denial::Denial;
pub use fields::{FieldBook, FieldFacts};
pub use format::is_uuid;
pub use formula::{Formula, Scope as FormulaScope, follows, number_in_words};
pub use gathered::gathered;
pub use home_state::{find_home_state, in_some_state, referred_in_some_state, settle, settle_referred};
pub use identity::{elements, item_of, member_for, unwrapped};
pub use inner::Inner;
pub use keyed::{Key, Named};
pub use letters::ignores_case;
pub use list::{Filter, HEADER, ListFacts, Most, Order, Paging, Partial, Range, Said, Sorting};
pub use made_with::{may_differ, referred_with};
pub use meant::{Meant, meant};
pub use moves::{Move, Mover, bring_into, carry_out, change, movers};
pub use object::{
    BORN, CHANGED, Creation, Object, VERSIONS, call_on, create, create_below, holds_value, is_one_of,
    match_headers, same_value,
};
pub use operation::{Documented, Operation, operation_in};
pub use owned::forged;
pub use path::{PathTemplate, Segment, encoded};
pub use perform::{Performed, body_for, changing, is_unseen, perform, place_for, ready, send, send_filled};
pub use references::{references, with_references, with_references_by_name, with_references_of};
pub use refusal::{Fault, stated, stated_beside};
pub use resource::{Resource, is_trail};
pub use retire::{found_no_room, is_crowded};
pub use retire::{make_room, note_moved};
use retire::{note_created, note_crowded, note_no_room};
pub use rule::{Rule, Sort};
pub use sentence::{Scope, Sentence, has_phrase, places, plain, plainly};
pub use shape::{Comparison, Echo, Expectation, compare};
pub use shrink::smallest;
pub use size::{Size, is_one_refused, size_in};
pub use state_member::state_setter;
pub use state_seen::Seeing;
pub use state_sentences::SaidChanges;
pub use states::{Edge, States, beginning, changes};
pub use synthesis::stored;
pub use told::is_rule;
pub use variants::{Variant, variants};
pub use vary::{set_apart, unknown_like, vary_members, vary_text};
pub use walk::{Walk, page, walk};
pub use who::{Caller, caller, holders, is_second, is_stranger, names_in, same_role};
pub use workshop::{
    Made, Placed, Sent, Workshop, addressed, creator, extra_headers, make, new_body, new_body_below, place,
    place_below, place_home, send_new,
};

use crate::accepted::Accepted;
use crate::facts::SpecFacts;
use crate::project::Project;
use crate::words;
use abide_model::{Item, Kind};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// The HTTP interface that specifications describe together.
#[derive(Debug, Default)]
pub struct Api {
    /// The operations, in the order of the documents.
    pub operations: Vec<Operation>,
    /// What is said about fields.
    pub fields: FieldBook,
    /// The states that objects go through.
    pub states: States,
    /// The roles that the target or the specifications know.
    pub roles: Vec<String>,
    /// The collections of objects.
    pub resources: Vec<Resource>,
    /// What is said in sentences, bullets and rows.
    pub sentences: Vec<Sentence>,
    /// How somebody who may not is turned away.
    pub denial: Denial,
    /// The body of all errors, where one is given.
    pub error_shape: Option<Value>,
    /// The same with the members that are there for some errors only.
    pub error_example: Option<Value>,
    /// The media type of all errors, where one is stated.
    pub error_media: Option<String>,
    /// The settings that are tied to a member by what they mean.
    pub tied: Vec<tied::Tie>,
    /// The amounts of money that settings give.
    pub(crate) constants: Vec<constants::Constant>,
    /// So many days ahead days may lie at most, where that is said.
    pub ahead: Option<u64>,
    /// The names of those who hold the keys, by their roles, where the environment of the target tells them.
    people: Vec<(String, String)>,
    /// Members that no two objects share, whatever the case of their letters: by entity and name.
    folded: Vec<(String, String)>,
    lists: HashMap<usize, ListFacts>,
    keys: HashMap<usize, Key>,
    mentioned: HashSet<String>,
}

impl Api {
    /// Reads the interface out of specifications; requests that none of them shows may be known from the running system.
    pub fn read(specs: &[SpecFacts], project: &Project, accepted: &Accepted) -> Self {
        let items = || specs.iter().flat_map(SpecFacts::read_items);
        let roles = roles(items(), project);
        let mut operations: Vec<Operation> = Vec::new();
        for (number, spec) in specs.iter().enumerate() {
            let endpoints: Vec<&Item> = spec.endpoints().collect();
            for item in &endpoints {
                let ends = endpoints
                    .iter()
                    .map(|other| other.range.start)
                    .filter(|start| *start > item.range.start)
                    .min();
                let Some(read) = operation::read(number, spec, item, ends, &roles) else { continue };
                // All documents of a workspace speak of one system, but for those that tell of another time.
                let together = |other: usize| {
                    other == number || !spec.apart && specs.get(other).is_some_and(|other| !other.apart)
                };
                match operations.iter_mut().find(|known| {
                    known.items.iter().all(|(other, _)| together(*other)) && known.is_same(&read)
                }) {
                    Some(known) => known.take_in(read),
                    None => operations.push(read),
                }
            }
        }
        speak_of(specs, &mut operations);
        let settings = set::values(items(), project);
        let ties = tied::ties(items());
        let constants = constants::constants(items(), &settings);
        let mentioned = specs.iter().flat_map(|spec| identifiers(spec.text())).collect();
        let mut api = Self {
            operations,
            fields: FieldBook::read(items(), &|member, text| tied::of_member(text, member, &ties), &|text| {
                set::resolved(text, &settings)
            }),
            states: States::read(items(), &|item| variants::operation_of(specs, item)),
            roles,
            resources: Vec::new(),
            sentences: Vec::new(),
            error_shape: None,
            error_example: None,
            error_media: None,
            denial: Denial::stated(specs),
            tied: ties,
            constants,
            ahead: None,
            people: people::people(&project.resolved),
            folded: Vec::new(),
            lists: HashMap::new(),
            keys: HashMap::new(),
            mentioned,
        };
        api.read_variants(specs);
        api.resources = resource::resources(&api.operations, &api.fields);
        for (number, spec) in specs.iter().enumerate() {
            let said =
                sentence::sentences(number, spec, &api.operations, &api.resources, (&settings, &api.tied));
            api.error_media = api.error_media.or_else(|| error_body::error_media(&said));
            api.error_shape = api.error_shape.or_else(|| error_body::error_shape(spec, &said));
            api.sentences.extend(said);
        }
        api.ahead = ahead::days(&api.sentences);
        api.error_example = api.error_shape.clone();
        api.error_shape = api.error_shape.map(|shape| error_body::with_options(shape, &api.sentences));
        for sentence in &api.sentences {
            api.states.take_in(&sentence.text, &api.fields);
            if let Scope::Operations(numbers) = &sentence.scope
                && let [number] = numbers.as_slice()
                && let Some(operation) = api.operations.get(*number)
            {
                for (_, cell) in &sentence.cells {
                    api.states.take_in_row(cell, operation, &api.fields);
                }
            }
        }
        api.read_told_states();
        api.read_said_states();
        api.fields.name_states(&api.states);
        api.read_pairs();
        api.read_answers_beside();
        api.read_summaries();
        api.read_keys(specs);
        api.read_access();
        api.read_narrow();
        api.read_answers();
        api.read_guards();
        api.adopt_examples(specs);
        // What stands right above an example is by now known to be about its operation.
        api.read_answers();
        api.read_told();
        api.read_asked(&variants::asked(specs, &api.operations));
        api.read_deciding();
        api.keep_to_owners();
        api.read_fixed();
        api.read_field_sentences();
        api.read_member_rows();
        api.read_across();
        api.make_up_requests(accepted);
        api.read_lists();
        for (number, spec) in specs.iter().enumerate() {
            for item in spec.of_kind(Kind::Permission) {
                api.permit(number, item);
            }
        }
        api
    }

    /// Whether two specifications speak of one system.
    pub fn share(&self, one: usize, other: usize) -> bool {
        one == other || self.operations.iter().any(|operation| operation.is_of(one) && operation.is_of(other))
    }

    /// Whether some objects are said not to be there for some who ask: "for everybody else it answers 404".
    pub fn hides_objects(&self) -> bool {
        const WHOSE: &[&str] = &[
            "visible",
            "everybody else",
            "everyone else",
            "anybody else",
            "anyone else",
            "somebody else",
            "someone else",
            "others",
            "another",
            "own",
            "hidden",
        ];
        self.sentences.iter().any(|sentence| {
            sentence.says(&["invisible"])
                || sentence.says(&["404", "not found", "does not exist"]) && sentence.says(WHOSE)
        })
    }

    /// The operation of an item.
    pub fn of_item(&self, spec: usize, id: &str) -> Option<(usize, &Operation)> {
        self.operations.iter().enumerate().find(|(_, operation)| operation.is(spec, id))
    }

    /// The operation with that method and path.
    pub fn find(&self, method: &str, path: &PathTemplate) -> Option<(usize, &Operation)> {
        let same = |operation: &Operation| operation.method == method && operation.path.same(path);
        self.operations.iter().enumerate().find(|(_, operation)| same(operation))
    }

    /// Whether an operation makes objects of a collection.
    pub fn is_creation(&self, operation: &Operation) -> bool {
        let item = |other: &Operation| {
            other.path.ends_with_parameter()
                && other.path.prefix(other.path.segments().len() - 1).same(&operation.path)
        };
        operation.keyed
            || operation.method == "POST"
                && !operation.path.ends_with_parameter()
                && (operation.success().is_some_and(|success| success.status == 201)
                    || self.operations.iter().any(item)
                    || self.resources.iter().any(|resource| {
                        resource
                            .create
                            .is_some_and(|create| self.operations[create].path.same(&operation.path))
                    }))
    }

    /// Whether a specification speaks of a member of that name anywhere.
    pub fn mentions(&self, name: &str) -> bool {
        self.mentioned.contains(&words::folded(name))
    }

    /// Where no description stands beside an operation, its first sentence is one.
    fn read_summaries(&mut self) {
        for (number, operation) in self.operations.iter_mut().enumerate() {
            // The line that names it says nothing of it.
            let says = |sentence: &Sentence| {
                let codes = words::code_spans(&sentence.text);
                let rest =
                    codes.iter().fold(sentence.text.clone(), |rest, (_, code)| rest.replace(code, " "));
                rest.contains(char::is_alphabetic)
            };
            let own = |sentence: &&Sentence| {
                sentence.scope == Scope::Operations(vec![number])
                    && sentence.cells.is_empty()
                    && says(sentence)
            };
            if operation.summary.is_empty()
                && let Some(first) = self.sentences.iter().find(own)
            {
                operation.summary = first.text.clone();
            }
        }
    }

    /// Takes in what a matrix says about an operation that it names.
    fn permit(&mut self, spec: usize, item: &Item) {
        let (Some(role), Some(action)) = (item.text_field("role"), item.text_field("action")) else { return };
        let said = item.text_field("endpoint").unwrap_or(action);
        let Ok(meant) = operations_of(self, spec, said) else { return };
        let named = who::names_in(role);
        // What the owner of a thing may is not kept to roles.
        if named.iter().any(|name| !who::may_be_a_role(name, "") && !self.roles.contains(name)) {
            return;
        }
        let roles: Vec<String> = self
            .roles
            .iter()
            .filter(|known| named.iter().any(|name| same_role(name, known)))
            .cloned()
            .collect();
        // What words mean is said of one operation for sure; more than one may be a loose summary.
        if meant.len() > 1 && operation_in(said).is_none() {
            return;
        }
        for number in meant {
            let Some(operation) = self.operations.get_mut(number) else { continue };
            for role in &roles {
                match item.fields.get("allow") {
                    Some(Value::Bool(false)) => operation.denied.push(role.clone()),
                    Some(Value::Bool(true)) => match &mut operation.access {
                        Access::Key(roles) if !roles.contains(role) => roles.push(role.clone()),
                        Access::Unknown => operation.access = Access::Key(vec![role.clone()]),
                        _ => {}
                    },
                    _ => {}
                }
            }
        }
    }
}

/// A document that documents no operations, and names some at most, speaks of those of the documents that lie nearest to it.
fn speak_of(specs: &[SpecFacts], operations: &mut [Operation]) {
    for (number, spec) in specs.iter().enumerate() {
        let documents =
            |operation: &Operation| operation.items.first().is_some_and(|(first, _)| *first == number);
        // What describes the commands of a program speaks of those.
        let other = spec.endpoints().next().is_none() && spec.of_kind(Kind::Rpc).next().is_some();
        // What was given up says nothing of the system as it is.
        let past = spec.is_given_up() || crate::joined::is_archived(&spec.path);
        if other || past || operations.iter().any(documents) {
            continue;
        }
        let mut folder = spec.path.as_str();
        while let Some((above, _)) = folder.rsplit_once('/').or((!folder.is_empty()).then_some(("", ""))) {
            folder = above;
            let near = |other: usize| {
                let path =
                    specs.get(other).filter(|other| !other.apart).map_or("", |other| other.path.as_str());
                folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
            };
            let mut found = false;
            for operation in operations
                .iter_mut()
                .filter(|operation| operation.items.iter().any(|(other, _)| *other != number && near(*other)))
            {
                if !operation.is_of(number) {
                    operation.beside.push(number);
                }
                found = true;
            }
            if found {
                break;
            }
        }
    }
}

fn roles<'a>(items: impl Iterator<Item = &'a Item>, project: &Project) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for name in project.resolved.roles.iter().map(|role| &role.name) {
        // `customer_b` is a second holder of `customer`, and no role of its own.
        let second =
            project.resolved.roles.iter().any(|other| other.name != *name && is_second(name, &other.name));
        if !second {
            roles.push(name.clone());
        }
    }
    for item in items.filter(|item| item.kind == Kind::Permission) {
        let (role, action) = (item.text_field("role"), item.text_field("action").unwrap_or_default());
        for role in role.into_iter().flat_map(who::names_in) {
            let known = roles.iter().any(|known| same_role(&role, known)) || is_stranger(&role);
            let conditional = item.text_field("allow") == Some("conditional");
            if !known
                && words::words(&role).len() <= 3
                && who::may_be_a_role(&role, action)
                && !(conditional && who::is_anybody(&role))
            {
                roles.push(role);
            }
        }
    }
    roles
}

/// Everything in a text that could be the name of a member.
fn identifiers(text: &str) -> impl Iterator<Item = String> + '_ {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-'));
    parts.filter(|part| !part.is_empty()).map(words::folded)
}

#[cfg(test)]
mod tests;
