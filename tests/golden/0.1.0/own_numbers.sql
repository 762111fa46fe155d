BEGIN TRANSACTION;
CREATE TABLE halted (day TEXT NOT NULL);
CREATE TABLE lost (request TEXT PRIMARY KEY);
INSERT INTO "lost" VALUES('request-1');
INSERT INTO "lost" VALUES('request-2');
CREATE TABLE settled (day TEXT NOT NULL, queue TEXT NOT NULL, counter INTEGER NOT NULL,
    PRIMARY KEY (day, queue, counter));
CREATE TABLE unsure (queue TEXT NOT NULL, counter INTEGER NOT NULL, PRIMARY KEY (queue, counter));
INSERT INTO "unsure" VALUES('social',902);
CREATE TABLE used (day TEXT NOT NULL, queue TEXT NOT NULL, last INTEGER NOT NULL,
    PRIMARY KEY (day, queue));
INSERT INTO "used" VALUES('2026-11-20','social',900);
INSERT INTO "used" VALUES('2026-11-21','social',901);
COMMIT;
PRAGMA user_version = 0;
