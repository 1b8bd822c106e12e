-- The error armour of section 6: what was found per lead. In: lead, observation, birth, lead_paid, purchase_order,
-- account, actor_account, namesake, name_only, swapped_key. Out: lead_id, code, record_keys. Void codes come with observations.
WITH dated AS (
    SELECT lead.lead_id, lead.actor_id, birth.birthdate, birth.record_key
    FROM lead
    JOIN birth ON birth.identity_id = lead.identity_id
),
twice AS (
    SELECT
        one.lead_id,
        CASE
            WHEN year(one.birthdate) = year(two.birthdate) AND month(one.birthdate) = day(two.birthdate)
                AND day(one.birthdate) = month(two.birthdate) THEN 'E01_day_month'
            ELSE 'E02_year'
        END AS code,
        list_distinct([one.record_key, two.record_key]) AS record_keys
    FROM dated AS one
    JOIN dated AS two ON two.lead_id = one.lead_id AND one.birthdate < two.birthdate
    WHERE (
            year(one.birthdate) = year(two.birthdate) AND month(one.birthdate) = day(two.birthdate)
            AND day(one.birthdate) = month(two.birthdate)
        )
        OR (month(one.birthdate) = month(two.birthdate) AND day(one.birthdate) = day(two.birthdate))
),
ordered AS (
    SELECT lead_paid.lead_id, lead_paid.payment_key, lead_paid.paid_utc, purchase_order.record_key,
        purchase_order.placed_utc
    FROM lead_paid
    JOIN purchase_order
        ON purchase_order.psp = lead_paid.psp AND purchase_order.psp_ref = lead_paid.psp_ref
    UNION
    -- By its number alone an order may be renewed a year later; it is never paid a year before it was placed.
    SELECT lead_paid.lead_id, lead_paid.payment_key, lead_paid.paid_utc, purchase_order.record_key,
        purchase_order.placed_utc
    FROM lead_paid
    JOIN purchase_order ON purchase_order.order_id = lead_paid.order_id
    WHERE year(purchase_order.placed_utc) > year(lead_paid.paid_utc)
),
found AS (
    SELECT observation.lead_id, struck.code, observation.record_keys
    FROM observation, unnest(observation.voids) AS struck (code)
    UNION ALL
    SELECT lead_id, code, record_keys FROM twice
    UNION ALL
    SELECT lead_id, 'E02_year', [payment_key, record_key]
    FROM ordered
    -- The same day of another year, a day more or less, since an order may be paid after midnight.
    WHERE year(paid_utc) <> year(placed_utc)
        AND abs(date_diff('hour', placed_utc + to_years(CAST(year(paid_utc) - year(placed_utc) AS INTEGER)), paid_utc)) <= 24
    UNION ALL
    SELECT dated.lead_id, 'E02_year', [dated.record_key, account.record_key]
    FROM dated
    JOIN actor_account ON actor_account.actor_id = dated.actor_id
    JOIN account ON account.platform_account_id = actor_account.platform_account_id
    WHERE CAST(account.registered_utc AS DATE) < dated.birthdate + to_years(CAST($birth_years AS INTEGER))
    UNION ALL
    SELECT lead.lead_id, 'E13_name_only', name_only.record_keys
    FROM lead
    JOIN name_only ON name_only.identity_id = lead.identity_id
    UNION ALL
    SELECT lead_id, 'E14_namesake', record_keys FROM namesake
    UNION ALL
    SELECT lead_id, 'E08_transposition', record_keys FROM swapped_key
)
SELECT lead_id, code, list_sort(list_distinct(flatten(list(record_keys)))) AS record_keys
FROM found
GROUP BY lead_id, code
ORDER BY lead_id, code
