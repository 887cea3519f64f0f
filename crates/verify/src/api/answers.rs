//! Answers that sentences state: "Returns 409 if the name is taken, and 422 if a field is not valid".

use super::sentence::{Scope, Sentence};
use super::{Api, Documented};
use crate::pattern::pattern;

// A sentence that begins with what comes back, so that it is said of the operation itself and not of another one.
pattern!(
    FIRST,
    r"^\s*(?:(?:it|the endpoint|this endpoint|the api|the server|the service)\s+)?(?:on success,?\s+|(?:also|then|always)\s+)?(?:returns?|answers?|responds?|replies|gives?|yields?|fails|rejects)?\s*(?:with|as|is)?\s*(?:a|an|the)?\s*(?:http|status|code)?\s*(?:status|code)?\s*([2-4]\d\d)\b"
);
pattern!(NEXT, r"(?:[,;]|\b(?:and|or))\s*(?:(?:and|or|a|an|with|else|otherwise)\s+)*([2-4]\d\d)\b");

// `POST /doors` takes a door and answers 201; on a locked one it answers 409
pattern!(
    NAMED,
    r"^\s*(?:get|post|put|patch|delete)\s+/\S*(?:\s+\([^)]*\))?:?\s+(?:(?:takes|accepts|expects|needs|requires|wants)\b.*?\b(?:and|then|it)\s+)?(?:also\s+)?(?:answers|returns|responds with|responds|gives|replies with|replies)\s+(?:with\s+)?(?:a\s+)?([2-4]\d\d)\b"
);
pattern!(
    LATER,
    r"[;,:]\s*([^;,:]*?)\b(?:it\s+)?(?:answers|returns|responds with|gives)\s+(?:with\s+)?([2-4]\d\d)\b"
);

// A door that was opened already gives 409
pattern!(
    SUBJECT,
    r"^\s*(?:an?|the|any|one)\s+((?:\w+\s+){0,2}\w+\s+(?:that|which|whose)\s+[^,;:.()]{3,80}?)\s+(?:gives|answers|returns|yields|leads to|results in|is answered with|is refused with|is rejected with|fails with)\s+(?:an?\s+)?(?:error\s+)?(409|410|422|423)\b"
);

/// The same for a sentence that begins with the operation itself.
fn of_named(plain: &str) -> Vec<(u16, String)> {
    let Some(first) = NAMED.captures(plain) else { return Vec::new() };
    let (Some(whole), Some(number)) = (first.get(0), first.get(1)) else { return Vec::new() };
    let mut found = Vec::new();
    let rest = plain.get(whole.end()..).unwrap_or_default();
    if let Ok(status) = number.as_str().parse() {
        found.push((status, rest.split(';').next().unwrap_or_default().trim().to_owned()));
    }
    for later in LATER.captures_iter(rest) {
        if let (Some(words), Some(number)) = (later.get(1), later.get(2))
            && let Ok(status) = number.as_str().parse()
        {
            found.push((status, words.as_str().trim().to_owned()));
        }
    }
    found
}

/// The statuses that a sentence in lower case says to come back, each with what is said about when.
fn stated(plain: &str) -> Vec<(u16, String)> {
    let Some(first) = FIRST.captures(plain) else {
        let named = of_named(plain);
        let subject = SUBJECT.captures(plain).filter(|_| named.is_empty());
        let subject = subject.and_then(|found| {
            Some((found.get(2)?.as_str().parse().ok()?, format!("if the {}", found.get(1)?.as_str())))
        });
        return subject.into_iter().chain(named).collect();
    };
    let mut found: Vec<(u16, usize, usize)> = Vec::new();
    let mut add = |captures: &regex::Captures| {
        if let Some(number) = captures.get(1)
            && let Ok(status) = number.as_str().parse::<u16>()
        {
            let start = captures.get(0).map_or(number.start(), |whole| whole.start());
            found.push((status, start, number.end()));
        }
    };
    add(&first);
    let after = first.get(0).map_or(0, |whole| whole.end());
    for captures in
        NEXT.captures_iter(plain).filter(|next| next.get(0).is_some_and(|whole| whole.start() >= after))
    {
        add(&captures);
    }
    let ends: Vec<usize> = found.iter().skip(1).map(|(_, start, _)| *start).chain([plain.len()]).collect();
    let statuses = found.iter().zip(ends);
    // `201 - created`, `404 if …`, `200 with …`: a number of anything else (`200 rooms`) is no status.
    const MARKS: &[&str] = &[
        "if ",
        "when ",
        "with ",
        "for ",
        "unless ",
        "on ",
        "where ",
        "in case ",
        "and ",
        "or ",
        "to ",
        "without ",
        "as ",
        "once ",
        "while ",
        "because ",
        "no content",
        "created",
        "ok",
        "not ",
        "conflict",
        "gone",
        "bad ",
        "forbidden",
        "unauthorized",
        "accepted",
        "unprocessable",
        "method ",
        "unsupported",
        "precondition",
        "payload",
        "status",
        "error",
        "response",
    ];
    let is_status = |rest: &str| {
        let rest = rest.trim_start();
        rest.is_empty()
            || rest.starts_with(|c: char| c.is_ascii_punctuation() || matches!(c, '–' | '—' | '→'))
            || MARKS.iter().any(|mark| rest.starts_with(mark))
    };
    statuses
        .filter_map(|((status, _, behind), end)| {
            let rest = plain.get(*behind..end)?;
            is_status(rest).then(|| (*status, rest.trim().to_owned()))
        })
        .collect()
}

