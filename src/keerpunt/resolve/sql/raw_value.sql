-- Every distinct value that has to be brought into a comparable form once.
-- In: payment, subscriber. Out: kind (email, phone, iban, wallet, paypal_login), raw, country (reads national numbers).
SELECT 'email' AS kind, payer_email AS raw, 'XX' AS country FROM payment WHERE payer_email IS NOT NULL
UNION
SELECT 'paypal_login', payer_email, 'XX' FROM payment WHERE payer_email IS NOT NULL AND instrument_kind = 'paypal'
UNION
SELECT 'phone', payer_phone, billing_country FROM payment WHERE payer_phone IS NOT NULL
UNION
SELECT 'iban', iban, 'XX' FROM payment WHERE iban IS NOT NULL
UNION
SELECT 'wallet', wallet_address, 'XX' FROM payment WHERE wallet_address IS NOT NULL
UNION
SELECT 'email', held.raw, 'XX'
FROM subscriber CROSS JOIN unnest(subscriber.emails) AS held (raw)
WHERE held.raw IS NOT NULL
UNION
SELECT 'phone', held.raw, subscriber.country
FROM subscriber CROSS JOIN unnest(subscriber.phones) AS held (raw)
WHERE held.raw IS NOT NULL
UNION
SELECT
    CASE linked_kind WHEN 'paypal' THEN 'paypal_login' ELSE linked_kind END,
    linked_value,
    CASE linked_kind WHEN 'phone' THEN country ELSE 'XX' END
FROM subscriber
WHERE linked_value IS NOT NULL AND linked_kind IN ('email', 'phone', 'iban', 'wallet', 'paypal')
