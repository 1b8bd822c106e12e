-- Incoming payments with a payer's name, each with what it folds by (RESOLUTION.md section 2).
-- In: payment, corporate_bin (bin), name_form (raw, folded, is_name), value_form (kind, raw, country, value, code),
-- own_wallet (value), doubled_card (remainder).
-- Out: one row per payment; `instrument` with its class: `A*` identifies, `C` is weak, NULL has no evidential value
-- (prepaid and corporate cards, vouchers); `card_remainder`: BIN, last four and expiry of a card, NULL of nobody's and
-- where two cards show the same.
WITH payer AS (
    SELECT
        payment.*,
        name_form.folded AS name_folded,
        (payment.funding IS NOT NULL AND payment.funding = 'prepaid')
            OR (payment.bin IS NOT NULL AND payment.bin IN (SELECT bin FROM corporate_bin)) AS nobodys_card
    FROM payment
    JOIN name_form ON name_form.raw = payment.payer_name
    WHERE payment.direction = 'in' AND payment.row_kind = 'payment' AND name_form.is_name
)
SELECT
    payer.record_key,
    payer.origin,
    payer.received_on,
    payer.psp,
    payer.instrument_kind,
    payer.name_folded,
    payer.payer_name,
    payer.payer_id,
    payer.device_id,
    payer.user_agent,
    payer.ip,
    payer.initiated_utc,
    payer.initiated_precision,
    payer.initiated_zone_basis,
    payer.billing_line1,
    payer.billing_postcode,
    payer.billing_city,
    payer.billing_country,
    payer.issuer_country,
    CASE WHEN payer.fingerprint IS NOT NULL THEN coalesce(payer.fingerprint_scope, payer.origin) END
        AS fingerprint_scope,
    coalesce(email.value, payer.payer_email) AS email_text,
    CASE WHEN email.code = 'ok' THEN email.value END AS email,
    CASE WHEN payer.instrument_kind = 'paypal' AND login.code = 'ok' THEN login.value END AS paypal_login,
    CASE WHEN phone.code = 'ok' THEN phone.value END AS phone,
    CASE payer.instrument_kind
        WHEN 'iban' THEN coalesce(iban.value, payer.iban)
        WHEN 'crypto_address' THEN wallet.value
        WHEN 'card' THEN CASE
            WHEN payer.nobodys_card THEN NULL
            WHEN payer.fingerprint IS NOT NULL THEN payer.fingerprint
            WHEN payer.bin IS NOT NULL AND payer.last4 IS NOT NULL AND payer.expiry IS NOT NULL
                THEN payer.bin || '|' || payer.last4 || '|' || payer.expiry
        END
    END AS instrument,
    CASE payer.instrument_kind
        WHEN 'iban' THEN CASE WHEN iban.code = 'ok' THEN 'A*' WHEN payer.iban IS NOT NULL THEN 'C' END
        WHEN 'crypto_address' THEN CASE
            WHEN own_wallet.value IS NOT NULL THEN 'A*' WHEN wallet.value IS NOT NULL THEN 'C'
        END
        WHEN 'card' THEN CASE
            WHEN payer.nobodys_card THEN NULL
            WHEN payer.fingerprint IS NOT NULL THEN 'A*'
            WHEN payer.bin IS NOT NULL AND payer.last4 IS NOT NULL AND payer.expiry IS NOT NULL THEN 'C'
        END
    END AS instrument_class,
    CASE
        WHEN payer.instrument_kind = 'card' AND NOT payer.nobodys_card
            AND payer.bin IS NOT NULL AND payer.last4 IS NOT NULL AND payer.expiry IS NOT NULL
            AND doubled_card.remainder IS NULL
            THEN payer.bin || '|' || payer.last4 || '|' || payer.expiry
    END AS card_remainder
FROM payer
LEFT JOIN value_form AS email ON email.kind = 'email' AND email.raw = payer.payer_email
LEFT JOIN value_form AS login ON login.kind = 'paypal_login' AND login.raw = payer.payer_email
LEFT JOIN value_form AS phone
    ON phone.kind = 'phone' AND phone.raw = payer.payer_phone AND phone.country = payer.billing_country
LEFT JOIN value_form AS iban ON iban.kind = 'iban' AND iban.raw = payer.iban
LEFT JOIN value_form AS wallet ON wallet.kind = 'wallet' AND wallet.raw = payer.wallet_address
LEFT JOIN own_wallet ON own_wallet.value = wallet.value
LEFT JOIN doubled_card ON doubled_card.remainder = payer.bin || '|' || payer.last4 || '|' || payer.expiry
