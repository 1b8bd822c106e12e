-- Every use of an e-mail address or phone by an actor. In: account, purchase_order, paid, actor_account, folded, holding.
-- Out: actor_id, platform_account_id, payment_key (NULL unless with a payment), record_key, origin, kind, value, usable
-- (false for role and throw-away ones), region, used_utc (registration, order, payment; NULL = not known).
-- A PayPal log-in is the instrument, not a contact. Left out: contacts of accounts that never paid and that no answer
-- is about.
WITH answered AS (
    SELECT DISTINCT kind, value FROM holding
),
paying AS (
    SELECT DISTINCT actor_id FROM paid
),
stated AS (
    SELECT
        platform_account_id, NULL AS payment_key, record_key, origin, 'email' AS kind, email AS raw,
        'XX' AS region, registered_utc AS used_utc
    FROM account
    UNION ALL
    SELECT platform_account_id, NULL, record_key, origin, 'phone', phone, self_country, registered_utc FROM account
    UNION ALL
    SELECT platform_account_id, NULL, record_key, origin, 'email', email, 'XX', placed_utc FROM purchase_order
    UNION ALL
    SELECT platform_account_id, payment_key, payment_key, origin, 'email', payer_email, 'XX', paid_utc
    FROM paid
    WHERE instrument_kind <> 'paypal'
    UNION ALL
    SELECT platform_account_id, payment_key, payment_key, origin, 'phone', payer_phone, billing_country, paid_utc
    FROM paid
)
SELECT
    actor_account.actor_id,
    stated.platform_account_id,
    stated.payment_key,
    stated.record_key,
    stated.origin,
    stated.kind,
    folded.value,
    folded.usable,
    stated.region,
    stated.used_utc
FROM stated
JOIN actor_account ON actor_account.platform_account_id = stated.platform_account_id
JOIN folded ON folded.kind = stated.kind AND folded.raw = stated.raw AND folded.region = stated.region
LEFT JOIN answered ON answered.kind = stated.kind AND answered.value = folded.value
LEFT JOIN paying ON paying.actor_id = actor_account.actor_id
WHERE answered.value IS NOT NULL OR paying.actor_id IS NOT NULL
ORDER BY ALL
