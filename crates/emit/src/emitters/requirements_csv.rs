use crate::emitter::emitter;
use crate::source::statement;
use crate::text::csv_row;
use crate::{Artifact, Source};
use abide_model::Kind;

emitter! {
    /// Requirements as CSV, one row each.
    ///
    /// Made of requirements. The columns are the id, the level (`must`, `should` …; empty where no keyword says so), the category, the text,
    /// the section, and where it is stated.
    ///
    /// ```document
    /// # Orders
    /// ## Requirements
    /// - **FR-001**: The system MUST number orders, without gaps.
    /// ```
    ///
    /// ```csv
    /// id,level,category,text,section,specification,line
    /// FR-001,must,functional,"The system MUST number orders, without gaps.",Orders > Requirements,specs/example.md,3
    /// ```
    "requirements-csv", kinds: [Requirement]
}

fn emit(source: &Source) -> Artifact {
    let rows: String = source
        .items(Kind::Requirement)
        .map(|(document, item)| {
            csv_row([
                item.id.as_str(),
                item.text_field("level").unwrap_or_default(),
                item.text_field("category").unwrap_or_default(),
                statement(item),
                &item.section.join(" > "),
                &document.spec.path,
                &item.line.to_string(),
            ])
        })
        .collect();
    if rows.is_empty() {
        return Artifact::default();
    }
    let head = csv_row(["id", "level", "category", "text", "section", "specification", "line"]);
    Artifact::of_file("requirements.csv", format!("{head}{rows}"))
}
