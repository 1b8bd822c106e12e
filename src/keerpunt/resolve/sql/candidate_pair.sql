-- Pairs of parties that share an identifier which may still join (RESOLUTION.md section 4).
-- In: holding (kind, scope, value, part_key, likeness); $block_cap. Out: kind, scope, value, left_key, right_key.
--
-- Holders of a value who are alike (to every guard, and in all values they share with anybody) hang on their first one,
-- like a star; only these first ones are paired with each other. So a value shared by n alike holders gives n - 1 pairs
-- and not n^2. A value with more kinds of holders than the cap gives stars only.
WITH placed AS (
    SELECT
        kind, scope, value, part_key,
        min(part_key) OVER (PARTITION BY kind, scope, value, likeness) AS first_key
    FROM holding
),
first_holder AS (
    SELECT kind, scope, value, part_key FROM placed WHERE part_key = first_key
),
narrow AS (
    SELECT kind, scope, value FROM first_holder GROUP BY kind, scope, value HAVING count(*) <= $block_cap
)
SELECT kind, scope, value, first_key AS left_key, part_key AS right_key
FROM placed
WHERE part_key > first_key
UNION
SELECT a.kind, a.scope, a.value, a.part_key, b.part_key
FROM first_holder AS a
JOIN first_holder AS b ON b.kind = a.kind AND b.scope = a.scope AND b.value = a.value AND b.part_key > a.part_key
JOIN narrow ON narrow.kind = a.kind AND narrow.scope = a.scope AND narrow.value = a.value
ORDER BY kind, scope, value, left_key, right_key
