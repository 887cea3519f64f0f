//! What the editor may have done: a run, the chain behind a verdict, a rule's page.

use crate::trouble::{Answer, Trouble};
use crate::world::{Event, World};
use abide_rules::{documentation, rule};
use gen_lsp_types::{
    ExecuteCommandParams, MessageType, ProgressNotification, ProgressParams, ProgressToken,
    WorkDoneProgressBegin, WorkDoneProgressCreateParams, WorkDoneProgressCreateRequest, WorkDoneProgressEnd,
};
use lsp_server::RequestId;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// All commands.
pub const NAMES: &[&str] = &["abide.verify", "abide.why", "abide.explain", "abide.check"];

/// `workspace/executeCommand`. Nothing is returned where the answer comes once a program has ended.
pub fn execute(world: &mut World, id: &RequestId, params: ExecuteCommandParams) -> Answer<Option<Value>> {
    let arguments = params.arguments.unwrap_or_default();
    let text = |at: usize| arguments.get(at).and_then(Value::as_str);
    match params.command.as_str() {
        "abide.explain" => explain(world, text(0)).map(Some),
        "abide.check" => {
            for folder in &mut world.folders {
                folder.files_changed();
            }
            Ok(Some(Value::Null))
        }
        "abide.verify" => {
            let file = text(0).map(PathBuf::from);
            let mut words = vec!["verify".to_owned()];
            words.extend(file.iter().map(|file| file.display().to_string()));
            words.extend(text(1).into_iter().flat_map(|only| ["--only".to_owned(), only.to_owned()]));
            run(world, id, file.as_deref(), words, "Verifying")
        }
        "abide.why" => {
            let name =
                text(1).ok_or_else(|| Trouble::failed("abide.why takes a file and the id of a statement"))?;
            let words = vec!["why".to_owned(), name.to_owned()];
            run(world, id, text(0).map(Path::new), words, "Looking up")
        }
        other => {
            Err(Trouble::failed(format!("there is no command `{other}`; there are {}", NAMES.join(", "))))
        }
    }
}

/// The page of a rule. An editor that has no window of its own for it shows what the rule is about.
fn explain(world: &World, name: Option<&str>) -> Answer<Value> {
    let name = name.ok_or_else(|| Trouble::failed("abide.explain takes the name of a rule"))?;
    let rule = rule(name).ok_or_else(|| Trouble::failed(format!("there is no rule `{name}`")))?;
    if !world.client.shows_pages {
        world.show(MessageType::Info, format!("{}: {}", rule.name, rule.summary()));
    }
    Ok(json!({"title": rule.name, "markdown": documentation::page(rule)}))
}

/// Starts this program again; its answer is the answer.
fn run(
    world: &mut World,
    id: &RequestId,
    file: Option<&Path>,
    words: Vec<String>,
    doing: &str,
) -> Answer<Option<Value>> {
    let folder = file.and_then(|file| world.folder_with(file)).unwrap_or_default();
    let folder = world.folders.get(folder).ok_or_else(|| Trouble::failed("no folder is open"))?.path.clone();
    let token = world.client.progress.then(|| format!("abide-run-{id}"));
    if let Some(token) = &token {
        let token = ProgressToken::String(token.clone());
        world.ask::<WorkDoneProgressCreateRequest>(WorkDoneProgressCreateParams { token: token.clone() });
        let begin =
            WorkDoneProgressBegin { title: format!("abide: {doing}"), ..WorkDoneProgressBegin::default() };
        progress(world, token, begin, "begin");
    }
    let mut command = Command::new(&world.setup.program);
    if let Some(config) = &world.setup.config {
        command.arg("--config").arg(config);
    }
    command.args(&words).args(["--color", "never"]).current_dir(&folder);
    // What the program is told and says is not part of the conversation with the editor.
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (events, id) = (world.events.clone(), id.clone());
    std::thread::spawn(move || {
        let ended = command
            .output()
            .map_err(|error| format!("`abide {}` cannot be started: {error}", words.join(" ")));
        let said = ended.map(|output| {
            json!({
                "command": format!("abide {}", words.join(" ")),
                "exit": output.status.code(),
                "output": String::from_utf8_lossy(&output.stdout),
                "errors": String::from_utf8_lossy(&output.stderr),
            })
        });
        let _ = events.send(Event::Ended(id, token, said));
    });
    Ok(None)
}

/// A program ended: the editor is told, and the ledgers are read again.
pub fn ended(world: &mut World, id: RequestId, token: Option<String>, said: Result<Value, String>) {
    if let Some(token) = token {
        progress(world, ProgressToken::String(token), WorkDoneProgressEnd::default(), "end");
    }
    match said {
        Ok(said) => {
            tell(world, &said);
            world.answer(lsp_server::Response::new_ok(id, said));
        }
        Err(trouble) => {
            world.answer(lsp_server::Response::new_err(
                id,
                lsp_server::ErrorCode::RequestFailed as i32,
                trouble,
            ));
        }
    }
    (0..world.folders.len()).for_each(|folder| world.read_verdicts(folder));
}

/// Tells what a program said, where the editor does not show it itself.
fn tell(world: &World, said: &Value) {
    let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    if said.get("exit").and_then(Value::as_i64).is_none_or(|code| code == 2) {
        world.show(MessageType::Error, text("errors"));
    } else if text("command").starts_with("abide verify") {
        world.show(MessageType::Info, text("output").lines().last().unwrap_or_default());
    } else if !world.client.shows_pages {
        world.show(MessageType::Info, text("output"));
    }
}

fn progress(world: &World, token: ProgressToken, value: impl serde::Serialize, kind: &str) {
    let mut value = serde_json::to_value(value).unwrap_or_default();
    if let Some(fields) = value.as_object_mut() {
        fields.insert("kind".to_owned(), json!(kind));
    }
    world.notify::<ProgressNotification>(ProgressParams { token, value });
}
