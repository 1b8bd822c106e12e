-- I10: earlier undisputed payments that share what the latest shows, as Visa's Compelling Evidence 3.0 asks for.
-- In: covered, dispute, fraud_on, ip_about, address_form. Out: observations (see `weigh`).
--
-- Compared are account, internet address, device and billing address of the payments themselves; one of address or
-- device must be among what is shared. An address of a host, or one that many share, is nobody's.
WITH shown AS (
    SELECT
        covered.*, address_form.address,
        CASE WHEN ip_about.hosting OR ip_about.shared THEN NULL ELSE lower(covered.ip) END AS own_ip
    FROM covered
    LEFT JOIN ip_about ON ip_about.ip = lower(covered.ip)
    LEFT JOIN address_form
        ON address_form.line1 = covered.billing_line1 AND address_form.postcode = covered.billing_postcode
        AND address_form.country = covered.billing_country
    WHERE covered.covered AND covered.instrument IS NOT NULL
),
latest AS (
    SELECT *
    FROM shown
    QUALIFY row_number() OVER (
        PARTITION BY lead_id, instrument_kind, instrument, scope, origin
        ORDER BY paid_utc DESC, psp DESC, psp_ref DESC
    ) = 1
),
quiet AS (
    SELECT shown.*
    FROM shown
    ANTI JOIN dispute ON dispute.psp = shown.psp AND dispute.psp_ref = shown.psp_ref
    WHERE NOT EXISTS (
        SELECT 1 FROM fraud_on WHERE fraud_on.payment_key = shown.payment_key AND fraud_on.origin = shown.origin
    )
),
compared AS (
    SELECT
        latest.lead_id, latest.payment_key, latest.origin, latest.voids, quiet.psp, quiet.psp_ref,
        quiet.payment_key AS earlier_key,
        quiet.own_ip IS NOT NULL AND latest.own_ip IS NOT NULL AND quiet.own_ip = latest.own_ip AS same_ip,
        quiet.device_id IS NOT NULL AND latest.device_id IS NOT NULL AND quiet.device_id = latest.device_id
            AS same_device,
        quiet.platform_account_id IS NOT NULL AND quiet.platform_account_id = latest.platform_account_id
            AS same_account,
        quiet.address IS NOT NULL AND latest.address IS NOT NULL AND quiet.address = latest.address AS same_address
    FROM latest
    JOIN quiet
        ON quiet.lead_id = latest.lead_id AND quiet.instrument_kind = latest.instrument_kind
        AND quiet.instrument = latest.instrument AND quiet.scope IS NOT DISTINCT FROM latest.scope
        AND quiet.origin = latest.origin
        AND quiet.paid_utc <= latest.paid_utc - to_days(CAST($pattern_from_days AS INTEGER))
        AND quiet.paid_utc >= latest.paid_utc - to_days(CAST($pattern_to_days AS INTEGER))
    WHERE latest.own_ip IS NOT NULL OR latest.device_id IS NOT NULL
),
counted AS (
    SELECT
        lead_id, payment_key, origin, voids,
        count(DISTINCT (psp, psp_ref)) FILTER (
            WHERE (same_ip OR same_device) AND
                CAST(same_ip AS INTEGER) + CAST(same_device AS INTEGER) + CAST(same_account AS INTEGER)
                + CAST(same_address AS INTEGER) >= 2
        ) AS n,
        list(DISTINCT earlier_key ORDER BY earlier_key) AS earlier_keys
    FROM compared
    GROUP BY lead_id, payment_key, origin, voids
)
SELECT
    lead_id,
    'I10_ce3_pattern' AS code,
    CASE WHEN n >= $pattern_payments THEN 'pattern' ELSE 'other' END AS test,
    payment_key,
    origin,
    list_concat([payment_key], earlier_keys) AS record_keys,
    [origin] AS origins,
    voids
FROM counted
