-- Indicators that ask whose a value was at an instant: I11, I17, I20, I30.
-- In: contact_hit, line_hit, verified_use, lead_paid, paid, instrument_match, person. Out: observations (see `weigh`).
WITH line AS (
    SELECT 'I20_line_is_holders' AS code, * FROM line_hit
    UNION ALL
    SELECT 'I11_ip_in_verified_use', * FROM verified_use
),
-- What is sound is counted by itself; all hits together tell what the error checks took away.
counted AS (
    SELECT
        lead_id,
        code,
        lease_origin,
        count(DISTINCT record_key) FILTER (WHERE len(voids) = 0) AS sound_events,
        count(DISTINCT CAST(used_utc AS DATE)) FILTER (WHERE len(voids) = 0) AS sound_days,
        count(DISTINCT lease_name) FILTER (WHERE len(voids) = 0) AS sound_leases,
        count(DISTINCT record_key) AS events,
        count(DISTINCT CAST(used_utc AS DATE)) AS days,
        count(DISTINCT lease_name) AS leases,
        list(DISTINCT record_key ORDER BY record_key) AS event_keys,
        list(DISTINCT lease_key ORDER BY lease_key) AS lease_keys,
        list(DISTINCT holder_key ORDER BY holder_key) FILTER (WHERE holder_key IS NOT NULL) AS holder_keys,
        list(DISTINCT event_origin ORDER BY event_origin) AS event_origins,
        list_sort(list_distinct(flatten(list(voids)))) AS voids
    FROM line
    WHERE relation = 'holder'
    GROUP BY lead_id, code, lease_origin
),
weighed AS (
    SELECT
        *,
        sound_days >= $line_days AND sound_events >= 2 AND (sound_leases >= 2 OR code LIKE 'I11%') AS sound,
        days >= $line_days AND events >= 2 AND (leases >= 2 OR code LIKE 'I11%') AS enough
    FROM counted
)
SELECT
    lead_id,
    code,
    'two_days' AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    lease_origin AS origin,
    list_concat(event_keys, lease_keys, holder_keys) AS record_keys,
    list_concat(event_origins, [lease_origin]) AS origins,
    CASE
        WHEN sound THEN CAST([] AS VARCHAR[])
        WHEN enough THEN voids
        ELSE list_concat(voids, ['E09_single_ip_point'])
    END AS voids
FROM weighed
WHERE code LIKE 'I11%'
UNION ALL
SELECT
    lead_id,
    code,
    'holder',
    NULL,
    lease_origin,
    list_concat(event_keys, lease_keys, holder_keys),
    list_concat(event_origins, [lease_origin]),
    CASE
        WHEN sound THEN CAST([] AS VARCHAR[])
        WHEN enough THEN voids
        ELSE list_concat(voids, ['E09_single_ip_point'])
    END
FROM weighed
WHERE code LIKE 'I20%'
UNION ALL
SELECT
    lead_id,
    'I20_line_is_holders',
    relation,
    NULL,
    lease_origin,
    list_concat(
        list(DISTINCT record_key ORDER BY record_key), list(DISTINCT lease_key ORDER BY lease_key),
        list(DISTINCT holder_key ORDER BY holder_key) FILTER (WHERE holder_key IS NOT NULL)
    ),
    list_concat(list(DISTINCT event_origin ORDER BY event_origin), [lease_origin]),
    CAST([] AS VARCHAR[])
FROM line_hit
WHERE relation <> 'holder'
GROUP BY lead_id, relation, lease_origin
UNION ALL
SELECT
    lead_id,
    'I17_contact_is_holders',
    CASE
        WHEN NOT usable THEN 'throw_away' WHEN is_holder AND joint THEN 'joint' WHEN is_holder THEN 'holder'
        -- Somebody else's in another year is no contradiction; where no interval is stated it is held against the lead.
        WHEN inside OR no_interval THEN 'other' ELSE 'others_once'
    END,
    payment_key,
    holder_origin,
    [record_key, holder_key],
    [origin, holder_origin],
    CASE WHEN inside THEN CAST([] AS VARCHAR[]) ELSE ['E07_outside_validity'] END
FROM contact_hit
UNION ALL
SELECT
    lead_paid.lead_id,
    'I30_exchange',
    CASE
        -- An address that several actors paid to says nothing about which of them.
        WHEN lonely.instrument IS NOT NULL AND (
            person.linked_amount_minor IS NULL
            OR (
                person.linked_currency = lead_paid.currency AND person.linked_exponent = lead_paid.exponent
                AND abs(person.linked_amount_minor - lead_paid.amount_minor) * 1000
                    <= $wallet_tolerance * lead_paid.amount_minor
            )
        ) AND (
            person.linked_at_utc IS NULL
            OR abs(date_diff('hour', person.linked_at_utc, lead_paid.paid_utc)) <= $wallet_hours
        ) THEN 'wallet'
        ELSE 'differs'
    END,
    lead_paid.payment_key,
    person.origin,
    [lead_paid.payment_key, person.holder_key],
    [lead_paid.origin, person.origin],
    lead_paid.voids
FROM lead_paid
JOIN instrument_match
    ON instrument_match.payment_key = lead_paid.payment_key AND instrument_match.origin = lead_paid.origin
    AND instrument_match.identity_id = lead_paid.identity_id
JOIN person
    ON person.identity_id = lead_paid.identity_id AND person.holder_key = instrument_match.holder_key
    AND person.origin = instrument_match.holder_origin AND person.linked_kind = 'wallet'
LEFT JOIN (
    SELECT instrument
    FROM paid
    WHERE instrument_kind = 'crypto_address' AND instrument IS NOT NULL
    GROUP BY instrument
    HAVING count(DISTINCT CASE WHEN actor_id IS NULL THEN platform_account_id ELSE actor_id END) = 1
) AS lonely ON lonely.instrument = lead_paid.instrument
WHERE lead_paid.instrument_kind = 'crypto_address' AND lead_paid.is_match AND person.provider_kind = 'exchange'
