-- Origins whose local times are off: the median time from order to payment is a non-zero multiple of half an hour
-- (E03). In: paid, purchase_order. Out: origin. Pairs of precision `day` say nothing.
WITH ordered AS (
    SELECT paid.payment_key, paid.origin, purchase_order.order_id, purchase_order.origin AS order_origin,
        paid.paid_utc, purchase_order.placed_utc, paid."precision", purchase_order.placed_precision
    FROM paid
    JOIN purchase_order ON purchase_order.psp = paid.psp AND purchase_order.psp_ref = paid.psp_ref
    UNION
    SELECT paid.payment_key, paid.origin, purchase_order.order_id, purchase_order.origin,
        paid.paid_utc, purchase_order.placed_utc, paid."precision", purchase_order.placed_precision
    FROM paid
    JOIN purchase_order ON purchase_order.order_id = paid.order_id
),
pair AS (
    SELECT origin AS payment_origin, order_origin, date_diff('second', placed_utc, paid_utc) AS seconds
    FROM ordered
    -- No two zones lie further apart than 26 hours; a later payment of the same order is no pair.
    WHERE placed_utc IS NOT NULL AND abs(date_diff('second', placed_utc, paid_utc)) <= 26 * 3600
        AND placed_precision IN ('second', 'minute') AND "precision" IN ('second', 'minute')
),
offset_of AS (
    SELECT payment_origin, order_origin, CAST(round(median(seconds)) AS BIGINT) AS seconds
    FROM pair
    GROUP BY payment_origin, order_origin
    HAVING count(*) >= $zone_pairs
),
suspect AS (
    SELECT payment_origin, order_origin
    FROM offset_of
    WHERE CAST(round(seconds / ($zone_step_minutes * 60.0)) AS BIGINT) <> 0
        AND abs(seconds - CAST(round(seconds / ($zone_step_minutes * 60.0)) AS BIGINT) * $zone_step_minutes * 60)
            <= $zone_tolerance_minutes * 60
)
SELECT payment_origin AS origin FROM suspect
UNION
SELECT order_origin FROM suspect
ORDER BY origin