impl Api {
    /// Takes in the answers that sentences under an operation state.
    pub(super) fn read_answers(&mut self) {
        let mut answers: Vec<(usize, u16, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| sentence.cells.is_empty()) {
            // "Each of the last two answers 200, and 409 if …"
            let start = ["each of the ", "all of the "]
                .iter()
                .find(|start| sentence.plain.trim_start().starts_with(**start));
            let (numbers, plain) = match (&sentence.scope, start) {
                (Scope::Operations(numbers), Some(_)) if numbers.len() > 1 => {
                    let verb = [" answers ", " answer ", " returns ", " return "]
                        .iter()
                        .filter_map(|verb| sentence.plain.find(verb))
                        .min();
                    (numbers.clone(), sentence.plain.get(verb.unwrap_or(0)..).unwrap_or_default())
                }
                _ => (self.own(sentence).into_iter().collect(), sentence.plain.as_str()),
            };
            for number in numbers {
                answers.extend(stated(plain).into_iter().map(|(status, words)| (number, status, words)));
            }
        }
        self.read_cells();
        for (number, status, words) in answers {
            let responses = &mut self.operations[number].responses;
            // What an example already shows, the sentence says once more.
            let known = responses.iter_mut().find(|known| known.status == status);
            match known {
                Some(known) if known.words.is_empty() => known.words = words,
                Some(known) if known.example.is_some() || known.words == words || status < 300 => {}
                _ => responses.push(Documented { status, example: None, words }),
            }
        }
    }

    /// Takes in when an answer comes, where the row of an operation says so: `404, 409 if the door is open`.
    fn read_cells(&mut self) {
        let mut found: Vec<(usize, u16, String)> = Vec::new();
        for sentence in self.sentences.iter().filter(|sentence| !sentence.cells.is_empty()) {
            let Some(number) = self.own(sentence) else { continue };
            let telling =
                |head: &str| ["error", "fail", "respons", "answer"].iter().any(|word| head.contains(word));
            for (_, cell) in sentence.cells.iter().filter(|(head, _)| telling(head)) {
                let said = stated(&super::plain(cell)).into_iter();
                found.extend(said.map(|(status, words)| (number, status, words)));
            }
        }
        for (number, status, words) in found.into_iter().filter(|(_, _, words)| !words.is_empty()) {
            let responses = &mut self.operations[number].responses;
            if let Some(known) =
                responses.iter_mut().find(|known| known.status == status && known.words.is_empty())
            {
                known.words = words;
            }
        }
    }

    /// The operation under which a sentence stands, where it is about no other one.
    fn own(&self, sentence: &Sentence) -> Option<usize> {
        match &sentence.scope {
            Scope::Operations(numbers) => match numbers.as_slice() {
                [one] => Some(*one),
                _ => None,
            },
            Scope::General | Scope::Resources(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(u16, String)> {
        stated(&text.to_lowercase())
    }

    #[test]
    fn what_comes_back_and_when() {
        assert_eq!(
            said("Returns 200 with the room, 404 if there is no such room, and 422 if a field is not valid."),
            [
                (200, "with the room".to_owned()),
                (404, "if there is no such room".to_owned()),
                (422, "if a field is not valid.".to_owned())
            ]
        );
        assert_eq!(said("404 if there is none, 403 if it is another's").len(), 2);
        assert_eq!(said("Returns 204."), [(204, ".".to_owned())]);
        assert_eq!(
            said("Opens a door. A door that was opened already gives 409.".split_once(". ").unwrap().1),
            [(409, "if the door that was opened already".to_owned())]
        );
        assert_eq!(
            said(
                "POST /rooms/{id}/keys takes {\"a\": 1} and answers 201 with the key; on a closed room it answers 409."
            ),
            [(201, "with the key".to_owned()), (409, "on a closed room".to_owned())]
        );
    }

    #[test]
    fn numbers_and_other_operations_are_no_answers() {
        for text in [
            "From then on reading it gives 410",
            "Returns 200 rooms at most",
            "Every call without a token gives 401",
            "A room has 404 seats, 410 on Sundays",
            "The name has at most 200 characters",
        ] {
            assert_eq!(said(text), [], "{text}");
        }
    }
}
