-- I25: an instrument that was charged under several channels of one owner within a day. In: lead_paid, paid,
-- shared_owner. Out: observations (see `weigh`).
WITH owned AS (
    SELECT
        concat_ws('|', paid.instrument_kind, paid.instrument, paid.scope) AS instrument_key, paid.channel,
        shared_owner.owner, paid.paid_utc, paid.payment_key, paid.origin
    FROM paid
    JOIN shared_owner ON shared_owner.channel = paid.channel
    WHERE paid.instrument IS NOT NULL
),
-- The day that begins with each charge.
spread AS (
    SELECT
        one.instrument_key, one.owner, one.paid_utc,
        list(DISTINCT other.payment_key ORDER BY other.payment_key) AS keys
    FROM owned AS one
    JOIN owned AS other
        ON other.instrument_key = one.instrument_key AND other.owner = one.owner
        AND other.paid_utc >= one.paid_utc AND other.paid_utc < one.paid_utc + to_hours(CAST($owner_hours AS INTEGER))
    GROUP BY one.instrument_key, one.owner, one.paid_utc
    HAVING count(DISTINCT other.channel) >= $owner_channels
),
marked AS (
    SELECT owned.payment_key, owned.origin, list_sort(list_distinct(flatten(list(spread.keys)))) AS keys
    FROM owned
    JOIN spread
        ON spread.instrument_key = owned.instrument_key AND spread.owner = owned.owner
        AND list_contains(spread.keys, owned.payment_key)
    GROUP BY owned.payment_key, owned.origin
)
SELECT
    lead_paid.lead_id,
    'I25_shared_owner' AS code,
    CASE WHEN marked.keys IS NULL THEN 'none' ELSE 'shared' END AS test,
    lead_paid.payment_key,
    lead_paid.origin,
    CASE WHEN marked.keys IS NULL THEN [lead_paid.payment_key] ELSE marked.keys END AS record_keys,
    [lead_paid.origin] AS origins,
    lead_paid.voids
FROM lead_paid
JOIN shared_owner ON shared_owner.channel = lead_paid.channel
LEFT JOIN marked ON marked.payment_key = lead_paid.payment_key AND marked.origin = lead_paid.origin
