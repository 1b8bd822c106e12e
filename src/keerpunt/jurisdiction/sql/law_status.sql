-- The country of each lead with the law over all its acts. In: country, law_act.
-- Out: the columns of country, law_status (offence, no_offence, unknown), law_unreviewed.
WITH found AS (
    SELECT
        lead_id,
        CASE WHEN bool_or(status = 'yes') THEN 'offence' WHEN bool_and(status = 'no') THEN 'no_offence' END AS law_status,
        bool_or(unreviewed) AS law_unreviewed
    FROM law_act
    GROUP BY lead_id
)
SELECT
    country.lead_id,
    country.country,
    country.country_basis,
    country.country_conflict,
    CASE WHEN found.law_status IS NULL THEN 'unknown' ELSE found.law_status END AS law_status,
    found.law_unreviewed IS NOT NULL AND found.law_unreviewed AS law_unreviewed
FROM country
LEFT JOIN found ON found.lead_id = country.lead_id
ORDER BY country.lead_id
