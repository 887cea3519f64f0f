//! The protocol: both the handshake of 2025 and the calls of 2026-07-28 that each stand for themselves.

use crate::definitions::{Definition, INSTRUCTIONS, definitions};
use crate::{Desk, Failure};
use abide_ledger::Verdict;
use abide_verify::{Progress, Stop};
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ProgressNotificationParam, ProgressToken, ServerCapabilities, ServerConfig, Tool,
    ToolAnnotations,
};
use rmcp::service::{Peer, RequestContext};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;

/// Serves on standard input and output until the input ends. `started` is given a way to end it earlier.
pub fn serve(desk: Desk, started: impl FnOnce(Box<dyn Fn() + Send>)) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let stops = Stops::default();
    let server = Server { desk: Arc::new(desk), stops: stops.clone() };
    let result = runtime.block_on(async {
        let running = server.serve(rmcp::transport::stdio()).await?;
        let (end, asked) = (running.cancellation_token(), stops.clone());
        let end = Mutex::new(Some(end));
        started(Box::new(move || {
            asked.ask();
            if let Some(end) = end.lock().ok().and_then(|mut end| end.take()) {
                end.cancel();
            }
        }));
        running.waiting().await?;
        Ok::<(), Failure>(())
    });
    // A run that still goes on ends what it started before it is left.
    stops.ask();
    match result {
        // A client that went away before it said anything wanted nothing.
        Err(failure) if failure.to_string().starts_with("connection closed") => Ok(()),
        other => other,
    }
}

/// The runs that go on.
#[derive(Clone, Default)]
struct Stops(Arc<Mutex<Vec<Stop>>>);

impl Stops {
    fn add(&self, stop: Stop) {
        if let Ok(mut all) = self.0.lock() {
            all.push(stop);
        }
    }

    fn ask(&self) {
        if let Ok(all) = self.0.lock() {
            all.iter().for_each(Stop::ask);
        }
    }
}

struct Server {
    desk: Arc<Desk>,
    stops: Stops,
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new("abide", env!("CARGO_PKG_VERSION")))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(listed()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        if !definitions().iter().any(|definition| definition.name == request.name) {
            let names: Vec<&str> = definitions().iter().map(|definition| definition.name).collect();
            let message =
                format!("there is no tool called `{}`; there are {}", request.name, names.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        }
        let stop = Stop::new();
        // Only a run has something to end.
        if request.name == "verify" {
            self.stops.add(stop.clone());
        }
        let (desk, asked) = (Arc::clone(&self.desk), stop.clone());
        let progress = Told::new(&context);
        let arguments = request.arguments.unwrap_or_default();
        let name = request.name.clone();
        // Reading a workspace and trying statements take their time; messages are read meanwhile.
        let work = tokio::task::spawn_blocking(move || desk.answer(&name, arguments, &asked, &progress));
        // A call that is cancelled still ends what it started.
        let cancelled = context.ct.clone();
        let watch = tokio::spawn(async move {
            cancelled.cancelled().await;
            stop.ask();
        });
        let answered = work.await;
        watch.abort();
        let answered = answered.map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        Ok(match answered {
            Ok(answer) => CallToolResult::structured(answer),
            Err(failure) => CallToolResult::error(vec![ContentBlock::text(failure.answer())]),
        }
        .into())
    }
}

/// The tools as the protocol lists them.
pub(crate) fn listed() -> Vec<Tool> {
    definitions().into_iter().map(tool).collect()
}

fn tool(definition: Definition) -> Tool {
    let mut tool = Tool::new(definition.name, definition.description, Arc::new(definition.input));
    tool.output_schema = Some(Arc::new(definition.output));
    if definition.read_only {
        tool.annotations = Some(ToolAnnotations::new().read_only(true));
    }
    tool
}

/// Tells a client that asked for it how far a run is.
struct Told {
    to: Option<(Peer<RoleServer>, ProgressToken, Handle)>,
    all: AtomicUsize,
    done: AtomicUsize,
}

impl Told {
    fn new(context: &RequestContext<RoleServer>) -> Self {
        let token = context.meta.get_progress_token();
        let to = token.map(|token| (context.peer.clone(), token, Handle::current()));
        Self { to, all: AtomicUsize::new(0), done: AtomicUsize::new(0) }
    }

    fn say(&self, message: &str) {
        let Some((peer, token, handle)) = &self.to else { return };
        let (done, all) = (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed));
        let mut said = ProgressNotificationParam::new(token.clone(), done as f64).with_message(message);
        if all > 0 {
            said = said.with_total(all as f64);
        }
        let peer = peer.clone();
        handle.spawn(async move {
            // A client that is gone needs no progress.
            let _ = peer.notify_progress(said).await;
        });
    }
}

impl Progress for Told {
    fn target(&self, name: &str) {
        self.say(&format!("starting `{name}`"));
    }

    fn planned(&self, claims: usize) {
        self.all.store(claims, Ordering::Relaxed);
    }

    fn began(&self, _: &str) {}

    fn ended(&self, claim: &str, _: Verdict) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.say(claim);
    }
}
