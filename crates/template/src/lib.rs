//! A Markdown template as a schema, and how a document aligns with it.
