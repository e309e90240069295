-- Roots that are trusted besides Mozilla's, because somebody here said so.
CREATE TABLE root (
  id BLOB PRIMARY KEY,
  archived INTEGER,
  name TEXT,
  pem TEXT                         -- one or more certificates
) STRICT;
