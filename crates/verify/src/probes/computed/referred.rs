//! Products with a value of what an object refers to: "`sheets` × `unitPrice` of the material", "quantity times the product's price".

use super::follows_number;
use super::units::{agree, holds_whole, measure};
use crate::api::{
    Api, Object, Resource, Sort, call_as_allowed, fill_below, reference_to, referred_with, unwrapped,
};
use crate::claim::{Claim, Needs, Outcome};
use crate::http::Call;
use crate::pattern::pattern;
use crate::stage::Stage;
use crate::words;
use abide_ledger::Strength;
use serde_json::{Map, Value};

// "sheets × unitPriceCents of the material", "quantity times the product's price"
pattern!(
    PRODUCT,
    r"^(?:the )?`?(\w+)`?\s*(×|\*|x|times|multiplied by|minus|less|−|-|plus|\+)\s*(?:(?:the |its )?`?(\w[\w ]*?)`?\s+of\s+(?:the|its)\s+`?(\w+)`?|(?:the |its )?(\w+)(?:'s|’s)\s+`?(\w[\w ]*?)`?)$"
);
// "unitPriceCents of the material × sheets", "the product's price times quantity"
pattern!(
    REVERSED,
    r"^(?:(?:the )?`?(\w[\w ]*?)`?\s+of\s+(?:the|its)\s+`?(\w+)`?|(?:the |its )?(\w+)(?:'s|’s)\s+`?(\w[\w ]*?)`?)\s*(×|\*|x|times|multiplied by|minus|less|−|-|plus|\+)\s*(?:the |its )?`?(\w+)`?$"
);

// "divided by 60 and rounded up to the next whole cent"
pattern!(
    SHARE,
    r"(?is)^(.*?)(?:(,? (?:and )?(?:then )?(?:divided by|/)) ?(\d+(?:\.\d+)?))?(?:,? (?:and )?(?:always |then )?rounded (up|down)(?: to (?:the )?(?:next |nearest |full |whole |lower |higher )*(cents?|numbers?|integers?|units?|euros?|dollars?|pence|pennies|amounts?|hours?|minutes?|days?))?)?\.?$"
);

/// How two numbers are put together.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    Times,
    Plus,
    /// The object's own less the other.
    OwnLess,
    /// The other less the object's own.
    OtherLess,
}

impl Sign {
    fn of(said: &str, own_first: bool) -> Self {
        match (said, own_first) {
            ("plus" | "+", _) => Self::Plus,
            ("minus" | "less" | "−" | "-", true) => Self::OwnLess,
            ("minus" | "less" | "−" | "-", false) => Self::OtherLess,
            _ => Self::Times,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Times => "times",
            Self::Plus => "plus",
            Self::OwnLess => "less",
            Self::OtherLess => "taken from",
        }
    }

    fn gives(self, own: f64, other: f64) -> f64 {
        match self {
            Self::Times => own * other,
            Self::Plus => own + other,
            Self::OwnLess => own - other,
            Self::OtherLess => other - own,
        }
    }
}

/// A product, a sum or a difference of a member and of one of what the object refers to.
#[derive(Clone, Debug, PartialEq)]
pub struct Product {
    sign: Sign,
    own: String,
    other: usize,
    member: String,
    /// What it is divided by.
    by: f64,
    /// Whether it is said to be rounded up (true) or down to a whole number.
    up: Option<bool>,
}

impl Product {
    fn gives(&self, own: f64, other: f64) -> f64 {
        self.sign.gives(own, other) / self.by
    }

    /// Whether a number is what was calculated: exactly, where it is said how it is rounded.
    fn follows(&self, found: f64, exact: f64) -> bool {
        const ERROR: f64 = 1e-6;
        match self.up {
            Some(true) => (found - (exact - ERROR).ceil()).abs() < ERROR,
            Some(false) => (found - (exact + ERROR).floor()).abs() < ERROR,
            None => follows_number(found, exact),
        }
    }

    /// A value of the other number with which the result is no whole one, where others are none.
    fn odd(&self, api: &Api, own: f64, other: f64) -> Option<Value> {
        let facts = api.field_of(&api.resources[self.other], &self.member)?;
        let values = (1..=12_i64).filter_map(|more| (other as i64).checked_add(more));
        values.map(Value::from).find(|value| {
            let exact = value.as_f64().map(|value| self.gives(own, value)).unwrap_or_default();
            exact.fract().abs() > 0.01 && exact.fract().abs() < 0.99 && facts.rule.broken_by(value).is_none()
        })
    }
}

