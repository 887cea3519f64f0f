//! The life of a parcel: its states, and which may follow which.

use std::str::FromStr;

use crate::fault::{self, Fault};

/// Where a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    Registered,
    InTransit,
    OutForDelivery,
    Delivered,
    Returned,
    Cancelled,
}

impl Status {
    pub const ALL: [Self; 6] = [
        Self::Registered,
        Self::InTransit,
        Self::OutForDelivery,
        Self::Delivered,
        Self::Returned,
        Self::Cancelled,
    ];

    /// The words in requests, responses and the database, in the order of `ALL`.
    pub const NAMES: [&str; 6] =
        ["registered", "in_transit", "out_for_delivery", "delivered", "returned", "cancelled"];

    /// The word for this state.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Whether `next` may follow.
    pub fn allows(self, next: Self) -> bool {
        use Status::*;
        let stated = matches!(
            (self, next),
            (Registered, InTransit | Cancelled)
                | (InTransit, OutForDelivery | Returned)
                | (OutForDelivery, Delivered | InTransit)
        );
        let fault = match (self, next) {
            (Delivered, InTransit) => Some(Fault::DeliveredReopens),
            (Cancelled, InTransit) => Some(Fault::CancelledMoves),
            (InTransit, Delivered) => Some(Fault::SkipsLastMile),
            (InTransit, Cancelled) => Some(Fault::CancelsOnTheRoad),
            (InTransit, Returned) => Some(Fault::NeverReturned),
            (OutForDelivery, InTransit) => Some(Fault::NeverBackInTransit),
            _ => None,
        };
        (stated != fault.is_some_and(fault::is)) || fault::is(Fault::AnyTransition)
    }

    /// Nothing can happen to such a parcel any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Delivered | Self::Returned | Self::Cancelled)
    }

    /// The parcel is with a driver.
    pub fn is_on_the_road(self) -> bool {
        matches!(self, Self::InTransit | Self::OutForDelivery)
    }
}

impl FromStr for Status {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|status| status.name() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_changes_are_allowed_and_no_others() {
        let mut allowed = Vec::new();
        for from in Status::ALL {
            let next = Status::ALL.into_iter().filter(|to| from.allows(*to));
            allowed.extend(next.map(|to| format!("{} -> {}", from.name(), to.name())));
        }
        assert_eq!(
            allowed,
            [
                "registered -> in_transit",
                "registered -> cancelled",
                "in_transit -> out_for_delivery",
                "in_transit -> returned",
                "out_for_delivery -> in_transit",
                "out_for_delivery -> delivered",
            ]
        );
    }

    #[test]
    fn a_final_state_has_no_way_out() {
        for state in Status::ALL {
            let way_out = Status::ALL.into_iter().any(|next| state.allows(next));
            assert_eq!(state.is_final(), !way_out, "{}", state.name());
        }
    }
}
