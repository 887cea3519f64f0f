//! Fields in brackets behind the name of an entity, with marks of keys: "**Loan** (`id` PK, due?, code unique, FK: deskId->Desk)".

use super::field::is_field_name;
use crate::shape::Attribute;
use crate::text;
use abide_syntax::TextRange;

/// The fields in the brackets, where one of them has such a mark. None where a part is something else.
pub(super) fn listed(inner: &str, range: TextRange) -> Vec<Attribute> {
    let mut fields: Vec<Attribute> = Vec::new();
    let mut marked = false;
    for part in text::parts(inner, &[',', ';']) {
        let bare = part.replace('`', "");
        let mut bare = bare.trim();
        let mut field = Attribute { range, ..Attribute::default() };
        // "PK: uuid" says of what type a key is that has no name.
        if let Some((mark, rest)) = bare.split_once(':')
            && let Some(mark) = mark_of(mark.trim())
        {
            marked = true;
            if mark == Mark::Primary && !rest.contains("->") {
                continue;
            }
            put(&mut field, mark);
            bare = rest.trim();
        }
        if let Some((name, other)) = bare.split_once("->") {
            marked = true;
            field.foreign = true;
            field.references =
                Some(other.trim()).filter(|other| other.starts_with(char::is_uppercase)).map(str::to_owned);
            bare = name.trim();
        }
        let mut words: Vec<&str> = bare.split_whitespace().collect();
        while words.len() > 1
            && let Some(mark) = words.last().and_then(|word| mark_of(word))
        {
            put(&mut field, mark);
            marked = true;
            words.pop();
        }
        let name = words.join(" ");
        let optional = name.ends_with('?');
        let name = name.trim_end_matches('?');
        marked |= optional;
        field.required = optional.then_some(false).or(field.required);
        let words = name.split(' ').count();
        let in_words = words <= 3 && name.split(' ').all(|word| word.chars().all(char::is_lowercase));
        if !is_field_name(name) && !in_words || name.is_empty() {
            return Vec::new();
        }
        field.name = name.to_owned();
        fields.push(field);
    }
    if marked { fields } else { Vec::new() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Primary,
    Foreign,
    Unique,
    Required,
    Optional,
}

fn mark_of(word: &str) -> Option<Mark> {
    Some(match word.to_lowercase().as_str() {
        "pk" | "key" => Mark::Primary,
        "fk" => Mark::Foreign,
        "unique" | "uq" | "uk" => Mark::Unique,
        "required" => Mark::Required,
        "optional" | "nullable" => Mark::Optional,
        _ => return None,
    })
}

fn put(field: &mut Attribute, mark: Mark) {
    match mark {
        Mark::Primary => field.primary = true,
        Mark::Foreign => field.foreign = true,
        Mark::Unique => field.unique = true,
        Mark::Required => field.required = Some(true),
        Mark::Optional => field.required = Some(false),
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn fields_with_marks_of_keys() {
        let text = "# T\n## Domain model\n- **Loan** (`loanId` PK, title, due?, code unique, reader name)\n  - `pages` (1–9), `note?`, `madeAt`\n- **Hold** (PK: uuid, FK: loanId->Loan, deskId->Desk)\n- **Desk**, **Tray**: where things lie\n- **Later** (not now, or never)\n";
        assert_eq!(
            shown(&[Kind::Entity, Kind::Field], text),
            [
                "3 entity Loan fields=[\"loanId\",\"title\",\"due\",\"code\",\"reader name\",\"pages\",\"note\",\"madeAt\"]",
                "3 field Loan.loanId key=primary",
                "3 field Loan.title",
                "3 field Loan.due required=false",
                "3 field Loan.code unique=true",
                "3 field Loan.reader name",
                "4 field Loan.pages",
                "4 field Loan.note required=false",
                "4 field Loan.madeAt",
                "5 entity Hold fields=[\"loanId\",\"deskId\"]",
                "5 field Hold.loanId key=foreign references=Loan",
                "5 field Hold.deskId key=foreign references=Desk",
                "6 entity Desk fields=[]",
                "6 entity Tray fields=[]",
            ]
        );
    }
}
