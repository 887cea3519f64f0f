//! Members that a sentence lists and says nothing of, as the data model describes them.

use super::super::rule::{Rule, Sort};
use super::super::{Api, FieldFacts, has_phrase, plain};
use crate::words;

impl Api {
    /// What is said of a member in passing, with what a data model says of the member of that name: that of what the path of the
    /// operation names, or else the only one that there is.
    pub(super) fn as_described(&self, number: usize, name: &str, said: FieldFacts) -> FieldFacts {
        if said.rule.sort != Sort::Unknown {
            return said;
        }
        let path = self.operations[number].path.to_string();
        let literals: Vec<String> = path
            .split('/')
            .filter(|part| !part.starts_with('{'))
            .map(words::singular)
            .map(|part| words::folded(&part))
            .collect();
        let known: Vec<&FieldFacts> =
            self.fields.of(name).iter().filter(|facts| facts.rule.sort != Sort::Unknown).collect();
        let named = literals.iter().rev().find_map(|literal| {
            known.iter().find(|facts| words::folded(&words::singular(&facts.entity)) == *literal)
        });
        let only = || known.first().filter(|_| known.len() == 1);
        let Some(described) = named.or_else(only) else { return said };
        let conditional = has_phrase(&plain(&said.notes), "if");
        FieldFacts {
            entity: said.entity,
            optional: said.optional.or(if conditional { Some(true) } else { described.optional }),
            rule: Rule { owned: false, starts: false, fixed: false, ..described.rule.clone() },
            notes: said.notes,
            default: said.default.or_else(|| described.default.clone()),
            ..FieldFacts::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::api::Sort;
    use crate::testing::{self, Setup};

    #[test]
    fn what_a_request_lists_is_as_the_data_model_says_of_that_thing() {
        let text = "# Loans\n\n## Data model\n\n**Loan.** `title` is a required string of 3 to 40 characters.\n\n**Note.** `words` is a string of 5 to 90 characters.\n\n**Reply.** `words` is a string of 1 to 20 characters.\n\n## API\n\n### Add a loan\n`POST /loans`\n\nAnswers 201.\n\n### Read a loan\n`GET /loans/{id}`\n\nAnswers 200.\n\n### Note\n`POST /loans/{id}/note`\n\nSend `words`, and `title` if it changes. Answers 201.\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let number =
            api.operations.iter().position(|known| known.path.to_string().ends_with("/note")).unwrap();
        let asks = api.operations[number].asks.clone().expect("a request");
        let field = |name: &str| api.fields.field(&asks, name).expect("a member").clone();
        let (words, title) = (field("words"), field("title"));
        assert_eq!(
            (words.rule.sort, words.rule.shortest, words.rule.longest),
            (Sort::Text, Some(5), Some(90))
        );
        assert_eq!(
            (title.rule.longest, title.optional),
            (Some(40), Some(true)),
            "it comes under a condition"
        );
    }
}
