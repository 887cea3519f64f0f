CREATE TABLE parcel_events (
    id          TEXT NOT NULL PRIMARY KEY,
    parcel_id   TEXT NOT NULL REFERENCES parcels (id),
    from_status TEXT,
    to_status   TEXT NOT NULL,
    actor       TEXT NOT NULL CHECK (actor IN ('admin', 'clerk', 'courier')),
    note        TEXT,
    created_at  TEXT NOT NULL
) STRICT;

CREATE INDEX parcel_events_by_parcel ON parcel_events (parcel_id, created_at, id);
