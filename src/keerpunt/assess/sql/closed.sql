-- Contradictions and error codes of a lead that a human closed with a reason. In: valid_judgement, catalogue.
-- Out: lead_id, code, judgement_key. The judgement may name the whole code, its short form or the gate's code.
SELECT valid_judgement.lead_id, catalogue.code, min(valid_judgement.record_key) AS judgement_key
FROM valid_judgement
JOIN catalogue
    ON upper(replace(valid_judgement.code, 'contradiction_', '')) = upper(catalogue.code)
    OR upper(replace(valid_judgement.code, 'contradiction_', '')) = left(catalogue.code, 3)
WHERE valid_judgement.kind = 'contradiction_closed' AND valid_judgement."value" = 'yes'
GROUP BY valid_judgement.lead_id, catalogue.code
ORDER BY ALL
