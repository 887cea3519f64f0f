//! The state of a workspace: its documents, read and held against their templates, and what the rules find in them.

mod governing;
mod library;
mod surroundings;

pub use governing::{Governed, LEAST_OVERLAP, LEAST_OVERLAP_BUILTIN, Why};
pub use library::{Library, Source, Template, Version, apply};
pub use surroundings::Surroundings;

use crate::config::{Config, ConfigTrouble, Configs, KnownRule, Level, OptionValue, is_markdown};
use crate::files::{FileProblem, Found, Loaded, Root, load, walk};
use crate::git::{History, TemplateHistory};
use crate::templates::{TemplateFile, TemplateFinder};
use abide_diagnostics::{Checked, Note, Report, RuleInfo, Source as SourceText};
use abide_rules::{Context, Files, Governing, RULES};
use abide_syntax::Document;
use abide_template::{Contribution, Outline, Siblings};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
