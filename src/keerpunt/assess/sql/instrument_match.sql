-- Which identity an answer names for the very instrument of a payment. In: paid, holding.
-- Out: payment_key, origin, identity_id, holder_key, holder_origin, holder_independent, same_scope, inside.
--
-- `inside`: whether the payment lies in the interval the answer states; NULL where it states none (the answer is then
-- about the instant that was asked: enough for a card or an account number).
SELECT DISTINCT
    paid.payment_key,
    paid.origin,
    holding.identity_id,
    holding.holder_key,
    holding.origin AS holder_origin,
    holding.independent AS holder_independent,
    paid.instrument_kind <> 'card' OR (holding.scope IS NOT NULL AND holding.scope = paid.scope) AS same_scope,
    CASE
        WHEN holding.from_utc IS NULL AND holding.to_utc IS NULL THEN NULL
        ELSE (holding.from_utc IS NULL OR paid.paid_utc >= holding.from_utc)
            AND (holding.to_utc IS NULL OR paid.paid_utc <= holding.to_utc)
    END AS inside
FROM paid
JOIN holding
    ON holding.via = 'linked'
    AND holding.kind = CASE paid.instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE paid.instrument_kind END
    AND (holding.value = paid.instrument OR (holding.kind = 'paypal' AND holding.value = paid.payer_login))
WHERE paid.instrument_kind <> 'card' OR holding.scope IS NULL OR paid.scope IS NULL OR holding.scope = paid.scope
ORDER BY ALL
