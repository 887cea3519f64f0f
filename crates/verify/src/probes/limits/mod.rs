//! Stated speed, load and limits hold, under requests that come at a constant rate.

mod crowd;
mod latency;
mod many;
mod rate;
mod size;
mod stated;
mod which;
#[rustfmt::skip]
mod words;

use crate::claim::{Claim, Needs, Outcome};
use crate::load::{Load, Origin};
use crate::probe::{ItemContext, Probe};
use crate::stage::Stage;
use abide_model::Kind;
use stated::Stated;

/// Stated speed, load and limits hold.
pub const PROBE: Probe = Probe {
    name: "limits",
    summary: "Stated response times, throughput, error rates, rate limits and sizes hold, under load",
    documentation: "\
Takes performance targets, and the requirements and checks that speak of response times, requests a second, callers at once, shares of errors, rate limits and sizes of \
bodies, where it is certain which operations are meant. Needs a target, and the headers of roles that may call them. How much load is put on it is told with \
`--load off|quick|full`: quick is a few seconds for each statement, full is as much as the statement says. These claims are tried last, when nothing else goes on.

Requests leave at the stated rate, each when it is due, and a latency counts from then to the end of the answer, so that a stall counts for all who should have been \
served meanwhile. What is answered with 5xx, or not at all, counts as longer than any bound. After a warm-up ten windows are measured. A bound is met or missed only where a 95% confidence interval is \
clear of it: the wider of the order statistics around the percentile and of a bootstrap over the windows. Otherwise it is too noisy to tell, and the exit code is 3. Of a target that the run started itself, a latency is refuted only where it misses the bound also after it was divided by how much \
slower than alone this machine works: the mean of 60 equal pieces of work over the quickest of them. Where no \
rate is stated, 20 requests a second are sent; where no percentile is, the 95th proves and the median refutes. A statement about a number of stored objects that are not there is refuted by what is too slow already, \
and proven only with `--load full`, which makes them.

A rate limit is tried at its bound: as many requests as are allowed must pass, and the next one must be refused with 429, with `Retry-After` where that is stated. Where a second target \
can be started beside the first, it is tried there, with nothing counted before. A body of exactly the stated size must be taken, and one of a byte more refused.",
    kinds: &[Kind::Target, Kind::Requirement, Kind::Check, Kind::Endpoint],
    claims,
};

/// What a claim rests on besides what is stated.
#[derive(Clone, Debug)]
pub(super) struct Meant {
    /// The operations, by number.
    pub operations: Vec<usize>,
    /// The statement, in words.
    pub text: String,
    /// A command that tries it again.
    pub repeat: String,
}

fn claims(context: &ItemContext) -> Vec<Claim> {
    if context.item.kind == Kind::Endpoint {
        return of_endpoint(context);
    }
    let measured = context.item.kind == Kind::Target;
    let texts = match measured {
        true => vec![said(context)],
        false => {
            let range = context.item.range;
            let within = context.facts.api.within(context.number, range.start, range.end);
            within.map(|(_, sentence)| sentence.text.clone()).collect()
        }
    };
    let mut claims = Vec::new();
    for text in texts {
        for stated in stated::read(&text, measured) {
            let Some(operations) = which::operations(context, &text, &stated) else { continue };
            claims.extend(claim(context, stated, operations, &text));
        }
        if !measured {
            claims.extend(sizes(context, &text));
        }
    }
    claims
}

