//! A command that makes a call again.

use super::Exchange;
use abide_ledger::Redactor;

/// The variable that stands for the address of a target that only lived for the run.
pub const TARGET_VARIABLE: &str = "TARGET_URL";

/// A curl command that makes this call again, with `$NAME` in place of each secret.
///
/// Where the target was started for the run on a port of its own, `lasting` is false, and `$TARGET_URL` stands for its address.
pub fn repeat(exchange: &Exchange, redactor: &Redactor, lasting: bool) -> String {
    let mut command = String::from("curl -i");
    match exchange.method.as_str() {
        "GET" => {}
        // curl would wait for a body that HEAD never has.
        "HEAD" => command = "curl -I".to_owned(),
        method => command.push_str(&format!(" -X {method}")),
    }
    for (name, value) in &exchange.headers {
        command.push_str(" -H ");
        command.push_str(&argument(&format!("{name}: {value}"), redactor));
    }
    if let Some(body) = &exchange.body {
        command.push_str(" --data-raw ");
        command.push_str(&argument(body, redactor));
    }
    command.push(' ');
    if lasting {
        command.push_str(&argument(&format!("{}{}", exchange.base, exchange.path), redactor));
    } else {
        command.push_str(&format!(
            "\"${TARGET_VARIABLE}{}\"",
            within_double_quotes(&redactor.redact(&exchange.path))
        ));
    }
    command
}

/// An argument for a shell; one that held a secret stays open to `$NAME`.
fn argument(text: &str, redactor: &Redactor) -> String {
    let shown = redactor.redact(text);
    if shown == text {
        return shell_words::quote(text).into_owned();
    }
    format!("\"{}\"", within_double_quotes(&shown))
}

fn within_double_quotes(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('`', "\\`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;
    use std::time::Duration;

    fn exchange(method: &str, body: Option<&str>) -> Exchange {
        Exchange {
            method: method.to_owned(),
            path: "/parcels?q=it's".to_owned(),
            base: "http://127.0.0.1:8080".to_owned(),
            headers: vec![("X-API-Key".to_owned(), "admin-key".to_owned())],
            body: body.map(str::to_owned),
            answer: Answer { status: 200, headers: vec![], body: vec![], length: 0, cut: false },
            duration: Duration::ZERO,
        }
    }

    fn redactor() -> Redactor {
        Redactor::new([("ADMIN_KEY".to_owned(), "admin-key".to_owned())])
    }

    #[test]
    fn a_secret_is_a_variable_that_the_shell_fills_in() {
        let command = repeat(&exchange("GET", None), &redactor(), true);
        assert_eq!(
            command,
            r#"curl -i -H "X-API-Key: $ADMIN_KEY" 'http://127.0.0.1:8080/parcels?q=it'\''s'"#
        );
    }

    #[test]
    fn a_target_that_is_gone_is_a_variable_too() {
        let command = repeat(&exchange("POST", Some(r#"{"note": "it's"}"#)), &Redactor::none(), false);
        let expected = r#"curl -i -X POST -H 'X-API-Key: admin-key' --data-raw '{"note": "it'\''s"}' "$TARGET_URL/parcels?q=it's""#;
        assert_eq!(command, expected);
    }
}
