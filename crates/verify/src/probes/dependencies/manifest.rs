//! Packages in the manifests of a repository.

use crate::listing::Listing;
use regex::Regex;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

/// A direct dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The version that the manifest asks for; empty where it does not say.
    pub requirement: String,
    /// The version that a lock names.
    pub locked: Option<String>,
    /// The manifest.
    pub path: String,
    /// Whether it is for development alone.
    pub development: bool,
}

impl Package {
    /// What the manifest and its lock say.
    pub fn shown(&self) -> String {
        let requirement =
            if self.requirement.is_empty() { String::new() } else { format!(" {}", self.requirement) };
        match &self.locked {
            Some(locked) if *locked != self.requirement => {
                format!("{} has {}{requirement}, locked at {locked}", self.path, self.name)
            }
            _ => format!("{} has {}{requirement}", self.path, self.name),
        }
    }
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).unwrap_or_else(|error| unreachable!("{error}"))
}

/// Reads all manifests that a listing has, with the locks beside them or above.
pub fn read(root: &Path, listing: &Listing) -> Vec<Package> {
    let mut packages = Vec::new();
    let mut locks: HashMap<String, String> = HashMap::new();
    let foreign = |path: &str| {
        path.split('/')
            .any(|part| matches!(part, "node_modules" | "vendor" | "target" | "site-packages" | ".venv"))
    };
    let files = listing.entries().iter().filter(|path| !path.ends_with('/') && !foreign(path));
    let text = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut inherited: Vec<Package> = Vec::new();
    for path in files {
        let name = path.rsplit('/').next().unwrap_or(path);
        let mut add = |name: &str, requirement: &str, development: bool| {
            packages.push(Package {
                name: name.trim().to_owned(),
                requirement: requirement.trim().to_owned(),
                locked: None,
                path: path.clone(),
                development,
            });
        };
        match name {
            "Cargo.toml" => {
                let Ok(toml) = text(path).parse::<toml::Table>() else { continue };
                cargo(&toml, &mut add);
                let shared = toml
                    .get("workspace")
                    .and_then(|workspace| workspace.get("dependencies"))
                    .and_then(toml::Value::as_table);
                for (name, value) in shared.into_iter().flatten() {
                    let (name, requirement) = cargo_entry(name, value);
                    inherited.push(Package {
                        name,
                        requirement,
                        locked: None,
                        path: path.clone(),
                        development: false,
                    });
                }
            }
            "Cargo.lock" | "poetry.lock" | "uv.lock" => {
                let Ok(toml) = text(path).parse::<toml::Table>() else { continue };
                for package in toml.get("package").and_then(toml::Value::as_array).into_iter().flatten() {
                    let field = |name: &str| {
                        package.get(name).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
                    };
                    lock(&mut locks, name, &field("name"), &field("version"));
                }
            }
            "package.json" => {
                let json: serde_json::Value = serde_json::from_str(&text(path)).unwrap_or_default();
                for (section, development) in [
                    ("dependencies", false),
                    ("peerDependencies", false),
                    ("optionalDependencies", false),
                    ("devDependencies", true),
                ] {
                    for (name, version) in
                        json.get(section).and_then(serde_json::Value::as_object).into_iter().flatten()
                    {
                        add(name, version.as_str().unwrap_or_default(), development);
                    }
                }
                if let Some(node) = json.pointer("/engines/node").and_then(serde_json::Value::as_str) {
                    add("node", node, true);
                }
            }
            "package-lock.json" => {
                let json: serde_json::Value = serde_json::from_str(&text(path)).unwrap_or_default();
                for (name, package) in
                    json.get("packages").and_then(serde_json::Value::as_object).into_iter().flatten()
                {
                    if let (Some(name), Some(version)) = (
                        name.strip_prefix("node_modules/"),
                        package.get("version").and_then(serde_json::Value::as_str),
                    ) {
                        lock(&mut locks, "package-lock.json", name, version);
                    }
                }
            }
            "pyproject.toml" => {
                let Ok(toml) = text(path).parse::<toml::Table>() else { continue };
                python(&toml, &mut add);
            }
            "go.mod" => go(&text(path), &mut add),
            "pom.xml" => maven(&text(path), &mut add),
            "build.gradle" | "build.gradle.kts" => gradle(&text(path), &mut add),
            "Gemfile" => each(&GEM, &text(path), &mut add),
            "composer.json" => {
                let json: serde_json::Value = serde_json::from_str(&text(path)).unwrap_or_default();
                for (section, development) in [("require", false), ("require-dev", true)] {
                    for (name, version) in
                        json.get(section).and_then(serde_json::Value::as_object).into_iter().flatten()
                    {
                        add(name, version.as_str().unwrap_or_default(), development);
                    }
                }
            }
            name if name.ends_with(".csproj") || name == "Directory.Packages.props" => {
                each(&NUGET, &text(path), &mut add)
            }
            name if name.starts_with("requirements") && name.ends_with(".txt") => {
                for line in text(path).lines() {
                    requirement(line, name.contains("dev") || name.contains("test"), &mut add);
                }
            }
            _ => {}
        }
    }
    // `axum.workspace = true` takes what the workspace says.
    for package in packages.iter_mut().filter(|package| package.requirement == WORKSPACE) {
        let shared = inherited.iter().find(|shared| shared.name == package.name);
        package.requirement = shared.map(|shared| shared.requirement.clone()).unwrap_or_default();
    }
    for package in &mut packages {
        let lock = match package.path.rsplit('/').next().unwrap_or_default() {
            "Cargo.toml" => "Cargo.lock",
            "package.json" => "package-lock.json",
            _ => "poetry.lock",
        };
        let key = |lock: &str| format!("{lock} {}", package.name.to_lowercase().replace('_', "-"));
        // Several versions of one package say nothing about this one.
        package.locked = locks
            .get(&key(lock))
            .or_else(|| locks.get(&key("uv.lock")))
            .filter(|version| !version.is_empty())
            .cloned();
    }
    packages
}

