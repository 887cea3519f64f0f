//! Annotations, attributes, decorators and tags: what they say about the member that they stand on.

use crate::datatype;
use crate::shape::Attribute;

/// Cuts the annotations off the start of a line: `@NotNull @Size(max = 5) String name`, `[Required] public string Name`.
pub(super) fn split(code: &str) -> (&str, &str) {
    let mut rest = code;
    loop {
        let behind = match rest.as_bytes().first() {
            // `@@index` is a statement of its own.
            Some(b'@') if !rest.starts_with("@@") => {
                let name = rest
                    .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | ':')))
                    .unwrap_or(rest.len());
                let behind = rest.get(name..).unwrap_or_default();
                if behind.starts_with('(') { closed(behind, '(', ')') } else { behind }
            }
            // An attribute of C#, not a list.
            Some(b'[') if rest.get(1..2).is_some_and(|next| next.chars().all(char::is_uppercase)) => {
                closed(rest, '[', ']')
            }
            _ => break,
        };
        if behind.len() == rest.len() {
            break;
        }
        rest = behind.trim_start();
    }
    (code.get(..code.len() - rest.len()).unwrap_or_default(), rest)
}

/// What follows the bracket that a text opens with.
fn closed(text: &str, open: char, close: char) -> &str {
    let mut depth = 0;
    let end = text.char_indices().find(|(_, character)| {
        depth += i32::from(*character == open) - i32::from(*character == close);
        depth == 0
    });
    end.map_or("", |(at, mark)| text.get(at + mark.len_utf8()..).unwrap_or_default())
}

/// Adds what annotations or tags say to an attribute.
pub(super) fn apply(said: &str, attribute: &mut Attribute) {
    if said.is_empty() {
        return;
    }
    let bare: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let has = |marks: &[&str]| marks.iter().any(|mark| bare.contains(mark));
    attribute.primary |= has(&[
        "@Id",
        "@PrimaryGeneratedColumn",
        "@PrimaryColumn",
        "[Key]",
        "[Key,",
        "primaryKey",
        "primary_key",
    ]);
    attribute.unique |= has(&["unique=true", "unique:true", "@Unique", ";unique", "\"unique", "uniqueIndex"]);
    if has(&[
        "@NotNull",
        "@NotBlank",
        "@NotEmpty",
        "nullable=false",
        "nullable:false",
        "[Required",
        "notnull",
        "required\"",
        "required,",
        "@IsNotEmpty",
        "@NonNull",
    ]) {
        attribute.required = Some(true);
    } else if has(&["@Nullable", "nullable=true", "nullable:true", "@IsOptional"]) {
        attribute.required = Some(false);
    }
    datatype::said(said, &mut attribute.schema);
    for (mark, format) in [
        ("@Email", "email"),
        ("@IsEmail", "email"),
        (",email", "email"),
        ("@IsUUID", "uuid"),
        (",uuid", "uuid"),
        ("@IsUrl", "uri"),
    ] {
        if bare.contains(mark) {
            attribute.schema.entry("format").or_insert_with(|| format.into());
        }
    }
}
