-- The log, its projections, and what stays on this device (shared rules: the log is the
-- truth; every table below "projections" is a pure function of the set of ops).

CREATE TABLE workspace (
  id BLOB PRIMARY KEY,            -- 16 bytes; a merge refuses another workspace's
  log_format INTEGER NOT NULL,
  min_reader INTEGER NOT NULL
) STRICT;

CREATE TABLE op (
  dev INTEGER NOT NULL,           -- device, random, 63 bits
  seq INTEGER NOT NULL,           -- 1, 2, 3 … per device
  ts INTEGER NOT NULL,            -- milliseconds since 1970-01-01T00:00Z
  person BLOB NOT NULL,
  act BLOB NOT NULL,
  tbl INTEGER NOT NULL,
  row BLOB NOT NULL,
  fld INTEGER NOT NULL,           -- 0 = creation of the row with all its fields
  vhash BLOB NOT NULL,            -- hash over the hashes of the cells in op_value
  base BLOB NOT NULL,             -- versions of the cell that the author had before him
  schema INTEGER NOT NULL,
  hash BLOB NOT NULL,             -- over all of the above, the workspace and the one before
  PRIMARY KEY (dev, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX op_cell ON op (row, fld);
CREATE INDEX op_act ON op (act);

CREATE TABLE op_value (
  dev INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  cells BLOB NOT NULL,            -- field, salt, value; or field and hash once erased
  PRIMARY KEY (dev, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER op_no_update BEFORE UPDATE ON op BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER op_no_delete BEFORE DELETE ON op BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER op_value_no_delete BEFORE DELETE ON op_value BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER op_value_no_update BEFORE UPDATE ON op_value
WHEN NOT EXISTS (SELECT 1 FROM erasure e WHERE e.dev = old.dev AND e.seq = old.seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

-- projections of the log itself
CREATE TABLE sup (                -- version (dev, seq) of field fld has been replaced
  dev INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  fld INTEGER NOT NULL,
  PRIMARY KEY (dev, seq, fld)
) STRICT, WITHOUT ROWID;
CREATE TABLE chain (
  dev INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE TABLE conflict (           -- a cell with more than one differing head
  row BLOB NOT NULL,
  fld INTEGER NOT NULL,
  tbl INTEGER NOT NULL,
  heads BLOB NOT NULL,            -- versions, the shown one first
  PRIMARY KEY (row, fld)
) STRICT, WITHOUT ROWID;
CREATE TABLE to_fix (             -- a value that does not fit its field, shown as unknown
  row BLOB NOT NULL,
  fld INTEGER NOT NULL,
  tbl INTEGER NOT NULL,
  PRIMARY KEY (row, fld)
) STRICT, WITHOUT ROWID;

-- projections: the tables that screens read. A primary key and nothing else: the order in
-- which ops arrive is arbitrary, so rules are checked when writing.
CREATE TABLE act (
  id BLOB PRIMARY KEY,
  wish TEXT,
  undo_of BLOB
) STRICT;
CREATE TABLE person (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  name TEXT
) STRICT;
CREATE TABLE erasure (
  id BLOB PRIMARY KEY,
  dev INTEGER,
  seq INTEGER,
  fld INTEGER
) STRICT;
CREATE INDEX erasure_cell ON erasure (dev, seq);
CREATE TABLE vendor (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  name TEXT,
  kind TEXT,
  stage TEXT,
  legal_name TEXT,
  website TEXT,
  country TEXT,
  owner TEXT,
  note TEXT
) STRICT;
CREATE TABLE service (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  vendor BLOB,
  name TEXT,
  purpose TEXT,
  business_owner TEXT,
  data_sensitivity INTEGER,
  access INTEGER,
  criticality INTEGER,
  ai_autonomy INTEGER,
  data_volume INTEGER,
  substitutability INTEGER,
  regulatory INTEGER
) STRICT;
CREATE INDEX service_vendor ON service (vendor);

-- local: this device only, never logged
CREATE TABLE device (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  dev INTEGER NOT NULL
) STRICT;
