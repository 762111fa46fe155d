BEGIN TRANSACTION;
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, data TEXT NOT NULL);
INSERT INTO "outbox" VALUES(1,'01a22cf1-aa9d-7431-bc0c-0d6f28bcbd8b','ticket.issued_offline','{"number":"A902","queue":"social","issued_at":1763690000902,"phone":"13800000001"}');
INSERT INTO "outbox" VALUES(2,'01a22cf1-aa9d-7431-bc0c-0d704af72516','ticket.issued_offline','{"number":"A903","queue":"social","issued_at":1763690000903,"phone":"13800000001"}');
INSERT INTO "outbox" VALUES(3,'01a22cf1-aaa0-76eb-b452-11f344d42647','rating.given','{"session":"s1","nonce":"n1","level":5,"comment":"好"}');
INSERT INTO "outbox" VALUES(4,'01a22cf1-aaa8-7467-a216-e13390170bdb','device.fault','{"code":"printer.no_paper"}');
CREATE TABLE refused (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL,
    code TEXT NOT NULL, at INTEGER NOT NULL);
INSERT INTO "refused" VALUES(1,'01a22cf1-aab0-70fa-b81f-1cb3966ee6d0','ticket.printed','{"ticket": "20261121-A001"}','ticket.unknown',1796050365);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',5);
INSERT INTO "sqlite_sequence" VALUES('refused',1);
COMMIT;
PRAGMA user_version = 0;
