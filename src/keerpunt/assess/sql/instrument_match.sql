-- Which identity an answer names for the very instrument of a payment. In: paid, holding.
-- Out: payment_key, origin, identity_id, holder_key, holder_origin, holder_independent, same_scope, inside.
--
-- `inside`: whether the payment lies in the interval the answer states; NULL where it states none (the answer is then
-- about the instant that was asked: enough for a card or an account number).
WITH named AS (
    SELECT
        paid.payment_key, paid.origin, paid.instrument_kind, paid.scope, paid.paid_utc,
        CASE paid.instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE paid.instrument_kind END AS kind,
        paid.instrument AS value
    FROM paid
    WHERE paid.instrument IS NOT NULL
    UNION
    SELECT
        paid.payment_key, paid.origin, paid.instrument_kind, paid.scope, paid.paid_utc, 'paypal', paid.payer_login
    FROM paid
    WHERE paid.payer_login IS NOT NULL
)
SELECT DISTINCT
    named.payment_key,
    named.origin,
    holding.identity_id,
    holding.holder_key,
    holding.origin AS holder_origin,
    holding.independent AS holder_independent,
    named.instrument_kind <> 'card' OR (holding.scope IS NOT NULL AND holding.scope = named.scope) AS same_scope,
    CASE
        WHEN holding.from_utc IS NULL AND holding.to_utc IS NULL THEN NULL
        ELSE (holding.from_utc IS NULL OR named.paid_utc >= holding.from_utc)
            AND (holding.to_utc IS NULL OR named.paid_utc <= holding.to_utc)
    END AS inside
FROM named
JOIN holding ON holding.kind = named.kind AND holding.value = named.value
WHERE holding.via = 'linked'
    AND (
        named.instrument_kind <> 'card' OR holding.scope IS NULL OR named.scope IS NULL OR holding.scope = named.scope
    )
ORDER BY ALL
