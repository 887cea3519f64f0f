//! Operations that code declares: `@router.post("/jobs")`, `@GetMapping("/jobs")`, `[HttpPut("/jobs/{id}")]`.

use super::finder::Finder;
use super::operation;
use abide_syntax::TextRange;
use abide_template::Concept;

/// What a decorator may be called, with the method that it declares.
const NAMES: &[(&str, &str)] = &[
    ("get", "GET"),
    ("post", "POST"),
    ("put", "PUT"),
    ("patch", "PATCH"),
    ("delete", "DELETE"),
    ("getmapping", "GET"),
    ("postmapping", "POST"),
    ("putmapping", "PUT"),
    ("patchmapping", "PATCH"),
    ("deletemapping", "DELETE"),
    ("httpget", "GET"),
    ("httppost", "POST"),
    ("httpput", "PUT"),
    ("httppatch", "PATCH"),
    ("httpdelete", "DELETE"),
];

const LANGUAGES: &[&str] =
    &["python", "py", "java", "kotlin", "typescript", "ts", "javascript", "js", "csharp", "cs", "c#"];

impl Finder<'_, '_, '_, '_> {
    pub(super) fn annotated(&mut self) {
        let context = self.context;
        let text = context.document.text();
        for fence in context.fences().iter().filter(|fence| fence.is(LANGUAGES)) {
            if !self.is_own(fence.section)
                || context.outline.within(fence.section, &[Concept::Examples, Concept::TestPlan])
            {
                continue;
            }
            for line in context.code_lines(fence) {
                let bare = line.text.trim_start();
                if !bare.starts_with(['@', '[']) {
                    continue;
                }
                let Some((method, path)) = declared(bare) else { continue };
                let written = format!("{method} {path}");
                if let Some(operation) = operation::leading(&written) {
                    let range = line.range.trim(text);
                    self.add(&operation, fence.section, range, 1, TextRange::default(), "");
                }
            }
        }
    }
}

/// The method and the path of a decorator or an attribute.
fn declared(line: &str) -> Option<(&'static str, &str)> {
    let (name, rest) = line.get(1..)?.split_once('(')?;
    let name = name.rsplit('.').next().unwrap_or(name).to_lowercase();
    let (_, method) = NAMES.iter().find(|(known, _)| *known == name)?;
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let path = rest.get(1..)?.split(quote).next()?;
    (path.starts_with('/') && !path.contains(' ')).then_some((*method, path))
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn decorators_and_attributes() {
        let text = "# T\n## Router\n```python\n@router.post(\"/jobs\")\nasync def print_job(job: Job) -> Job: ...\n\n@cache(\"/none\")\n```\n### Trays\n```java\n@GetMapping(\"/trays/{id}\")\n```\n## Examples\n```python\n@app.get(\"/shown\")\n```\n";
        assert_eq!(
            shown(&[Kind::Endpoint], text),
            [
                "4 endpoint POST /jobs method=POST path=/jobs",
                "11 endpoint GET /trays/{id} method=GET path=/trays/{id}",
            ]
        );
    }
}
