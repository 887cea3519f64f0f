//! Who may do what: the one place that knows the roles and their rights.

use crate::fault::{self, Fault};

/// What the holder of a key acts as.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Role {
    Admin,
    Clerk,
    Courier,
    Auditor,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Admin, Self::Clerk, Self::Courier, Self::Auditor];

    /// The name in settings, events and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Clerk => "clerk",
            Self::Courier => "courier",
            Self::Auditor => "auditor",
        }
    }

    /// The variable of the environment that holds the role's key.
    pub fn key_variable(self) -> &'static str {
        match self {
            Self::Admin => "PARCELS_ADMIN_KEY",
            Self::Clerk => "PARCELS_CLERK_KEY",
            Self::Courier => "PARCELS_COURIER_KEY",
            Self::Auditor => "PARCELS_AUDITOR_KEY",
        }
    }

    /// Whether the role may do that.
    pub fn may(self, action: Action) -> bool {
        use Action::*;
        let (fault, answer) = match (self, action) {
            (Self::Clerk, DeleteParcel) => (Fault::ClerkDeletes, true),
            (Self::Clerk, CreateDepot) => (Fault::ClerkOpensDepots, true),
            (Self::Clerk, DeleteDepot) => (Fault::ClerkDeletesDepots, true),
            (Self::Clerk, MoveParcel) => (Fault::ClerkMoves, true),
            (Self::Clerk, CancelParcel) => (Fault::ClerkCannotCancel, false),
            (Self::Courier, MoveParcel) => (Fault::CourierStuck, false),
            (Self::Courier, ReadEvents) => (Fault::CourierReadsHistory, true),
            (Self::Courier, CancelParcel) => (Fault::CourierCancels, true),
            (Self::Courier, PrintLabel) => (Fault::CourierWithoutLabels, false),
            (Self::Auditor, UpdateParcel) => (Fault::AuditorUpdates, true),
            (Self::Auditor, ReadEvents) => (Fault::AuditorWithoutHistory, false),
            (Self::Admin, DeleteDepot) => (Fault::AdminKeepsDepots, false),
            _ => return self.may_as_stated(action),
        };
        if fault::is(fault) { answer } else { self.may_as_stated(action) }
    }

    fn may_as_stated(self, action: Action) -> bool {
        use Action::*;
        match action {
            ReadDepots | ReadParcels => true,
            CreateDepot | UpdateDepot | DeleteDepot | DeleteParcel => self == Self::Admin,
            CreateParcel | UpdateParcel | CancelParcel | QuotePrice => {
                matches!(self, Self::Admin | Self::Clerk)
            }
            MoveParcel => matches!(self, Self::Admin | Self::Courier),
            ReadEvents => self != Self::Courier,
            PrintLabel => self != Self::Auditor,
        }
    }
}

/// What an endpoint lets its caller do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    ReadDepots,
    CreateDepot,
    UpdateDepot,
    DeleteDepot,
    ReadParcels,
    CreateParcel,
    UpdateParcel,
    DeleteParcel,
    MoveParcel,
    CancelParcel,
    ReadEvents,
    PrintLabel,
    QuotePrice,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(action: Action) -> Vec<&'static str> {
        Role::ALL.into_iter().filter(|role| role.may(action)).map(Role::name).collect()
    }

    #[test]
    fn everybody_may_read_and_few_may_write() {
        assert_eq!(allowed(Action::ReadParcels), ["admin", "clerk", "courier", "auditor"]);
        assert_eq!(allowed(Action::ReadEvents), ["admin", "clerk", "auditor"]);
        assert_eq!(allowed(Action::PrintLabel), ["admin", "clerk", "courier"]);
        assert_eq!(allowed(Action::CreateParcel), ["admin", "clerk"]);
        assert_eq!(allowed(Action::CancelParcel), ["admin", "clerk"]);
        assert_eq!(allowed(Action::MoveParcel), ["admin", "courier"]);
        assert_eq!(allowed(Action::DeleteParcel), ["admin"]);
        assert_eq!(allowed(Action::CreateDepot), ["admin"]);
    }
}
