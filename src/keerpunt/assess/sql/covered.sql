-- The payments of leads with `covered`: settled, and not contradicted as fraud in any record of the same payment.
-- In: lead_paid, removed. Out: lead_paid with covered.
WITH gone AS (
    SELECT DISTINCT lead_paid.lead_id, lead_paid.psp, lead_paid.psp_ref
    FROM lead_paid
    JOIN removed ON removed.lead_id = lead_paid.lead_id AND removed.payment_key = lead_paid.payment_key
)
SELECT lead_paid.*, lead_paid.settled AND gone.psp_ref IS NULL AS covered
FROM lead_paid
LEFT JOIN gone
    ON gone.lead_id = lead_paid.lead_id AND gone.psp = lead_paid.psp AND gone.psp_ref = lead_paid.psp_ref
ORDER BY lead_paid.lead_id, lead_paid.payment_key, lead_paid.origin
