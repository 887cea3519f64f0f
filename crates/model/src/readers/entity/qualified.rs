//! Records under headings that name them with their module, wherever they stand: "## press.PrintJob" with
//! "**state**: OPEN, DONE, LOST" for each of their fields.

use super::registry::Registry;
use super::{NOT_OWN, is_data};
use crate::shape::Attribute;
use crate::statement::Statement;
use crate::text;
use crate::{Context, Items};

pub(super) fn read(context: &Context, items: &mut Items, registry: &mut Registry) {
    for (id, section) in context.sections().skip(1) {
        let name = section.title.trim().trim_matches('`');
        let Some((module, own)) = name.split_once('.') else { continue };
        let word = |part: &str| part.chars().all(|c| c.is_alphanumeric() || c == '_');
        let named = word(module)
            && word(own)
            && module.starts_with(char::is_lowercase)
            && own.starts_with(char::is_uppercase)
            && own.chars().any(char::is_lowercase);
        if !named || is_data(context, id) || context.outline.within(id, NOT_OWN) || registry.has_fields(name)
        {
            continue;
        }
        let fields: Option<Vec<Attribute>> = context.statements(id).iter().map(of_values).collect();
        let Some(fields) = fields.filter(|fields| !fields.is_empty()) else { continue };
        let name = registry.entity(items, name, id, section.title_range, 2);
        for field in &fields {
            registry.field(items, &name, id, field);
        }
    }
}

/// "state: OPEN, DONE, LOST": a field and the values that it may have.
fn of_values(statement: &Statement) -> Option<Attribute> {
    let cut = text::labelled(&statement.text)?;
    let name = cut.label.trim();
    let values: Vec<&str> = cut.rest.split(',').map(str::trim).collect();
    let value = |value: &&str| {
        !value.is_empty()
            && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            && !value.chars().any(char::is_lowercase)
    };
    let field = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    (field && values.len() > 1 && values.iter().all(value)).then(|| {
        let mut attribute =
            Attribute { name: name.to_owned(), range: statement.range, ..Attribute::default() };
        attribute.schema.insert("type".to_owned(), "string".into());
        attribute.schema.insert("enum".to_owned(), values.into());
        attribute
    })
}

#[cfg(test)]
mod tests {
    use crate::readers::entity::READER;
    use crate::readers::tests::shown;

    #[test]
    fn records_by_their_module_with_what_their_fields_may_hold() {
        let text = "# Rules\n## press.PrintJob\n- **state**: OPEN, DONE\n- **tray**: A, B\n## press.Tray\n- **note**: Kept dry\n";
        assert_eq!(
            shown(READER.kinds, text),
            [
                "2 entity press.PrintJob fields=[\"state\",\"tray\"]",
                "3 field press.PrintJob.state",
                "4 field press.PrintJob.tray",
            ]
        );
    }
}
