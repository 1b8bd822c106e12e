-- Payments that share a device, an e-mail address or an unshared internet address, where three or more spellings of a
-- payer's surname occur on one key (I14, section 5). In: paid, session, account, purchase_order, folded, name_form,
-- ip_assignment, ip_about.
-- Out: key, surname, paid_utc, payment_key, origin.
WITH used_ip AS (
    SELECT lower(ip) AS ip, platform_account_id FROM session
    UNION
    SELECT lower(ip), platform_account_id FROM paid
    UNION
    SELECT lower(register_ip), platform_account_id FROM account
    UNION
    SELECT lower(ip), platform_account_id FROM purchase_order
),
-- The address from which an order was placed is the address of its payment.
paid_from AS (
    SELECT payment_key, origin, lower(ip) AS ip FROM paid WHERE ip IS NOT NULL
    UNION
    SELECT paid.payment_key, paid.origin, lower(purchase_order.ip)
    FROM paid
    JOIN purchase_order ON purchase_order.order_id = paid.order_id
    WHERE purchase_order.ip IS NOT NULL
    UNION
    SELECT paid.payment_key, paid.origin, lower(purchase_order.ip)
    FROM paid
    JOIN purchase_order ON purchase_order.psp = paid.psp AND purchase_order.psp_ref = paid.psp_ref
    WHERE purchase_order.ip IS NOT NULL
),
shared_ip AS (
    SELECT ip FROM used_ip GROUP BY ip HAVING count(DISTINCT platform_account_id) > $shared_ip_accounts
    UNION
    SELECT lower(ip) FROM ip_assignment WHERE cgnat = 'yes'
    UNION
    SELECT ip FROM ip_about WHERE hosting OR shared
),
device AS (
    SELECT DISTINCT platform_account_id, device_id
    FROM session
    WHERE platform_account_id IS NOT NULL AND device_id IS NOT NULL
        AND (user_agent IS NULL OR device_id <> user_agent)
),
constant AS (
    SELECT device_id
    FROM device
    GROUP BY device_id
    HAVING count(*) * 1000 > $shared_device_share * (SELECT count(DISTINCT platform_account_id) FROM device)
        AND (SELECT count(DISTINCT platform_account_id) FROM device) >= 20
),
keyed AS (
    SELECT 'device|' || device_id AS key, payment_key, origin FROM paid WHERE device_id IS NOT NULL
    UNION
    SELECT 'device|' || device.device_id, paid.payment_key, paid.origin
    FROM paid
    JOIN device ON device.platform_account_id = paid.platform_account_id
    LEFT JOIN constant ON constant.device_id = device.device_id
    WHERE constant.device_id IS NULL
    UNION
    SELECT 'email|' || folded.value, paid.payment_key, paid.origin
    FROM paid
    JOIN folded ON folded.kind = 'email' AND folded.raw = paid.payer_email
    UNION
    SELECT 'email|' || folded.value, paid.payment_key, paid.origin
    FROM paid
    JOIN account ON account.platform_account_id = paid.platform_account_id
    JOIN folded ON folded.kind = 'email' AND folded.raw = account.email
    UNION
    SELECT 'ip|' || paid_from.ip, paid_from.payment_key, paid_from.origin
    FROM paid_from
    LEFT JOIN shared_ip ON shared_ip.ip = paid_from.ip
    WHERE shared_ip.ip IS NULL
),
held AS (
    SELECT keyed.key, name_form.surname, paid.paid_utc, keyed.payment_key, keyed.origin
    FROM keyed
    JOIN paid ON paid.payment_key = keyed.payment_key AND paid.origin = keyed.origin
    JOIN name_form ON name_form.name = paid.payer_name
    WHERE name_form.surname IS NOT NULL
)
SELECT held.*
FROM held
JOIN (SELECT key FROM held GROUP BY key HAVING count(DISTINCT surname) >= $holders_surnames) AS crowded
    ON crowded.key = held.key
ORDER BY held.key, held.paid_utc, held.payment_key, held.origin
