use crate::changes;
use crate::fields::{Name, UPDATED, VERSION};
use crate::rule::rule;
use crate::versions::Version;
use crate::{Context, Report, calendar};
use abide_diagnostics::{Edit, Fix, Severity};
use abide_syntax::{Field, TextRange};

rule! {
    /// The version or last update of a document is not the one of the latest entry of its change log.
    ///
    /// ## Why it matters
    ///
    /// "Implements version 1.3" cannot be checked when the document calls itself 1.2 and lists the changes of 1.3. One of the two was
    /// forgotten at the last edit.
    ///
    /// ## What counts
    ///
    /// The version in the metadata is held against the highest version of the change log, "last updated" against its
    /// latest date. A version that says less, `2` where the change log has `2.3`, and an update after the last entry are
    /// fine; so is a change log without versions.
    ///
    /// ## How to mend it
    ///
    /// Set the version, or write the missing entry. The fix, which is not safe, sets the version of the metadata.
    ///
    /// ## Examples
    ///
    /// ````document
    /// ---
    /// version: 1.2.0
    ///          ~~~~~ the version is 1.2.0, the change log's last is 1.3.0
    /// updated: 2026-02-03
    ///          ~~~~~~~~~~ last updated 2026-02-03, before the change log's entry of 2026-03-04
    /// ---
    /// # Export
    ///
    /// ## Change Log
    /// | Version | Date | Changes |
    /// |---|---|---|
    /// | 1.3.0 | 2026-03-04 | Parcels are exported too |
    /// | 1.2.0 | 2026-02-03 | Orders are exported |
    /// ````
    ///
    /// ````document
    /// # Export
    ///
    /// - Version: v1.3
    /// - Last updated: 5 March 2026
    ///
    /// ## Change Log
    /// - 1.2.0 (2026-02-03): Orders are exported
    /// - 1.3.0 (2026-03-04): Parcels are exported too
    /// ````
    "version-differs-from-change-log", default: Some(Severity::Warning), since: "0.1.0"
}

fn check(context: &Context, report: &mut Report) {
    let logs = changes::logs(context);
    // The change log of an example is not the document's.
    let [log] = logs.as_slice() else { return };
    if let Some(field) = named(context, &VERSION) {
        version(context, field, log, report);
    }
    if let Some(field) = named(context, &UPDATED) {
        updated(context, field, log, report);
    }
}

fn named<'a>(context: &'a Context, name: &Name) -> Option<&'a Field> {
    name.find(context).filter(|field| !context.is_kept(field.range()))
}

fn version(context: &Context, field: &Field, log: &[changes::Entry], report: &mut Report) {
    let written = context.slice(field.value).trim();
    let Some(own) = Version::read(written) else { return };
    let versioned = log.iter().filter_map(|entry| Some((entry, entry.version.as_ref()?)));
    let Some((last, version)) = versioned.max_by(|one, other| one.1.cmp(other.1)) else { return };
    // "2.0 removes the old door" below "Changes" tells of something else than this document.
    let is_log = log.len() > 1 || last.date.is_some();
    if !is_log || own.cmp(version).is_eq() || own.is_coarser_than(version) || version.is_coarser_than(&own) {
        return;
    }
    let bare = written.trim_matches(['"', '\'', '`']);
    let place = TextRange::of_slice(context.document.text(), bare).unwrap_or(field.value);
    let known = last.written_version.as_str();
    let number = |text: &str| text.trim_start_matches(['v', 'V']).to_owned();
    let like = if bare.starts_with(['v', 'V']) { format!("v{}", number(known)) } else { number(known) };
    let finding = report
        .at(place, format!("the version is {bare}, the change log's last is {known}"))
        .related(context.place(last.place), format!("the change log's last version is {known}"))
        .help("set the version, or write the entry that is missing in the change log");
    if own < *version && !bare.contains(' ') {
        finding.fix(Fix::not_safe(format!("set the version to {like}"), vec![Edit::replace(place, like)]));
    }
}

fn updated(context: &Context, field: &Field, log: &[changes::Entry], report: &mut Report) {
    let Some(own) = calendar::day(context.slice(field.value)) else { return };
    let dated = log.iter().filter_map(|entry| Some((entry, entry.date?)));
    let Some((last, date)) = dated.max_by_key(|(_, date)| date.from) else { return };
    if !own.is_before(date) {
        return;
    }
    let written = context.slice(field.value).trim();
    report
        .at(field.value, format!("last updated {written}, before the change log's entry of {}", last.written_date))
        .related(context.place(last.place), format!("this entry is of {}", last.written_date))
        .help("set the date to that of the last change");
}
