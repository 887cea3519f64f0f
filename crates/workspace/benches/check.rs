//! `abide check` and `abide model` together against a bare Markdown parse of the same files, in one run, on one thread, in
//! CPU time.
//!
//! `ABIDE_CORPUS=FOLDER cargo bench -p abide-workspace --bench check`; without a corpus, the repository's own documents.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use abide_workspace::check::{OpenRequest, Workspace};
use abide_workspace::files::{Root, load, walk};
use cpu_time::ProcessTime;
use pulldown_cmark::{Options, Parser};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::Duration;

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 7;

fn main() {
    let folder = std::env::var_os("ABIDE_CORPUS").map_or_else(
        || {
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("../..")
                .canonicalize()
                .expect("the repository is there")
        },
        PathBuf::from,
    );
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one thread");
    let request =
        OpenRequest { current: folder.clone(), paths: vec![folder.clone()], ..OpenRequest::default() };
    let (mut opening, mut reading, mut together) = (Vec::new(), Vec::new(), Vec::new());
    let (mut documents, mut bytes) = (0, 0);
    for round in 0..=ROUNDS {
        let start = ProcessTime::now();
        (documents, bytes) = bare(&folder);
        let bare = start.elapsed();
        let start = ProcessTime::now();
        let workspace = Workspace::open(&request).expect("the folder holds documents");
        let opened = start.elapsed();
        for state in &workspace.documents {
            black_box(state.spec());
        }
        let read = start.elapsed();
        black_box(workspace.check());
        let checked = start.elapsed();
        drop(workspace);
        // The first round warms the caches of the system.
        if round > 0 {
            let times = |part: Duration| part.as_secs_f64() / bare.as_secs_f64();
            opening.push(times(opened));
            reading.push(times(read - opened));
            together.push(times(checked));
            println!(
                "bare {bare:?}  open {opened:?}  read {:?}  check {:?}  together {checked:?}",
                read - opened,
                checked - read
            );
        }
    }
    println!("{documents} documents, {bytes} bytes; as a multiple of the bare parse:");
    for (name, mut ratios) in
        [("opening", opening), ("reading the model", reading), ("check and model together", together)]
    {
        ratios.sort_by(f64::total_cmp);
        let (least, middle, most) = (ratios[0], ratios[ROUNDS / 2], ratios[ROUNDS - 1]);
        println!("{name}: median {middle:.2} ({least:.2} to {most:.2})");
    }
}

/// Walks, reads and parses the same files, and does nothing with what the parser says.
fn bare(folder: &Path) -> (usize, usize) {
    let root = Root::find(folder, folder);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut bytes = 0;
    let files = walk(&root, &[folder.to_owned()], abide_workspace::config::is_markdown).files;
    for file in &files {
        let Ok(loaded) = load(&file.path, &file.absolute) else { continue };
        bytes += loaded.text.len();
        black_box(Parser::new_ext(&loaded.text, options).into_offset_iter().count());
    }
    (files.len(), bytes)
}
