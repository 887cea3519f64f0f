use super::*;
use crate::claim::{Claim, Needs, Outcome};
use crate::probe::ItemContext;
use crate::testing::{ItemDraft, input, item, service, system_words};
use abide_ledger::{Attestation, Digest, Ledger, Strength, Verdict};
use abide_model::Kind;
use std::path::Path;
use std::time::Duration;

/// A probe whose checks say themselves what comes of them.
const ECHO: Probe = Probe {
    name: "echo",
    summary: "",
    documentation: "",
    kinds: &[Kind::Check],
    claims: |context: &ItemContext| {
        let text = context.item.text.clone();
        let needs = if text.contains("target") { Needs::Target } else { Needs::Files };
        let claim = |outcome: fn(&Stage) -> Outcome| vec![Claim::new(text.clone(), needs, outcome)];
        match text.split(' ').next().unwrap_or_default() {
            "holds" => claim(|_| {
                Outcome::proven(Strength::Asserted, "seen").showing("sent s3cr3t-key", "seen s3cr3t-key")
            }),
            "fails" => {
                claim(|_| Outcome::refuted("not seen with s3cr3t-key").repeated_by("again s3cr3t-key"))
            }
            "open" => claim(|_| Outcome::unproven("no way")),
            "lost" => claim(|_| Outcome::inconclusive("gone")),
            "breaks" => claim(|_| panic!("a bug in a probe")),
            "waits" => claim(|stage| {
                while !stage.shared.stop.asked() {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Outcome::inconclusive("stopped")
            }),
            _ => Vec::new(),
        }
    },
};

struct Place {
    folder: tempfile::TempDir,
    config: Config,
    trust: TrustStore,
}

fn place(config: &str) -> Place {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::read(config, "abide.toml", folder.path(), &[]).unwrap();
    Place { folder, config, trust: TrustStore::none() }
}

impl Place {
    fn request(&self, items: &[ItemDraft]) -> Request<'_> {
        let specs = vec![input("specs/a.md", items)];
        let mut request = Request::new(specs, &self.config, self.folder.path().to_owned(), &self.trust);
        request.environment = std::env::vars().collect();
        request
    }

    fn run(&self, items: &[ItemDraft]) -> Run {
        run_with(self.request(items), &[&ECHO], &()).unwrap()
    }

    fn ledger(&self) -> Ledger {
        Ledger::open(&self.config.ledger_url, self.folder.path(), abide_ledger::Redactor::none()).unwrap()
    }
}

fn checks(texts: &[&str]) -> Vec<ItemDraft> {
    texts.iter().map(|text| item("check", text)).collect()
}

fn exit_code(texts: &[&str]) -> u8 {
    place("").run(&checks(texts)).exit_code()
}

#[test]
fn exit_codes() {
    assert_eq!(exit_code(&["holds"]), 0);
    assert_eq!(exit_code(&["holds", "open"]), 0);
    assert_eq!(exit_code(&["holds", "fails", "lost"]), 1);
    assert_eq!(exit_code(&["holds", "lost"]), 3);
    assert_eq!(exit_code(&["holds", "breaks"]), 3, "a broken probe is no verdict");
    assert_eq!(exit_code(&["nothing takes this"]), 2, "nothing was tried");
    assert_eq!(exit_code(&["holds on a target"]), 2, "there is no target, so nothing was tried");
}

#[test]
fn no_specification_and_no_statement_are_errors_and_never_green() {
    let place = place("");
    let mut request = place.request(&[]);
    assert!(matches!(run_with(request, &[&ECHO], &()), Err(VerifyError::NoItems(_))));
    request = place.request(&[item("meta", "status")]);
    assert!(
        matches!(run_with(request, &[&ECHO], &()), Err(VerifyError::NoItems(_))),
        "a status alone states nothing"
    );
    request = place.request(&[]);
    request.specs.clear();
    assert!(matches!(run_with(request, &[&ECHO], &()), Err(VerifyError::NoSpecs)));
}

#[test]
fn every_item_is_reported_also_those_that_nothing_takes() {
    let run = place("").run(&[
        item("check", "holds"),
        item("check", "other"),
        item("risk", "R"),
        item("setting", "A"),
    ]);
    let reasons: Vec<_> = run.items.iter().map(|item| (item.verdict, item.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            (Verdict::Proven, "seen"),
            (Verdict::Unproven, "no probe for this statement yet"),
            (
                Verdict::Unproven,
                "it says something about the work, and nothing that a running system shows by itself"
            ),
            (Verdict::Unproven, "no probe for this kind yet"),
        ]
    );
}

