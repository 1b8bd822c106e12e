-- Payments that an open contradiction of its own speaks against as fraud: they leave the covered acts, the
-- contradiction stays (ASSESSMENT.md section 4). In: observation, effect, closed. Out: lead_id, payment_key.
--
-- A contradiction counts as one of fraud when it speaks about stolen or fabricated data and its whole interval lies
-- below zero; one that reaches zero (a travelling card, a common card) weighs, but removes nothing.
SELECT DISTINCT observation.lead_id, observation.payment_key
FROM observation
JOIN effect ON effect.code = observation.code AND effect.test = observation.test
LEFT JOIN closed ON closed.lead_id = observation.lead_id AND closed.code = observation.code
WHERE observation.payment_key IS NOT NULL
    AND effect.rival IN ('stolen_data', 'fabricated')
    AND effect.high < 0
    AND closed.code IS NULL
ORDER BY ALL
