//! Which files may be code, and which of them are tests.

/// Whether a file may be code: no document, no picture, nothing that was built or locked by a tool.
pub(super) fn may_be_code(path: &str) -> bool {
    const NO_CODE: &[&str] = &[
        "md", "markdown", "mdx", "mdc", "rst", "adoc", "txt", "png", "jpg", "jpeg", "gif", "svg", "webp",
        "ico", "pdf", "zip", "gz", "tar", "jar", "class", "so", "dll", "exe", "o", "a", "wasm", "woff",
        "woff2", "ttf", "otf", "eot", "mp3", "mp4", "db", "sqlite", "lock", "map", "csv", "parquet", "snap",
    ];
    const LOCKS: &[&str] = &["package-lock.json", "pnpm-lock.yaml", "go.sum", "npm-shrinkwrap.json"];
    let name = path.rsplit('/').next().unwrap_or(path);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    !NO_CODE.contains(&extension.as_str()) && !LOCKS.contains(&name) && !name.ends_with(".min.js")
}

/// Whether a file holds tests, by its folder or its name.
pub fn is_test_file(path: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "test",
        "tests",
        "__tests__",
        "e2e",
        "integration",
        "testing",
        "features",
        "cypress",
        "playwright",
        "acceptance",
        "testdata",
    ];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = name.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = lower.split('.').collect();
    let camel = name.split('.').next().unwrap_or_default();
    // `spec/` holds tests in Ruby, and specifications elsewhere.
    let ruby = lower.ends_with("_spec.rb")
        || folders.split('/').any(|folder| folder == "spec") && lower.ends_with(".rb");
    folders.split('/').any(|folder| FOLDERS.contains(&folder))
        || stem.starts_with("test_")
        || stem.ends_with("_test")
        || stem.ends_with("_tests")
        || stem == "tests"
        || stem == "test"
        || camel.ends_with("Test")
        || camel.ends_with("Tests")
        || camel.ends_with("Spec") && !camel.eq_ignore_ascii_case("spec")
        || camel.ends_with("IT")
        || parts.len() > 2 && parts.iter().any(|part| matches!(*part, "test" | "spec" | "cy" | "e2e"))
        || lower.ends_with(".feature")
        || lower.ends_with(".bats")
        || ruby
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_by_folder_and_by_name() {
        for path in [
            "tests/orders.rs",
            "src/orders_test.go",
            "a/test_orders.py",
            "web/orders.test.ts",
            "web/orders.spec.tsx",
            "src/OrdersTest.java",
            "spec/orders_spec.rb",
            "features/orders.feature",
            "src/orders/tests.rs",
        ] {
            assert!(is_test_file(path), "{path}");
        }
        for path in
            ["src/orders.rs", "specs/orders.yaml", "src/latest.ts", "src/contest.py", "attestation.go"]
        {
            assert!(!is_test_file(path), "{path}");
        }
        assert!(may_be_code("Makefile") && !may_be_code("README.md") && !may_be_code("a/Cargo.lock"));
    }
}
