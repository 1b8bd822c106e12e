-- Device ids that identify nobody: equal to a user agent, or constant over too many events of their origin.
-- In: device_count; $share, $least. Out: origin, device_id.
WITH total AS (
    SELECT origin, sum(n) AS n FROM device_count GROUP BY origin
)
SELECT device_count.origin, device_count.device_id
FROM device_count
JOIN total ON total.origin = device_count.origin
WHERE (device_count.n > $share * total.n AND device_count.n >= $least) OR device_count.n_agent > 0
ORDER BY device_count.origin, device_count.device_id