/// A target in words: what is measured, its bound, and under which conditions.
fn said(context: &ItemContext) -> String {
    let item = context.item;
    let statistic = item.text_field("statistic").filter(|statistic| !item.text.contains(statistic));
    [Some(item.text.as_str()), statistic].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// What the description of an endpoint says about itself.
fn of_endpoint(context: &ItemContext) -> Vec<Claim> {
    let api = &context.facts.api;
    let Some((number, _)) = api.of_item(context.number, &context.item.id) else { return Vec::new() };
    let own = api.sentences.iter().filter(|sentence| {
        sentence.spec == context.number
            && matches!(&sentence.scope, crate::api::Scope::Operations(of) if of.as_slice() == [number])
    });
    let elsewhere = |sentence: &&crate::api::Sentence| {
        !context.spec.read_items().any(|item| {
            matches!(item.kind, Kind::Target | Kind::Requirement | Kind::Check)
                && item.range.start < sentence.range.end
                && sentence.range.start < item.range.end
        })
    };
    let mut claims = Vec::new();
    for sentence in own.filter(elsewhere) {
        for stated in stated::read(&sentence.text, false) {
            claims.extend(claim(context, stated, vec![number], &sentence.text));
        }
    }
    claims.extend(size::of_endpoint(context, number));
    // A limit that no statement of its own states is one of the first operation that it can be tried on.
    if which::plainest(api, true) == Some(number) {
        let general = api.sentences.iter().filter(|sentence| {
            sentence.spec == context.number && sentence.scope == crate::api::Scope::General
        });
        for sentence in general.filter(elsewhere) {
            let rates = stated::read(&sentence.text, false);
            for stated in rates.into_iter().filter(|stated| matches!(stated, Stated::Rate(_))) {
                claims.extend(claim(context, stated, vec![number], &sentence.text));
            }
        }
    }
    claims.into_iter().map(Claim::minor).collect()
}

fn sizes(context: &ItemContext, text: &str) -> Vec<Claim> {
    size::of_sentence(context, text).into_iter().map(Claim::minor).collect()
}

fn claim(context: &ItemContext, stated: Stated, operations: Vec<usize>, text: &str) -> Option<Claim> {
    let api = &context.facts.api;
    let titles: Vec<String> = operations.iter().take(2).map(|at| api.operations[*at].title()).collect();
    let more = if operations.len() > 2 { " and others" } else { "" };
    let who = format!("{}{more}", titles.join(", "));
    let repeat = format!("abide verify --only {}", shell_words::quote(&context.item.id));
    let meant = Meant { operations, text: text.to_owned(), repeat };
    let title = match &stated {
        Stated::Latency { bound, .. } => {
            format!("{who} answers within {}", crate::load::milliseconds(*bound))
        }
        Stated::Throughput(rate) => format!("{who} answers {rate} requests a second"),
        Stated::Failures { most, .. } => format!("{who} fails for at most {}% of the requests", most * 100.0),
        Stated::Crowd(callers) => format!("{who} answers {callers} callers at once"),
        Stated::Rate(rate) => {
            format!("{who} answers {} requests within {:?}, and no more", rate.count, rate.window)
        }
    };
    Some(tried(title, move |stage| match &stated {
        Stated::Latency { statistic, bound, rate } => {
            latency::within(stage, &meant, *statistic, *bound, *rate)
        }
        Stated::Throughput(rate) => latency::throughput(stage, &meant, *rate),
        Stated::Failures { most, long } => latency::failures(stage, &meant, *most, *long),
        Stated::Crowd(callers) => crowd::served(stage, &meant, *callers),
        Stated::Rate(rate) => rate::limited(stage, &meant, rate),
    }))
}

/// A claim that only load settles.
fn tried(
    title: String,
    attempt: impl Fn(&Stage) -> Result<Outcome, Outcome> + Send + Sync + 'static,
) -> Claim {
    Claim::new(title, Needs::Target, move |stage| {
        if stage.shared.limits.load == Load::Off {
            return Outcome::unproven("only load would show it, and `--load off` puts none on the target");
        }
        attempt(stage).unwrap_or_else(|outcome| outcome)
    })
    .last()
}

/// Where the target answers.
fn origin(stage: &Stage) -> Result<Origin, Outcome> {
    Origin::of(stage.target()?.client.base())
        .ok_or_else(|| Outcome::unproven("the address of the target is none that load could go to"))
}

#[cfg(test)]
mod tests;
