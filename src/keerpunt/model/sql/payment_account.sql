-- The platform account a payment belongs to (ASSESSMENT.md section 1a), one row per row of `payment`.
-- In: payment, purchase_order. Out: payment_key, origin, psp, psp_ref, platform_account_id (NULL if none), conflict.
--
-- A payment is (psp, psp_ref); several origins may record it. Three routes answer: the account a record of the payment
-- states, the order a record of it names, the order that names it. All answers are collected: one is the account, two
-- different ones are a conflict and no account. Nothing is chosen by order or by origin.
WITH answer AS (
    SELECT psp, psp_ref, platform_account_id
    FROM payment
    WHERE platform_account_id IS NOT NULL
    UNION
    SELECT payment.psp, payment.psp_ref, purchase_order.platform_account_id
    FROM payment
    JOIN purchase_order ON purchase_order.order_id = payment.order_id
    WHERE purchase_order.platform_account_id IS NOT NULL
    UNION
    SELECT psp, psp_ref, platform_account_id
    FROM purchase_order
    WHERE psp IS NOT NULL AND psp_ref IS NOT NULL AND platform_account_id IS NOT NULL
),
decided AS (
    SELECT psp, psp_ref, min(platform_account_id) AS platform_account_id, count(*) AS n_answers
    FROM answer
    GROUP BY psp, psp_ref
)
SELECT
    payment.record_key AS payment_key,
    payment.origin,
    payment.psp,
    payment.psp_ref,
    CASE WHEN decided.n_answers = 1 THEN decided.platform_account_id END AS platform_account_id,
    decided.n_answers IS NOT NULL AND decided.n_answers > 1 AS conflict
FROM payment
LEFT JOIN decided ON decided.psp = payment.psp AND decided.psp_ref = payment.psp_ref
ORDER BY payment_key, payment.origin
