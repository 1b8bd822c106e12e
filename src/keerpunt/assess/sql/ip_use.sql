-- Every use of an internet address that a record states. In: session, download, paid, account, purchase_order.
-- Out: platform_account_id, record_key, origin, ip, src_port, used_utc, zone_basis, precision, ip_basis.
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
