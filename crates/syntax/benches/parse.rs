//! What a document costs on top of the bare Markdown parse: `cargo bench -p abide-syntax --bench parse`.
//!
//! Both read the same files with the same options in the same run, on one thread, taking turns; the best of all
//! rounds counts. `ABIDE_CORPUS=FOLDER` measures the Markdown files of a folder as well.

#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use abide_syntax::Document;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "support/bare.rs"]
mod bare;
#[path = "support/spec.rs"]
mod spec;

const ROUNDS: usize = 15;

fn main() {
    println!(
        "{:<12} {:>6} {:>9} {:>9} {:>9} {:>6} {:>8}",
        "corpus", "files", "bytes", "bare ms", "ours ms", "ratio", "MB/s"
    );
    measure("synthetic", &(0..400).map(spec::document).collect::<Vec<_>>());
    if let Some(folder) = std::env::var_os("ABIDE_CORPUS") {
        let mut files = Vec::new();
        read(Path::new(&folder), &mut files);
        measure("ABIDE_CORPUS", &files);
    }
}

fn measure(name: &str, files: &[Arc<str>]) {
    let (mut bare, mut ours) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        bare = bare.min(time(files, |text| bare::parse(text)));
        ours = ours.min(time(files, |text| {
            black_box(Document::parse(Arc::clone(text)));
        }));
    }
    let bytes: usize = files.iter().map(|text| text.len()).sum();
    println!(
        "{name:<12} {:>6} {bytes:>9} {:>9.2} {:>9.2} {:>6.2} {:>8.1}",
        files.len(),
        bare.as_secs_f64() * 1000.0,
        ours.as_secs_f64() * 1000.0,
        ours.as_secs_f64() / bare.as_secs_f64(),
        bytes as f64 / ours.as_secs_f64() / 1e6,
    );
}

fn time(files: &[Arc<str>], parse: impl Fn(&Arc<str>)) -> Duration {
    let start = Instant::now();
    files.iter().for_each(parse);
    start.elapsed()
}

fn read(folder: &Path, files: &mut Vec<Arc<str>>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            read(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "md")
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            files.push(text.into());
        }
    }
}
