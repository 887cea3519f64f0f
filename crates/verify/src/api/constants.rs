//! Amounts that settings give, by the words that speak of them: "the base fee", "the rate per minute".

use super::set::Setting;
use crate::words;
use abide_model::Item;

/// An amount of money that a setting gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Constant {
    /// What its name calls it: the last word before the unit.
    head: String,
    /// The words of its name and of what is said of it.
    words: Vec<String>,
    /// The unit that its name ends with.
    pub unit: String,
    pub value: f64,
}

/// Those among the settings whose name ends with a unit of money.
pub fn constants<'a>(items: impl Iterator<Item = &'a Item> + Clone, settings: &[Setting]) -> Vec<Constant> {
    const UNITS: &[&str] = &["cents", "pence", "eur", "usd", "euros", "dollars"];
    let read = |setting: &Setting| {
        let mut parts = words::parts(&setting.name);
        let unit = parts.pop().filter(|unit| UNITS.contains(&unit.as_str()))?;
        let head = parts.last().map(|word| words::singular(word))?;
        let said = items.clone().find(|item| item.key == setting.name).map(|item| item.text.clone());
        parts.extend(words::words(&said.unwrap_or_default().replace(['_', '|', '`'], " ")));
        let words = parts.iter().map(|word| words::singular(word)).collect();
        Some(Constant { head, words, unit, value: setting.value.parse().ok()? })
    };
    settings.iter().filter_map(read).collect()
}

/// The one that words speak of, where there is one alone: the head is what they call it, "fee" of "the base fee".
pub fn constant<'c>(constants: &'c [Constant], head: &str, said: &[String]) -> Option<&'c Constant> {
    let is = |constant: &&Constant| {
        constant.head == words::singular(head)
            && said.iter().all(|word| constant.words.contains(&words::singular(word)))
    };
    let mut found = constants.iter().filter(is);
    found.next().filter(|_| found.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Setup};

    #[test]
    fn words_that_speak_of_an_amount_of_a_setting() {
        let text = "# Taxi\n\n## Configuration\n\n| Variable | Default | Meaning |\n|---|---|---|\n| `TAXI_START_FEE_CENTS` | 350 | what every ride costs |\n| `TAXI_RATE_CENTS` | 40 | for one minute of waiting |\n| `TAXI_FREE_RIDE_CENTS` | 9000 | from here on no start fee is taken |\n";
        let api = testing::facts_of_markdown(text, "", Setup::default()).api;
        let value = |head: &str, said: &[&str]| {
            let said: Vec<String> = said.iter().map(|word| (*word).to_owned()).collect();
            constant(&api.constants, head, &said).map(|constant| constant.value)
        };
        assert_eq!(value("fee", &["start", "fee"]), Some(350.0));
        assert_eq!(value("rate", &["rate", "minute"]), Some(40.0));
        assert_eq!(value("rate", &["rate", "kilometre"]), None);
        assert_eq!(value("start", &["fee", "start"]), None);
    }
}
