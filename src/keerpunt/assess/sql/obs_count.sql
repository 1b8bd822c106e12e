-- Indicators that count over all payments, before any identity is joined: I14, I15, I16, I26, I29.
-- In: lead_paid, paid, actor_contact, holder_group, burst, channel_rate. Out: observations (see `weigh`).
WITH shared AS (
    SELECT
        paid.instrument_kind,
        paid.instrument,
        paid.scope,
        count(DISTINCT paid.actor_id) AS n_actors,
        -- What is not known agrees with nothing.
        count(DISTINCT actor_contact.email)
            < count(DISTINCT paid.actor_id) FILTER (WHERE actor_contact.email IS NOT NULL) AS emails_agree,
        count(DISTINCT actor_contact.self_name)
            < count(DISTINCT paid.actor_id) FILTER (WHERE actor_contact.self_name IS NOT NULL) AS names_agree,
        list(DISTINCT paid.payment_key ORDER BY paid.payment_key) AS keys,
        list(DISTINCT paid.origin ORDER BY paid.origin) AS origins
    FROM paid
    LEFT JOIN actor_contact ON actor_contact.actor_id = paid.actor_id
    WHERE paid.instrument IS NOT NULL
    GROUP BY paid.instrument_kind, paid.instrument, paid.scope
),
-- A charge that a card tester makes: declined, or too small to hurt.
probe AS (
    SELECT *
    FROM paid
    WHERE instrument IS NOT NULL AND (
        status = 'failed'
        OR amount_minor * 100 <= $testing_amount * CAST(power(10, exponent) AS BIGINT)
    )
),
tried AS (
    SELECT lead_paid.lead_id, lead_paid.payment_key, lead_paid.origin, probe.payment_key AS probe_key, probe.instrument
    FROM lead_paid
    JOIN probe ON probe.platform_account_id = lead_paid.platform_account_id
    WHERE probe.paid_utc >= lead_paid.paid_utc - to_hours(CAST($testing_hours AS INTEGER))
        AND probe.paid_utc < lead_paid.paid_utc
        AND (lead_paid.instrument IS NULL OR probe.instrument <> lead_paid.instrument)
    UNION
    SELECT lead_paid.lead_id, lead_paid.payment_key, lead_paid.origin, probe.payment_key, probe.instrument
    FROM lead_paid
    JOIN probe ON probe.ip = lead_paid.ip
    WHERE probe.paid_utc >= lead_paid.paid_utc - to_hours(CAST($testing_hours AS INTEGER))
        AND probe.paid_utc < lead_paid.paid_utc
        AND (lead_paid.instrument IS NULL OR probe.instrument <> lead_paid.instrument)
    UNION
    SELECT lead_paid.lead_id, lead_paid.payment_key, lead_paid.origin, probe.payment_key, probe.instrument
    FROM lead_paid
    JOIN probe ON probe.device_id = lead_paid.device_id
    WHERE probe.paid_utc >= lead_paid.paid_utc - to_hours(CAST($testing_hours AS INTEGER))
        AND probe.paid_utc < lead_paid.paid_utc
        AND (lead_paid.instrument IS NULL OR probe.instrument <> lead_paid.instrument)
),
tested AS (
    SELECT lead_id, payment_key, origin, list(DISTINCT probe_key ORDER BY probe_key) AS probe_keys
    FROM tried
    GROUP BY lead_id, payment_key, origin
    HAVING count(DISTINCT instrument) >= $testing_instruments
)
SELECT
    lead_paid.lead_id,
    'I15_instrument_many_accounts' AS code,
    CASE
        WHEN shared.n_actors >= 3 AND NOT shared.emails_agree AND NOT shared.names_agree THEN 'three'
        WHEN shared.n_actors >= 2 THEN 'two'
        ELSE 'one'
    END AS test,
    lead_paid.payment_key,
    lead_paid.origin,
    CASE WHEN shared.n_actors >= 2 THEN shared.keys ELSE [lead_paid.payment_key] END AS record_keys,
    CASE WHEN shared.n_actors >= 2 THEN shared.origins ELSE [lead_paid.origin] END AS origins,
    lead_paid.voids
FROM lead_paid
JOIN shared
    ON shared.instrument_kind = lead_paid.instrument_kind AND shared.instrument = lead_paid.instrument
    AND shared.scope IS NOT DISTINCT FROM lead_paid.scope
UNION ALL
SELECT
    lead_paid.lead_id,
    'I29_card_testing',
    CASE WHEN tested.probe_keys IS NULL THEN 'none' ELSE 'testing' END,
    lead_paid.payment_key,
    lead_paid.origin,
    CASE
        WHEN tested.probe_keys IS NULL THEN [lead_paid.payment_key]
        ELSE list_concat([lead_paid.payment_key], tested.probe_keys)
    END,
    [lead_paid.origin],
    lead_paid.voids
FROM lead_paid
LEFT JOIN tested
    ON tested.lead_id = lead_paid.lead_id AND tested.payment_key = lead_paid.payment_key
    AND tested.origin = lead_paid.origin
UNION ALL
SELECT
    lead_paid.lead_id,
    'I14_many_holders',
    CASE WHEN holder_group.record_keys IS NULL THEN 'none' ELSE 'many' END,
    lead_paid.payment_key,
    lead_paid.origin,
    CASE WHEN holder_group.record_keys IS NULL THEN [lead_paid.payment_key] ELSE holder_group.record_keys END,
    [lead_paid.origin],
    lead_paid.voids
FROM lead_paid
LEFT JOIN holder_group
    ON holder_group.payment_key = lead_paid.payment_key AND holder_group.origin = lead_paid.origin
UNION ALL
SELECT
    lead_paid.lead_id,
    'I16_burst',
    CASE WHEN burst.record_keys IS NULL THEN 'none' ELSE 'burst' END,
    lead_paid.payment_key,
    lead_paid.origin,
    CASE WHEN burst.record_keys IS NULL THEN [lead_paid.payment_key] ELSE burst.record_keys END,
    [lead_paid.origin],
    lead_paid.voids
FROM lead_paid
LEFT JOIN burst ON burst.payment_key = lead_paid.payment_key AND burst.origin = lead_paid.origin
UNION ALL
SELECT
    lead_paid.lead_id,
    'I26_channel_rate',
    channel_rate.finding,
    lead_paid.payment_key,
    lead_paid.origin,
    [lead_paid.payment_key],
    [lead_paid.origin],
    lead_paid.voids
FROM lead_paid
JOIN channel_rate ON channel_rate.channel = lead_paid.channel
