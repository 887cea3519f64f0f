use crate::emitter::emitter;
use crate::source::statement;
use crate::text::xml;
use crate::{Artifact, Source, SourceDocument};
use abide_model::{Item, Kind};
use std::fmt::Write;

emitter! {
    /// Requirements as ReqIF 1.2, for requirements management tools.
    ///
    /// Made of requirements, one specification for each document. Each requirement carries its id (`ReqIF.ForeignID`), its text
    /// (`ReqIF.Text`), its section (`ReqIF.ChapterName`), its level and its category. Identifiers are derived from ids, so that a tool that imports twice
    /// finds the same objects again; times, which the format asks for, are the epoch.
    ///
    /// ```document
    /// # Orders
    /// ## Requirements
    /// - **FR-001**: The system MUST number orders.
    /// ```
    "reqif", kinds: [Requirement]
}

/// The format wants a time of the last change; the same specification has to give the same bytes.
const TIME: &str = "1970-01-01T00:00:00Z";

/// The attributes of a requirement: name and how it is called in identifiers.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("ReqIF.ForeignID", "foreign-id"),
    ("ReqIF.Text", "text"),
    ("ReqIF.ChapterName", "chapter"),
    ("Level", "level"),
    ("Category", "category"),
];

fn emit(source: &Source) -> Artifact {
    if !source.states(Kind::Requirement) {
        return Artifact::default();
    }
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    for line in source.header("reqif") {
        // Two hyphens end a comment.
        let _ = writeln!(text, "<!-- {} -->", xml(&line).replace("--", "- -"));
    }
    text.push_str("<REQ-IF xmlns=\"http://www.omg.org/spec/ReqIF/20110401/reqif.xsd\">\n  <THE-HEADER>\n");
    let _ = writeln!(text, "    <REQ-IF-HEADER IDENTIFIER=\"{}\">", identifier(&["header", source.title()]));
    let _ = writeln!(text, "      <CREATION-TIME>{TIME}</CREATION-TIME>");
    text.push_str("      <REQ-IF-TOOL-ID>abide</REQ-IF-TOOL-ID>\n      <REQ-IF-VERSION>1.2</REQ-IF-VERSION>\n");
    text.push_str("      <SOURCE-TOOL-ID>abide</SOURCE-TOOL-ID>\n");
    let _ = writeln!(text, "      <TITLE>{}</TITLE>", xml(source.title()));
    text.push_str("    </REQ-IF-HEADER>\n  </THE-HEADER>\n  <CORE-CONTENT>\n    <REQ-IF-CONTENT>\n");
    types(&mut text);
    text.push_str("      <SPEC-OBJECTS>\n");
    for (document, item) in source.items(Kind::Requirement) {
        object(&mut text, document, item);
    }
    text.push_str("      </SPEC-OBJECTS>\n      <SPECIFICATIONS>\n");
    for document in source.documents.iter().filter(|document| document.spec.of_kind(Kind::Requirement).next().is_some()) {
        specification(&mut text, document);
    }
    text.push_str("      </SPECIFICATIONS>\n    </REQ-IF-CONTENT>\n  </CORE-CONTENT>\n</REQ-IF>\n");
    Artifact::of_file("requirements.reqif", text)
}

fn types(text: &mut String) {
    let _ = write!(
        text,
        "      <DATATYPES>\n        <DATATYPE-DEFINITION-STRING IDENTIFIER=\"_datatype-text\" LAST-CHANGE=\"{TIME}\" LONG-NAME=\"Text\" \
         MAX-LENGTH=\"1000000\"/>\n      </DATATYPES>\n      <SPEC-TYPES>\n        <SPEC-OBJECT-TYPE IDENTIFIER=\"_type-requirement\" \
         LAST-CHANGE=\"{TIME}\" LONG-NAME=\"Requirement\">\n          <SPEC-ATTRIBUTES>\n"
    );
    for (name, short) in ATTRIBUTES {
        let _ = write!(
            text,
            "            <ATTRIBUTE-DEFINITION-STRING IDENTIFIER=\"_attribute-{short}\" LAST-CHANGE=\"{TIME}\" LONG-NAME=\"{name}\">\n              \
             <TYPE>\n                <DATATYPE-DEFINITION-STRING-REF>_datatype-text</DATATYPE-DEFINITION-STRING-REF>\n              </TYPE>\n            \
             </ATTRIBUTE-DEFINITION-STRING>\n"
        );
    }
    let _ = write!(
        text,
        "          </SPEC-ATTRIBUTES>\n        </SPEC-OBJECT-TYPE>\n        <SPECIFICATION-TYPE IDENTIFIER=\"_type-specification\" \
         LAST-CHANGE=\"{TIME}\" LONG-NAME=\"Specification\"/>\n      </SPEC-TYPES>\n"
    );
}

