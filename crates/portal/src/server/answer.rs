//! The answers: pages, the files that they are made with, what the search finds, and what has happened.

use super::guard::{Access, guard};
use super::live::{Live, Told};
use super::stop::Stop;
use crate::address::Page;
use crate::pages::render;
use crate::picture::{self, Picture};
use crate::shell::{ICON, Mode, PAGE_SCRIPT, STYLE, THEME_SCRIPT, served};
use crate::site::Site;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri, header};
use axum::middleware::from_fn_with_state;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;

/// Results of a search.
const MOST: usize = 30;
/// The longest question that is looked for.
const LONGEST: usize = 200;

#[derive(Clone)]
struct Shared {
    live: Arc<Live>,
    stop: Stop,
}

/// All routes behind the guard.
pub fn router(live: Arc<Live>, access: Access, stop: Stop) -> Router {
    Router::new()
        .route("/events", get(events))
        .route("/search.json", get(search))
        .route("/assets/{file}", get(asset))
        .route("/image/{*path}", get(image))
        .fallback(get(page))
        .with_state(Shared { live, stop })
        .layer(from_fn_with_state(access, guard))
}

async fn page(State(shared): State<Shared>, uri: Uri) -> Response {
    let address = uri.path().trim_start_matches('/').to_owned();
    // Reading the ledger waits for a disk or a network.
    let made = tokio::task::spawn_blocking(move || respond(&shared.live.site(), &address)).await;
    made.unwrap_or_else(|_| {
        (StatusCode::INTERNAL_SERVER_ERROR, "This page could not be made; that is a defect of Abide.\n")
            .into_response()
    })
}

fn respond(site: &Site, address: &str) -> Response {
    let page = Page::parse(address);
    let rendered = page.as_ref().map(|page| render(site, page, Mode::Served)).transpose();
    match (page, rendered) {
        (Some(page), Ok(Some(Some(rendered)))) => {
            Html(served(site, &page, &rendered.title, &rendered.html)).into_response()
        }
        (_, Err(error)) => {
            message(site, StatusCode::SERVICE_UNAVAILABLE, "The ledger cannot be read", &error.to_string())
        }
        _ => message(
            site,
            StatusCode::NOT_FOUND,
            "Not here",
            "There is no such page. A document may have been moved, or a statement rewritten; the search finds what there is.",
        ),
    }
}

#[derive(Serialize)]
struct Message<'a> {
    title: &'a str,
    said: &'a str,
}

fn message(site: &Site, status: StatusCode, title: &str, said: &str) -> Response {
    let main = crate::templates::fill("message.html", Mode::Served.root(), &Message { title, said });
    (status, Html(served(site, &Page::Board(1), title, &main))).into_response()
}

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Found {
    hits: Vec<crate::Hit>,
}

async fn search(State(shared): State<Shared>, Query(question): Query<Question>) -> Response {
    let wanted: String = question.q.chars().take(LONGEST).collect();
    let found = tokio::task::spawn_blocking(move || crate::search(&shared.live.site(), &wanted, MOST)).await;
    let text = serde_json::to_string(&Found { hits: found.unwrap_or_default() }).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

async fn asset(Path(file): Path<String>) -> Response {
    let (kind, text) = match file.as_str() {
        "portal.css" => ("text/css; charset=utf-8", STYLE),
        "theme.js" => ("text/javascript; charset=utf-8", THEME_SCRIPT),
        "portal.js" => ("text/javascript; charset=utf-8", PAGE_SCRIPT),
        "icon.svg" => ("image/svg+xml", ICON),
        _ => return (StatusCode::NOT_FOUND, "There is no such file.\n").into_response(),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// An image of the workspace. Opened by itself, one that could hold a script is nothing but a drawing.
async fn image(State(shared): State<Shared>, Path(path): Path<String>) -> Response {
    const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
    let read = tokio::task::spawn_blocking(move || picture::read(&shared.live.site().workspace.root, &path));
    match read.await.ok().flatten() {
        Some(Picture { kind, bytes }) => {
            ([(header::CONTENT_TYPE, kind), (header::CONTENT_SECURITY_POLICY, POLICY)], bytes).into_response()
        }
        None => (StatusCode::NOT_FOUND, "There is no such image.\n").into_response(),
    }
}

/// What has happened, as it happens.
async fn events(State(shared): State<Shared>) -> Response {
    let first = shared.live.running().map(|pieces| Told::Running(Some(pieces)));
    let state = (first, shared.live.listen(), shared.stop);
    let told = stream::unfold(state, |(first, mut listening, stop)| async move {
        if let Some(told) = first {
            return Some((Ok::<_, Infallible>(event(told)), (None, listening, stop)));
        }
        let told = tokio::select! {
            () = stop.asked() => return None,
            told = listening.recv() => told,
        };
        let told = match told {
            Ok(told) => told,
            // Whoever was too slow is best told to look again.
            Err(RecvError::Lagged(_)) => Told::Changed,
            Err(RecvError::Closed) => return None,
        };
        Some((Ok(event(told)), (None, listening, stop)))
    });
    Sse::new(told).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response()
}

fn event(told: Told) -> Event {
    match told {
        Told::Changed => Event::default().event("changed").data("1"),
        Told::Running(Some(pieces)) => Event::default().event("running").data(pieces.to_string()),
        Told::Running(None) => Event::default().event("running").data("-1"),
        Told::Trouble(said) => Event::default().event("trouble").data(said.replace(['\r', '\n'], " ")),
    }
}
