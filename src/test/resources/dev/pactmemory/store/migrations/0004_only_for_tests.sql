-- // A column and a value, as a later version may add.
ALTER TABLE projects ADD COLUMN colour VARCHAR DEFAULT 'grey' NOT NULL;

UPDATE projects SET colour = 'green' WHERE memories > 0;
