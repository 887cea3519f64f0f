//! Plays steps on objects of their own.

use super::step::Step;
use crate::api::{
    Mover, Operation, PathTemplate, Placed, caller, carry_out, elements, is_allowed, make, member_for,
    movers, place, send, unwrapped,
};
use crate::claim::Outcome;
use crate::http::{Exchange, status_line};
use crate::stage::Stage;
use abide_ledger::Strength;
use serde_json::Value;

/// What the steps so far have made.
struct Play<'a, 's> {
    stage: &'a Stage<'s>,
    objects: Vec<Placed>,
    /// Whether a step was left out, so that what comes after it may lack something.
    skipped: bool,
    lines: Vec<String>,
}

/// Plays all steps up to one, which decides.
pub fn up_to(stage: &Stage, steps: &[Step], wanted: usize) -> Outcome {
    let mut play = Play { stage, objects: Vec::new(), skipped: false, lines: Vec::new() };
    for (at, step) in steps.iter().enumerate().take(wanted + 1) {
        if step.is_beyond_us() || (step.conditional && at < wanted) {
            play.skipped = true;
            continue;
        }
        let outcome = play.step(step).unwrap_or_else(|outcome| outcome);
        if at == wanted {
            return outcome.verdict_after(play.skipped);
        }
        if !outcome.is_proven() {
            let reason =
                format!("step {}, which comes before it, did not go as stated: {}", at + 1, outcome.reason);
            let (sent, seen) = (outcome.sent.clone(), outcome.seen.clone());
            return Outcome { inconclusive: outcome.inconclusive, ..Outcome::unproven(reason) }
                .showing(sent, seen);
        }
    }
    Outcome::unproven("the step was not played")
}

/// Plays a flow from its first to its last step.
pub fn whole(stage: &Stage, steps: &[Step]) -> Outcome {
    let mut play = Play { stage, objects: Vec::new(), skipped: false, lines: Vec::new() };
    let (mut played, mut last) = (0, None);
    for (at, step) in steps.iter().enumerate() {
        if step.is_beyond_us() {
            play.skipped = true;
            continue;
        }
        let outcome = play.step(step).unwrap_or_else(|outcome| outcome).verdict_after(play.skipped);
        if !outcome.is_proven() {
            return Outcome { reason: format!("step {}: {}", at + 1, outcome.reason), ..outcome };
        }
        played += 1;
        last = Some(outcome);
    }
    let Some(last) = last else { return Outcome::unproven("no step could be played") };
    let sent = play.lines.join("\n");
    if played < steps.len() {
        let reason = format!("{played} of {} steps went as stated; the others name no endpoint", steps.len());
        return Outcome::unproven(reason).showing(sent, last.seen);
    }
    let proven = Outcome::proven(Strength::Asserted, format!("all {played} steps went as stated"));
    let proven = proven.showing(sent, last.seen);
    match last.repeat {
        Some(repeat) => proven.repeated_by(repeat),
        None => proven,
    }
}

impl Outcome {
    /// What fails after a step that was left out may fail for that.
    fn verdict_after(self, skipped: bool) -> Self {
        match self.is_refuted() && skipped {
            true => {
                let reason =
                    format!("{}; an earlier step could not be played, which may be why", self.reason);
                Outcome { reason: reason.clone(), ..Outcome::unproven(reason) }.showing(self.sent, self.seen)
            }
            false => self,
        }
    }
}

/// A stage on which the step's role acts, and nobody else calls the operation.
fn acting<'s>(stage: &Stage<'s>, role: &Option<Option<String>>, number: usize) -> Stage<'s> {
    match role {
        Some(role) => stage.acting_as(role.as_deref(), Some(number)),
        None => stage.acting_as(None, None),
    }
}

impl Play<'_, '_> {
    /// Plays one step, and judges it.
    fn step(&mut self, step: &Step) -> Result<Outcome, Outcome> {
        let target = self.stage.target()?;
        let role = match &step.actor {
            Some(name) => match caller(target, name) {
                Ok(caller) => Some(caller.role),
                Err(outcome) => return Err(outcome),
            },
            None => None,
        };
        let mut last = None;
        if step.operations.is_empty() {
            last = Some(self.move_on(step, &role)?);
        }
        for (at, number) in step.operations.iter().enumerate() {
            let is_last = at + 1 == step.operations.len();
            let exchange = self.perform(step, *number, &role)?;
            if !is_last && !exchange.answer.is_success() {
                let operation = &self.stage.facts.api.operations[*number];
                return Ok(self.judge(step, Some(operation), &exchange));
            }
            last = Some((Some(*number), exchange));
        }
        let Some((number, exchange)) = last else {
            return Err(Outcome::unproven("the step names no endpoint"));
        };
        let operation = number.and_then(|number| self.stage.facts.api.operations.get(number));
        Ok(self.judge(step, operation, &exchange))
    }

