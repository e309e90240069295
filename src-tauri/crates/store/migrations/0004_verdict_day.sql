-- The day a reviewer judged an answer: not the day it was given.
ALTER TABLE answer ADD COLUMN verdict_on TEXT;
