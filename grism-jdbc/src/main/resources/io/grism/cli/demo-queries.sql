-- Plain SQL: what does each category earn?
SELECT p.category, SUM(o.quantity * p.price) AS revenue, COUNT(*) AS orders
FROM orders AS o JOIN product AS p ON p.id = o.product_id
GROUP BY p.category
ORDER BY revenue DESC;

-- A graph pattern: who knows somebody who works for Acme?
SELECT who, friend, since
FROM GRAPH_TABLE (shop
  MATCH (a IS person)-[k IS knows]-(b IS person)-[IS works_for]->(c IS company WHERE c.name = 'Acme')
  COLUMNS (a.name AS who, b.name AS friend, k.since AS since))
ORDER BY who, friend
LIMIT 8;

-- Both joined: people born after 1990, and how many friends of friends they have.
SELECT p.name, p.born, COUNT(DISTINCT g.other) AS friends_of_friends
FROM person AS p
JOIN GRAPH_TABLE (shop
  MATCH (a IS person)-[IS knows]-(IS person)-[IS knows]-(b IS person)
  WHERE a.id <> b.id
  COLUMNS (a.id AS id, b.id AS other)) AS g ON g.id = p.id
WHERE p.born > DATE '1990-12-31'
GROUP BY p.name, p.born
ORDER BY friends_of_friends DESC, p.name
LIMIT 5;

-- An aggregate over paths: what do Ada's friends buy that she does not?
SELECT g.product, COUNT(*) AS times, SUM(g.quantity) AS pieces
FROM GRAPH_TABLE (shop
  MATCH (a IS person WHERE a.name = 'Ada Moreau')-[IS knows]-(b IS person)-[o IS ordered]->(p IS product)
  COLUMNS (p.id AS product_id, p.name AS product, o.quantity AS quantity)) AS g
WHERE NOT EXISTS (
  SELECT 1 FROM orders AS mine JOIN person AS ada ON ada.id = mine.person_id
  WHERE ada.name = 'Ada Moreau' AND mine.product_id = g.product_id)
GROUP BY g.product
ORDER BY times DESC, g.product
LIMIT 5;

-- A hyperedge has any number of roles: who gave whom a product of the firm that the giver works for?
SELECT giver, receiver, product, maker
FROM GRAPH_TABLE (shop
  MATCH (g IS person)-[x IS gift FROM giver TO receiver]->(r IS person), (x)-[IS item]->(p)-[IS made_by]->(c)<-[IS works_for]-(g)
  COLUMNS (g.name AS giver, r.name AS receiver, p.name AS product, c.name AS maker))
ORDER BY giver, receiver;

-- And how is such a question answered?
EXPLAIN
SELECT maker, COUNT(*) AS buyers
FROM GRAPH_TABLE (shop
  MATCH (a IS person WHERE a.city = 'Paris')-[IS ordered]->(p IS product)-[IS made_by]->(c IS company)
  COLUMNS (c.name AS maker))
GROUP BY maker;
