-- The indicator rows that say anything, for the arithmetic. In: indicator. Out: lead_id, code, value, hypothesis, low,
-- high, origin, origins, independent, closed.
SELECT lead_id, code, "value", hypothesis, low, high, origin, origins, independent, closed
FROM indicator
WHERE "value" IN ('supports', 'contradicts')
ORDER BY lead_id, code, hypothesis
