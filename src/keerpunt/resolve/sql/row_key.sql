-- By what the rows of the canonical tables belong together, before they are parties. For increments only.
-- In: subscriber, payment, register_extract, ip_assignment, judgement, account, purchase_order, each with row_no.
-- Out: source (table), row_no, key. A judgement of the part of a joint record is one of the record.
WITH named AS (
    SELECT row_no, left_keys AS keys FROM judgement
    UNION ALL
    SELECT row_no, right_keys FROM judgement
)
SELECT 'subscriber' AS source, row_no, 'record|' || record_key AS key FROM subscriber
UNION ALL
SELECT 'subscriber', row_no, 'customer|' || provider || '|' || customer_ref FROM subscriber
WHERE provider IS NOT NULL AND customer_ref IS NOT NULL
UNION ALL
SELECT 'payment', row_no, 'record|' || record_key FROM payment
UNION ALL
SELECT 'payment', row_no, 'ip|' || ip FROM payment WHERE ip IS NOT NULL
UNION ALL
SELECT 'payment', row_no, 'prepaid|' || psp || '|' || psp_ref FROM payment WHERE funding = 'prepaid'
UNION ALL
SELECT 'register_extract', row_no, 'extract|' || record_key FROM register_extract
UNION ALL
SELECT 'register_extract', row_no, 'customer|' || provider || '|' || customer_ref FROM register_extract
WHERE provider IS NOT NULL AND customer_ref IS NOT NULL
UNION ALL
SELECT 'register_extract', register_extract.row_no,
    'record|subscriber:' || register_extract.provider || ':' || member_of.reference
FROM register_extract
CROSS JOIN unnest(register_extract.household_refs) AS member_of (reference)
WHERE member_of.reference IS NOT NULL AND register_extract.provider IS NOT NULL
UNION ALL
SELECT 'ip_assignment', row_no, 'customer|' || provider || '|' || customer_ref FROM ip_assignment
WHERE provider IS NOT NULL AND customer_ref IS NOT NULL
UNION ALL
SELECT 'ip_assignment', row_no, 'ip|' || ip FROM ip_assignment WHERE ip IS NOT NULL
UNION ALL
SELECT 'judgement', row_no, 'judgement|' || judgement_id FROM judgement
UNION ALL
SELECT 'judgement', named.row_no, 'record|' || CASE
    WHEN right(one.record_key, 2) IN ('#1', '#2') THEN left(one.record_key, length(one.record_key) - 2)
    ELSE one.record_key
END
FROM named CROSS JOIN unnest(named.keys) AS one (record_key)
WHERE one.record_key IS NOT NULL
UNION ALL
SELECT 'account', row_no, 'record|' || record_key FROM account
UNION ALL
SELECT 'purchase_order', row_no, 'record|' || record_key FROM purchase_order
