//! Why a request has no answer.

use lsp_server::ErrorCode;

/// Why a request has no answer, for the editor to show.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// The protocol's code.
    pub code: ErrorCode,
    /// What, and what to do.
    pub message: String,
}

impl Trouble {
    /// The request makes no sense for what stands there; the editor shows why.
    pub fn failed(message: impl Into<String>) -> Self {
        Self { code: ErrorCode::RequestFailed, message: message.into() }
    }
}

/// An answer, or why there is none.
pub type Answer<T> = Result<T, Trouble>;
