-- Birth dates that a source gives so often that they stand for "not known". In: birthdate_count; $share, $least.
-- Out: birthdate (ISO).
WITH total AS (
    SELECT origin, sum(n) AS n FROM birthdate_count GROUP BY origin
)
SELECT DISTINCT birthdate_count.birthdate
FROM birthdate_count
JOIN total ON total.origin = birthdate_count.origin
WHERE birthdate_count.n > $share * total.n AND birthdate_count.n >= $least
ORDER BY birthdate_count.birthdate
