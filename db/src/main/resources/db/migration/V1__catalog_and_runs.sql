-- The catalog: providers, services, events and fields; ATT&CK; vendors' rules taken apart; and runs of those rules.
-- Nothing here needs more than PostgreSQL 14.

create table catalog_state (
    only_row boolean primary key default true check (only_row),
    version bigint not null default 0,
    changed timestamptz not null default now()
);
insert into catalog_state default values;

-- What the catalog's own files held when they were last imported.
create table catalog_files (
    path text primary key,
    hash text not null
);

-- Providers, services, events, fields -------------------------------------------------------------------------------

create table providers (
    id text primary key,
    title text not null,
    event_key text not null,
    namespace text not null
);

create table services (
    id text primary key,
    provider text not null references providers,
    title text not null,
    event_source text not null,
    description text not null,
    refs text[] not null,
    search tsvector generated always as (
        setweight(to_tsvector('simple', id || ' ' || title || ' ' || event_source), 'A')
        || setweight(to_tsvector('english', description), 'C')) stored
);
create index services_search on services using gin (search);
create index services_event_source on services (lower(event_source));

create table events (
    id bigint generated always as identity primary key,
    service text not null references services on delete cascade,
    name text not null,
    access text not null,
    description text not null,
    example text not null,
    refs text[] not null,
    search tsvector generated always as (
        setweight(to_tsvector('simple', name || ' ' || service), 'A')
        || setweight(to_tsvector('english', description), 'C')) stored,
    unique (service, name)
);
create index events_search on events using gin (search);
create index events_name on events (lower(name));

-- A field is the provider's, a service's or an event's.
create table fields (
    id bigint generated always as identity primary key,
    provider text references providers on delete cascade,
    service text references services on delete cascade,
    event bigint references events on delete cascade,
    position int not null,
    name text not null,
    type text not null,
    description text not null,
    search tsvector generated always as (
        setweight(to_tsvector('simple', name || ' ' || translate(name, '.[]', '   ')), 'A')
        || setweight(to_tsvector('english', description), 'C')) stored,
    check (num_nonnulls(provider, service, event) = 1)
);
create index fields_search on fields using gin (search);
create unique index fields_of_provider on fields (provider, name) where provider is not null;
create unique index fields_of_service on fields (service, name) where service is not null;
create unique index fields_of_event on fields (event, name) where event is not null;

-- ATT&CK --------------------------------------------------------------------------------------------------------------

create table tactics (
    slug text primary key,
    id text not null unique,
    name text not null,
    position int not null
);

create table techniques (
    id text primary key,
    name text not null,
    search tsvector generated always as (to_tsvector('simple', id || ' ' || name)) stored
);
create index techniques_search on techniques using gin (search);

create table technique_tactics (
    technique text not null references techniques on delete cascade,
    tactic text not null,
    primary key (technique, tactic)
);

-- Rules ---------------------------------------------------------------------------------------------------------------

create table vendors (
    slug text primary key,
    title text not null
);

create table sources (
    id bigint generated always as identity primary key,
    vendor text not null references vendors,
    name text not null,
    companions_hash text not null default '',
    unique (vendor, name)
);

create table companions (
    source bigint not null references sources on delete cascade,
    kind text not null,
    name text not null,
    file text not null,
    text text not null,
    lines int[] not null,
    primary key (source, kind, name)
);

create table rules (
    id bigint generated always as identity primary key,
    source bigint not null references sources on delete cascade,
    vendor text not null references vendors,
    rule_id text not null,
    title text not null,
    description text not null,
    author text not null,
    kind text not null,
    severity text not null check (severity in ('informational', 'low', 'medium', 'high', 'critical')),
    status text not null,
    enabled boolean not null,
    language text not null,
    language_title text not null,
    body text not null,
    body_lines int[] not null,
    document text not null,
    path text not null,
    url text not null,
    log_type text not null,
    refs text[] not null,
    techniques text[] not null,
    readiness text not null check (readiness in ('runnable', 'not runnable', 'waiting', 'failed')),
    reason text not null,
    schedule text not null,
    group_by text[] not null,
    required_fields text[] not null,
    hash text not null,
    analysis_hash text not null,
    search tsvector generated always as (
        setweight(to_tsvector('simple', rule_id || ' ' || title), 'A')
        || setweight(to_tsvector('english', title), 'A')
        || setweight(to_tsvector('english', left(description, 100000)), 'B')
        || setweight(to_tsvector('simple', left(translate(body, './_=''"(){}[]', '             '), 100000)), 'D')) stored,
    unique (vendor, rule_id)
);
create index rules_search on rules using gin (search);

