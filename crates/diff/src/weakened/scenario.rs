//! An outcome that a scenario does not ask for any more.

use super::{Concern, Pair};
use crate::unit::{Unit, shortened};
use crate::words::Words;
use abide_model::Kind;

pub(super) const CONCERN: Concern =
    Concern { name: "scenario", summary: "an outcome of a scenario is gone", changed };

fn changed(pair: &Pair, found: &mut Vec<String>) {
    if !pair.before.is(Kind::Scenario) || !pair.after.is(Kind::Scenario) {
        return;
    }
    let all = Words::new(pair.after.said("then").unwrap_or_default());
    for outcome in outcomes(pair.before) {
        let words = Words::new(outcome);
        let still = outcomes(pair.after).any(|other| words.alike(&Words::new(other)) >= 0.4)
            || words.within(&all) >= 0.8;
        if !still {
            found.push(format!("the outcome {} is gone", shortened(outcome)));
        }
    }
}

fn outcomes<'a>(unit: &Unit<'a>) -> impl Iterator<Item = &'a str> {
    unit.said("then")
        .into_iter()
        .flat_map(|then| then.split("; "))
        .map(str::trim)
        .filter(|outcome| !outcome.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::testing::weakened;

    fn scenario(then: &str) -> String {
        format!(
            "# S\n\n## Scenarios\n\n### Scenario: pay twice\n\nGiven a paid order\nWhen the customer pays again\n{then}\n"
        )
    }

    #[test]
    fn an_outcome_is_gone() {
        let before = scenario("Then the service answers 409\nAnd no money is taken");
        assert_eq!(
            weakened(&before, &scenario("Then the service answers 409")),
            ["scenario: the outcome \"no money is taken\" is gone"]
        );
        assert_eq!(
            weakened(&before, &scenario("Then the service answers with 409\nAnd the service takes no money")),
            [""; 0]
        );
    }
}
