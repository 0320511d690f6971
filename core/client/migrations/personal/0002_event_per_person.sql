-- Personal database, schema 2: events by person. One account may be used by several people one after the other, and each has a log of their own
-- that counts from 1.

CREATE TABLE event_of_schema_1 (seq INTEGER, subject_id TEXT, seen INTEGER, sealed BLOB) STRICT;
INSERT INTO event_of_schema_1 SELECT seq, subject_id, seen, sealed FROM event;
DROP TABLE event;

-- background
CREATE TABLE event (
  person     TEXT NOT NULL,                                                -- a keyed hash of the subject; '' for rows of schema 1
  seq        INTEGER NOT NULL,
  subject_id TEXT NOT NULL,
  seen       INTEGER NOT NULL CHECK (seen IN (0, 1)),
  sealed     BLOB NOT NULL,
  PRIMARY KEY (person, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_by_subject ON event (subject_id, seq);
CREATE INDEX event_unseen ON event (person, seq) WHERE seen = 0;

INSERT INTO event SELECT '', seq, subject_id, seen, sealed FROM event_of_schema_1;
DROP TABLE event_of_schema_1;
