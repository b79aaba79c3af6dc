-- case: quoted, mixed case, unicode and dotted names
-- => "Daily Revenue"."a.b" <- "Raw"."say "hi"" : insert direct 1.0
-- => "Daily Revenue"."a.b" <- größe.Ünïcode : insert direct 1.0
INSERT INTO "Daily Revenue"."a.b" SELECT * FROM "Raw"."say ""hi""", größe.Ünïcode;

-- case: unicode escapes
-- => t <- "data" : insert direct 1.0
INSERT INTO t SELECT * FROM U&"d\0061t\+000061";

-- case: three parts and spaces around dots
-- => db.app.t <- db.app.s : insert direct 1.0
INSERT INTO db . app . t SELECT * FROM db.app . s;

-- case: keywords that may be table names
-- => public.order_items <- public.table : insert direct 1.0
-- => public.order_items <- offset : insert direct 1.0
INSERT INTO public.order_items SELECT * FROM public.table JOIN offset ON true;

-- case: dollar quotes hide everything
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT $$ from nowhere; $$, $tag$ join $$ x $$ $tag$ FROM s;

-- case: strings with escapes
-- => t <- s : insert direct 1.0
INSERT INTO t SELECT 'it''s from x', E'a\'b from y', '\', U&'\0041' FROM s;

-- case: comments of every kind
-- => t <- s : insert direct 1.0
/* app: "x" */ INSERT /* from a */ INTO t -- from b
SELECT /* nested /* from c */ still */ * FROM s --;
;

-- case: system tables are names like others here
-- => t <- pg_catalog.pg_class : insert direct 1.0
INSERT INTO t SELECT oid FROM pg_catalog.pg_class;