    fn perform(
        &mut self,
        step: &Step,
        number: usize,
        role: &Option<Option<String>>,
    ) -> Result<Exchange, Outcome> {
        let api = &self.stage.facts.api;
        let operation = &api.operations[number];
        let acting = acting(self.stage, role, number);
        let at = self.object_for(&operation.path);
        // What a step before put there is put there again.
        let there = at.is_some_and(|at| operation.keyed && self.objects[at].item_path.same(&operation.path));
        if api.is_creation(operation) && !there {
            let parents = at.map(|at| self.objects[at].values.clone()).unwrap_or_default();
            let made = match operation.home().parameters().count() {
                0 => make(&acting, number, operation, &[], 0),
                count => make(&acting, number, operation, parents.get(..count).unwrap_or_default(), 0),
            };
            let made = match made {
                Ok(made) => made,
                // A refusal is an answer too, and the step may have stated it.
                Err(outcome) if outcome.sent.is_empty() => return Err(outcome),
                Err(_) => return self.refused(&acting, number, operation),
            };
            let exchange = made.exchange.clone();
            self.note(&exchange);
            let name = api.operations.iter().find_map(|other| {
                let (at, name) = other.path.parameters().last()?;
                (other.path.prefix(at).same(&operation.home()))
                    .then(|| (name.to_owned(), other.path.prefix(at + 1)))
            });
            if let Some((name, item_path)) = name
                && let Some(id) =
                    made.key.clone().or_else(|| member_for(&name, &operation.home(), &made.object))
            {
                let mut values = parents;
                values.truncate(operation.home().parameters().count());
                values.push(id);
                let object = Some(made.object.clone());
                self.objects.push(Placed { values, item_path, object, made: Some(made) });
            }
            return Ok(exchange);
        }
        let mut placed = match at {
            Some(at) => self.objects[at].clone(),
            None => place(&acting, operation)?,
        };
        let wanted = operation.path.parameters().count();
        if placed.values.len() < wanted {
            // What the path names below the object was made by no step.
            let whole = place(&acting, operation)?;
            placed = whole;
        }
        placed.values.truncate(wanted);
        let exchange = match &step.state {
            Some(state) if !operation.is_safe() => {
                let known = movers(&acting, &placed, None, state);
                let known = known.into_iter().find(|mover| std::ptr::eq(mover.operation, operation));
                let mover = known.unwrap_or(Mover {
                    operation,
                    certain: true,
                    member: None,
                    part: None,
                    event: None,
                });
                carry_out(&acting, &mut placed, &mover, state)?.0
            }
            _ => {
                let sent = send(&acting, operation, &placed)?;
                if !operation.is_safe()
                    && sent.exchange.answer.is_success()
                    && let Some(object) =
                        sent.exchange.answer.json().map(unwrapped).filter(|object| object.get("id").is_some())
                    && placed.item_path.same(&operation.path)
                {
                    placed.object = Some(object);
                }
                sent.exchange
            }
        };
        self.note(&exchange);
        match at {
            Some(at) => self.objects[at].object = placed.object,
            None if !placed.values.is_empty() => self.objects.push(placed),
            None => {}
        }
        Ok(exchange)
    }

    /// The creation once more, for the answer that refuses it.
    fn refused(&mut self, acting: &Stage, number: usize, operation: &Operation) -> Result<Exchange, Outcome> {
        let parents = crate::api::place_home(acting, operation)?.values;
        let sent = crate::api::send_new(acting, number, operation, &parents, 0)?;
        self.note(&sent.exchange);
        Ok(sent.exchange)
    }

    /// Brings the last object into the state that a step names, by whatever operation does that.
    fn move_on(
        &mut self,
        step: &Step,
        role: &Option<Option<String>>,
    ) -> Result<(Option<usize>, Exchange), Outcome> {
        let api = &self.stage.facts.api;
        let Some(state) = step.state.as_deref() else {
            return Err(Outcome::unproven("the step names no endpoint"));
        };
        let Some(at) = self.objects.iter().rposition(|placed| {
            placed.object.as_ref().is_some_and(|object| api.states.of_object(object).is_some())
        }) else {
            return Err(Outcome::unproven("no earlier step made an object that has a state"));
        };
        let mut placed = self.objects[at].clone();
        let from = placed.object.as_ref().and_then(|object| Some(api.states.of_object(object)?.1.to_owned()));
        let all = movers(self.stage, &placed, from.as_deref(), state);
        let Some(mover) = all.into_iter().find(|mover| mover.certain) else {
            return Err(Outcome::unproven(format!(
                "no documented operation certainly brings the object into {state}"
            )));
        };
        let number = api.operations.iter().position(|operation| std::ptr::eq(operation, mover.operation));
        let acting = acting(self.stage, role, number.unwrap_or_default());
        let (exchange, _) = carry_out(&acting, &mut placed, &mover, state)?;
        self.note(&exchange);
        self.objects[at] = placed;
        Ok((number, exchange))
    }

