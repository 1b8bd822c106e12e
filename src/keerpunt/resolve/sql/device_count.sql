-- How many events of a source carry each device id. In: session, payment.
-- Out: origin, device_id, n, n_agent (of them events whose device id is their user agent). Counts of disjoint events
-- add up.
SELECT origin, device_id, count(*) AS n,
    count(CASE WHEN device_id = user_agent THEN 1 END) AS n_agent
FROM (
    SELECT origin, device_id, user_agent FROM session WHERE device_id IS NOT NULL
    UNION ALL
    SELECT origin, device_id, user_agent FROM payment WHERE device_id IS NOT NULL
) AS event
GROUP BY origin, device_id
