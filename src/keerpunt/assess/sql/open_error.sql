-- Error codes found and not closed by a human. In: error_found, closed. Out: lead_id, code.
SELECT error_found.lead_id, error_found.code
FROM error_found
LEFT JOIN closed ON closed.lead_id = error_found.lead_id AND closed.code = error_found.code
WHERE closed.code IS NULL
ORDER BY error_found.lead_id, error_found.code