    fn note(&mut self, exchange: &Exchange) {
        self.lines.push(format!("{}: {}", exchange.title(), exchange.answer.status));
    }

    /// The object of an earlier step that a path is about: the innermost one, and of several the last.
    fn object_for(&self, path: &PathTemplate) -> Option<usize> {
        let fits = |placed: &&Placed| path.starts_with(&placed.item_path);
        let longest =
            self.objects.iter().filter(fits).map(|placed| placed.item_path.segments().len()).max()?;
        self.objects.iter().rposition(|placed| fits(&placed) && placed.item_path.segments().len() == longest)
    }

    fn judge(&mut self, step: &Step, operation: Option<&Operation>, exchange: &Exchange) -> Outcome {
        let status = exchange.answer.status;
        let who = step.actor.as_ref().map(|actor| format!("as {actor}, ")).unwrap_or_default();
        let answered = format!("{who}{} answered {}", exchange.title(), status_line(status));
        let outcome = match step.status {
            _ if status == 429 => {
                Outcome::inconclusive(format!("{answered}: the target limits how often it may be called"))
            }
            Some(stated) if status == stated => self.looked_at(step, exchange, &answered),
            // What other claims left takes up the room, and could not be moved on.
            _ if status == 409 && crate::api::is_crowded(&exchange.answer) => {
                Outcome::unproven(format!("{answered}: there are as many as there may be"))
            }
            Some(stated) if step.conditional => Outcome::unproven(format!(
                "{answered}; {stated} is stated under a condition that is not understood"
            )),
            // A request that nothing shows may lack something that is not known.
            Some(stated)
                if stated < 300
                    && matches!(status, 400 | 404 | 409 | 412 | 422 | 428)
                    && operation.is_some_and(|operation| operation.made_up) =>
            {
                Outcome::unproven(format!(
                    "{answered}; no request is documented, and one that was made up from its fields was not accepted"
                ))
            }
            Some(stated) => Outcome::refuted(format!("{answered}, stated as {}", status_line(stated))),
            None if exchange.answer.is_success() => self.looked_at(step, exchange, &answered),
            None if step.conditional => Outcome::unproven(answered),
            None if status >= 500 => Outcome::refuted(answered),
            None if status == 403
                && step
                    .actor
                    .as_ref()
                    .zip(operation)
                    .is_some_and(|(actor, operation)| is_allowed(operation, actor)) =>
            {
                Outcome::refuted(format!("{answered}, and the flow lets them do it"))
            }
            None if status == 409 && step.state.is_some() => Outcome::refuted(answered),
            None => Outcome::unproven(format!("{answered}; what the request lacks is not certain")),
        };
        match self.stage.target() {
            Ok(target) => outcome.resting_on(target, exchange),
            Err(blocked) => blocked,
        }
    }

    /// The state and the number that a step states.
    fn looked_at(&mut self, step: &Step, exchange: &Exchange, answered: &str) -> Outcome {
        let api = &self.stage.facts.api;
        if let Some(state) = step.state.as_deref().filter(|_| exchange.answer.is_success()) {
            let shown = exchange.answer.json().map(unwrapped);
            let shown = shown
                .as_ref()
                .and_then(|object| api.states.of_object(object))
                .map(|(_, state)| state.to_owned());
            // What an answer shows has to be there when the object is read again, too.
            let read = self.objects.last_mut().and_then(|placed| {
                placed.refresh(self.stage).ok()?;
                Some(api.states.of_object(placed.object.as_ref()?)?.1.to_owned())
            });
            match read.or(shown) {
                Some(found) if found == state => {}
                Some(found) => {
                    return Outcome::refuted(format!(
                        "{answered}, and the object is {found}, stated as {state}"
                    ));
                }
                None => {
                    return Outcome::unproven(format!("{answered}, and the object does not show its state"));
                }
            }
        }
        if let Some(count) = step.count {
            let answer = exchange.answer.json().unwrap_or(Value::Null);
            let total = ["total", "total_count", "totalCount", "count"]
                .iter()
                .find_map(|name| answer.get(*name)?.as_u64());
            let found = total
                .and_then(|total| usize::try_from(total).ok())
                .unwrap_or_else(|| elements(&answer).len());
            if found != count {
                return Outcome::refuted(format!("{answered} with {found} elements, stated as {count}"));
            }
        }
        Outcome::proven(Strength::Asserted, answered)
    }
}