/// Reads what is noted about a member.
pub fn read(api: &Api, resource: &Resource, name: &str, notes: &str) -> Option<Product> {
    let share = SHARE.captures(notes.trim())?;
    let part = |at: usize| share.get(at).map(|part| part.as_str());
    let by: f64 = part(3).map_or(Some(1.0), |by| by.parse().ok()).filter(|by| *by > 0.0)?;
    let up = part(4).map(|word| word.eq_ignore_ascii_case("up"));
    if up.is_some() && !holds_whole(api, resource, name, part(5).map(str::to_lowercase).as_deref()) {
        return None;
    }
    // "the net plus the fee / 100": of a sum, only what stands apart divides the whole.
    let divides_all = part(2).is_none_or(|joint| joint.starts_with(',') || joint.contains("then"));
    let notes = part(1).unwrap_or(notes);
    let clauses: Vec<&str> =
        notes.split([';', ',']).map(str::trim).filter(|clause| !clause.is_empty()).collect();
    let (own, other, thing, sign) = clauses.iter().find_map(|clause| {
        let text = |found: &regex::Captures, at: usize| found.get(at).map(|part| part.as_str().to_owned());
        if let Some(found) = PRODUCT.captures(clause) {
            let other = text(&found, 3).or_else(|| text(&found, 6))?;
            let sign = Sign::of(&text(&found, 2)?, true);
            return Some((text(&found, 1)?, other, text(&found, 4).or_else(|| text(&found, 5))?, sign));
        }
        let found = REVERSED.captures(clause)?;
        let other = text(&found, 1).or_else(|| text(&found, 4))?;
        let sign = Sign::of(&text(&found, 5)?, false);
        Some((text(&found, 6)?, other, text(&found, 2).or_else(|| text(&found, 3))?, sign))
    })?;
    // What else is said about it may change what is calculated.
    let telling = ["read", "server", "computed", "calculated", "integer", "number", "set by"];
    let plain = |clause: &&&str| {
        PRODUCT.is_match(clause)
            || REVERSED.is_match(clause)
            || telling.iter().any(|word| clause.contains(word))
    };
    if clauses.iter().filter(|clause| !plain(clause)).count() > 0 {
        return None;
    }
    let numeric = |resource: &Resource, said: &str| {
        // "the hourly fee" is `hourly_fee_cents`.
        const UNITS: &[&str] = &["cents", "cent", "minutes", "hours", "days", "grams", "eur", "usd"];
        let members = api.members(resource);
        let means = |unit: &str| {
            let wanted = format!("{}{unit}", words::folded(said));
            members.iter().find(|name| words::folded(name) == wanted)
        };
        let mut with_units = UNITS.iter().filter_map(|unit| means(unit));
        // A unit is guessed only where there is one such member.
        let known = means("").or_else(|| with_units.next().filter(|_| with_units.next().is_none()))?.clone();
        let facts = api.field_of(resource, &known)?;
        matches!(facts.rule.sort, Sort::Integer | Sort::Number).then_some(known)
    };
    let own = numeric(resource, &own)?;
    let create = &api.operations[resource.create?];
    let mut things = api.resources.iter().enumerate().filter(|(_, known)| {
        known.name.eq_ignore_ascii_case(&thing)
            && known.read.is_some()
            && reference_to(create, known).is_some()
    });
    let (other_at, known) = things.next().filter(|_| things.next().is_none())?;
    let member = numeric(known, &other)?;
    // Minutes times what an hour costs, in a member of euros: what turns one into the other is not said.
    let units = [name, own.as_str(), member.as_str()].map(measure);
    let alike = agree(&units.map(|(_, money)| money)) && agree(&[units[1].0, units[2].0]);
    if sign == Sign::Times && by == 1.0 && !alike || sign != Sign::Times && !(alike && divides_all) {
        return None;
    }
    Some(Product { sign, own, other: other_at, member, by, up })
}

/// The claim that a member is such a product.
pub fn claim(api: &Api, resource: &Resource, name: &str, product: Product) -> Claim {
    let thing = &api.resources[product.other].name;
    let shared = if product.by == 1.0 { String::new() } else { format!(", divided by {}", product.by) };
    let rounded = product.up.map_or("", |up| if up { ", rounded up" } else { ", rounded down" });
    let title = format!(
        "the `{name}` of a {} is its `{}` {} the `{}` of the {thing}{shared}{rounded}",
        resource.name,
        product.own,
        product.sign.word(),
        product.member
    );
    let (resource, name) = (resource.clone(), name.to_owned());
    Claim::new(title, Needs::Target, move |stage| {
        attempt(stage, &resource, &name, &product).unwrap_or_else(|outcome| outcome)
    })
}

