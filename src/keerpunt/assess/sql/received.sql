-- On which day a record was received at the latest. In: the canonical tables a contradiction may rest on.
-- Out: record_key, received_on. A judgement answers what was there when it was made, never what came later.
SELECT record_key, max(received_on) AS received_on
FROM (
    SELECT record_key, received_on FROM account
    UNION ALL
    SELECT record_key, received_on FROM purchase_order
    UNION ALL
    SELECT record_key, received_on FROM payment
    UNION ALL
    SELECT record_key, received_on FROM payment_check
    UNION ALL
    SELECT record_key, received_on FROM dispute
    UNION ALL
    SELECT record_key, received_on FROM fraud_report
    UNION ALL
    SELECT record_key, received_on FROM access_grant
    UNION ALL
    SELECT record_key, received_on FROM session
    UNION ALL
    SELECT record_key, received_on FROM download
    UNION ALL
    SELECT record_key, received_on FROM subscriber
    UNION ALL
    SELECT record_key, received_on FROM ip_assignment
    UNION ALL
    SELECT record_key, received_on FROM register_extract
    UNION ALL
    SELECT record_key, received_on FROM judgement
) AS held
GROUP BY record_key
ORDER BY record_key
