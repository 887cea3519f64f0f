use crate::rule::rule;
use crate::words::phrases;
use crate::{Context, Report};
use abide_diagnostics::Severity;
use abide_model::{Item, Kind};
use abide_template::Lifecycle;

rule! {
    /// A document that is said to be accepted, implemented or final has open questions.
    ///
    /// ## Why it matters
    ///
    /// Whoever builds it must answer them alone, and whoever reads it cannot know what was decided. Where it is implemented, the
    /// system has given an answer that the document does not tell.
    ///
    /// ## What counts
    ///
    /// Questions without an answer, a tick or a strike in a section on open questions. What is put off to the future, or left to the
    /// implementation of a document that is accepted, is decided for now. A document without a status is not judged. The questions of a
    /// document are one finding, at the first of them.
    ///
    /// ## How to mend it
    ///
    /// Write the answer below the question ("Answer: …"), tick it, move it to future work, or set the status back.
    ///
    /// ## Examples
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Accepted
    ///
    /// ## Open Questions
    /// - [x] Which format?
    /// - Who may export?
    ///   ~~~~~~~~~~~~~~~ this document is accepted, and this question is open
    /// - Should exports come with a later version?
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Estado: Implementado
    ///
    /// ## Preguntas abiertas
    /// - ¿Qué formato se usa?
    ///   ~~~~~~~~~~~~~~~~~~~~ this document is implemented, and this and 1 more of its questions are open
    /// - ¿Quién puede exportar?
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Implemented
    ///
    /// ## Open Questions
    /// - Which format? Answer: CSV.
    /// - Which encoding? We use UTF-8.
    /// - ~~Who may export?~~
    /// ```
    ///
    /// ```document
    /// # Export
    ///
    /// Status: Draft
    ///
    /// ## Open Questions
    /// - Who may export?
    /// ```
    "open-question-in-agreed-spec", default: Some(Severity::Info), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let Some(stage) = context.lifecycle() else { return };
    if !matches!(stage, Lifecycle::Accepted | Lifecycle::Implemented | Lifecycle::Final) {
        return;
    }
    let open: Vec<&Item> = context.items(Kind::Question).filter(|item| is_open(context, item, stage)).collect();
    let Some((first, more)) = open.split_first() else { return };
    let questions = match more.len() {
        0 => "this question is open".to_owned(),
        more => format!("this and {more} more of its questions are open"),
    };
    let mut finding = report
        .at(first.range, format!("this document is {stage}, and {questions}"))
        .help("write the answer, tick the question, or set the status back");
    if let Some(status) = context.document.field("status") {
        finding = finding.related(context.place(status.value), format!("the document is {stage}"));
    }
    const SHOWN: usize = 5;
    for item in more.iter().take(SHOWN) {
        finding = finding.related(context.place(item.range), "this question is open too");
    }
}

fn is_open(context: &Context, item: &Item, stage: Lifecycle) -> bool {
    // What is decided later, or not within this document.
    const LATER: &str = "future | later | eventually | someday | long term | long-term | follow-up | follow up | out of scope | deferred | postponed | next version
        | next release | v2 | phase 2 | post-mvp | not blocking | non-blocking | nice to have | futuro | más adelante | futura | à l'avenir | ultérieur
        | plus tard | zukunft | später | futuramente | depois | 将来 | 今後 | 後続 | 향후 | 나중 | 추후 | 未来 | 后续 | 以后 | в будущем | позже";
    const ANSWERED: &str = "answer | resolved | decision: | decided | closed | respuesta | resuelt | réponse | antwort | resposta | 回答 | 決定 | 답변 | 결정 | 已解决 | 答案 | ответ | решено";
    const BUILDING: &str = "implementation | stabilization | stabilisation | prototype | experiment";
    if item.fields.get("done").and_then(|done| done.as_bool()) == Some(true) {
        return false;
    }
    let source = context.slice(item.range);
    // "Which format? We use CSV."
    const REPLIES: &str = "yes | no | → | -> | => | we | use | uses | for now | decision | decided | proposed | proposal | recommend | recommendation | current | currently | default
        | sí | oui | non | ja | nein | sim | não | はい | いいえ | 예 | 아니 | 是 | 否 | да | нет";
    let reply = source.rsplit_once(['?', '？']).map_or("", |(_, behind)| behind);
    let reply = reply.trim_start_matches(['*', '_', ' ', '(', '-', '—', '–', ':', '\n', '\r', '|', '"']).to_lowercase();
    let replied = phrases(REPLIES).any(|word| {
        reply.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) || !word.is_ascii())
    });
    // What stands nested below the question may answer it.
    let behind = context.document.text().get(item.range.end()..).unwrap_or_default();
    let nested = behind.lines().skip(1).take_while(|line| line.starts_with([' ', '\t'])).any(|line| !line.trim().is_empty());
    let lower = source.to_lowercase();
    let title = item.section.last().map_or_else(String::new, |title| title.to_lowercase());
    let says = |words: &'static str| phrases(words).any(|word| lower.contains(word) || title.contains(word));
    let todo = ["TODO", "TBD", "FIXME"].iter().any(|word| source.contains(word));
    let building = stage == Lifecycle::Accepted && says(BUILDING);
    let title = title.replace("unresolved", "");
    let answered = phrases(ANSWERED).any(|word| lower.contains(word) || title.contains(word));
    !nested && !replied && !source.contains("~~") && !todo && !building && !says(LATER) && !answered
}
