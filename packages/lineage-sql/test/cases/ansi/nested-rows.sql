-- case: a nested value unpivoted beside its table
-- => out1 <- sales : create_table_as direct 1.0
CREATE TABLE out1 AS SELECT s.id, k, v FROM sales s, UNPIVOT s.attributes AS v AT k;

-- case: a call unpivoted: no table
-- => irrelevant: create table without a source table
CREATE TABLE out1 AS SELECT v FROM UNPIVOT json_parse('{}') AS v AT k;

-- case: an array of a row with the position of its items
-- => out1 <- sales : create_table_as direct 1.0
CREATE TABLE out1 AS SELECT * FROM sales s, s.items AS i AT position;

-- case: tables called unpivot
-- => out1 <- unpivot : create_table_as direct 1.0
-- => out1 <- "unpivot".t : create_table_as direct 1.0
CREATE TABLE out1 AS SELECT * FROM unpivot AS u JOIN "unpivot".t ON u.id = t.id;

-- case: a list after INTO is one of variables
-- => irrelevant: select [reads items]
SELECT name, price INTO v_name, v_price FROM items;
