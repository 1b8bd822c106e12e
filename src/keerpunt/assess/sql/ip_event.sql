-- Uses of internet addresses by actors, of addresses that some provider answered about and no other.
-- In: session, download, paid, account, purchase_order, actor_account, lease, holding. Out: one row per use.
WITH asked AS (
    SELECT ip FROM lease
    UNION
    SELECT value AS ip FROM holding WHERE kind = 'ip'
),
used AS (
    SELECT
        platform_account_id, record_key, origin, lower(ip) AS ip, src_port, occurred_utc AS used_utc,
        occurred_zone_basis AS zone_basis, occurred_precision AS "precision", ip_basis
    FROM session
    WHERE event IN ('login_ok', 'logout', 'register')
    UNION ALL
    SELECT
        platform_account_id, record_key, origin, lower(ip), src_port, occurred_utc, occurred_zone_basis,
        occurred_precision, ip_basis
    FROM download
    UNION ALL
    SELECT platform_account_id, payment_key, origin, lower(ip), NULL, paid_utc, zone_basis, "precision", 'psp_reported'
    FROM paid
    UNION ALL
    SELECT
        platform_account_id, record_key, origin, lower(register_ip), NULL, registered_utc, registered_zone_basis,
        registered_precision, 'unknown'
    FROM account
    UNION ALL
    SELECT
        platform_account_id, record_key, origin, lower(ip), NULL, placed_utc, placed_zone_basis, placed_precision,
        'unknown'
    FROM purchase_order
)
SELECT actor_account.actor_id, used.*
FROM used
JOIN asked ON asked.ip = used.ip
JOIN actor_account ON actor_account.platform_account_id = used.platform_account_id
WHERE used.used_utc IS NOT NULL
ORDER BY ALL