create table rule_revisions (
    rule bigint not null references rules on delete cascade,
    number int not null,
    hash text not null,
    title text not null,
    body text not null,
    document text not null,
    imported timestamptz not null default now(),
    primary key (rule, number)
);

create table rule_techniques (
    rule bigint not null references rules on delete cascade,
    technique text not null,
    primary key (rule, technique)
);
create index rule_techniques_technique on rule_techniques (technique);

create table rule_tactics (
    rule bigint not null references rules on delete cascade,
    tactic text not null,
    primary key (rule, tactic)
);

create table rule_stages (
    rule bigint not null references rules on delete cascade,
    position int not null,
    kind text not null,
    text text not null,
    span_start int not null,
    span_end int not null,
    primary key (rule, position)
);

create table rule_outputs (
    rule bigint not null references rules on delete cascade,
    position int not null,
    name text not null,
    stage text not null,
    primary key (rule, position)
);

create table rule_unsupported (
    rule bigint not null references rules on delete cascade,
    position int not null,
    construct text not null,
    span_start int not null,
    span_end int not null,
    primary key (rule, position)
);

create table rule_tests (
    rule bigint not null references rules on delete cascade,
    position int not null,
    name text not null,
    expected boolean not null,
    log text not null,
    primary key (rule, position)
);

create table parameters (
    rule bigint not null references rules on delete cascade,
    position int not null,
    name text not null,
    kind text not null,
    value text,
    vendor_default text,
    primary key (rule, position)
);

create table predicates (
    rule bigint not null references rules on delete cascade,
    position int not null,
    field text not null,
    kind text not null,
    value text not null,
    negated boolean not null,
    case_sensitive boolean not null,
    span_start int not null,
    span_end int not null,
    primary key (rule, position)
);
-- Values can be longer than a btree entry may be.
create index predicates_triple on predicates (field, kind, md5(value));

-- What a rule leaves out: its top-level negated conjuncts.
create table exclusions (
    rule bigint not null references rules on delete cascade,
    position int not null,
    field text not null,
    kind text not null,
    value text not null,
    case_sensitive boolean not null,
    primary key (rule, position)
);

create table attachments (
    rule bigint not null references rules on delete cascade,
    event bigint not null references events on delete cascade,
    kind text not null check (kind in ('pinned', 'listed', 'resolved', 'catch-all')),
    why text not null,
    primary key (rule, event)
);
create index attachments_event on attachments (event);

-- One row a triple that rules look for, over the whole catalog.
create view indicators as
select p.field, p.kind, p.value, p.negated,
       bool_and(p.case_sensitive) as case_sensitive,
       count(distinct p.rule) as corpus_rules,
       array_agg(distinct r.vendor order by r.vendor) as vendors
from predicates p
join rules r on r.id = p.rule
group by p.field, p.kind, p.value, p.negated;

-- Runs ----------------------------------------------------------------------------------------------------------------

create table runs (
    id bigint generated always as identity primary key,
    name text not null,
    state text not null check (state in ('running', 'done', 'failed')),
    problem text not null default '',
    started timestamptz not null default now(),
    duration_millis bigint not null default 0,
    files bigint not null default 0,
    events bigint not null default 0,
    lost bigint not null default 0,
    findings bigint not null default 0,
    parameters text not null default '{}'
);

-- Vendor and rule are kept as words, so that a run outlives a rule that its vendor withdraws.
create table verdicts (
    run bigint not null references runs on delete cascade,
    vendor text not null,
    rule_id text not null,
    title text not null,
    verdict text not null
        check (verdict in ('fired', 'not fired', 'not runnable', 'waiting for a parameter', 'failed')),
    findings bigint not null,
    reason text not null,
    primary key (run, vendor, rule_id)
);

-- Columns and evidence are JSON that is kept as text: a log may hold what jsonb refuses, such as a NUL.
create table findings (
    run bigint not null references runs on delete cascade,
    n bigint not null,
    vendor text not null,
    rule_id text not null,
    event_ids text[] not null,
    time timestamptz,
    severity text not null,
    title text not null,
    columns text not null,
    evidence text not null,
    primary key (run, n)
);
create index findings_rule on findings (run, vendor, rule_id);

create table lost_records (
    run bigint not null references runs on delete cascade,
    n bigint not null,
    file text not null,
    line bigint not null,
    reason text not null,
    -- A file that is no log loses nothing, but is told of.
    skipped boolean not null,
    primary key (run, n)
);
