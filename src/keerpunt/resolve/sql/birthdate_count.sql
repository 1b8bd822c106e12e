-- How many customers of a source give each birth date; each customer counts once. In: subscriber.
-- Out: origin, birthdate (ISO), n. Counts of disjoint customers add up.
SELECT origin, birthdate, count(*) AS n
FROM (
    SELECT DISTINCT origin, record_key, CAST(birthdate AS VARCHAR) AS birthdate
    FROM subscriber
    WHERE response = 'match' AND birthdate IS NOT NULL
) AS stated
GROUP BY origin, birthdate
