-- Schemes have guidelines, parts that can be switched off, and attributes of whole documents; a mark knows the version of the
-- scheme that it was made under.

ALTER TABLE scheme ADD COLUMN guidelines TEXT NOT NULL DEFAULT '';
ALTER TABLE scheme ADD COLUMN modules TEXT; -- JSON
ALTER TABLE scheme ADD COLUMN document TEXT; -- JSON
ALTER TABLE span ADD COLUMN scheme_version INTEGER NOT NULL DEFAULT 1;
