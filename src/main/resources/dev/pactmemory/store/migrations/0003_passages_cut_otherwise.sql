-- Passages are cut otherwise: each memory is looked at again. Vectors that still fit are kept.

UPDATE memories SET embedded = 0;
