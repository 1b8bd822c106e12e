-- Uses of internet addresses exact enough to ask an access provider about, of actors with a lead, that no answer covers.
-- In: lead, ip_use, actor_account, lease, folded_said. Out: actor_id, ip, used_utc, src_port, precision, origin.
WITH asking AS (
    SELECT DISTINCT actor_account.actor_id, actor_account.platform_account_id
    FROM lead
    JOIN actor_account ON actor_account.actor_id = lead.actor_id
),
closed AS (
    SELECT DISTINCT value AS ip FROM folded_said WHERE kind = 'ip' AND closes
)
SELECT DISTINCT asking.actor_id, ip_use.ip, ip_use.used_utc, ip_use.src_port
FROM ip_use
JOIN asking ON asking.platform_account_id = ip_use.platform_account_id
WHERE ip_use.ip IS NOT NULL AND ip_use.used_utc IS NOT NULL
    AND ip_use."precision" = 'second' AND ip_use.zone_basis <> 'assumed'
    AND ip_use.ip_basis NOT IN ('untrusted_header', 'cdn_edge')
    AND NOT EXISTS (SELECT 1 FROM closed WHERE closed.ip = ip_use.ip)
    AND NOT EXISTS (
        SELECT 1
        FROM lease
        WHERE lease.ip = ip_use.ip AND lease.from_utc <= ip_use.used_utc AND lease.to_utc >= ip_use.used_utc
    )
ORDER BY ALL
