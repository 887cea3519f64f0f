//! An edit of a document: a whole text, or replacements in the one that is there.

use crate::closest;

/// What a document is to become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// This text.
    Whole(String),
    /// The text that is there, with these replacements.
    Replacements(Vec<Replacement>),
}

/// A part of a text and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replacement {
    /// A text that occurs once.
    Exact {
        /// As it stands.
        old: String,
        /// What takes its place.
        new: String,
    },
    /// Whole lines.
    Lines {
        /// The first of them, from 1.
        first: u32,
        /// The last of them; one less than the first for none, to insert before it.
        last: u32,
        /// What takes their place.
        new: String,
    },
}

/// Why an edit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// A text that is to be replaced is not there.
    #[error("the text `{old}` does not occur{}; copy it as it stands, line breaks included", near_line(.near))]
    NotFound {
        /// Its first line.
        old: String,
        /// The line that is nearest to it, with its number.
        near: Option<(u32, String)>,
    },
    /// It occurs several times.
    #[error("the text `{old}` occurs {count} times; take more of what stands around it, or give lines")]
    Ambiguous {
        /// Its first line.
        old: String,
        /// How often.
        count: usize,
    },
    /// There are no such lines.
    #[error("there are no lines {first} to {last}; the document has {count}")]
    NoLines {
        /// The first that was given.
        first: u32,
        /// The last that was given.
        last: u32,
        /// How many there are.
        count: usize,
    },
    /// Two replacements are of the same text.
    #[error("two replacements overlap; make them one")]
    Overlap,
    /// There is nothing to replace in.
    #[error("there is no such document yet; give its whole text")]
    NoText,
}

fn near_line(near: &Option<(u32, String)>) -> String {
    near.as_ref().map_or(String::new(), |(line, text)| format!("; line {line} is nearest: `{text}`"))
}

impl Edit {
    /// The text that the edit gives; `before` is the one that is there. Line breaks are written as the document writes them.
    pub fn apply(&self, before: Option<&str>) -> Result<String, EditError> {
        let crlf = before.is_some_and(|before| before.contains("\r\n"));
        let written = |text: &str| {
            let plain = text.replace("\r\n", "\n");
            if crlf { plain.replace('\n', "\r\n") } else { plain }
        };
        let replacements = match self {
            Edit::Whole(text) => return Ok(written(text)),
            Edit::Replacements(replacements) => replacements,
        };
        let before = before.ok_or(EditError::NoText)?;
        let mut parts = Vec::new();
        for replacement in replacements {
            parts.push(match replacement {
                Replacement::Exact { old, new } => {
                    let (start, end) = find(before, &written(old))?;
                    (start, end, written(new))
                }
                Replacement::Lines { first, last, new } => {
                    let (start, end) = lines(before, *first, *last)?;
                    let mut new = written(new);
                    if !new.is_empty()
                        && !new.ends_with('\n')
                        && before.get(..end).is_some_and(|to| to.ends_with('\n'))
                    {
                        new.push_str(if crlf { "\r\n" } else { "\n" });
                    }
                    (start, end, new)
                }
            });
        }
        parts.sort_by_key(|(start, end, _)| (*start, *end));
        let mut text = String::with_capacity(before.len());
        let mut at = 0;
        for (start, end, new) in parts {
            if start < at {
                return Err(EditError::Overlap);
            }
            text.push_str(before.get(at..start).unwrap_or_default());
            text.push_str(&new);
            at = end;
        }
        text.push_str(before.get(at..).unwrap_or_default());
        Ok(text)
    }
}

/// The bytes of a text that occurs once.
fn find(before: &str, old: &str) -> Result<(usize, usize), EditError> {
    let first_line = || old.trim().lines().next().unwrap_or_default().chars().take(80).collect::<String>();
    let count = if old.is_empty() { 0 } else { before.matches(old).count() };
    match (before.find(old), count) {
        (Some(start), 1) => Ok((start, start + old.len())),
        (_, 0) => {
            let shown = first_line();
            let near = closest(&shown, before.lines());
            let line = near.and_then(|near| before.lines().position(|line| line == near));
            let near = line.zip(near).map(|(at, text)| (at as u32 + 1, text.to_owned()));
            Err(EditError::NotFound { old: shown, near })
        }
        _ => Err(EditError::Ambiguous { old: first_line(), count }),
    }
}

