-- case: a column is renamed
-- => irrelevant: alter [rename column price of shop.orders to amount]
ALTER TABLE shop.orders RENAME COLUMN price TO amount;

-- case: a column is renamed, names quoted, the table perhaps not there
-- => irrelevant: alter [rename column "Unit Price" of shop.orders to "net price"]
ALTER TABLE IF EXISTS shop.orders RENAME COLUMN "Unit Price" TO "net price";

-- case: a column is renamed without the word COLUMN, of a view too
-- => irrelevant: alter [rename column price of shop.orders to amount]
-- => irrelevant: alter [rename column price of shop.cheap to amount]
ALTER TABLE ONLY shop.orders RENAME price TO amount;
ALTER VIEW shop.cheap RENAME COLUMN price TO amount;

-- case: a constraint is renamed: no column
-- => irrelevant: alter []
ALTER TABLE shop.orders RENAME CONSTRAINT price_positive TO amount_positive;