fn attempt(stage: &Stage, resource: &Resource, name: &str, product: &Product) -> Result<Outcome, Outcome> {
    let (target, api) = (stage.target()?, &stage.facts.api);
    let thing = &api.resources[product.other];
    let create = resource.create.and_then(|create| api.operations.get(create));
    let reference = create.and_then(|create| reference_to(create, thing));
    let reference = reference.ok_or_else(|| Outcome::unproven("it refers to no such object"))?;
    let read = thing.read.ok_or_else(|| Outcome::unproven("nothing documented reads what it refers to"))?;
    let mut last = None;
    let mut odd: Option<Value> = None;
    let mut is_rounded = product.up.is_none();
    for round in 0..3_u64 {
        // The last round is one for what is rounded.
        let other = match (round, odd.take(), thing.create) {
            (2, Some(odd), Some(making)) => resource.create.and_then(|create| {
                referred_with(stage, create, &reference, making, (product.member.as_str(), &odd))
            }),
            _ => None,
        };
        if round == 2 && other.is_none() {
            break;
        }
        let vary = |body: &mut Map<String, Value>| {
            for name in body.keys().cloned().collect::<Vec<_>>() {
                let facts = api.asked_of(resource, &name).filter(|facts| facts.rule.sort == Sort::Integer);
                let free =
                    facts.filter(|facts| round > 0 && name != reference && facts.references_nothing(&name));
                // Small numbers of another size: more may not be there. The last round is made like the one before it.
                let value = free.and_then(|facts| facts.rule.valid(&name, 2).filter(Value::is_number));
                body.extend(value.map(|value| (name, value)));
            }
            body.extend(other.clone().map(|other| (reference.clone(), other)));
        };
        let object = match Object::make(stage, resource, &vary) {
            Ok(object) => object,
            Err(outcome) if outcome.inconclusive || round == 0 => return Err(outcome),
            Err(_) => break,
        };
        let (mut now, mut exchange) = object.now(stage, resource)?;
        // Nothing taken from a number is told from nothing calculated where something is there.
        let is_empty = now.get(&product.own).and_then(Value::as_f64) == Some(0.0);
        if is_empty
            && product.sign != Sign::Times
            && let Some(item) = api.item_path(resource)
            && fill_below(stage, &object.placed(item, Some(now.clone())), 0)?
        {
            (now, exchange) = object.now(stage, resource)?;
        }
        let id = now.get(&reference).or_else(|| object.sent.get(&reference));
        let id = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let id = id.ok_or_else(|| Outcome::unproven(format!("no answer shows its `{reference}`")))?;
        let operation = &api.operations[read];
        if operation.path.parameters().count() != 1 {
            return Err(Outcome::unproven("what it refers to stands below another object"));
        }
        let call = Call::new("GET", operation.fill(&[id], target.client.base_path()));
        let (referred, _) = call_as_allowed(stage, operation, &call)?;
        let referred = referred.answer.json().map(unwrapped).unwrap_or(Value::Null);
        let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_f64);
        let (Some(one), Some(other), Some(found)) =
            (number(&now, &product.own), number(&referred, &product.member), number(&now, name))
        else {
            return Err(Outcome::unproven("no answer shows all of the numbers")
                .showing(exchange.sent(), exchange.seen()));
        };
        let follows = product.gives(one, other);
        if product.by != 1.0 || product.up.is_some() {
            odd = product.odd(api, one, other);
        }
        is_rounded |= follows.fract().abs() > 0.01 && follows.fract().abs() < 0.99;
        if !product.follows(found, follows) {
            let reason = format!("`{name}` is {found}, and {follows} follows from {one} and {other}");
            return Ok(Outcome::refuted(reason).resting_on(target, &exchange));
        }
        last = Some((found, exchange));
    }
    let Some((found, exchange)) = last else { return Err(Outcome::unproven("no object could be made")) };
    if !is_rounded {
        return Err(Outcome::unproven("nothing could be made of which it would have to be rounded"));
    }
    let reason = format!("`{name}` is {found}, as it follows");
    Ok(Outcome::proven(Strength::Asserted, reason).resting_on(target, &exchange))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    /// What is told of rooms and of stays in them.
    fn stays(room: &[&str], stay: &[&str]) -> Api {
        let list = |fields: &[&str]| fields.iter().map(|field| format!("  - {field}\n")).collect::<String>();
        let text = format!(
            "# Stays\n\n## Entities\n\n- **Room**\n  - `id`: integer, read-only\n{}- **Stay**\n  - `id`: integer, read-only\n{}\n\
             ## API\n\n- `POST /rooms` adds a room → 201\n- `GET /rooms/{{id}}` reads it\n\
             - `POST /stays` books a stay → 201\n- `GET /stays/{{id}}` reads it\n",
            list(room),
            list(stay)
        );
        testing::facts_of_markdown(&text, "", Setup::default()).api
    }

    #[test]
    fn products_with_what_an_object_refers_to() {
        let api = stays(
            &["`nightPrice`: integer, required"],
            &["`roomId`: integer, required", "`nights`: integer, required", "`price`: integer, read-only"],
        );
        let stays = api.resources.iter().find(|resource| resource.name == "stay").unwrap();
        let found =
            |notes: &str| read(&api, stays, "price", notes).map(|product| (product.own, product.member));
        let product = Some(("nights".to_owned(), "nightPrice".to_owned()));
        for notes in [
            "nights × nightPrice of the room",
            "read-only, `nights` * `nightPrice` of its room",
            "nights times the room's nightPrice",
            "nightPrice of the room × nights",
        ] {
            assert_eq!(found(notes), product, "{notes}");
        }
        assert_eq!(found("nights × nightPrice of the house"), None);
        assert_eq!(found("nights × nightPrice of the room, half of it in winter"), None);
        let shared = |notes: &str| read(&api, stays, "price", notes).map(|product| (product.by, product.up));
        for (notes, expected) in [
            (
                "the night price of the room times `nights`, divided by 60 and rounded up to the next whole cent",
                (60.0, Some(true)),
            ),
            ("`nights` × nightPrice of the room, rounded down", (1.0, Some(false))),
            ("`nights` × nightPrice of the room / 7", (7.0, None)),
        ] {
            assert_eq!(shared(notes), Some(expected), "{notes}");
        }
        assert_eq!(shared("`nights` × nightPrice of the room, rounded up to full hundreds"), None);
    }

    #[test]
    fn what_is_rounded_and_converted_has_to_be_known() {
        let api = stays(
            &[
                "`hourly_fee_cents`: integer, required",
                "`fee_cents`: integer, required",
                "`rate`: integer, required",
            ],
            &[
                "`room_id`: integer, required",
                "`duration_minutes`: integer, required",
                "`net`: integer, required",
                "`guests_cents`: integer, required",
                "`guests`: integer, required",
                "`price`: number, read-only",
                "`price_cents`: integer, read-only",
                "`price_euros`: number, read-only",
                "`billed_minutes`: integer, read-only",
            ],
        );
        let stays = api.resources.iter().find(|resource| resource.name == "stay").unwrap();
        let own = |name: &str, notes: &str| read(&api, stays, name, notes).map(|product| product.own);
        for (name, notes, expected) in [
            ("price_cents", "guests times the rate of the room, rounded up to the next cent", Some("guests")),
            (
                "billed_minutes",
                "guests times the rate of the room, rounded up to full minutes",
                Some("guests"),
            ),
            (
                "price",
                "guests times the rate of the room, rounded up to the next whole number",
                Some("guests"),
            ),
            ("price", "guests times the rate of the room, rounded up to the next cent", None),
            ("price", "guests times the rate of the room, rounded up", None),
            ("price_cents", "guests times the rate of the room, rounded up to the next full euro", None),
            ("billed_minutes", "guests times the rate of the room, rounded up to the next full hour", None),
            // An hour costs so much, and there are so many minutes.
            ("price_cents", "the duration times the hourly fee of the room", None),
            (
                "price_cents",
                "the duration times the hourly fee of the room, divided by 60",
                Some("duration_minutes"),
            ),
            ("price_euros", "guests times the fee of the room", None),
            ("price_cents", "net plus the fee of the room", Some("net")),
            ("price_cents", "net plus the fee of the room / 100", None),
            ("price_cents", "net plus the fee of the room, divided by 100", Some("net")),
        ] {
            assert_eq!(own(name, notes).as_deref(), expected, "{name}: {notes}");
        }
    }
}
