-- Indicators that read a complaint or report: I06, I07, I23 (blocked, dead, expired), I31.
-- In: lead_paid, dispute, fraud_on, register_of. Out: observations (see `weigh`).
WITH reported AS (
    SELECT lead_paid.lead_id, lead_paid.voids, fraud_on.*
    FROM lead_paid
    JOIN fraud_on ON fraud_on.payment_key = lead_paid.payment_key AND fraud_on.origin = lead_paid.origin
),
-- A card is good to the end of the month it names.
expiring AS (
    SELECT
        *,
        CAST(TRY_CAST(expiry || '-01' AS DATE) + INTERVAL 1 MONTH AS TIMESTAMP) AT TIME ZONE 'UTC' AS dead_utc
    FROM lead_paid
    WHERE expiry IS NOT NULL
)
SELECT
    lead_paid.lead_id,
    'I06_dispute' AS code,
    CASE
        WHEN dispute.reason IN ('fraud', 'not_recognised') AND (
            dispute.filed_utc IS NULL OR (
                dispute.filed_utc <= lead_paid.paid_utc + to_days(CAST($dispute_days AS INTEGER))
                AND (
                    CAST($public_on AS DATE) IS NULL
                    OR CAST(dispute.filed_utc AS DATE) < CAST($public_on AS DATE)
                )
            )
        ) THEN 'denied'
        WHEN dispute.reason IN ('cancelled', 'not_received', 'first_party_misuse') THEN 'acknowledged'
        ELSE 'late'
    END AS test,
    lead_paid.payment_key,
    dispute.origin,
    [lead_paid.payment_key, dispute.record_key] AS record_keys,
    [lead_paid.origin, dispute.origin] AS origins,
    lead_paid.voids
FROM lead_paid
JOIN dispute ON dispute.psp = lead_paid.psp AND dispute.psp_ref = lead_paid.psp_ref
UNION ALL
SELECT
    lead_id,
    'I07_issuer_fraud_report',
    CASE
        WHEN code IN ('lost', 'stolen', 'card_not_present', 'account_takeover') AND (
            reported_utc IS NULL OR (
                reported_utc >= paid_utc - to_days(CAST($fraud_before_days AS INTEGER))
                AND reported_utc <= paid_utc + to_days(CAST($fraud_after_days AS INTEGER))
            )
        ) THEN 'reported'
        WHEN code = 'first_party_misuse' THEN 'first_party'
        WHEN code = 'mule' THEN 'mule'
        ELSE 'other'
    END,
    payment_key,
    report_origin,
    [payment_key, report_key],
    [origin, report_origin],
    voids
FROM reported
WHERE code <> 'compromise_list'
UNION ALL
SELECT
    lead_id, 'I31_on_stolen_list', 'listed', payment_key, report_origin, [payment_key, report_key],
    [origin, report_origin], voids
FROM reported
WHERE code = 'compromise_list'
UNION ALL
SELECT
    lead_id, 'I23_instrument_dead', 'dead', payment_key, report_origin, [payment_key, report_key],
    [origin, report_origin], voids
FROM reported
WHERE blocked_utc < paid_utc
UNION ALL
SELECT
    lead_id,
    'I23_instrument_dead',
    CASE WHEN paid_utc < dead_utc THEN 'alive' WHEN by_merchant THEN 'expired_merchant' ELSE 'dead' END,
    payment_key,
    origin,
    [payment_key],
    [origin],
    voids
FROM expiring
WHERE dead_utc IS NOT NULL
UNION ALL
SELECT
    lead_paid.lead_id, 'I23_instrument_dead', 'dead', lead_paid.payment_key, register_of.origin,
    [lead_paid.payment_key, register_of.record_key], [lead_paid.origin, register_of.origin], lead_paid.voids
FROM lead_paid
JOIN register_of
    ON register_of.identity_id = lead_paid.identity_id AND NOT register_of.disagrees
    AND register_of.died_on < CAST(lead_paid.paid_utc AS DATE)
