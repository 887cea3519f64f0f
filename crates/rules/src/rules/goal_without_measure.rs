use crate::rule::rule;
use crate::wording::is_measured;
use crate::{Context, Report};
use abide_model::{Item, Kind};
use abide_syntax::SectionId;
use std::collections::HashSet;

rule! {
    /// A goal has no number, where the template asks for measurable goals.
    ///
    /// ## Why it matters
    ///
    /// Nobody can say whether such a goal was reached.
    ///
    /// ## What counts
    ///
    /// Goals under a heading for which the template's own text says "measurable". It is off by default: a goal can be
    /// measured without a number ("No manual step is left").
    ///
    /// ## How to mend it
    ///
    /// Say how much, by when, or how it will be seen.
    ///
    /// ## Examples
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// - Specific, measurable outcomes.
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// - Exports are easier.
    ///   ~~~~~~~~~~~~~~~~~~~ the template asks for measurable goals, and this one has no number
    /// - Half of the 200 owners export once a month.
    /// ```
    ///
    /// ```template
    /// # Spec Name
    /// ## Goals
    /// What do we want?
    /// ```
    ///
    /// ```document
    /// # Export
    /// ## Goals
    /// - Exports are easier.
    /// ```
    "goal-without-measure", default: None, since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    const MEASURABLE: &[&str] = &["measurable", "quantif", "medible", "mesurable", "messbar", "mensuráve", "測定可能", "측정 가능", "可衡量", "измерим"];
    let Some(governing) = &context.governing else { return };
    let goals: Vec<(SectionId, &Item)> =
        context.items(Kind::Goal).map(|item| (context.document.section_at(item.range.start), item)).collect();
    let holding: HashSet<SectionId> = goals.iter().map(|(section, _)| *section).collect();
    if holding.is_empty() {
        return;
    }
    let asked: Vec<(SectionId, abide_syntax::TextRange)> = governing
        .alignment
        .matches
        .iter()
        .filter(|matched| holding.contains(&matched.section))
        .filter_map(|matched| {
            let slot = governing.schema.slot(matched.slot)?;
            let body = governing.template.slice(slot.body).to_lowercase();
            MEASURABLE.iter().any(|word| body.contains(word)).then_some((matched.section, slot.heading))
        })
        .collect();
    for (section, item) in goals {
        if let Some((_, heading)) = asked.iter().find(|(asked, _)| *asked == section)
            && !is_measured(item, &item.text)
        {
            report
                .at(item.range, "the template asks for measurable goals, and this one has no number")
                .asked_by(governing, *heading, "asked for here")
                .help("say how much, by when, or how it will be seen");
        }
    }
}
