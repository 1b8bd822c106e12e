-- Device ids that identify nobody: equal to a user agent, or constant over too many events of their origin.
-- In: session, payment; $share, $least. Out: origin, device_id.
WITH event AS (
    SELECT origin, device_id, user_agent FROM session WHERE device_id IS NOT NULL
    UNION ALL
    SELECT origin, device_id, user_agent FROM payment WHERE device_id IS NOT NULL
),
total AS (
    SELECT origin, count(*) AS n FROM event GROUP BY origin
)
SELECT event.origin, event.device_id
FROM event
JOIN total ON total.origin = event.origin
GROUP BY event.origin, event.device_id, total.n
HAVING (count(*) > $share * total.n AND count(*) >= $least)
    OR max(CASE WHEN event.device_id = event.user_agent THEN 1 ELSE 0 END) = 1
ORDER BY event.origin, event.device_id
