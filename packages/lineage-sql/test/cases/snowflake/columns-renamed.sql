-- case: a column is renamed
-- => irrelevant: alter [rename column price of shop.orders to amount]
ALTER TABLE shop.orders RENAME COLUMN price TO amount;

-- case: a column is renamed, names quoted, the table perhaps not there
-- => irrelevant: alter [rename column "Unit Price" of shop.orders to "net price"]
ALTER TABLE IF EXISTS shop.orders RENAME COLUMN "Unit Price" TO "net price";
