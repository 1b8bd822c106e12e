-- Uses of internet addresses by actors, of addresses that some provider answered about and no other.
-- In: ip_use, actor_account, lease, holding. Out: one row per use.
WITH asked AS (
    SELECT ip FROM lease
    UNION
    SELECT value AS ip FROM holding WHERE kind = 'ip'
)
SELECT actor_account.actor_id, ip_use.*
FROM ip_use
JOIN asked ON asked.ip = ip_use.ip
JOIN actor_account ON actor_account.platform_account_id = ip_use.platform_account_id
WHERE ip_use.used_utc IS NOT NULL
ORDER BY ALL
