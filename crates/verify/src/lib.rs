//! Probes that try statements on the real system.