/// The bytes of whole lines, with their line breaks.
fn lines(before: &str, first: u32, last: u32) -> Result<(usize, usize), EditError> {
    let mut starts = vec![0];
    starts.extend(before.match_indices('\n').map(|(at, _)| at + 1).filter(|at| *at < before.len()));
    let count = if before.is_empty() { 0 } else { starts.len() };
    let start_of = |line: u32| match line.checked_sub(1) {
        Some(at) if (at as usize) < count => starts.get(at as usize).copied(),
        Some(at) if at as usize == count => Some(before.len()),
        _ => None,
    };
    let bounds = start_of(first).zip(last.checked_add(1).and_then(start_of));
    match bounds {
        Some((start, end)) if start <= end => Ok((start, end)),
        _ => Err(EditError::NoLines { first, last, count }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Lending\n\n- at most 3 tools\n- at most 2 weeks\n";

    fn exact(old: &str, new: &str) -> Edit {
        Edit::Replacements(vec![Replacement::Exact { old: old.into(), new: new.into() }])
    }

    fn of_lines(first: u32, last: u32, new: &str) -> Edit {
        Edit::Replacements(vec![Replacement::Lines { first, last, new: new.into() }])
    }

    #[test]
    fn a_text_that_occurs_once_is_replaced() {
        assert_eq!(exact("3 tools", "4 tools").apply(Some(TEXT)).unwrap(), TEXT.replace('3', "4"));
    }

    #[test]
    fn a_text_that_is_not_there_or_there_twice_is_refused_with_what_helps() {
        assert_eq!(
            exact("- at most 3 tool", "").apply(Some("- at most 3 t00l")).unwrap_err().to_string(),
            "the text `- at most 3 tool` does not occur; line 1 is nearest: `- at most 3 t00l`; copy it as it stands, \
             line breaks included"
        );
        let twice = exact("at most", "up to").apply(Some(TEXT)).unwrap_err();
        assert_eq!(twice, EditError::Ambiguous { old: "at most".into(), count: 2 });
        assert!(matches!(exact("", "x").apply(Some(TEXT)), Err(EditError::NotFound { .. })));
        assert_eq!(exact("x", "y").apply(None), Err(EditError::NoText));
    }

    #[test]
    fn lines_are_replaced_inserted_and_taken_out() {
        assert_eq!(of_lines(3, 3, "- at most 5 tools").apply(Some(TEXT)).unwrap(), TEXT.replace('3', "5"));
        assert_eq!(of_lines(4, 4, "").apply(Some(TEXT)).unwrap(), "# Lending\n\n- at most 3 tools\n");
        assert_eq!(
            of_lines(3, 2, "- none\n").apply(Some(TEXT)).unwrap(),
            TEXT.replace("- at most 3", "- none\n- at most 3")
        );
        assert_eq!(of_lines(5, 4, "- more\n").apply(Some(TEXT)).unwrap(), format!("{TEXT}- more\n"));
        for (first, last) in [(0, 1), (3, 9), (6, 6), (3, 1), (2, u32::MAX)] {
            let error = of_lines(first, last, "x").apply(Some(TEXT)).unwrap_err();
            assert_eq!(error, EditError::NoLines { first, last, count: 4 });
        }
    }

    #[test]
    fn two_edits_of_one_place_are_refused() {
        let both = Edit::Replacements(vec![
            Replacement::Lines { first: 3, last: 4, new: String::new() },
            Replacement::Exact { old: "3 tools".into(), new: "4".into() },
        ]);
        assert_eq!(both.apply(Some(TEXT)), Err(EditError::Overlap));
    }

    #[test]
    fn line_breaks_stay_as_the_document_writes_them() {
        let text = TEXT.replace('\n', "\r\n");
        let edited = exact("3 tools\n- at", "4 tools\n- at").apply(Some(&text)).unwrap();
        assert_eq!(edited, text.replace('3', "4"));
    }
}
