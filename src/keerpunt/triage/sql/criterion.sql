-- What registers answered about the criteria of each lead's identity. In: lead, register_of, origin_class.
-- Out: lead_id, criterion (similar_prior, minors_in_household, position_of_trust), value, answered.
--
-- A yes of any date counts. Otherwise the newest answer does: no only if it says no, and only if no answer of the same
-- day leaves it open.
WITH answer AS (
    SELECT
        identity_id, 'similar_prior' AS criterion,
        CASE WHEN result IN ('hit', 'no_hit') THEN similar_prior ELSE 'unknown' END AS stated,
        answered, valid_on, origin
    FROM register_of
    WHERE register = 'criminal' AND NOT disagrees
    UNION ALL
    SELECT
        identity_id, 'minors_in_household',
        CASE WHEN result IN ('hit', 'no_hit') THEN minors_in_household ELSE 'unknown' END, answered, valid_on, origin
    FROM register_of
    WHERE register = 'household' AND NOT disagrees
    UNION ALL
    SELECT
        identity_id, 'position_of_trust',
        CASE result WHEN 'hit' THEN 'yes' WHEN 'no_hit' THEN 'no' ELSE 'unknown' END, answered, valid_on,
        origin
    FROM register_of
    WHERE register = 'position_of_trust' AND NOT disagrees
),
-- A no from somebody who is not independent is no answer.
weighed AS (
    SELECT
        answer.* EXCLUDE (stated, origin),
        CASE WHEN stated = 'no' AND NOT origin_class.independent THEN 'unknown' ELSE stated END AS "value"
    FROM answer
    JOIN origin_class ON origin_class.origin = answer.origin
),
ranked AS (
    SELECT
        *,
        rank() OVER (
            PARTITION BY identity_id, criterion ORDER BY answered DESC NULLS LAST, valid_on DESC NULLS LAST
        ) AS newest
    FROM weighed
),
decided AS (
    SELECT
        identity_id,
        criterion,
        CASE
            WHEN bool_or("value" = 'yes') THEN 'yes'
            WHEN bool_and("value" = 'no') FILTER (WHERE newest = 1) THEN 'no'
            ELSE 'unknown'
        END AS "value",
        CASE
            WHEN bool_or("value" = 'yes') THEN max(answered) FILTER (WHERE "value" = 'yes')
            ELSE max(answered) FILTER (WHERE newest = 1)
        END AS answered
    FROM ranked
    GROUP BY identity_id, criterion
)
SELECT lead.lead_id, decided.criterion, decided."value", decided.answered
FROM lead
JOIN decided ON decided.identity_id = lead.identity_id
ORDER BY lead.lead_id, decided.criterion
