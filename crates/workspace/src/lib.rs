//! Files, configuration, git and caches: the one door to the core.
