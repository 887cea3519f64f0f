//! TypeScript's unions of objects: `type Reply = | { ok: true; at: Date } | { ok: false; why: string }`.

use super::super::{Attribute, Definitions, Form, Shape, range_of, uncommented, word};
use super::typescript::colon_member;
use super::{modifiers, split_members};
use crate::fence::CodeLine;

/// A union that is still open.
struct Union<'a> {
    name: &'a str,
    depth: i32,
    objects: usize,
    bars: usize,
    attributes: Vec<(Attribute, usize)>,
}

/// Gives each type that is a union of objects the attributes of them all; what some lack may be left out.
pub(super) fn objects(lines: &[CodeLine], shapes: &mut [Shape]) {
    let mut open: Option<Union> = None;
    for line in lines {
        let (code, _) = uncommented(line.text, &["//", "/*"]);
        let code = code.trim();
        if code.is_empty() || code.starts_with('*') {
            continue;
        }
        // At the top level, a union goes on with a bar.
        if open.as_ref().is_some_and(|union| union.depth == 0 && !code.starts_with('|')) {
            finish(open.take(), shapes);
        }
        let text = match &open {
            Some(_) => code,
            None => {
                let Some((name, rest)) = header(code) else { continue };
                open = Some(Union { name, depth: 0, objects: 0, bars: 0, attributes: Vec::new() });
                rest
            }
        };
        if let Some(union) = &mut open
            && union.read(line, text)
        {
            finish(open.take(), shapes);
        }
    }
    finish(open, shapes);
}

/// `export type Name =`, and what stands behind it.
fn header(code: &str) -> Option<(&str, &str)> {
    let rest = modifiers(code).strip_prefix("type ")?;
    let name = word(rest);
    let definition = rest.split_once('=')?.1.trim();
    (definition.is_empty() || definition.starts_with(['|', '{'])).then_some((name, definition))
}

impl Union<'_> {
    /// Reads one line; whether the union ends in it.
    fn read(&mut self, line: &CodeLine, text: &str) -> bool {
        let mut start = 0;
        for (at, character) in text.char_indices() {
            match character {
                '{' | '(' | '[' => {
                    self.depth += 1;
                    if self.depth == 1 {
                        self.objects += usize::from(character == '{');
                        start = at + 1;
                    }
                }
                '}' | ')' | ']' => {
                    if self.depth == 1 {
                        self.members(line, text.get(start..at).unwrap_or_default());
                    }
                    self.depth -= 1;
                }
                '|' if self.depth == 0 => self.bars += 1,
                ';' if self.depth <= 0 => return true,
                _ => {}
            }
        }
        if self.depth == 1 {
            self.members(line, text.get(start..).unwrap_or_default());
        } else if self.depth == 2 && text.ends_with(['{', '[', '(']) {
            // An object in an object: its name stands in this line.
            self.members(line, text);
        }
        false
    }

    fn members(&mut self, line: &CodeLine, text: &str) {
        for part in split_members(text) {
            let Some(mut attribute) = colon_member(part.trim()) else { continue };
            match self.attributes.iter_mut().find(|(known, _)| known.name == attribute.name) {
                Some((_, count)) => *count += 1,
                None => {
                    attribute.range = range_of(line, part.trim());
                    self.attributes.push((attribute, 1));
                }
            }
        }
    }
}

fn finish(union: Option<Union>, shapes: &mut [Shape]) {
    let Some(union) = union.filter(|union| union.objects > 1 && union.bars > 0) else { return };
    let Some(shape) = shapes.iter_mut().find(|shape| shape.name == union.name) else { return };
    if union.attributes.len() <= shape.attributes.len() {
        return;
    }
    let all = union.objects;
    let attribute = |(mut attribute, count): (Attribute, usize)| {
        if count < all {
            attribute.required = Some(false);
        }
        attribute
    };
    shape.form = Form::Record;
    shape.values.clear();
    shape.attributes = union.attributes.into_iter().map(attribute).collect();
}

/// As [`super::read`], with unions of objects.
pub(in crate::shape) fn read(lines: &[CodeLine]) -> Definitions {
    let mut found = super::read(lines, &super::TYPESCRIPT);
    objects(lines, &mut found.shapes);
    found
}

#[cfg(test)]
mod tests {
    use crate::shape::tests::shown;

    #[test]
    fn unions_of_objects_have_the_attributes_of_all() {
        assert_eq!(
            shown(
                "```ts\nexport type Draw =\n  | { kind: 'won'; prize: Prize }\n  | {\n      kind: 'lost';\n      again: boolean; // later\n    };\ntype Pick = { a: string } | { b: number };\ntype Tone = 'low' | 'high';\n```\n"
            ),
            [
                "2 Record Draw",
                "3   .kind: 'won'",
                "3   .prize: Prize optional",
                "6   .again: boolean optional",
                "8 Record Pick",
                "8   .a: string optional",
                "8   .b: number optional",
                "9 Enumeration Tone low|high",
            ]
        );
    }
}
