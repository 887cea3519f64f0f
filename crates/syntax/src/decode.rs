//! From bytes to text: the only step that can refuse a file.

use std::sync::Arc;

/// Larger files are refused: 64 MiB. The parser's tree takes up to 65 times the bytes of hostile text (nothing but
/// brackets), so this bounds the memory as well.
pub const MAXIMUM_FILE_SIZE: usize = 64 * 1024 * 1024;

/// Why bytes are not a document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem} (byte {offset}, line {line}); {help}", help = problem.help())]
pub struct DecodeError {
    /// What is wrong.
    pub problem: DecodeProblem,
    /// The first byte that is wrong, counted from 0.
    pub offset: usize,
    /// Its 1-based line.
    pub line: usize,
}

/// The kinds of bytes that are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeProblem {
    /// The bytes are not UTF-8.
    #[error("not valid UTF-8")]
    InvalidUtf8,
    /// A byte order mark says UTF-16.
    #[error("encoded as UTF-16")]
    Utf16,
    /// A zero byte: the file is binary.
    #[error("a NUL byte: this looks like a binary file")]
    Nul,
    /// The file is larger than [`MAXIMUM_FILE_SIZE`].
    #[error("larger than 64 MiB")]
    TooLarge,
}

impl DecodeProblem {
    /// What a person can do about it.
    pub fn help(self) -> &'static str {
        match self {
            Self::InvalidUtf8 | Self::Utf16 => "save the file as UTF-8",
            Self::Nul => "exclude it from `specs`, or remove the NUL byte",
            Self::TooLarge => "exclude it from `specs`, or split it",
        }
    }
}

/// Checks bytes and takes them as text. A byte order mark stays: offsets are those of the file.
pub fn decode(bytes: Vec<u8>) -> Result<Arc<str>, DecodeError> {
    let error = |problem, offset: usize, bytes: &[u8]| {
        let before = bytes.get(..offset).unwrap_or_default();
        DecodeError { problem, offset, line: memchr::memchr_iter(b'\n', before).count() + 1 }
    };
    if bytes.len() > MAXIMUM_FILE_SIZE {
        return Err(error(DecodeProblem::TooLarge, MAXIMUM_FILE_SIZE, &[]));
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(error(DecodeProblem::Utf16, 0, &bytes));
    }
    if let Some(at) = memchr::memchr(0, &bytes) {
        return Err(error(DecodeProblem::Nul, at, &bytes));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.into()),
        Err(invalid) => {
            let at = invalid.utf8_error().valid_up_to();
            Err(error(DecodeProblem::InvalidUtf8, at, invalid.as_bytes()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_and_where() {
        assert_eq!(
            decode(b"ok\n\xFF".to_vec()).unwrap_err().to_string(),
            "not valid UTF-8 (byte 3, line 2); save the file as UTF-8"
        );
        assert_eq!(decode(b"a\0".to_vec()).unwrap_err().problem, DecodeProblem::Nul);
        assert_eq!(decode(b"\xFF\xFEa\0".to_vec()).unwrap_err().problem, DecodeProblem::Utf16);
        assert_eq!(decode(vec![b'a'; MAXIMUM_FILE_SIZE + 1]).unwrap_err().problem, DecodeProblem::TooLarge);
        assert_eq!(&*decode("\u{FEFF}# é".into()).unwrap(), "\u{FEFF}# é");
    }
}
