-- The ledger only grows: the triggers below refuse every change of what is there.
CREATE TABLE runs (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    started       TEXT NOT NULL,
    tool          TEXT NOT NULL,
    target        TEXT,
    target_digest TEXT,
    seed          INTEGER NOT NULL
);

-- Apart from `runs`, so that ending a run adds a row and changes none. A run without a row here was cut off.
CREATE TABLE run_ends (
    run      INTEGER PRIMARY KEY REFERENCES runs (id),
    finished TEXT NOT NULL,
    ending   TEXT NOT NULL CHECK (ending IN ('complete', 'inconclusive', 'interrupted')),
    summary  TEXT NOT NULL
);

CREATE TABLE evidence (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    run           INTEGER NOT NULL REFERENCES runs (id),
    item          TEXT NOT NULL,
    spec          TEXT NOT NULL,
    statement     TEXT NOT NULL,
    spec_digest   TEXT NOT NULL,
    target_digest TEXT,
    tool          TEXT NOT NULL,
    probe         TEXT NOT NULL,
    claim         TEXT NOT NULL,
    verdict       TEXT NOT NULL,
    strength      TEXT,
    sent          TEXT NOT NULL,
    seen          TEXT NOT NULL,
    reason        TEXT NOT NULL,
    repeat        TEXT,
    started       TEXT NOT NULL,
    duration_us   INTEGER NOT NULL
);
CREATE INDEX evidence_by_item ON evidence (spec, item, run);

-- What follows for an item from all the evidence of a run; written after that evidence, never before.
CREATE TABLE judgements (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    run           INTEGER NOT NULL REFERENCES runs (id),
    item          TEXT NOT NULL,
    spec          TEXT NOT NULL,
    statement     TEXT NOT NULL,
    target_digest TEXT,
    verdict       TEXT NOT NULL,
    strength      TEXT,
    reason        TEXT NOT NULL,
    at            TEXT NOT NULL
);
CREATE INDEX judgements_by_item ON judgements (spec, item, id);

CREATE TRIGGER runs_stay BEFORE UPDATE ON runs BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER runs_keep BEFORE DELETE ON runs BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER run_ends_stay BEFORE UPDATE ON run_ends BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER run_ends_keep BEFORE DELETE ON run_ends BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER evidence_keeps BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER judgements_stay BEFORE UPDATE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
CREATE TRIGGER judgements_keep BEFORE DELETE ON judgements BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
