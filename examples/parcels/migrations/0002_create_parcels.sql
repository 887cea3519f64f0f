CREATE TABLE parcels (
    id              TEXT    NOT NULL PRIMARY KEY,
    tracking_code   TEXT    NOT NULL UNIQUE,
    status          TEXT    NOT NULL DEFAULT 'registered' CHECK (status IN (
        'registered', 'in_transit', 'out_for_delivery', 'delivered', 'returned', 'cancelled'
    )),
    service         TEXT    NOT NULL DEFAULT 'standard' CHECK (service IN ('standard', 'express')),
    depot_code      TEXT    NOT NULL DEFAULT 'HUB-1' REFERENCES depots (code),
    recipient_name  TEXT    NOT NULL,
    recipient_email TEXT,
    address         TEXT    NOT NULL,
    postal_code     TEXT    NOT NULL,
    city            TEXT    NOT NULL,
    country         TEXT    NOT NULL,
    weight_grams    INTEGER NOT NULL CHECK (weight_grams > 0),
    note            TEXT,
    version         INTEGER NOT NULL DEFAULT 1,
    created_at      TEXT    NOT NULL,
    updated_at      TEXT    NOT NULL,
    deleted_at      TEXT
) STRICT;

-- Each serves a list in its default order, and its total, without looking at the rows.
CREATE INDEX parcels_by_creation ON parcels (deleted_at, created_at, id);
CREATE INDEX parcels_by_status ON parcels (status, deleted_at, created_at, id);
CREATE INDEX parcels_by_depot ON parcels (depot_code, deleted_at, created_at, id);
