-- Every use of an e-mail address or phone by an actor. In: account, purchase_order, paid, actor_account, folded.
-- Out: actor_id, platform_account_id, payment_key (NULL unless with a payment), record_key, origin, kind, value, usable
-- (false for role and throw-away ones), region, used_utc (registration, order, payment; NULL = not known).
-- A PayPal log-in is the instrument, not a contact.
WITH stated AS (
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
ORDER BY ALL
