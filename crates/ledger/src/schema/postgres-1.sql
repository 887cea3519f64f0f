-- The same tables as in SQLite. Times are texts, so that both kinds of ledger hold the same values.
CREATE TABLE runs (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started       TEXT NOT NULL,
    tool          TEXT NOT NULL,
    target        TEXT,
    target_digest TEXT,
    seed          BIGINT NOT NULL
);

CREATE TABLE run_ends (
    run      BIGINT PRIMARY KEY REFERENCES runs (id),
    finished TEXT NOT NULL,
    ending   TEXT NOT NULL CHECK (ending IN ('complete', 'inconclusive', 'interrupted')),
    summary  TEXT NOT NULL
);

CREATE TABLE evidence (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run           BIGINT NOT NULL REFERENCES runs (id),
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
    duration_us   BIGINT NOT NULL
);
CREATE INDEX evidence_by_item ON evidence (run, spec, item);

CREATE TABLE judgements (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run           BIGINT NOT NULL REFERENCES runs (id),
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

CREATE TABLE attestations (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item      TEXT NOT NULL,
    spec      TEXT NOT NULL,
    statement TEXT NOT NULL,
    by_whom   TEXT NOT NULL,
    until     TEXT NOT NULL,
    note      TEXT NOT NULL,
    at        TEXT NOT NULL
);
CREATE INDEX attestations_by_item ON attestations (spec, item, id);

CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger only grows';
END;
$$;
CREATE TRIGGER runs_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON runs EXECUTE FUNCTION only_grows();
CREATE TRIGGER run_ends_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON run_ends EXECUTE FUNCTION only_grows();
CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON evidence EXECUTE FUNCTION only_grows();
CREATE TRIGGER judgements_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON judgements EXECUTE FUNCTION only_grows();
CREATE TRIGGER attestations_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON attestations EXECUTE FUNCTION only_grows();