#[test]
fn a_probe_that_breaks_costs_the_others_nothing() {
    let run = place("").run(&checks(&["breaks", "holds", "fails"]));
    let verdicts: Vec<_> = run.items.iter().map(|item| item.verdict).collect();
    assert_eq!(verdicts, [Verdict::Blocked, Verdict::Proven, Verdict::Refuted]);
}

#[test]
fn evidence_is_stored_and_no_secret_is_in_it_or_in_the_report() {
    let place = place(
        "[targets.local]\nurl = \"http://127.0.0.1:1\"\nroles.admin.headers = { X-Key = \"s3cr3t-key\" }\n",
    );
    let run = place.run(&checks(&["holds", "fails"]));
    assert_eq!(run.items[0].evidence[0].sent, "sent $ADMIN_X_KEY");
    assert_eq!(run.items[1].repeat.as_deref(), Some("again $ADMIN_X_KEY"));
    assert!(!format!("{}", crate::report::json(&run)).contains("s3cr3t"));
    let stored = place.ledger().evidence(run.id.unwrap(), "specs/a.md", &run.items[0].id).unwrap();
    assert_eq!((stored[0].verdict, stored[0].sent.as_str()), (Verdict::Proven, "sent $ADMIN_X_KEY"));
    let standings = place.ledger().standings().unwrap();
    assert_eq!(standings.len(), 2);
    for entry in std::fs::read_dir(place.folder.path().join(".abide")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"s3cr3t"));
    }
}

#[test]
fn what_was_proven_of_another_wording_is_stale_until_it_is_proven_anew() {
    let place = place("");
    // The same id with another wording, and nothing that could settle it now.
    place.run(&[item("check", "holds").field("id", "C-1")]);
    let run = place.run(&[item("check", "open").field("id", "C-1")]);
    assert_eq!(run.items[0].verdict, Verdict::Stale);
    assert!(run.items[0].reason.starts_with("proven on "), "{}", run.items[0].reason);
    assert!(
        run.items[0].reason.ends_with("the statement has changed since, and now: no way"),
        "{}",
        run.items[0].reason
    );
}

#[test]
fn a_run_that_is_stopped_ends_soon_and_proves_nothing_more() {
    let place = place("");
    let request = place.request(&checks(&["waits", "holds"]));
    let stop = request.stop.clone();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        stop.ask();
    });
    let run = run_with(request, &[&ECHO], &()).unwrap();
    assert_eq!(run.exit_code(), 130);
    assert!(run.items.iter().all(|item| item.verdict == Verdict::Blocked), "{:?}", run.items);
    assert_eq!(place.ledger().standings().unwrap(), [], "what was not tried to its end is no judgement");
}

#[test]
fn a_target_that_cannot_be_tested_blocks_what_needs_it_and_the_rest_goes_on() {
    let place = place(
        "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"sh\", \"-c\", \"echo no licence; exit 7\"]\n",
    );
    let run = place.run(&checks(&["holds on a target", "holds"]));
    let found: Vec<_> = run.items.iter().map(|item| (item.verdict, item.reason.as_str())).collect();
    assert_eq!(
        found,
        [(Verdict::Blocked, "the target ended before it was ready: exit code 7"), (Verdict::Proven, "seen")]
    );
    assert_eq!(run.exit_code(), 3);
    assert_eq!(run.trouble.unwrap().output, "no licence\n");
}

#[test]
fn a_target_is_not_started_when_nothing_needs_it() {
    let place = place(
        "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"touch\", \"it-was-started\"]\n",
    );
    assert_eq!(place.run(&checks(&["holds"])).exit_code(), 0);
    assert!(!place.folder.path().join("it-was-started").exists());
}

#[test]
fn a_started_target_is_ended_with_the_run() {
    let config = "[targets.local]\nurl = \"http://127.0.0.1:{port}\"\nstart = SYSTEM\nenv = { SYSTEM_PORT = \"{port}\" }\n";
    let place = place(&config.replace("SYSTEM\n", &format!("{}\n", system_words())));
    let run = place.run(&checks(&["holds on a target"]));
    let target = run.target.clone().unwrap();
    assert!(target.started && target.by_hand.is_some());
    let address = target.url.trim_start_matches("http://");
    assert!(std::net::TcpStream::connect(address).is_err(), "{address} still answers");
    assert_eq!(run.exit_code(), 0);
}

