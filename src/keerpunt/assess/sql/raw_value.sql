-- Every contact and instrument value of the operation, to be folded once. In: account, purchase_order, payment,
-- subscriber, fraud_report. Out: kind, raw, region (the country by which a phone is read; `XX` for all else).
WITH answered AS (
    SELECT *, CASE WHEN country = 'XX' THEN provider_country ELSE country END AS region
    FROM subscriber
    WHERE response = 'match'
)
SELECT kind, raw, region
FROM (
    SELECT 'email' AS kind, email AS raw, 'XX' AS region FROM account
    UNION ALL
    SELECT 'phone', phone, self_country FROM account
    UNION ALL
    SELECT 'email', email, 'XX' FROM purchase_order
    UNION ALL
    SELECT 'email', payer_email, 'XX' FROM payment
    UNION ALL
    SELECT 'phone', payer_phone, billing_country FROM payment
    UNION ALL
    SELECT 'iban', iban, 'XX' FROM payment
    UNION ALL
    SELECT 'wallet', wallet_address, 'XX' FROM payment
    UNION ALL
    SELECT 'iban', iban, 'XX' FROM fraud_report
    UNION ALL
    SELECT linked_kind, linked_value, CASE WHEN linked_kind = 'phone' THEN region ELSE 'XX' END FROM answered
    UNION ALL
    SELECT 'email', mail.raw, 'XX' FROM answered, unnest(answered.emails) AS mail (raw)
    UNION ALL
    SELECT 'phone', phone.raw, answered.region FROM answered, unnest(answered.phones) AS phone (raw)
) AS found
WHERE raw IS NOT NULL
GROUP BY kind, raw, region
ORDER BY kind, raw, region
