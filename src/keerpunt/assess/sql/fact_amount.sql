-- What was paid by currency, each payment once, by the record of an independent origin where there is one.
-- In: covered, law_act, origin_class. Out: lead_id, currency, minor.
WITH lawful AS (
    SELECT DISTINCT lead_id, "day" FROM law_act WHERE act = 'acquire' AND status = 'no'
),
once AS (
    SELECT
        covered.lead_id,
        covered.currency,
        covered.amount_minor,
        row_number() OVER (
            PARTITION BY covered.lead_id, covered.psp, covered.psp_ref
            ORDER BY origin_class.independent DESC, covered.origin, covered.payment_key
        ) AS place
    FROM covered
    JOIN origin_class ON origin_class.origin = covered.origin
    LEFT JOIN lawful ON lawful.lead_id = covered.lead_id AND lawful."day" = CAST(covered.paid_utc AS DATE)
    WHERE covered.covered AND lawful.lead_id IS NULL
        -- What is not known is not added up.
        AND covered.currency IS NOT NULL AND covered.amount_minor IS NOT NULL
)
SELECT lead_id, currency, CAST(sum(amount_minor) AS BIGINT) AS minor
FROM once
WHERE place = 1
GROUP BY lead_id, currency
ORDER BY lead_id, currency
