-- Payments and first and last trace of actors. In: actor_of (actor_id, platform_account_id, placed_utc; the account is
-- NULL for an order that names none), payment, payment_account, account, purchase_order, access_grant, session,
-- download.
-- Out: actor_id, n_payments (distinct (psp, psp_ref), incoming), first_seen_utc, last_seen_utc.
WITH seen AS (
    SELECT platform_account_id, registered_utc AS seen_utc FROM account
    UNION ALL
    SELECT platform_account_id, last_seen_utc FROM account
    UNION ALL
    SELECT platform_account_id, placed_utc FROM purchase_order
    UNION ALL
    SELECT payment_account.platform_account_id, payment.initiated_utc
    FROM payment
    JOIN payment_account
        ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
    UNION ALL
    SELECT platform_account_id, granted_utc FROM access_grant
    UNION ALL
    SELECT platform_account_id, occurred_utc FROM session
    UNION ALL
    SELECT platform_account_id, occurred_utc FROM download
),
span AS (
    SELECT platform_account_id, min(seen_utc) AS first_utc, max(seen_utc) AS last_utc
    FROM seen
    WHERE platform_account_id IS NOT NULL AND seen_utc IS NOT NULL
    GROUP BY platform_account_id
),
paid AS (
    SELECT actor_of.actor_id, count(DISTINCT payment.psp || '|' || payment.psp_ref) AS n_payments
    FROM payment
    JOIN payment_account
        ON payment_account.payment_key = payment.record_key AND payment_account.origin = payment.origin
    JOIN actor_of ON actor_of.platform_account_id = payment_account.platform_account_id
    WHERE payment.direction = 'in' AND payment.row_kind = 'payment'
    GROUP BY actor_of.actor_id
)
SELECT
    actor_of.actor_id,
    CASE WHEN max(paid.n_payments) IS NULL THEN 0 ELSE max(paid.n_payments) END AS n_payments,
    min(coalesce(span.first_utc, actor_of.placed_utc)) AS first_seen_utc,
    max(coalesce(span.last_utc, actor_of.placed_utc)) AS last_seen_utc
FROM actor_of
LEFT JOIN paid ON paid.actor_id = actor_of.actor_id
LEFT JOIN span ON span.platform_account_id = actor_of.platform_account_id
GROUP BY actor_of.actor_id
ORDER BY actor_of.actor_id
