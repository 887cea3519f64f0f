//! How often each key may ask for a price.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::access::Role;
use crate::error::ApiError;
use crate::fault::{self, Fault};

/// The stretch of time in which requests are counted.
const WINDOW: Duration = Duration::from_secs(60);

/// Counts the requests of each role's key within a minute; what is counted begins anew with the first request after it.
pub struct RateLimit {
    most: u32,
    counted: Mutex<HashMap<&'static str, (Instant, u32)>>,
}

impl RateLimit {
    pub fn new(most: u32) -> Self {
        let most = match () {
            () if fault::is(Fault::RateUnbounded) => u32::MAX,
            () if fault::is(Fault::RateLower) => most - most / 4,
            () => most,
        };
        Self { most, counted: Mutex::default() }
    }

    /// Counts a request, or refuses it.
    pub fn take(&self, role: Role) -> Result<(), ApiError> {
        self.take_at(role, Instant::now())
    }

    fn take_at(&self, role: Role, now: Instant) -> Result<(), ApiError> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let window = counted.entry(role.name()).or_insert((now, 0));
        if now.duration_since(window.0) >= WINDOW {
            *window = (now, 0);
        }
        if window.1 < self.most {
            window.1 += 1;
            return Ok(());
        }
        let left = WINDOW.saturating_sub(now.duration_since(window.0));
        Err(ApiError::too_many(left.as_secs() + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_a_budget_that_is_full_again_after_a_minute() {
        let (limit, begun) = (RateLimit::new(2), Instant::now());
        assert!(limit.take_at(Role::Clerk, begun).is_ok() && limit.take_at(Role::Clerk, begun).is_ok());
        let refusal = limit.take_at(Role::Clerk, begun + Duration::from_secs(10)).unwrap_err();
        assert_eq!((refusal.status.as_u16(), refusal.retry_after), (429, Some(51)));
        assert!(limit.take_at(Role::Admin, begun).is_ok(), "another key has a budget of its own");
        assert!(limit.take_at(Role::Clerk, begun + WINDOW).is_ok());
    }
}
