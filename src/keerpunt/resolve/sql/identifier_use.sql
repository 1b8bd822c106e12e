-- Every use of an identifier by a party (RESOLUTION.md section 4).
-- In: member, part (party_key, part_key), payer_record, subscriber, value_form, lease, device_constant, own_wallet.
-- Out: kind, scope, value, part_key, first_utc and last_utc (when a payer used it), from_utc and to_utc (when a
-- provider says it was the holder's), provider (of the reply, NULL for payers), told (a reply about this very value).
-- Values that identify nobody are left out.
WITH payer AS (
    SELECT part.part_key, payer_record.*
    FROM payer_record
    JOIN member ON member.record_key = payer_record.record_key
    JOIN part ON part.party_key = member.party_key
),
customer AS (
    SELECT part.part_key, subscriber.*
    FROM subscriber
    JOIN part ON part.party_key = subscriber.record_key
    WHERE subscriber.response = 'match'
),
used AS (
    SELECT 'payer_id' AS kind, psp AS scope, payer_id AS value, part_key, initiated_utc
    FROM payer WHERE payer_id IS NOT NULL
    UNION ALL
    SELECT CASE instrument_kind WHEN 'crypto_address' THEN 'wallet' ELSE instrument_kind END,
        CASE instrument_kind WHEN 'card' THEN fingerprint_scope ELSE '-' END, instrument, part_key, initiated_utc
    FROM payer
    WHERE instrument_class = 'A*'
    UNION ALL
    SELECT 'paypal_login', '-', paypal_login, part_key, initiated_utc FROM payer WHERE paypal_login IS NOT NULL
    UNION ALL
    SELECT 'email', '-', email, part_key, initiated_utc FROM payer WHERE email IS NOT NULL
    UNION ALL
    SELECT 'phone', '-', phone, part_key, initiated_utc FROM payer WHERE phone IS NOT NULL
    UNION ALL
    SELECT 'device_id', payer.origin, payer.device_id, payer.part_key, payer.initiated_utc
    FROM payer
    LEFT JOIN device_constant
        ON device_constant.origin = payer.origin AND device_constant.device_id = payer.device_id
    WHERE payer.device_id IS NOT NULL AND device_constant.device_id IS NULL
    UNION ALL
    SELECT 'ip_lease', '-', lease.lease, payer.part_key, payer.initiated_utc
    FROM payer
    JOIN lease
        ON lease.ip = payer.ip AND payer.initiated_utc >= lease.from_utc AND payer.initiated_utc <= lease.to_utc
    WHERE payer.initiated_precision = 'second' AND payer.initiated_zone_basis <> 'assumed'
),
told AS (
    SELECT
        CASE
            WHEN customer.linked_kind = 'paypal' AND form.value IS NULL THEN 'payer_id'
            WHEN customer.linked_kind = 'paypal' THEN 'paypal_login'
            ELSE customer.linked_kind
        END AS kind,
        CASE
            WHEN customer.linked_kind = 'card' THEN coalesce(customer.linked_scope, customer.origin)
            WHEN customer.linked_kind = 'paypal' AND form.value IS NULL THEN 'paypal'
            ELSE '-'
        END AS scope,
        CASE
            WHEN customer.linked_kind = 'card' OR (customer.linked_kind = 'paypal' AND form.value IS NULL)
                THEN trim(customer.linked_value)
            ELSE form.value
        END AS value,
        customer.part_key,
        customer.valid_from_utc AS from_utc,
        customer.valid_to_utc AS to_utc,
        customer.provider
    FROM customer
    LEFT JOIN value_form AS form
        ON form.kind = CASE customer.linked_kind WHEN 'paypal' THEN 'paypal_login' ELSE customer.linked_kind END
        AND form.raw = customer.linked_value
        AND form.country = CASE customer.linked_kind WHEN 'phone' THEN customer.country ELSE 'XX' END
        AND form.code = 'ok'
    LEFT JOIN own_wallet ON customer.linked_kind = 'wallet' AND own_wallet.value = form.value
    WHERE customer.linked_value IS NOT NULL
        AND customer.linked_kind IN ('iban', 'card', 'paypal', 'email', 'phone', 'wallet')
        AND (customer.linked_kind <> 'wallet' OR own_wallet.value IS NOT NULL)
    UNION
    SELECT 'ip_lease', '-', lease.lease, customer.part_key, lease.from_utc, lease.to_utc, lease.provider
    FROM lease
    JOIN customer ON customer.provider = lease.provider AND customer.customer_ref = lease.customer_ref
),
held AS (
    SELECT 'email' AS kind, customer.part_key, one.raw, 'XX' AS country, customer.provider
    FROM customer CROSS JOIN unnest(customer.emails) AS one (raw)
    UNION ALL
    SELECT 'phone', customer.part_key, one.raw, customer.country, customer.provider
    FROM customer CROSS JOIN unnest(customer.phones) AS one (raw)
),
listed AS (
    SELECT DISTINCT held.kind, held.part_key, form.value, held.provider
    FROM held
    JOIN value_form AS form
        ON form.kind = held.kind AND form.raw = held.raw AND form.country = held.country AND form.code = 'ok'
)
SELECT kind, scope, value, part_key, min(initiated_utc) AS first_utc, max(initiated_utc) AS last_utc,
    CAST(NULL AS TIMESTAMPTZ) AS from_utc, CAST(NULL AS TIMESTAMPTZ) AS to_utc,
    CAST(NULL AS VARCHAR) AS provider, FALSE AS told
FROM used
GROUP BY kind, scope, value, part_key
UNION ALL
SELECT kind, scope, value, part_key, NULL, NULL, from_utc, to_utc, provider, TRUE
FROM told
WHERE value IS NOT NULL
UNION ALL
SELECT listed.kind, '-', listed.value, listed.part_key, NULL, NULL, NULL, NULL, listed.provider, FALSE
FROM listed
UNION ALL
SELECT DISTINCT 'national_id', '-', customer.national_id, customer.part_key, CAST(NULL AS TIMESTAMPTZ),
    CAST(NULL AS TIMESTAMPTZ), CAST(NULL AS TIMESTAMPTZ), CAST(NULL AS TIMESTAMPTZ), customer.provider, FALSE
FROM customer
WHERE customer.national_id IS NOT NULL
