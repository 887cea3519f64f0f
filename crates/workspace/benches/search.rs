//! Searching 10,000 specifications: how long an index takes to make, and a query on it.
//!
//! `ABIDE_CORPUS=FOLDER cargo bench -p abide-workspace --bench search`; without a corpus, the repository's own documents. The
//! documents are copied until there are enough.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, clippy::print_stdout)]

use abide_workspace::check::{OpenRequest, Workspace};
use abide_workspace::files::{Root, load, walk};
use abide_workspace::search::{Index, Query};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const DOCUMENTS: usize = 10_000;
const ROUNDS: usize = 20;
const QUERIES: &[&str] = &[
    "a",
    "s",
    "th",
    "the",
    "re",
    "requ",
    "the system must",
    "error 40",
    "post api",
    "FR-12",
    "key header",
    "zeppelin",
];

fn main() {
    let folder = std::env::var_os("ABIDE_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."), PathBuf::from);
    let folder = folder.canonicalize().expect("the folder is there");
    let copies = tempfile::tempdir().expect("a temporary folder");
    let root = Root::find(&folder, &folder);
    let files = walk(&root, std::slice::from_ref(&folder), abide_workspace::config::is_markdown).files;
    let texts: Vec<_> = files.iter().filter_map(|file| load(&file.path, &file.absolute).ok()).collect();
    let mut bytes = 0;
    for (number, file) in texts.iter().cycle().take(DOCUMENTS).enumerate() {
        let of = copies.path().join(format!("{}", number / 100));
        std::fs::create_dir_all(&of).expect("a folder");
        bytes += file.text.len();
        std::fs::write(of.join(format!("{number}.md")), file.text.as_bytes()).expect("a copy");
    }
    let current = copies.path().to_owned();
    let start = Instant::now();
    let request = OpenRequest { paths: vec![current.clone()], current, ..OpenRequest::default() };
    let workspace = Workspace::open(&request).expect("there are documents");
    workspace.identities();
    println!("{DOCUMENTS} documents of {bytes} bytes opened and read in {:?}", start.elapsed());
    let start = Instant::now();
    let index = Index::of(&workspace);
    println!("index of {} entries in {:?}", index.len(), start.elapsed());
    let mut all = Vec::new();
    for query in QUERIES {
        let mut times: Vec<Duration> = Vec::new();
        let mut total = 0;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            total = index.search(&workspace, &Query { words: query, only: &[], limit: 20 }).total;
            times.push(start.elapsed());
        }
        times.sort();
        println!("{query:18} {total:8} hits  median {:?}  most {:?}", times[ROUNDS / 2], times[ROUNDS - 1]);
        all.extend(times);
    }
    all.sort();
    println!("all queries: median {:?}, p99 {:?}", all[all.len() / 2], all[all.len() * 99 / 100]);
}
