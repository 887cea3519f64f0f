CREATE TABLE depots (
    id         TEXT    NOT NULL PRIMARY KEY,
    code       TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    city       TEXT    NOT NULL,
    active     INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version    INTEGER NOT NULL DEFAULT 1,
    created_at TEXT    NOT NULL,
    updated_at TEXT    NOT NULL
) STRICT;

-- The central hub is there from the start: a parcel that names no depot belongs to it.
INSERT INTO depots (id, code, name, city, created_at, updated_at)
VALUES (
    '00000000-0000-7000-8000-000000000001',
    'HUB-1',
    'Central hub',
    'Linz',
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'),
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')
);
