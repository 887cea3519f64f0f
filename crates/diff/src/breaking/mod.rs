//! What makes a change break who uses the system, one kind of statement a file.

mod endpoint;
mod event;
mod field;
mod permission;
mod rpc;
mod setting;
mod transition;

use crate::change::Reason;
use crate::unit::Unit;
use crate::weakened::Surviving;
use abide_model::Kind;

/// Why a statement that is in both versions breaks users.
pub(crate) fn changed(before: &Unit, after: &Unit) -> Vec<Reason> {
    let mut found = Vec::new();
    if before.kind != after.kind {
        return found;
    }
    let concern = match before.kind {
        Some(Kind::Endpoint) => endpoint::changed,
        Some(Kind::Field) => field::changed,
        Some(Kind::Entity) => field::entity_changed,
        Some(Kind::Permission) => permission::changed,
        Some(Kind::Setting) => setting::changed,
        Some(Kind::Event) => event::changed,
        Some(Kind::Rpc) => rpc::changed,
        _ => return found,
    };
    let mut reasons = Vec::new();
    concern(before, after, &mut reasons);
    found.extend(reasons.into_iter().map(|reason| Reason { concern: before.kind_name(), reason }));
    found
}

/// Why a version without this statement breaks users.
pub(crate) fn removed(unit: &Unit) -> Vec<Reason> {
    let reason = match unit.kind {
        Some(Kind::Endpoint) => format!("the operation {} is gone", unit.name()),
        Some(Kind::Rpc) => format!("{} is gone", unit.name()),
        Some(Kind::Event) => format!("the event {} is gone", unit.name()),
        Some(Kind::Field) => format!("the field {} is gone", unit.name()),
        Some(Kind::Entity) => format!("the record {} is gone", unit.name()),
        Some(Kind::Setting) => format!("the setting {} is gone", unit.name()),
        Some(Kind::Transition) => transition::removed(unit),
        Some(Kind::Permission) => match permission::removed(unit) {
            Some(reason) => reason,
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    vec![Reason { concern: unit.kind_name(), reason }]
}

/// Why a version with this new statement breaks users.
pub(crate) fn added(unit: &Unit, old: &Surviving) -> Vec<Reason> {
    let reason = match unit.kind {
        Some(Kind::Field) => field::added(unit, old),
        Some(Kind::Setting) => setting::added(unit),
        _ => None,
    };
    reason.into_iter().map(|reason| Reason { concern: unit.kind_name(), reason }).collect()
}
