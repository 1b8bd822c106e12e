-- The size of what a lead covers, acts that were no offence left out. In: lead, covered, act_day, law_act,
-- origin_class. Out: one row per lead.
WITH lawful AS (
    SELECT DISTINCT lead_id, act, "day" FROM law_act WHERE status = 'no'
),
counted_payment AS (
    SELECT
        covered.lead_id,
        covered.psp,
        covered.psp_ref,
        min(covered.paid_utc) AS paid_utc
    FROM covered
    LEFT JOIN lawful
        ON lawful.lead_id = covered.lead_id AND lawful.act = 'acquire'
        AND lawful."day" = CAST(covered.paid_utc AS DATE)
    WHERE covered.covered AND lawful.lead_id IS NULL
    GROUP BY covered.lead_id, covered.psp, covered.psp_ref
),
payment_size AS (
    SELECT
        lead_id,
        count(*) AS n_covered,
        count(DISTINCT date_trunc('month', paid_utc)) AS n_months
    FROM counted_payment
    GROUP BY lead_id
),
act AS (
    SELECT
        act_day.lead_id,
        min(act_day.first_utc) AS first_act_utc,
        max(act_day.last_utc) AS last_act_utc,
        sum(act_day.n) FILTER (WHERE act_day.act = 'possess') AS n_downloads
    FROM act_day
    LEFT JOIN lawful
        ON lawful.lead_id = act_day.lead_id AND lawful.act = act_day.act AND lawful."day" = act_day."day"
    WHERE act_day.act <> 'removed' AND lawful.lead_id IS NULL
    GROUP BY act_day.lead_id
),
earliest AS (
    SELECT lead_id, min("day") AS first_day FROM act_day GROUP BY lead_id
)
SELECT
    lead.lead_id,
    payment_size.n_covered,
    payment_size.n_months,
    act.first_act_utc,
    act.last_act_utc,
    CAST(act.n_downloads AS BIGINT) AS n_downloads,
    earliest.first_day
FROM lead
LEFT JOIN payment_size ON payment_size.lead_id = lead.lead_id
LEFT JOIN act ON act.lead_id = lead.lead_id
LEFT JOIN earliest ON earliest.lead_id = lead.lead_id
ORDER BY lead.lead_id
