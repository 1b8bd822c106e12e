-- The law of the country on each day of each lead's acts. In: country, act_day, law_profile.
-- Out: lead_id, act, "day", status (yes, no, unknown), unreviewed. Rows that contradict each other give unknown.
SELECT
    act_day.lead_id,
    act_day.act,
    act_day."day",
    CASE
        WHEN count(law_profile.status) = 0 THEN 'unknown'
        WHEN count(DISTINCT law_profile.status) > 1 THEN 'unknown'
        ELSE min(law_profile.status)
    END AS status,
    bool_or(law_profile.reviewed = 'no') AS unreviewed
FROM act_day
JOIN country ON country.lead_id = act_day.lead_id
LEFT JOIN law_profile
    ON law_profile.country = country.country AND law_profile.act = act_day.act
    AND (law_profile.valid_from IS NULL OR law_profile.valid_from <= act_day."day")
    AND (law_profile.valid_to IS NULL OR law_profile.valid_to >= act_day."day")
WHERE act_day.act <> 'removed'
GROUP BY act_day.lead_id, act_day.act, act_day."day"
ORDER BY act_day.lead_id, act_day.act, act_day."day"
