-- What a person vouches for, apart from what was tried.
CREATE TABLE attestations (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    item      TEXT NOT NULL,
    spec      TEXT NOT NULL,
    statement TEXT NOT NULL,
    by_whom   TEXT NOT NULL,
    until     TEXT NOT NULL,
    note      TEXT NOT NULL,
    at        TEXT NOT NULL
);
CREATE INDEX attestations_by_item ON attestations (spec, item, id);

CREATE TRIGGER attestations_stay BEFORE UPDATE ON attestations BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER attestations_keep BEFORE DELETE ON attestations BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
