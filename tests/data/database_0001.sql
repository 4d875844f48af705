-- What a database of the first version held, for the test of its upgrade.
insert into counter values (1, 'k3f9x2', 2);
insert into revisions values (1, '2026-10-01 08:00:00.000000', 'curated files', 'loaded', null);
insert into revisions values (2, '2026-10-01 08:00:00.000000', 'Nadia', 'accepted Odile Fennwick', null);
insert into categories values ('careers', 'Careers', 1, '');
insert into sources values ('forty-voices', 'Forty Voices', null, 'https://letters.example/forty', '2019');
insert into experts values ('bcdfghjk', 'person', 'Odile Fennwick', '', null, false, 2);
insert into recommendations values (1, 'bcdfghjk', 0, 'forty-voices', 'careers', 3, 'Careers', '', null, '2019');
insert into proposals values (1, 'forty-voices', 'wendel aspinall', 'new', 'd', '[{"name": "Wendel Aspinall", "kind": "person", "category": "Careers", "rank": 8, "linkedin_url": null, "links": [], "quote": null, "where": "line 84", "sure": 1.0}]', 'new', null, '[]', '[]', 'waiting', '2026-10-01 08:00:00.000000', null, null, null);
insert into proposals values (2, 'forty-voices', 'odile fennwick', 'new', 'e', '[{"name": "Wendel Aspinall", "kind": "person", "category": "Careers", "rank": 8, "linkedin_url": null, "links": [], "quote": null, "where": "line 84", "sure": 1.0}]', 'new', null, '[]', '[]', 'accepted', '2026-10-01 08:00:00.000000', '2026-10-01 08:00:00.000000', 'Nadia', 2);
