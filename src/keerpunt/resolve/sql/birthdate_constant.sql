-- Birth dates that a source gives so often that they stand for "not known". In: subscriber; $share, $least.
-- Out: birthdate (ISO).
WITH stated AS (
    SELECT DISTINCT origin, record_key, birthdate FROM subscriber WHERE response = 'match' AND birthdate IS NOT NULL
),
total AS (
    SELECT origin, count(*) AS n FROM stated GROUP BY origin
)
SELECT DISTINCT CAST(stated.birthdate AS VARCHAR) AS birthdate
FROM stated
JOIN total ON total.origin = stated.origin
GROUP BY stated.origin, stated.birthdate, total.n
HAVING count(*) > $share * total.n AND count(*) >= $least
ORDER BY birthdate
