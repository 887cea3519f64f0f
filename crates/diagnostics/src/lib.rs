//! What Abide reports: diagnostics, fixes, and every output format.
