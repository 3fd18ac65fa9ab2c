CREATE TABLE city (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL);
CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(10) NOT NULL, age SMALLINT, born DATE, worth DECIMAL(6, 2),
  city INTEGER REFERENCES city (id), code VARBINARY(3));
CREATE TABLE knows (a INTEGER, b INTEGER, since DATE, PRIMARY KEY (a, b));
CREATE TABLE doctor (id INTEGER PRIMARY KEY);
CREATE TABLE visit (id INTEGER PRIMARY KEY, doctor INTEGER, patient INTEGER, place INTEGER);
CREATE VIEW adult AS SELECT id, name FROM person WHERE age >= 18;
INSERT INTO city VALUES (1, 'Oslo'), (2, 'Paris');
INSERT INTO person VALUES (1, 'Ada', 36, DATE '1985-01-01', 10.50, 1, X'01'), (2, 'Bruno', 17, NULL, NULL, 2, NULL),
  (3, 'Chiara', NULL, NULL, 0.00, NULL, NULL);
INSERT INTO knows VALUES (1, 2, DATE '2020-01-01'), (2, 3, NULL);
CREATE PROPERTY GRAPH friends
  VERTEX TABLES (person LABEL person PROPERTIES (id, name, age), city LABEL city PROPERTIES (id, name))
  EDGE TABLES (knows SOURCE KEY (a) REFERENCES person (id) DESTINATION KEY (b) REFERENCES person (id)
      LABEL knows PROPERTIES (since),
    person AS lives SOURCE KEY (id) REFERENCES person (id) DESTINATION KEY (city) REFERENCES city (id)
      LABEL lives NO PROPERTIES);
