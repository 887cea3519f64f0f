//! The objectives of service levels in blocks of OpenSLO.

use super::number;
use crate::items::Draft;
use crate::quantity::Comparison;
use crate::readers::entity::NOT_OWN;
use crate::shape;
use crate::{Context, Items, Kind};

pub(super) fn read(context: &Context, items: &mut Items) {
    for fence in context.fences().iter().filter(|fence| fence.is(&["yaml", "yml", "openslo", ""])) {
        let told = fence.range.slice(context.document.text()).contains("openslo");
        if !told || context.outline.within(fence.section, NOT_OWN) {
            continue;
        }
        for objective in shape::objectives(context.code_lines(fence)) {
            let text = format!("{}: {} %", objective.name, number(objective.percent));
            items.push(
                Draft::new(Kind::Target, fence.section, objective.range)
                    .text(text)
                    .said("metric", Some(&objective.name))
                    .field("op", Comparison::AtLeast.sign())
                    .field("value", number(objective.percent))
                    .field("unit", "%")
                    .said("statistic", objective.window.as_deref())
                    .said("written", Some(&objective.written)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::Kind;
    use crate::readers::tests::shown;

    #[test]
    fn each_objective_is_a_target() {
        let text = "# T\n## Service levels\n```yaml\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: press-up\nspec:\n  timeWindow:\n    - duration: 28d\n  objectives:\n    - target: 0.999\n---\napiVersion: openslo/v1\nkind: SLO\nmetadata:\n  name: press-speed\nspec:\n  objectives:\n    - displayName: fast\n      op: lte\n      value: 300\n      target: 0.95\n    - displayName: at all\n      targetPercent: 99\n---\napiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: press\n```\n```yaml\nkind: SLO\nspec:\n  objectives:\n    - target: 0.9\n```\n";
        assert_eq!(
            shown(&[Kind::Target], text),
            [
                "12 target \"press-up: 99.9 %\" metric=press-up op=>= value=99.9 unit=% statistic=28d written=0.999",
                "23 target \"press-speed: fast: 95 %\" metric=press-speed: fast op=>= value=95 unit=% written=0.95",
                "25 target \"press-speed: at all: 99 %\" metric=press-speed: at all op=>= value=99 unit=% written=99",
            ]
        );
    }
}
