-- Every platform account that any record names. In: account, purchase_order, payment_account, payment, access_grant,
-- session, download. Out: platform_account_id, record_key, received_on, stated (it has a row of its own).
-- An account that only other records name is received with the first of them.
WITH named AS (
    SELECT platform_account_id, received_on FROM purchase_order
    UNION ALL
    SELECT payment_account.platform_account_id, payment.received_on
    FROM payment_account
    JOIN payment ON payment.record_key = payment_account.payment_key AND payment.origin = payment_account.origin
    UNION ALL
    SELECT platform_account_id, received_on FROM access_grant
    UNION ALL
    SELECT platform_account_id, received_on FROM session
    UNION ALL
    SELECT platform_account_id, received_on FROM download
),
mention AS (
    SELECT platform_account_id, min(received_on) AS received_on
    FROM named
    WHERE platform_account_id IS NOT NULL
    GROUP BY platform_account_id
),
own AS (
    SELECT platform_account_id, min(received_on) AS received_on FROM account GROUP BY platform_account_id
)
SELECT
    coalesce(own.platform_account_id, mention.platform_account_id) AS platform_account_id,
    'account:' || coalesce(own.platform_account_id, mention.platform_account_id) AS record_key,
    coalesce(own.received_on, mention.received_on) AS received_on,
    own.platform_account_id IS NOT NULL AS stated
FROM own
FULL JOIN mention ON mention.platform_account_id = own.platform_account_id
ORDER BY record_key
