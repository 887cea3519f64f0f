//! `--output-format FORMAT[=FILE]`: where each output goes.

use super::Place;
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::str::FromStr;

/// One output of a run.
#[derive(Debug)]
pub struct Output<F> {
    /// How it is written.
    pub format: F,
    /// Where it goes; standard output if nowhere else.
    pub file: Option<PathBuf>,
}

/// Reads the values of `--output-format`; without any, `default` to standard output.
pub fn parse<F>(place: &Place, values: &[String], default: F) -> Result<Vec<Output<F>>>
where
    F: FromStr<Err: std::fmt::Display>,
{
    let mut outputs = Vec::new();
    for value in values {
        let (name, file) = match value.split_once('=') {
            Some((_, "")) => bail!("`--output-format {value}` names no file behind the `=`"),
            Some((name, file)) => (name, Some(place.current.join(file))),
            None => (value.as_str(), None),
        };
        let format =
            name.parse().map_err(|error: F::Err| anyhow::anyhow!("`--output-format {value}`: {error}"))?;
        if file.is_none() && outputs.iter().any(|output: &Output<F>| output.file.is_none()) {
            bail!(
                "only one output can go to standard output; give the others a file: `--output-format {name}=FILE`"
            );
        }
        outputs.push(Output { format, file });
    }
    if outputs.is_empty() {
        outputs.push(Output { format: default, file: None });
    }
    Ok(outputs)
}

/// Writes one output where it belongs.
pub fn write<F>(output: &Output<F>, text: &str) -> Result<()> {
    match &output.file {
        None => crate::terminal::print(text),
        Some(file) => {
            let shown = file.display().to_string().into();
            abide_workspace::files::write(&shown, file, text.as_bytes())
                .with_context(|| format!("`{shown}` was not written"))
        }
    }
}
