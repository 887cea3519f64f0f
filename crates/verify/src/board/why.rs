//! Why a statement has its verdict: what `abide why` prints. The types are the published schema.

use super::known::Board;
use crate::facts::SpecInput;
use crate::request::TOOL;
use abide_ledger::{Digest, Evidence, LedgerError, RunRecord, Strength, Verdict};
use abide_model::Item;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// The version of the document; it rises when a consumer could break.
const VERSION: u32 = 1;

/// What `abide why --format json` writes: the chain from the sentence to what was seen.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "Abide why")]
pub struct Why {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// What the statement is called within the workspace.
    pub id: String,
    /// Its kind.
    pub kind: &'static str,
    /// The path of its specification.
    pub path: String,
    /// The 1-based source line where it starts.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The statement.
    pub text: String,
    /// What was read from it, in the fields of its kind.
    pub fields: Map<String, Value>,
    /// Its verdict as of today.
    pub verdict: Verdict,
    /// How strong the evidence is that it rests on; null where there is none.
    pub strength: Option<Strength>,
    /// Why this verdict.
    pub reason: String,
    /// The run that judged it last; null where none has looked at it.
    pub run: Option<RunShown>,
    /// What that run claimed about the system and tried, in the order it was tried.
    pub claims: Vec<ClaimShown>,
    /// What the verdict rests on, each as it was then and as it is now.
    pub inputs: Vec<Input>,
    /// The last proof, where the last judgement is none.
    pub last_proof: Option<RunShown>,
    /// Who vouched for it last; null where nobody has.
    pub attestation: Option<Vouched>,
}

/// A run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunShown {
    /// Its number.
    pub id: i64,
    /// When it began.
    pub started: String,
    /// Name and version of the tool.
    pub tool: String,
    /// The target by name or address; null where there was none.
    pub target: Option<String>,
    /// What varied data was derived from.
    pub seed: u64,
    /// How it ended: `complete`, `inconclusive` or `interrupted`; null while it goes on, or where it was cut off.
    pub ending: Option<String>,
    /// When it judged the statement.
    pub judged: String,
    /// How many seconds ago that was.
    pub age_seconds: i64,
}

/// One claim with what trying it gave.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ClaimShown {
    /// The probe.
    pub probe: String,
    /// What was claimed.
    pub claim: String,
    /// What follows.
    pub verdict: Verdict,
    /// How strong it is, where something was tried.
    pub strength: Option<Strength>,
    /// Why.
    pub reason: String,
    /// What was sent, or run.
    pub sent: String,
    /// What came back.
    pub seen: String,
    /// A command that does it again.
    pub repeat: Option<String>,
    /// When it began.
    pub started: String,
    /// How long it took.
    pub duration_ms: u64,
}

/// Something that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Input {
    /// `statement`, `spec`, `target` or `tool`.
    pub name: &'static str,
    /// As it was then: a digest, or the version of the tool.
    pub then: String,
    /// As it is now; null where it is not there any more.
    pub now: Option<String>,
    /// Whether it has changed since.
    pub changed: bool,
}

/// Somebody's word.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Vouched {
    /// Who.
    pub by: String,
    /// When.
    pub at: String,
    /// The last day that it holds.
    pub until: String,
    /// What they have seen.
    pub note: String,
    /// Whether it holds: `attested` or `stale`.
    pub verdict: Verdict,
}

/// Why an item has its verdict. `name` is what it is called within the workspace.
pub fn why(board: &Board, spec: &SpecInput, item: &Item, name: String) -> Result<Why, LedgerError> {
    let statement = Digest::of_statement(item);
    let current = board.current(spec, item);
    let known = board.known(spec, item).cloned().unwrap_or_default();
    let shown = |run: RunRecord, judged: jiff::Timestamp| RunShown {
        id: run.id.0,
        started: run.start.started.to_string(),
        tool: run.start.tool,
        target: run.start.target,
        seed: run.start.seed,
        ending: run.end.map(|end| end.ending.name().to_owned()),
        judged: judged.to_string(),
        age_seconds: board.now.as_second().saturating_sub(judged.as_second()),
    };
    let (mut run, mut claims, mut inputs, mut last_proof) = (None, Vec::new(), Vec::new(), None);
    if let (Some(ledger), Some(standing)) = (board.ledger, &known.standing) {
        run = ledger.run(standing.run)?.map(|run| shown(run, standing.at));
        let evidence = ledger.evidence(standing.run, &spec.path, &item.id)?;
        inputs.push(Input::digest("statement", &standing.statement, Some(&statement)));
        if let Some(first) = evidence.first() {
            inputs.push(Input::digest("spec", &first.spec_digest, Some(&Digest::of(spec.text.as_bytes()))));
        }
        if let (Some(then), Some(name)) = (&standing.target, &standing.target_name) {
            inputs.push(Input::digest("target", then, board.target(name)));
        }
        let then = run.as_ref().map_or_else(String::new, |run| run.tool.clone());
        inputs.push(Input { name: "tool", changed: then != TOOL, then, now: Some(TOOL.to_owned()) });
        claims = evidence.into_iter().map(ClaimShown::from).collect();
        if let Some(proof) = known.proof.filter(|proof| proof.run != standing.run) {
            last_proof = ledger.run(proof.run)?.map(|run| shown(run, proof.at));
        }
    }
    let attestation = known.attestation.map(|word| Vouched {
        verdict: word.now(&statement, board.now).0,
        by: word.by,
        at: word.at.to_string(),
        until: word.until.to_string(),
        note: word.note,
    });
    Ok(Why {
        version: VERSION,
        id: name,
        kind: item.kind.name(),
        path: spec.path.clone(),
        line: item.line,
        text: item.text.clone(),
        fields: item.fields.clone(),
        verdict: current.verdict,
        strength: current.strength,
        reason: current.reason,
        run,
        claims,
        inputs,
        last_proof,
        attestation,
    })
}

impl Input {
    fn digest(name: &'static str, then: &Digest, now: Option<&Digest>) -> Self {
        let (then, now) = (then.to_string(), now.map(Digest::to_string));
        Self { name, changed: now.as_ref().is_some_and(|now| *now != then), then, now }
    }
}

impl From<Evidence> for ClaimShown {
    fn from(evidence: Evidence) -> Self {
        Self {
            probe: evidence.probe,
            claim: evidence.claim,
            verdict: evidence.verdict,
            strength: evidence.strength,
            reason: evidence.reason,
            sent: evidence.sent,
            seen: evidence.seen,
            repeat: evidence.repeat,
            started: evidence.started.to_string(),
            duration_ms: u64::try_from(evidence.duration.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// The JSON Schema of the document of `abide why --format json`.
pub fn why_schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Why>().to_value()
}
