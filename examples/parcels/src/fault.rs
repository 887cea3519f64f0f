//! Faults that a test can switch on, one at a time, to see whether somebody notices.
//!
//! Only a build with the feature `faults` looks at `PARCELS_FAULT`; in every other build `is` is plainly false.

use std::borrow::Cow;

macro_rules! faults {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// One way in which the service can be wrong.
        #[cfg_attr(not(feature = "faults"), allow(dead_code))]
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub enum Fault { $($(#[$doc])* $variant,)* }

        /// Every fault with the name that `PARCELS_FAULT` takes.
        #[cfg(feature = "faults")]
        const NAMES: &[(&str, Fault)] = &[$(($name, Fault::$variant),)*];
    };
}

faults! {
    /// Parcels can be listed and read without a key.
    OpenEndpoint = "open-endpoint",
    /// A key that nobody gave out acts as auditor.
    AnyKey = "any-key",
    /// A clerk may delete parcels.
    ClerkDeletes = "clerk-deletes",
    /// A courier may not move parcels.
    CourierStuck = "courier-stuck",
    /// A key counts in the query string, too.
    KeyInQuery = "key-in-query",
    /// A key counts as a bearer token, too.
    KeyAsBearer = "key-as-bearer",
    /// A caller without a key is answered with 403.
    StrangerForbidden = "stranger-forbidden",
    /// Prices are calculated without a key.
    QuotesOpen = "quotes-open",
    /// What a role may not do is answered with 404.
    DenialHidden = "denial-hidden",
    /// What a role may not do is answered with 401.
    DenialUnauthenticated = "denial-unauthenticated",
    /// What a role may not do is refused with 403, and done all the same.
    DenialDoes = "denial-does",
    /// A clerk may open depots.
    ClerkOpensDepots = "clerk-opens-depots",
    /// A clerk may delete depots.
    ClerkDeletesDepots = "clerk-deletes-depots",
    /// A clerk may move parcels.
    ClerkMoves = "clerk-moves",
    /// A clerk may not cancel parcels.
    ClerkCannotCancel = "clerk-cannot-cancel",
    /// A courier may read the history of a parcel.
    CourierReadsHistory = "courier-reads-history",
    /// A courier may cancel parcels.
    CourierCancels = "courier-cancels",
    /// A courier may not print labels.
    CourierWithoutLabels = "courier-without-labels",
    /// An auditor may change parcels.
    AuditorUpdates = "auditor-updates",
    /// An auditor may not read the history of a parcel.
    AuditorWithoutHistory = "auditor-without-history",
    /// An admin may not delete depots.
    AdminKeepsDepots = "admin-keeps-depots",
    /// A delivered parcel can go on the road again.
    DeliveredReopens = "delivered-reopens",
    /// A cancelled parcel can be picked up.
    CancelledMoves = "cancelled-moves",
    /// A parcel can be delivered without the last mile.
    SkipsLastMile = "skips-last-mile",
    /// A parcel on the road can be cancelled.
    CancelsOnTheRoad = "cancels-on-the-road",
    /// No parcel can be returned.
    NeverReturned = "never-returned",
    /// A failed delivery stays out for delivery.
    NeverBackInTransit = "never-back-in-transit",
    /// A change of state is not written into the history.
    HistoryForgets = "history-forgets",
    /// The registration is not written into the history.
    RegistrationUnrecorded = "registration-unrecorded",
    /// A parcel shows `weight` in place of `weight_grams`.
    FieldRenamed = "field-renamed",
    /// Creating a parcel answers 200 in place of 201.
    CreateStatus = "create-status",
    /// An unknown parcel is answered with 200 and an empty object.
    MissingIsOk = "missing-is-ok",
    /// Deleting a parcel answers 204 and leaves it there.
    DeleteKeeps = "delete-keeps",
    /// A deleted parcel still stands in the list.
    DeletedListed = "deleted-listed",
    /// The maximum page size is not enforced.
    PageSizeUnbounded = "page-size-unbounded",
    /// The filter by status is ignored.
    FilterIgnored = "filter-ignored",
    /// A descending sort is answered in ascending order.
    SortIgnored = "sort-ignored",
    /// A repeated idempotency key creates a second record.
    IdempotencyIgnored = "idempotency-ignored",
    /// Any state may follow any other.
    AnyTransition = "any-transition",
    /// A stale version overwrites newer data.
    StaleVersion = "stale-version",
    /// The status that a client sends on create is taken.
    StatusFromClient = "status-from-client",
    /// A depot with a code that is taken overwrites the depot that has it.
    DuplicateCode = "duplicate-code",
    /// Migrations fail on an empty database.
    MigrationFails = "migration-fails",
    /// Errors lack the outer `error` object.
    ErrorShape = "error-shape",
    /// A malformed body is a server error.
    MalformedCrashes = "malformed-crashes",
    /// The health body says `up` in place of `ok`.
    HealthBody = "health-body",
    /// The index on the status of parcels is missing.
    IndexGone = "index-gone",
    /// A parcel without `recipient_name` is registered.
    RequiredIgnored = "required-ignored",
    /// Text may be of any length.
    LengthUnbounded = "length-unbounded",
    /// Numbers may be above their bounds.
    WeightUnbounded = "weight-unbounded",
    /// An unknown service counts as standard.
    AnyService = "any-service",
    /// Any text is an e-mail address.
    EmailUnchecked = "email-unchecked",
    /// A value of a wrong type is a server error.
    WrongTypeCrashes = "wrong-type-crashes",
    /// A field that no request defines is dropped in silence.
    UnknownFieldTaken = "unknown-field-taken",
    /// A body of any media type is read as JSON.
    MediaTypeIgnored = "media-type-ignored",
    /// A body may be larger than the limit.
    BodyUnbounded = "body-unbounded",
    /// An unknown path is answered with 200.
    PathIsOk = "path-is-ok",
    /// A method that a path does not take is answered with 404.
    MethodNotFound = "method-not-found",
    /// An update leaves the version as it is.
    VersionStands = "version-stands",
    /// An update leaves `updated_at` as it is.
    TimeStands = "time-stands",
    /// An update moves `created_at`.
    BirthMoves = "birth-moves",
    /// An update is answered as done, and not stored.
    UpdateLost = "update-lost",
    /// Reading a parcel shows another city than was sent.
    ReadDiffers = "read-differs",
    /// The list shows another weight than was sent.
    ListDiffers = "list-differs",
    /// The id that a client sends on create is taken.
    IdFromClient = "id-from-client",
    /// The `created_at` that a client sends on create is taken.
    BirthFromClient = "birth-from-client",
    /// The `tracking_code` that a client sends with a change is taken.
    TrackingFromClient = "tracking-from-client",
    /// A page begins with the last record of the one before.
    PagesOverlap = "pages-overlap",
    /// Between two pages a record is left out.
    PagesSkip = "pages-skip",
    /// `total` counts the records of the page alone.
    TotalOfPage = "total-of-page",
    /// A page has 30 records unless asked otherwise.
    PageSizeDefault = "page-size-default",
    /// Lists are descending unless asked otherwise.
    NewestFirst = "newest-first",
    /// Every sort is by the time of creation.
    SortFieldIgnored = "sort-field-ignored",
    /// The filter by service lets nothing through.
    FilterByService = "filter-by-service",
    /// A known idempotency key with another body gets the first record.
    KeyWithOtherBody = "key-with-other-body",
    /// Deleting a depot answers 204 and leaves it there.
    DepotDeleteKeeps = "depot-delete-keeps",
    /// The label of a deleted parcel is still printed.
    DeletedLabel = "deleted-label",
    /// A label has no address.
    LabelForgets = "label-forgets",
    /// The city of a depot is a column for numbers.
    ColumnType = "column-type",
    /// The name of a depot may be null.
    ColumnNullable = "column-nullable",
    /// The service of a parcel is express by default in the database.
    ColumnDefault = "column-default",
    /// The tracking codes of parcels are not unique in the database.
    UniqueGone = "unique-gone",
    /// The events of a parcel do not refer to it.
    ReferenceGone = "reference-gone",
    /// `PARCELS_IDEMPOTENCY_HOURS` is not looked at.
    SettingIgnored = "setting-ignored",
    /// The service starts without the key of the admin.
    KeyOptional = "key-optional",
    /// The registered parcels are not among the metrics.
    MetricGone = "metric-gone",
    /// `PARCELS_PAGE_SIZE_DEFAULT` is looked at, and has no effect.
    PageSettingIgnored = "page-setting-ignored",
    /// `PARCELS_WEIGHT_MAX_GRAMS` is higher than stated unless it is set.
    WeightDefault = "weight-default",
    /// Text must be shorter than stated by a quarter.
    LengthTight = "length-tight",
    /// The start is not logged.
    EventGone = "event-gone",
    /// Reading a parcel takes a fifth of a second longer.
    ReadSlow = "read-slow",
    /// Every tenth page of parcels takes half a second longer.
    ListStalls = "list-stalls",
    /// The health is looked at by one caller at a time.
    HealthInTurn = "health-in-turn",
    /// Prices may be asked for as often as one likes.
    RateUnbounded = "rate-unbounded",
    /// Fewer prices than allowed may be asked for.
    RateLower = "rate-lower",
    /// A refusal for too many requests does not say when to come again.
    RateSilent = "rate-silent",
    /// A body may be a little larger than the limit.
    BodyLimitLoose = "body-limit-loose",
    /// A body must be a little smaller than the limit.
    BodyLimitTight = "body-limit-tight",
}

/// Whether that fault is switched on.
#[cfg(not(feature = "faults"))]
pub const fn is(_: Fault) -> bool {
    false
}

/// Whether that fault is switched on.
#[cfg(feature = "faults")]
pub fn is(fault: Fault) -> bool {
    chosen() == Ok(Some(fault))
}

/// Refuses a fault that does not exist, so that no test passes for a misspelt name.
#[cfg(not(feature = "faults"))]
pub fn check() -> Result<(), String> {
    Ok(())
}

/// Refuses a fault that does not exist, so that no test passes for a misspelt name.
#[cfg(feature = "faults")]
pub fn check() -> Result<(), String> {
    chosen().map(|_| ()).map_err(|name| {
        let known: Vec<_> = NAMES.iter().map(|(known, _)| *known).collect();
        format!("PARCELS_FAULT is \"{name}\"; it must be one of {}", known.join(", "))
    })
}

#[cfg(feature = "faults")]
fn chosen() -> Result<Option<Fault>, String> {
    static CHOSEN: std::sync::OnceLock<Result<Option<Fault>, String>> = std::sync::OnceLock::new();
    let read = || match crate::environment("PARCELS_FAULT") {
        None => Ok(None),
        Some(name) => match NAMES.iter().find(|(known, _)| *known == name) {
            Some((_, fault)) => Ok(Some(*fault)),
            None => Err(name),
        },
    };
    CHOSEN.get_or_init(read).clone()
}

/// Where that fault is switched on, makes every so manieth caller wait.
pub async fn stall(fault: Fault, every: usize, length: std::time::Duration) {
    static CALLS: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    if is(fault) && CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed).is_multiple_of(every) {
        tokio::time::sleep(length).await;
    }
}

/// Where that fault is switched on, lets callers in one at a time, each for so long.
pub async fn in_turn(fault: Fault, length: std::time::Duration) {
    static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    if is(fault) {
        let _turn = TURN.lock().await;
        tokio::time::sleep(length).await;
    }
}

/// A migration's text, without what the chosen fault takes out of it.
pub fn migration(sql: &str) -> Cow<'_, str> {
    let changes: &[(Fault, &str, &str)] = &[
        (
            Fault::IndexGone,
            "CREATE INDEX parcels_by_status ON parcels (status, deleted_at, created_at, id);",
            "",
        ),
        // Only a table that is not strict keeps text there.
        (Fault::ColumnType, "city       TEXT    NOT NULL,", "city       INTEGER NOT NULL,"),
        (Fault::ColumnType, ") STRICT", ")"),
        (Fault::ColumnNullable, "name       TEXT    NOT NULL,", "name       TEXT,"),
        (Fault::ColumnDefault, "DEFAULT 'standard'", "DEFAULT 'express'"),
        (Fault::UniqueGone, "tracking_code   TEXT    NOT NULL UNIQUE,", "tracking_code   TEXT    NOT NULL,"),
        (
            Fault::ReferenceGone,
            "parcel_id   TEXT NOT NULL REFERENCES parcels (id),",
            "parcel_id   TEXT NOT NULL,",
        ),
    ];
    let mut text = Cow::Borrowed(sql);
    for (_, from, to) in changes.iter().filter(|(fault, ..)| is(*fault)) {
        text = text.replace(from, to).into();
    }
    text
}
