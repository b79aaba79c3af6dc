-- case: a name after INTO is a variable
-- => irrelevant: select [reads items]
SELECT name INTO v_name FROM items;
