-- Every row of an incoming payment, with its account and actor, its instrument and whether it is settled.
-- In: payment, dispute, payment_account, actor_account, folded. Out: one row per payment row of kind payment, direction in.
--
-- A payment is (psp, psp_ref). It is settled when this record says captured or authorised and no record of any origin
-- says that it failed or was given back: what one origin saw is not undone by another's silence.
WITH undone AS (
    SELECT psp, parent_psp_ref AS psp_ref
    FROM payment
    WHERE row_kind IN ('refund', 'reversal') AND parent_psp_ref IS NOT NULL
    UNION
    SELECT psp, psp_ref
    FROM payment
    WHERE row_kind = 'payment' AND status IN ('failed', 'refunded', 'reversed', 'charged_back')
    UNION
    -- A dispute that the merchant lost is a chargeback, whether or not the payment's own row says so yet.
    SELECT psp, psp_ref FROM dispute WHERE outcome = 'lost'
),
-- Two records of one payment that name different cards of one scope, or different accounts: nobody knows what paid.
contested AS (
    SELECT psp, psp_ref
    FROM payment
    WHERE row_kind = 'payment' AND direction = 'in' AND (fingerprint IS NOT NULL OR iban IS NOT NULL)
    GROUP BY psp, psp_ref, fingerprint_scope, instrument_kind
    HAVING count(DISTINCT fingerprint) > 1 OR count(DISTINCT iban) > 1
)
SELECT
    payment.record_key AS payment_key,
    payment.origin,
    payment.reader,
    payment.psp,
    payment.psp_ref,
    actor_account.actor_id,
    payment_account.platform_account_id,
    payment.order_id,
    payment.instrument_kind,
    CASE payment.instrument_kind
        WHEN 'card' THEN payment.fingerprint
        WHEN 'iban' THEN account_no.value
        WHEN 'paypal' THEN payment.payer_id
        WHEN 'crypto_address' THEN wallet.value
    END AS instrument,
    CASE WHEN payment.instrument_kind = 'card' THEN payment.fingerprint_scope END AS scope,
    payment.instrument_kind <> 'iban' OR account_no.usable AS instrument_valid,
    login.value AS payer_login,
    payment.bin,
    payment.expiry,
    payment.scheme,
    bool_or(payment.initiation = 'merchant') OVER (PARTITION BY payment.psp, payment.psp_ref) AS by_merchant,
    payment.status,
    payment.status IN ('captured', 'authorised') AND undone.psp_ref IS NULL AND contested.psp_ref IS NULL AS settled,
    payment.initiated_utc AS paid_utc,
    payment.initiated_zone_basis AS zone_basis,
    payment.initiated_precision AS "precision",
    payment.amount_minor,
    payment.currency,
    payment.exponent,
    CASE WHEN payment.channel IS NULL THEN payment.psp ELSE payment.channel END AS channel,
    payment.payer_name,
    payment.payer_email,
    payment.payer_phone,
    payment.billing_line1,
    payment.billing_postcode,
    payment.billing_country,
    payment.issuer_country,
    payment.ip,
    payment.device_id
FROM payment
JOIN payment_account
    ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
LEFT JOIN actor_account ON actor_account.platform_account_id = payment_account.platform_account_id
LEFT JOIN folded AS account_no ON account_no.kind = 'iban' AND account_no.raw = payment.iban
LEFT JOIN folded AS wallet ON wallet.kind = 'wallet' AND wallet.raw = payment.wallet_address
LEFT JOIN folded AS login
    ON login.kind = 'email' AND login.raw = payment.payer_email AND payment.instrument_kind = 'paypal'
LEFT JOIN contested ON contested.psp = payment.psp AND contested.psp_ref = payment.psp_ref
LEFT JOIN undone ON undone.psp = payment.psp AND undone.psp_ref = payment.psp_ref
WHERE payment.direction = 'in' AND payment.row_kind = 'payment'
ORDER BY payment_key, payment.origin
