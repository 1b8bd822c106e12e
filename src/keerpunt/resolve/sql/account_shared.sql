-- Devices and instruments that several accounts used. In: session, payment, payment_account, device_constant,
-- value_form. Out: kind (device_id, card, iban), scope, value, platform_account_id.
WITH used AS (
    SELECT 'device_id' AS kind, session.origin AS scope, session.device_id AS value, session.platform_account_id
    FROM session
    LEFT JOIN device_constant
        ON device_constant.origin = session.origin AND device_constant.device_id = session.device_id
    WHERE session.device_id IS NOT NULL AND device_constant.device_id IS NULL
    UNION
    SELECT 'device_id', payment.origin, payment.device_id, payment_account.platform_account_id
    FROM payment
    JOIN payment_account
        ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
    LEFT JOIN device_constant
        ON device_constant.origin = payment.origin AND device_constant.device_id = payment.device_id
    WHERE payment.device_id IS NOT NULL AND device_constant.device_id IS NULL
    UNION
    SELECT 'card', coalesce(payment.fingerprint_scope, payment.origin), payment.fingerprint,
        payment_account.platform_account_id
    FROM payment
    JOIN payment_account
        ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
    WHERE payment.fingerprint IS NOT NULL AND payment.direction = 'in'
    UNION
    SELECT 'iban', '-', value_form.value, payment_account.platform_account_id
    FROM payment
    JOIN payment_account
        ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
    JOIN value_form ON value_form.kind = 'iban' AND value_form.raw = payment.iban AND value_form.code = 'ok'
    WHERE payment.direction = 'in'
),
shared AS (
    SELECT kind, scope, value
    FROM used
    WHERE platform_account_id IS NOT NULL
    GROUP BY kind, scope, value
    HAVING count(DISTINCT platform_account_id) > 1
)
SELECT used.kind, used.scope, used.value, used.platform_account_id
FROM used
JOIN shared ON shared.kind = used.kind AND shared.scope = used.scope AND shared.value = used.value
WHERE used.platform_account_id IS NOT NULL
ORDER BY used.kind, used.scope, used.value, used.platform_account_id
