-- When and how each value that is asked about was used, so that a provider can find it. In: asked (about_kind,
-- about_value), paid, payment, ask_pick. Out: one row per use, oldest first.
SELECT DISTINCT
    asked.about_kind, asked.about_value, paid.psp, paid.psp_ref AS reference, paid.paid_utc AS used_utc,
    paid."precision", CAST(NULL AS BIGINT) AS port, paid.scope, payment.bin, payment.last4, payment.expiry
FROM asked
JOIN paid
    ON paid.instrument = asked.about_value
    AND asked.about_kind = CASE paid.instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE paid.instrument_kind END
JOIN payment ON payment.record_key = paid.payment_key AND payment.origin = paid.origin
UNION
SELECT
    asked.about_kind, asked.about_value, paid.psp, paid.psp_ref, paid.paid_utc, paid."precision", NULL, paid.scope,
    payment.bin, payment.last4, payment.expiry
FROM asked
JOIN paid ON paid.psp_ref = asked.about_value AND asked.about_kind = 'payment'
JOIN payment ON payment.record_key = paid.payment_key AND payment.origin = paid.origin
UNION
SELECT
    asked.about_kind, asked.about_value, NULL, NULL, ask_pick.used_utc, 'second', ask_pick.src_port, NULL, NULL, NULL, NULL
FROM asked
JOIN ask_pick ON ask_pick.ip = asked.about_value AND asked.about_kind = 'ip'
ORDER BY about_kind, about_value, used_utc, reference, port, psp, scope, bin, last4, expiry