#[test]
fn items_can_be_chosen_by_the_beginning_of_their_ids() {
    let place = place("");
    let mut request = place.request(&[item("endpoint", "GET /a"), item("check", "holds")]);
    request.only = vec!["check:".into()];
    assert_eq!(run_with(request, &[&ECHO], &()).unwrap().items.len(), 1);
    let mut request = place.request(&checks(&["holds"]));
    request.only = vec!["nope".into()];
    assert!(matches!(run_with(request, &[&ECHO], &()), Err(VerifyError::UnknownItem(id)) if id == "nope"));
}

#[test]
fn a_target_is_chosen_by_name_by_address_or_because_it_is_the_only_one() {
    let two = "[targets.a]\nurl = \"http://a\"\n[targets.b]\nurl = \"http://127.0.0.1:5\"\nroles.x.headers = { K = \"abcd\" }\n";
    let config = |text: &str| Config::read(text, "abide.toml", Path::new("/"), &[]).unwrap();
    let name =
        |text: &str, wanted| choose(&config(text), wanted).map(|target| target.map(|target| target.name));
    assert!(matches!(name(two, None), Err(VerifyError::ManyTargets(names)) if names == ["a", "b"]));
    assert_eq!(name(two, Some("b")).unwrap().unwrap(), "b");
    assert!(matches!(name(two, Some("c")), Err(VerifyError::UnknownTarget(_))));
    assert_eq!(name(&two.replace("targets.b", "targets.local"), None).unwrap().unwrap(), "local");
    assert_eq!(name("", None).unwrap(), None);
    let roles = |text: &str, url| choose(&config(text), Some(url)).unwrap().unwrap().roles.len();
    assert_eq!(roles(two, "http://127.0.0.1:5/"), 1, "the same address");
    assert_eq!(roles(two, "http://127.0.0.1:6"), 0, "another, of two targets");
    let one = "[targets.b]\nurl = \"http://127.0.0.1:{port}\"\nstart = [\"x\"]\nroles.x.headers = { K = \"abcd\" }\n";
    assert_eq!(roles(one, "http://localhost:6"), 1, "on this machine, of the only target");
    assert_eq!(roles(one, "http://example.com"), 0, "no key goes to another host");
    assert_eq!(choose(&config(one), Some("http://localhost:6")).unwrap().unwrap().start, None);
}

#[test]
fn all_probes_together_prove_the_correct_service_and_refute_a_wrong_one() {
    for (wrong, code, refuted) in [("", 0, 0), ("open-endpoint", 1, 2)] {
        let server = service::service(wrong);
        let place = place(&service::config(&server));
        let mut items = service::statements();
        items.push(item("check", "API returns 401 without key"));
        let run = run(place.request(&items), &()).unwrap();
        assert_eq!((run.exit_code(), run.summary().refuted), (code, refuted), "{wrong}: {:#?}", run.items);
        assert_eq!(place.ledger().counts().unwrap().0, 1);
    }
}

#[test]
fn a_target_that_goes_away_during_the_run_refutes_nothing() {
    let server = std::sync::Mutex::new(Some(service::service("")));
    let place = place(&service::config(server.lock().unwrap().as_ref().unwrap()));
    struct Kill<'a>(&'a std::sync::Mutex<Option<crate::testing::Server>>);
    impl Progress for Kill<'_> {
        fn began(&self, _: &str) {
            self.0.lock().unwrap().take();
        }
    }
    let run = run(place.request(&service::statements()), &Kill(&server)).unwrap();
    assert_eq!((run.summary().refuted, run.exit_code()), (0, 3), "{:#?}", run.items);
}

#[test]
fn a_run_leaves_alone_what_somebody_vouches_for_and_a_refutation_stands_over_it() {
    let place = place("");
    let vouch = |items: &[ItemDraft], until: &str| {
        let spec = input("specs/a.md", items);
        let attestation = Attestation {
            item: spec.items[0].id.clone(),
            spec: spec.path.clone(),
            statement: Digest::of_statement(&spec.items[0]),
            by: "Ada".into(),
            until: until.parse().unwrap(),
            note: "seen on site".into(),
            at: Timestamp::now(),
        };
        place.ledger().attest(&attestation).unwrap();
    };
    let open = [item("check", "open").field("id", "C-1")];
    vouch(&open, "2999-01-01");
    let run = place.run(&open);
    assert_eq!(run.items[0].verdict, Verdict::Attested);
    assert_eq!(run.items[0].reason, "Ada vouches until 2999-01-01: seen on site");
    let fails = [item("check", "fails").field("id", "C-1")];
    vouch(&fails, "2999-01-01");
    assert_eq!(place.run(&fails).items[0].verdict, Verdict::Refuted);
    vouch(&open, "2001-01-01");
    let run = place.run(&open);
    assert_eq!(run.items[0].verdict, Verdict::Stale, "{}", run.items[0].reason);
}