fn object(text: &mut String, document: &SourceDocument, item: &Item) {
    let _ = writeln!(
        text,
        "        <SPEC-OBJECT IDENTIFIER=\"{}\" LAST-CHANGE=\"{TIME}\" LONG-NAME=\"{}\">\n          <TYPE>\n            \
         <SPEC-OBJECT-TYPE-REF>_type-requirement</SPEC-OBJECT-TYPE-REF>\n          </TYPE>\n          <VALUES>",
        identifier(&["object", &document.spec.path, &item.id]),
        xml(&item.id)
    );
    let chapter = item.section.last().map_or("", String::as_str);
    let level = item.text_field("level").unwrap_or_default();
    let category = item.text_field("category").unwrap_or_default();
    let values = [item.id.as_str(), statement(item), chapter, level, category];
    for ((_, short), value) in ATTRIBUTES.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        let _ = write!(
            text,
            "            <ATTRIBUTE-VALUE-STRING THE-VALUE=\"{}\">\n              <DEFINITION>\n                \
             <ATTRIBUTE-DEFINITION-STRING-REF>_attribute-{short}</ATTRIBUTE-DEFINITION-STRING-REF>\n              </DEFINITION>\n            \
             </ATTRIBUTE-VALUE-STRING>\n",
            xml(value)
        );
    }
    text.push_str("          </VALUES>\n        </SPEC-OBJECT>\n");
}

fn specification(text: &mut String, document: &SourceDocument) {
    let path = &document.spec.path;
    let _ = write!(
        text,
        "        <SPECIFICATION IDENTIFIER=\"{}\" LAST-CHANGE=\"{TIME}\" LONG-NAME=\"{}\">\n          <TYPE>\n            \
         <SPECIFICATION-TYPE-REF>_type-specification</SPECIFICATION-TYPE-REF>\n          </TYPE>\n          <CHILDREN>\n",
        identifier(&["specification", path]),
        xml(document.title())
    );
    for item in document.spec.of_kind(Kind::Requirement) {
        let _ = write!(
            text,
            "            <SPEC-HIERARCHY IDENTIFIER=\"{}\" LAST-CHANGE=\"{TIME}\">\n              <OBJECT>\n                \
             <SPEC-OBJECT-REF>{}</SPEC-OBJECT-REF>\n              </OBJECT>\n            </SPEC-HIERARCHY>\n",
            identifier(&["place", path, &item.id]),
            identifier(&["object", path, &item.id])
        );
    }
    text.push_str("          </CHILDREN>\n        </SPECIFICATION>\n");
}

/// An identifier as XML allows it, the same for the same parts.
fn identifier(parts: &[&str]) -> String {
    let digest = blake3::hash(parts.join("\u{1f}").as_bytes()).to_hex();
    format!("_{}", digest.chars().take(32).collect::<String>())
}

#[cfg(test)]
mod tests {
    use crate::testing::emit;

    #[test]
    fn a_requirement_is_an_object_of_its_specification() {
        let text = "# Orders\n## Requirements\n- **FR-001**: The system MUST answer in < 1 s & say \"ok\".\n";
        let artifact = emit(&super::EMITTER, text);
        let [file] = artifact.files.as_slice() else { panic!("{artifact:?}") };
        assert!(file.text.contains("THE-VALUE=\"The system MUST answer in &lt; 1 s &amp; say &quot;ok&quot;.\""), "{}", file.text);
        assert_eq!(file.text.matches("<SPEC-OBJECT ").count(), 1);
        assert_eq!(file.text.matches("<SPEC-OBJECT-REF>").count(), 1);
    }
}
