-- Counts of what gives no identity and of origins that disagree. In: subscriber, payment, value_form, account,
-- purchase_order. Out: code, column, n.
WITH disagreeing AS (
    SELECT record_key
    FROM (SELECT DISTINCT record_key, origin, full_name, birthdate FROM subscriber WHERE response = 'match') AS stated
    GROUP BY record_key
    HAVING count(DISTINCT origin) > 1 AND (count(DISTINCT full_name) > 1 OR count(DISTINCT birthdate) > 1)
    UNION
    SELECT record_key
    FROM account
    GROUP BY record_key
    HAVING count(DISTINCT origin) > 1 AND (count(DISTINCT email) > 1 OR count(DISTINCT username) > 1)
    UNION
    SELECT record_key
    FROM purchase_order
    GROUP BY record_key
    HAVING count(DISTINCT origin) > 1 AND count(DISTINCT platform_account_id) > 1
)
SELECT 'reply_without_identity' AS code, response AS "column", count(DISTINCT record_key) AS n
FROM subscriber
WHERE response <> 'match'
GROUP BY response
UNION ALL
SELECT 'no_evidential_value', kind, count(DISTINCT value)
FROM value_form
WHERE code IN ('role', 'throwaway', 'fiction', 'service')
GROUP BY kind
UNION ALL
SELECT 'no_evidential_value', 'funding', count(DISTINCT psp || '|' || psp_ref)
FROM payment
WHERE direction = 'in' AND row_kind = 'payment' AND funding = 'prepaid'
HAVING count(*) > 0
UNION ALL
SELECT 'iban_check', 'iban', count(DISTINCT value)
FROM value_form
WHERE code = 'iban_check'
HAVING count(*) > 0
UNION ALL
SELECT 'origin_conflict', '', count(*)
FROM disagreeing
HAVING count(*) > 0
ORDER BY code, "column"