#[test]
fn the_parts_of_a_split_run_try_everything_once_and_store_it_in_one_ledger() {
    let place = place("");
    let texts: Vec<String> = (0..20).map(|number| format!("holds {number}")).collect();
    let items: Vec<ItemDraft> = texts.iter().map(|text| item("check", text)).collect();
    let mut tried = 0;
    for part in ["1/3", "2/3", "3/3"] {
        let mut request = place.request(&items);
        request.shard = Some(part.parse().unwrap());
        let run = run_with(request, &[&ECHO], &()).unwrap();
        assert_eq!(run.exit_code(), 0, "a part may hold nothing that can be tried");
        tried += run.tried;
    }
    assert_eq!(tried, 20);
    assert_eq!(place.ledger().standings().unwrap().len(), 20);
}

#[test]
fn what_is_refuted_once_and_then_proven_is_flaky_and_no_run_is_green_with_it() {
    static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    const FLAKY: Probe = Probe {
        claims: |_| {
            let claim = Claim::new("it holds", Needs::Command, |_| {
                match CALLS.fetch_add(1, std::sync::atomic::Ordering::SeqCst) {
                    0 => Outcome::refuted("not this time"),
                    _ => Outcome::proven(Strength::Asserted, "this time"),
                }
            });
            let sound = Claim::new("it is there", Needs::Files, |_| {
                Outcome::proven(Strength::Asserted, "it is there")
            });
            vec![claim.minor(), sound]
        },
        ..ECHO
    };
    let place = place("");
    let run = run_with(place.request(&checks(&["flaky"])), &[&FLAKY], &()).unwrap();
    assert_eq!((run.items[0].verdict, run.exit_code()), (Verdict::Unproven, 3));
    assert!(run.items[0].reason.contains("flaky: of 2 tries"), "{}", run.items[0].reason);
}

#[test]
fn a_command_that_passes_where_it_must_fail_proves_nothing() {
    let place = place(
        "[commands]\nunit-tests = [\"sh\", \"-c\", \"test -e here\"]\nlint = [\"sh\", \"-c\", \"exit 0\"]\n",
    );
    std::fs::write(place.folder.path().join("here"), "").unwrap();
    let items = checks(&["All unit tests pass.", "`lint` passes."]);
    let verdicts = |controls: bool| {
        let mut request = place.request(&items);
        request.controls = controls;
        let run = run(request, &()).unwrap();
        run.items.iter().map(|item| (item.verdict, item.strength)).collect::<Vec<_>>()
    };
    let executed = (Verdict::Proven, Some(Strength::Executed));
    assert_eq!(verdicts(false), [executed, executed]);
    assert_eq!(verdicts(true), [(Verdict::Proven, Some(Strength::FaultTested)), (Verdict::Unproven, None)]);
}

/// A probe of what stands in running text: whatever is not said to hold is left alone.
const HOLDS: Probe = Probe {
    name: "holds",
    summary: "",
    documentation: "",
    kinds: &[Kind::Requirement],
    claims: |context: &ItemContext| match context.source().ends_with("holds.") {
        true => {
            vec![Claim::new(context.source(), Needs::Files, |_| Outcome::proven(Strength::Asserted, "seen"))]
        }
        false => Vec::new(),
    },
};

const TOLD: &str =
    "# Gates\n\n## About them\n\nThe first of these sentences holds. The second one only explains things.\n";

fn run_told(place: &Place, probes: &[&'static Probe], only: &[&str]) -> Vec<(String, Verdict)> {
    let specs = vec![crate::testing::read("specs/a.md", TOLD)];
    let mut request = Request::new(specs, &place.config, place.folder.path().to_owned(), &place.trust);
    request.only = only.iter().map(|only| (*only).to_owned()).collect();
    let run = run_with(request, probes, &()).unwrap();
    let told = run.items.iter().filter(|item| item.id.starts_with("statement:"));
    told.map(|item| (item.text.clone(), item.verdict)).collect()
}

#[test]
fn running_text_is_a_statement_where_something_of_it_is_tried() {
    let place = place("");
    let first = || "The first of these sentences holds.".to_owned();
    assert_eq!(run_told(&place, &[&HOLDS], &[]), [(first(), Verdict::Proven)]);
    // What was proven once is judged anew where nothing tries it any more.
    assert_eq!(run_told(&place, &[&ECHO], &[]), [(first(), Verdict::Unproven)]);
    // Who asks for them gets all of them.
    assert_eq!(run_told(&place, &[&HOLDS], &["statement:"]).len(), 2);
}
