-- Vendors' repositories as sources: where their rules come from, a report of each import, and rules that a vendor has
-- withdrawn, which stay with their history but count nowhere.

alter table sources
    add address text not null default '',
    add branch text not null default '',
    add licence text not null default '',
    add commit_id text not null default '',
    add imported timestamptz,
    -- Of all that decides how a rule is understood beside its own file: companions, the catalog's events, our code.
    add understood_by text not null default '';

create table import_reports (
    id bigint generated always as identity primary key,
    source bigint not null references sources on delete cascade,
    commit_id text not null,
    imported timestamptz not null,
    duration_millis bigint not null,
    files int not null,
    rules int not null,
    added int not null,
    revised int not null,
    unchanged int not null,
    removed int not null,
    cloudtrail_rules int not null,
    runnable int not null,
    waiting int not null,
    not_runnable int not null
);
create index import_reports_source on import_reports (source, id);

-- What kept how many of the rules on CloudTrail from running.
create table import_constructs (
    report bigint not null references import_reports on delete cascade,
    position int not null,
    construct text not null,
    rules int not null,
    primary key (report, position)
);

create table import_errors (
    report bigint not null references import_reports on delete cascade,
    position int not null,
    file text not null,
    line int not null,
    message text not null,
    primary key (report, position)
);

alter table rules
    add removed timestamptz,
    add failure_file text,
    add failure_line int,
    add failure_message text;

alter table rule_tests add mocks text not null default '[]';

create view current_rules as select * from rules where removed is null;

create view current_attachments as
select a.* from attachments a join rules r on r.id = a.rule where r.removed is null;

create or replace view indicators as
select p.field, p.kind, p.value, p.negated,
       bool_and(p.case_sensitive) as case_sensitive,
       count(distinct p.rule) as corpus_rules,
       array_agg(distinct r.vendor order by r.vendor) as vendors
from predicates p
join current_rules r on r.id = p.rule
group by p.field, p.kind, p.value, p.negated;