const WORKSPACE: &str = "(workspace)";

fn lock(locks: &mut HashMap<String, String>, lock: &str, name: &str, version: &str) {
    let known = locks
        .entry(format!("{lock} {}", name.to_lowercase().replace('_', "-")))
        .or_insert_with(|| version.to_owned());
    if known != version {
        known.clear();
    }
}

fn cargo_entry(name: &str, value: &toml::Value) -> (String, String) {
    let field = |field: &str| value.get(field).and_then(toml::Value::as_str);
    let name = field("package").unwrap_or(name).to_owned();
    let inherits = value.get("workspace").and_then(toml::Value::as_bool) == Some(true);
    let version =
        value.as_str().or_else(|| field("version")).unwrap_or(if inherits { WORKSPACE } else { "" });
    (name, version.to_owned())
}

fn cargo(toml: &toml::Table, add: &mut impl FnMut(&str, &str, bool)) {
    let mut tables = vec![toml];
    tables.extend(
        toml.get("target")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(|targets| targets.values().filter_map(toml::Value::as_table)),
    );
    for table in tables {
        for (section, development) in
            [("dependencies", false), ("dev-dependencies", true), ("build-dependencies", true)]
        {
            for (name, value) in table.get(section).and_then(toml::Value::as_table).into_iter().flatten() {
                let (name, version) = cargo_entry(name, value);
                add(&name, &version, development);
            }
        }
    }
}

static REQUIREMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?([^;#)]*)"));
static GO: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?m)^\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+/\S+)\s+(v\S+)(.*)$"));
static MAVEN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?s)<(?:dependency|parent|plugin)>(.*?)</(?:dependency|parent|plugin)>"));
static GRADLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?m)^\s*(\w*[iI]mplementation|api|compileOnly|runtimeOnly|testRuntimeOnly|kapt|annotationProcessor)\s*\(?\s*["']([\w.-]+):([\w.-]+)(?::([^"'@]+))?"#,
    )
});
static GEM: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"(?m)^\s*gem\s+["']([\w.-]+)["'](?:\s*,\s*["']([^"']+)["'])?"#));
static NUGET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"<Package(?:Reference|Version)\s+Include="([^"]+)"(?:\s+Version="([^"]+)")?"#)
});

fn each(pattern: &Regex, text: &str, add: &mut impl FnMut(&str, &str, bool)) {
    for found in pattern.captures_iter(text) {
        add(&found[1], found.get(2).map_or("", |version| version.as_str()), false);
    }
}

fn requirement(line: &str, development: bool, add: &mut impl FnMut(&str, &str, bool)) {
    if line.trim_start().starts_with(['#', '-']) || line.contains("://") {
        return;
    }
    if let Some(found) = REQUIREMENT.captures(line) {
        add(&found[1], &found[2], development);
    }
}

fn python(toml: &toml::Table, add: &mut impl FnMut(&str, &str, bool)) {
    let project = toml.get("project");
    let texts = |value: Option<&toml::Value>| -> Vec<String> {
        value
            .and_then(toml::Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(toml::Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    for line in texts(project.and_then(|project| project.get("dependencies"))) {
        requirement(&line, false, add);
    }
    let groups =
        [project.and_then(|project| project.get("optional-dependencies")), toml.get("dependency-groups")];
    for group in groups.into_iter().flatten().filter_map(toml::Value::as_table).flat_map(toml::Table::values)
    {
        for line in texts(Some(group)) {
            requirement(&line, true, add);
        }
    }
    if let Some(python) =
        project.and_then(|project| project.get("requires-python")).and_then(toml::Value::as_str)
    {
        add("python", python, true);
    }
    let poetry =
        toml.get("tool").and_then(|tool| tool.get("poetry")).and_then(|poetry| poetry.get("dependencies"));
    for (name, value) in poetry.and_then(toml::Value::as_table).into_iter().flatten() {
        let version = value.as_str().or_else(|| value.get("version").and_then(toml::Value::as_str));
        add(name, version.unwrap_or_default(), false);
    }
}

fn go(text: &str, add: &mut impl FnMut(&str, &str, bool)) {
    for found in GO.captures_iter(text) {
        add(&found[1], &found[2], found[3].contains("indirect"));
    }
    if let Some(version) = text.lines().find_map(|line| line.strip_prefix("go ")) {
        add("go", version, true);
    }
}

fn maven(text: &str, add: &mut impl FnMut(&str, &str, bool)) {
    let tag = |text: &str, name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        Some(rest.split_once('<')?.0.trim().to_owned())
    };
    for found in MAVEN.captures_iter(text) {
        let Some(name) = tag(&found[1], "artifactId") else { continue };
        let version = tag(&found[1], "version").unwrap_or_default();
        let version = match version.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            Some(property) => tag(text, property).unwrap_or_default(),
            None => version,
        };
        add(&name, &version, tag(&found[1], "scope").as_deref() == Some("test"));
    }
}

fn gradle(text: &str, add: &mut impl FnMut(&str, &str, bool)) {
    for found in GRADLE.captures_iter(text) {
        let version = found.get(4).map_or("", |version| version.as_str());
        add(
            &found[3],
            if version.contains('$') { "" } else { version },
            found[1].to_lowercase().contains("test"),
        );
    }
}
