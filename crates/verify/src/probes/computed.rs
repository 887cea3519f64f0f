//! Values that the system computes are what the specification says they follow from.

mod adjusted;
mod below;
mod counting;
mod on_its_way;
mod referred;
mod rounded;
mod spans;
mod subject;
mod tabled;
mod things;
mod twins;
mod units;
mod unlisted;
mod worked;

use crate::api::{
    Api, Body, FieldFacts, Formula, FormulaScope, Object, Resource, Sentence, Sort, call_on, elements,
    follows, match_headers, page,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::Exchange;
use crate::pattern::pattern;
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use abide_model::Kind;
use adjusted::Changes;
use rounded::Rounding;
use serde_json::{Map, Value, json};
use subject::subjects;

/// Values that the system computes are what they follow from.
pub const PROBE: Probe = Probe {
    name: "computed",
    summary: "Totals, due dates and other computed values are what they are said to follow from",
    documentation: "\
Takes the fields, requirements and checks that say how a value follows from others: a sum over a list (\"`total` is the sum of the lines' `amount`\"), a calculation \
(\"`net` plus `tax`\", \"20 % of `net`\"), a moment so much time after another (\"`lentAt` plus `days`\", \"14 days after `lentAt`\"), a number of elements or of characters, the first or last characters of a text, a product with a value of what an object refers to (\"`nights` × `price` of the room\"), a sum over what is made below an object (\"sum of the receipts' amounts\"), and a comparison (\"true if `stock` is \
below `minimum`\"). A code may be put together of a text and a number (\"`B-` and the id, filled with zeros to six digits\"). Needs a target, and the headers of roles that may make, read and list such objects.

A worked example (\"an order of 3 boxes of 4 eggs has 12 `eggs_total`\") is made with its values, and the value that it names has to come of them. So it is with each row of a table of examples, whose columns are members of one thing. Objects are made with different values, for a comparison on both sides of the border and on it, and what is answered, read and listed is calculated again; also after a change.

Where an amount is another one from some number on (\"From 7 days on, 10 % are taken off\"), objects on both sides of the border are made. Where it is another one for some of the objects (\"For urgent orders the fee is one and a half times that\"), two are made that are alike but for that, and are held against each other.

What there is in some state only is calculated there. Refuted is a value that differs from what is calculated from the same answer, but for rounding. A formula of which one word is not understood is left alone.",
kinds: &[
        Kind::Endpoint,
        Kind::Field,
        Kind::Requirement,
        Kind::Check,
        Kind::Scenario,
        Kind::Step,
        Kind::Exception,
    ],
    claims,
};

fn claims(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    if context.item.kind == Kind::Field {
        return of_field(context);
    }
    if context.item.kind == Kind::Endpoint {
        return of_told(context);
    }
    let range = context.item.range;
    let sentences = api.within(context.number, range.start, range.end);
    let claims = sentences.flat_map(|(_, sentence)| {
        let others = worked::claim(api, sentence).into_iter().chain(twins::claim(api, sentence));
        of_sentence(api, sentence).into_iter().chain(others)
    });
    claims.take(4).collect()
}

fn of_field(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((entity, name)) = context.item.key.rsplit_once('.') else { return Vec::new() };
    let made = |resource: &&Resource| resource.create.is_some();
    let mut resources = api.resources.iter().filter(made);
    let resource = resources.find(|resource| resource.entity.as_deref() == Some(entity));
    let (Some(facts), Some(resource)) = (api.fields.field(entity, name), resource) else { return Vec::new() };
    let tabled = tabled::claim(context, resource, name);
    of_member(context, resource, name, facts).into_iter().chain(tabled).collect()
}

/// The members of which no statement of its own tells, where objects that have them are made.
fn of_told(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let unlisted = unlisted::claims(context, number);
    let told = api.resources.iter().find(|resource| resource.told && resource.create == Some(number));
    let Some((resource, entity)) = told.and_then(|resource| Some((resource, resource.entity.as_ref()?)))
    else {
        return unlisted;
    };
    let members = api.fields.of_entity(entity);
    let of_told = members.filter_map(|(name, facts)| of_member(context, resource, name, facts));
    of_told.map(Claim::minor).chain(unlisted).collect()
}

fn of_member(context: &ItemContext, resource: &Resource, name: &str, facts: &FieldFacts) -> Option<Claim> {
    let api = &context.facts.api;
    let (name, scope) = (name.trim_end_matches('?'), api.scope_of(resource));
    // What a sentence beside the fields says is said of the field.
    let beside = || {
        // Where several entities have such a member, only what is about these objects.
        let others = api.fields.of(name).iter().filter(|facts| !resource.is_of(&facts.entity)).count();
        let sentences = api.sentences.iter().filter(|sentence| {
            let about = resource
                .create
                .is_some_and(|create| sentence.concerns(&api.resources, &api.operations[create], create));
            // What opens with a name that nothing else has is about that, whatever else it names.
            let opens = || {
                let text = sentence.text.trim_start_matches(['-', '*', ' ']);
                others == 0
                    && text.strip_prefix('`').is_some_and(|rest| rest.starts_with(&format!("{name}`")))
            };
            sentence.spec == context.number
                && (about && (others == 0 || sentence.scope != crate::api::Scope::General) || opens())
        });
        let said = sentences.flat_map(|sentence| subjects(sentence, &scope.members));
        said.filter(|(about, _)| about == name)
            .find_map(|(_, said)| follows_from(api, (resource, &scope), name, &said, false))
    };
    follows_from(api, (resource, &scope), name, &facts.notes, false).or_else(beside)
}

/// The claim that a member is what is said of it: a formula, a product with what the object refers to, a sum or a number of what
/// belongs to it. `shown` is whether answers are said to have it.
fn follows_from(
    api: &Api,
    (resource, scope): (&Resource, &FormulaScope),
    name: &str,
    said: &str,
    shown: bool,
) -> Option<Claim> {
    let said = without_nothing(said);
    let is_moment = scope.members.iter().any(|(known, sort)| known == name && *sort == Sort::DateTime);
    let wide = calculates(said).then(|| things::widened(api, resource, scope, name));
    let base = wide.as_ref().and_then(|wide| Formula::read(first_clause(said), wide));
    let changes = base.as_ref().map(|_| adjusted::of(api, resource, scope, name));
    if let Some(base) = base
        && let Some(Changes::One(adjustment)) = &changes
    {
        // What a share of an amount is rounded to is not told: what is taken off, or what is left.
        return adjusted_claim(resource, name, adjustment, base, shown);
    }
    // What changes it in a way that is not understood makes another value of it.
    if changes == Some(Changes::Unknown) {
        return None;
    }
    if let Some(formula) =
        Formula::read(said, scope).filter(|formula| is_of_one_measure((name, is_moment), said, formula))
    {
        return claim(resource, name, formula, Rounding::read(said), shown);
    }
    if let Some(product) = referred::read(api, resource, name, said) {
        return Some(referred::claim(api, resource, name, product));
    }
    if let Some(below) = below::read(api, resource, name, said) {
        return Some(below::claim(api, resource, name, below));
    }
    let formula = Formula::read(said, &wide?).filter(|_| changes == Some(Changes::None))?;
    is_of_one_measure((name, is_moment), said, &formula)
        .then(|| claim(resource, name, formula, Rounding::read(said), shown))?
}

/// Whether a text may put together a number with one of something else.
fn calculates(said: &str) -> bool {
    const SIGNS: &[&str] = &["×", "*", " x ", "÷", "/", "+", "−", " - ", "%"];
    const WORDS: &[&str] =
        &["times", "plus", "minus", "less", "percent", "divided", "multiplied", "half", "twice", "double"];
    SIGNS.iter().any(|sign| said.contains(sign)) || said.split_whitespace().any(|word| WORDS.contains(&word))
}

/// What is said of a value before what changes it: "`days` times the rate; from 7 days on, 10 % are taken off".
fn first_clause(said: &str) -> &str {
    said.split_once("; ").map_or(said, |(first, _)| first)
}

/// Whether the members that a text names without their unit, other than money, are measured like the value that follows from them:
/// "twelve percent of the weight".
fn is_of_one_measure((name, is_moment): (&str, bool), said: &str, formula: &Formula) -> bool {
    const MEASURES: &[&str] = &["grams", "gram", "kg"];
    let parts = words::parts(name);
    // The day of a moment is no moment.
    let of_day = ["day of", "date of", "day on which", "date on which"]
        .iter()
        .any(|day| crate::api::has_phrase(&said.to_lowercase(), day));
    if of_day && is_moment {
        return false;
    }
    formula.members().into_iter().all(|member| {
        let unit = words::parts(member).pop().filter(|unit| MEASURES.contains(&unit.as_str()));
        unit.is_none_or(|unit| {
            said.contains(member) || parts.contains(&unit) && !formula.multiplies_members()
        })
    })
}

// ", and null before the weighing": there is nothing to calculate then
pattern!(
    NOTHING,
    r"(?i),?\s*(?:(?:and|but|or)\s+)?(?:it\s+)?(?:is\s+)?`?(?:null|empty|unset|absent)`?\s+(?:before|until|while|as long as|unless)\b[^.;]*"
);

/// What is said of a value without when there is none.
fn without_nothing(said: &str) -> &str {
    match NOTHING.find(said) {
        Some(found)
            if said.get(found.end()..).is_none_or(|rest| rest.trim_matches(['.', ' ']).is_empty()) =>
        {
            said.get(..found.start()).filter(|rest| !rest.trim().is_empty()).unwrap_or(said)
        }
        _ => said,
    }
}

fn of_sentence(api: &Api, sentence: &Sentence) -> Vec<Claim> {
    let made = |resource: &&Resource| resource.create.is_some();
    let resources: Vec<&Resource> = api.resources.iter().filter(made).collect();
    let found = resources.into_iter().filter_map(|resource| {
        let scope = api.scope_of(resource);
        let said = subjects(sentence, &scope.members);
        let claim = said.iter().find_map(|(name, said)| {
            // What prose calls by another word may be told further on in ways that are not understood.
            let named = sentence.text.contains(name.as_str());
            if !named && adjusted::of(api, resource, &scope, name) == Changes::Unknown
                || !is_of(api, sentence, resource)
                || is_set_again(api, sentence, name)
            {
                return None;
            }
            follows_from(api, (resource, &scope), name, said, is_shown(api, resource, name))
        });
        claim.or_else(|| changed_amount(api, sentence, resource, &scope))
    });
    // Where several entities have such members, it is not certain which one is meant.
    let found: Vec<Claim> = found.collect();
    if found.len() > 1 { Vec::new() } else { found }
}

// "`due_on` of a book", "The price of a ride is"
pattern!(
    OWNER,
    r"(?i)^[\W\d]*(?:(?:the|its|each|every) )?`?\w+`? of (?:an?|the|each|every) ([a-z]+)(?: (?:is|are|=|:|shall|must)\b|$)"
);

/// Whether a sentence that says whose value it tells of names these objects, or none that are known.
fn is_of(api: &Api, sentence: &Sentence, resource: &Resource) -> bool {
    let text = sentence.cells.first().map_or(sentence.text.as_str(), |(_, cell)| cell.as_str());
    let Some(owner) = OWNER.captures(text.trim()).and_then(|found| found.get(1)) else { return true };
    let owner = words::singular(&owner.as_str().to_lowercase());
    owner == resource.name || !api.resources.iter().any(|known| known.name == owner)
}

/// Whether a deed sets a member, as a sentence says, that another deed sets as well.
fn is_set_again(api: &Api, sentence: &Sentence, name: &str) -> bool {
    const SETS: &[&str] =
        &["set", "sets", "moves", "move", "extends", "extended", "becomes", "renews", "changes"];
    let named = |other: &Sentence| crate::api::has_phrase(&other.plain, &name.to_lowercase());
    let same = |other: &Sentence| other.spec == sentence.spec && other.range == sentence.range;
    let others = || api.sentences.iter().any(|other| !same(other) && other.says(SETS) && named(other));
    subject::set_on_deed(&sentence.text).is_some() && others()
}

/// Whether the description of these objects has a member that is always in answers.
fn is_shown(api: &Api, resource: &Resource, name: &str) -> bool {
    const HIDDEN: &[&str] = &[
        "hidden",
        "never shown",
        "not shown",
        "only shown",
        "shown only",
        "internal",
        "not returned",
        "left out",
        "omitted",
        "visible",
        "see",
        "sees",
        "seen",
    ];
    let facts = api.field_of(resource, name);
    let quiet = |sentence: &&Sentence| {
        crate::api::has_phrase(&sentence.plain, &name.to_lowercase()) && sentence.says(HIDDEN)
    };
    // What is null before something happens is there from then on.
    let there = |facts: &FieldFacts| {
        facts.optional != Some(true) || crate::api::has_phrase(&facts.notes.to_lowercase(), "null")
    };
    resource.read.is_some()
        && facts.is_some_and(|facts| !facts.stored && there(facts) && !api.fields.is_stored(&facts.entity))
        && !api.sentences.iter().any(|sentence| quiet(&sentence))
}

/// The claim of a sentence that changes an amount from some number on, of which another one tells what it follows from.
fn changed_amount(
    api: &Api,
    sentence: &Sentence,
    resource: &Resource,
    scope: &FormulaScope,
) -> Option<Claim> {
    let told = adjusted::told(api, sentence, resource, scope);
    let [name] = told.as_slice() else { return None };
    let Changes::One(adjustment) = adjusted::of(api, resource, scope, name) else { return None };
    let wider = things::widened(api, resource, scope, name);
    let about = api.sentences.iter().filter(|sentence| is_of(api, sentence, resource));
    let said = about.flat_map(|sentence| subjects(sentence, &scope.members));
    let noted = api.field_of(resource, name).map(|facts| (name.clone(), facts.notes.clone()));
    let mut bases = noted
        .into_iter()
        .chain(said)
        .filter(|(about, _)| about == name)
        .filter_map(|(_, said)| Formula::read(first_clause(&said), &wider));
    adjusted_claim(resource, name, &adjustment, bases.next()?, false)
}

/// The claim that an amount is what is calculated, on both sides of the border from which on it is another one.
fn adjusted_claim(
    resource: &Resource,
    name: &str,
    adjustment: &adjusted::Adjustment,
    base: Formula,
    shown: bool,
) -> Option<Claim> {
    let mut made = claim(resource, name, adjustment.on(base.clone())?, None, shown)?;
    made.title = format!("the `{name}` of a {} follows from others: {base}, and {adjustment}", resource.name);
    Some(made)
}

fn claim(
    resource: &Resource,
    name: &str,
    formula: Formula,
    rounding: Option<Rounding>,
    shown: bool,
) -> Option<Claim> {
    if formula.members().contains(&name) {
        return None;
    }
    let way = rounding.map(|rounding| format!(", {}", rounding.said())).unwrap_or_default();
    let title = format!("the `{name}` of a {} follows from others: {formula}{way}", resource.name);
    let (resource, name) = (resource.clone(), name.to_owned());
    Some(Claim::new(title, Needs::Target, move |stage| {
        let seen = Seen {
            name: &name,
            formula: &formula,
            rounding,
            shown,
            held: 0,
            telling: 0,
            sides: (0, 0),
            last: None,
        };
        attempt(stage, &resource, seen).unwrap_or_else(|outcome| outcome)
    }))
}

/// Whether a number is what was calculated, but for rounding.
fn follows_number(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 0.006 || expected.fract() != 0.0 && (found - expected).abs() < 1.0
}

fn attempt(stage: &Stage, resource: &Resource, mut seen: Seen) -> Result<Outcome, Outcome> {
    let target = stage.target()?;
    let formula = seen.formula;
    let plain = Object::make(stage, resource, &|_| {})?;
    let (now, _) = plain.now(stage, resource)?;
    let mut changes = changes(stage, resource, formula, &now);
    if seen.rounding.is_some() || !formula.things().is_empty() {
        let referring = rounded::referring(stage, resource);
        changes.extend(
            referring
                .into_iter()
                .map(|members| -> Change { Box::new(move |body| body.extend(members.clone())) }),
        );
    }
    if seen.rounding.is_some() {
        changes.extend(
            rounded::gathering(stage, resource)
                .into_iter()
                .map(|members| -> Change { Box::new(move |body| body.extend(members.clone())) }),
        );
    }
    let mut objects = vec![plain];
    for change in &changes {
        let apply = |body: &mut Map<String, Value>| change(body);
        match Object::make(stage, resource, &apply) {
            Ok(object) => objects.push(object),
            Err(outcome) if outcome.inconclusive => return Err(outcome),
            // A value that the system refuses shows nothing.
            Err(_) => {}
        }
    }
    for object in &objects {
        // What is not shown is what was sent.
        let whole = |shown: &Value| {
            let mut whole = object.sent.as_object().cloned().unwrap_or_default();
            whole.extend(shown.as_object().cloned().unwrap_or_default());
            things::with_referred(stage, resource, formula, Value::Object(whole))
        };
        if let Some(outcome) = seen.look(&whole(&object.shown), &object.exchange) {
            return Ok(outcome.resting_on(target, &object.exchange));
        }
        let (now, exchange) = object.now(stage, resource)?;
        let now_whole = whole(&now);
        if let Some(outcome) = seen.look(&now_whole, &exchange).or_else(|| seen.lacking(&now, &now_whole)) {
            return Ok(outcome.resting_on(target, &exchange));
        }
    }
    if let Some((after, exchange)) =
        objects.first().and_then(|object| changed(stage, resource, object, formula))
        && let Some(outcome) = seen.look(&after, &exchange)
    {
        return Ok(outcome.resting_on(target, &exchange));
    }
    if let Some(list) = resource.list
        && let Some(object) = objects.first()
        && let Ok(page) =
            page(stage, &stage.facts.api.operations[list], &object.values[..object.values.len() - 1], "")
        && page.answer.is_success()
    {
        let answer = page.answer.json().unwrap_or(Value::Null);
        // What others made may be in a state in which the value is another one: "a cancelled one costs nothing".
        let collection = &stage.facts.api.operations[list].path;
        let own = |element: &&Value| {
            let id = stage.facts.api.id_in(collection, element);
            id.is_some_and(|id| objects.iter().any(|object| object.values.last() == Some(&id)))
        };
        for element in elements(&answer).into_iter().filter(own) {
            if let Some(outcome) = seen.look(element, &page) {
                return Ok(outcome.resting_on(target, &page));
            }
        }
    }
    if seen.telling == 0
        && let Some(outcome) = on_its_way::look(stage, resource, &mut seen)?
    {
        return Ok(outcome);
    }
    if matches!(formula, Formula::When(..)) && (seen.sides.0 == 0 || seen.sides.1 == 0) {
        return Err(Outcome::unproven("no objects on both sides of the border could be made"));
    }
    match seen.last {
        Some(exchange) => Ok(Outcome::proven(
            Strength::Asserted,
            format!("in {} objects that were answered, it is what is calculated", seen.held),
        )
        .resting_on(target, &exchange)),
        None => Err(Outcome::unproven("no answer shows it together with what it follows from")),
    }
}

/// What was looked at so far.
struct Seen<'a> {
    name: &'a str,
    formula: &'a Formula,
    rounding: Option<Rounding>,
    shown: bool,
    held: usize,
    /// Of these, how many have something to calculate with: nothing of it is zero.
    telling: usize,
    /// Of what is another value on two sides of a border: how many stood on which.
    sides: (usize, usize),
    last: Option<Exchange>,
}

impl Seen<'_> {
    fn look(&mut self, object: &Value, exchange: &Exchange) -> Option<Outcome> {
        let shown = object.get(self.name).filter(|value| !value.is_null())?;
        let expected = self.formula.of(object)?;
        let rounded = |whole: i64| {
            let wanted = self.rounding?.of(expected.as_f64()?);
            ((whole as f64 - wanted).abs() > 0.5).then_some(wanted)
        };
        let wrong = shown.as_i64().and_then(rounded);
        if follows(shown, &expected) && wrong.is_none() {
            self.held += 1;
            if let Formula::When(test, ..) = self.formula {
                let holds = test.of(object).and_then(|holds| holds.as_bool()) == Some(true);
                *if holds { &mut self.sides.0 } else { &mut self.sides.1 } += 1;
            }
            let zero = |name: &&str| object.get(*name).is_some_and(|value| value.as_f64() == Some(0.0));
            self.telling += usize::from(!self.formula.members().iter().any(zero));
            self.last = Some(exchange.clone());
            return None;
        }
        let mut members = self.formula.members();
        members.dedup();
        let from: Vec<String> =
            members.iter().filter_map(|name| Some(format!("`{name}` {}", object.get(*name)?))).collect();
        let of_others = self.formula.things().into_iter().map(|thing| format!("the {thing}"));
        let from: Vec<String> = from.into_iter().chain(of_others).collect();
        Some(Outcome::refuted(format!(
            "after {}, `{}` is {shown}, and {expected}{} follows from {}",
            exchange.title(),
            self.name,
            self.rounding.map(|rounding| format!(", {},", rounding.said())).unwrap_or_default(),
            from.join(", ")
        )))
    }

    /// What answers are said to have is missing where all that it follows from is there.
    fn lacking(&self, object: &Value, whole: &Value) -> Option<Outcome> {
        let members = object.as_object()?;
        // An answer that shows nothing of what it follows from is no whole one.
        let whole_one = self.formula.members().iter().any(|name| members.contains_key(*name));
        let there = || members.keys().any(|known| words::folded(known) == words::folded(self.name));
        let missing = self.shown && whole_one && !there();
        let expected = self.formula.of(whole).filter(|_| missing)?;
        Some(Outcome::refuted(format!(
            "`{}` is missing, which the specification says to be shown; {expected} follows for it",
            self.name
        )))
    }
}

type Change = Box<dyn Fn(&mut Map<String, Value>)>;

/// Requests whose values make a difference: other numbers, and for a comparison those at its border.
fn changes(stage: &Stage, resource: &Resource, formula: &Formula, now: &Value) -> Vec<Change> {
    let api = &stage.facts.api;
    let mut changes: Vec<Change> = Vec::new();
    let asked = resource.create.and_then(|create| api.operations[create].request.as_ref()?.json());
    let given = |name: &str| {
        let sent = asked.is_some_and(|asked| asked.get(name).is_some());
        let free = api.asked_of(resource, name).is_some_and(|facts| !facts.rule.owned && !facts.rule.starts);
        sent || free && !api.is_owned(resource, name)
    };
    let test = if let Formula::When(test, ..) = formula { test } else { formula };
    if let Formula::Compared(one, _, other) = test {
        for (side, opposite) in [(one, other), (other, one)] {
            let (Formula::Member(name), Some(border)) = (&**side, opposite.of(now).and_then(|v| v.as_f64()))
            else {
                continue;
            };
            if !given(name) {
                changes.extend(spans::lasting(stage, resource, name, border));
                continue;
            }
            for value in [border - 1.0, border, border + 1.0] {
                let value = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
                let broken =
                    api.asked_of(resource, name).is_some_and(|facts| facts.rule.broken_by(&value).is_some());
                let name = name.clone();
                if !broken {
                    changes.push(Box::new(move |body| {
                        body.insert(name.clone(), value.clone());
                    }));
                }
            }
            break;
        }
    }
    let mut numbers = Map::new();
    for name in formula.members().into_iter().filter(|name| given(name)) {
        let rule = api.asked_of(resource, name).map(|facts| &facts.rule);
        let present = asked.and_then(|asked| asked.get(name)).cloned().or_else(|| now.get(name).cloned());
        let other = rule.and_then(|rule| {
            (1..6)
                .filter_map(|variant| rule.valid(name, variant))
                .find(|value| value.is_number() && Some(value) != present.as_ref())
        });
        numbers.extend(other.map(|other| (name.to_owned(), other)));
    }
    if !numbers.is_empty() {
        changes.push(Box::new(move |body| body.extend(numbers.clone())));
    }
    // Texts of other lengths.
    if formula.is_of_text() {
        for name in formula.members().into_iter().filter(|name| given(name)) {
            let free = api.asked_of(resource, name).is_none_or(|facts| !facts.rule.formed && !facts.unique);
            for text in ["abcd", "a longer text, of 33 characters …"].into_iter().filter(|_| free) {
                let name = name.to_owned();
                changes.push(Box::new(move |body| {
                    body.insert(name.clone(), json!(text));
                }));
            }
        }
    }
    if let Formula::Sum(list, _) | Formula::Count(list) = formula {
        let list = list.clone();
        changes.push(Box::new(move |body| {
            let Some(Value::Array(elements)) = body.get_mut(&list) else { return };
            if let Some(mut more) = elements.first().cloned() {
                for value in more.as_object_mut().into_iter().flat_map(|members| members.values_mut()) {
                    if let Some(number) = value.as_u64() {
                        *value = json!(number + 1);
                    }
                }
                elements.push(more);
            }
        }));
    }
    changes
}

/// The object after a documented change, as it is read then.
fn changed(
    stage: &Stage,
    resource: &Resource,
    object: &Object,
    formula: &Formula,
) -> Option<(Value, Exchange)> {
    let api = &stage.facts.api;
    let speaks = |number: &&usize| {
        let body = api.operations[**number].request.as_ref().and_then(Body::json);
        body.is_some_and(|body| formula.members().iter().any(|name| body.get(*name).is_some()))
    };
    let number = *resource.updates.iter().find(speaks)?;
    let operation = &api.operations[number];
    let (before, _) = object.now(stage, resource).ok()?;
    let body = object.change(stage, number, before).ok()?;
    let headers = match_headers(stage, operation, &object.values).ok()?;
    let exchange = call_on(stage, number, &object.values, Some(&body), &headers).ok()?;
    exchange.answer.is_success().then(|| object.now(stage, resource).ok())?
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_told;
