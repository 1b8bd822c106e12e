-- Error codes found. No judgement closes one: a key that separates two people, or a corrected record, does.
-- In: error_found. Out: lead_id, code.
SELECT lead_id, code
FROM error_found
ORDER BY lead_id, code
