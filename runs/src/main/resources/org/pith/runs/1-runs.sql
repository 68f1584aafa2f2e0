-- A run and the facts about it. One text for SQLite and PostgreSQL: types are PostgreSQL's names, which SQLite reads by
-- affinity; times are milliseconds since 1970 UTC. Facts are only ever added, and leave only together with their run.

CREATE TABLE run (
  id          VARCHAR(40) NOT NULL PRIMARY KEY,
  begun       BIGINT NOT NULL,
  verb        TEXT NOT NULL,
  seed        BIGINT NOT NULL,
  fingerprint TEXT NOT NULL
);

CREATE TABLE setting (
  run      VARCHAR(40) NOT NULL REFERENCES run ON DELETE CASCADE,
  kind     VARCHAR(10) NOT NULL CHECK (kind IN ('option', 'version')),
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (run, kind, position)
);

CREATE TABLE event (
  run      VARCHAR(40) NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,
  recorded BIGINT NOT NULL,
  kind     VARCHAR(10) NOT NULL,
  text     TEXT NOT NULL,
  PRIMARY KEY (run, position)
);

-- A value that is not a number is null, because SQLite has no NaN.
CREATE TABLE metric (
  run      VARCHAR(40) NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  step     BIGINT NOT NULL,
  value    DOUBLE PRECISION,
  PRIMARY KEY (run, position),
  UNIQUE (run, name, step)
);

CREATE TABLE outcome (
  run      VARCHAR(40) NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,
  recorded BIGINT NOT NULL,
  name     TEXT NOT NULL,
  content  BYTEA NOT NULL,
  PRIMARY KEY (run, position),
  UNIQUE (run, name)
);

-- The newest content of a name counts; older ones stay.
CREATE TABLE artifact (
  run      VARCHAR(40) NOT NULL REFERENCES run ON DELETE CASCADE,
  position INTEGER NOT NULL,
  recorded BIGINT NOT NULL,
  name     TEXT NOT NULL,
  sha256   CHAR(64) NOT NULL,
  bytes    BIGINT NOT NULL,
  content  BYTEA NOT NULL,
  PRIMARY KEY (run, position)
);
