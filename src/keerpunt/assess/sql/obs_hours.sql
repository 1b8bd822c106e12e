-- I21: whether an account was used in the waking hours of its holder's residence. In: lead, person, actor_account,
-- session, download, country_zone. Out: observations (see `weigh`). Only where all residences lie in one country that
-- has one clock; times whose zone was assumed tell no hour.
WITH residing AS (
    SELECT identity_id, min(country) AS country
    FROM person
    WHERE country <> 'XX'
    GROUP BY identity_id
    HAVING count(DISTINCT country) = 1
),
acted AS (
    SELECT platform_account_id, record_key, origin, occurred_utc
    FROM session
    WHERE event = 'login_ok' AND occurred_utc IS NOT NULL AND occurred_zone_basis <> 'assumed'
        AND occurred_precision IN ('second', 'minute')
    UNION
    SELECT platform_account_id, record_key, origin, occurred_utc
    FROM download
    WHERE occurred_utc IS NOT NULL AND occurred_zone_basis <> 'assumed' AND occurred_precision IN ('second', 'minute')
),
placed AS (
    SELECT
        lead.lead_id, acted.record_key, acted.origin,
        hour(timezone(country_zone.zone, acted.occurred_utc)) >= $hours_from AS awake
    FROM lead
    JOIN residing ON residing.identity_id = lead.identity_id
    JOIN country_zone ON country_zone.country = residing.country
    JOIN actor_account ON actor_account.actor_id = lead.actor_id
    JOIN acted ON acted.platform_account_id = actor_account.platform_account_id
)
SELECT
    lead_id,
    'I21_hours_absence' AS code,
    CASE WHEN count(*) FILTER (WHERE awake) * 1000 >= $hours_share * count(*) THEN 'hours' ELSE 'night' END AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    min(origin) AS origin,
    list(record_key ORDER BY record_key)[:50] AS record_keys,
    list(DISTINCT origin ORDER BY origin) AS origins,
    CAST([] AS VARCHAR[]) AS voids
FROM placed
GROUP BY lead_id
HAVING count(*) >= $hours_events
