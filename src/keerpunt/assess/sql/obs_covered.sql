-- Indicators over the covered payments of a lead, after contradicted ones have left: I08, I09, I24.
-- In: covered (lead_paid with `covered`), dispute, coverage, instrument_match, person, subscriber, identity_link,
-- origin_class.
-- Out: observations (see `weigh`).
WITH counted AS (
    SELECT
        lead_id,
        count(DISTINCT (psp, psp_ref)) AS n,
        max(paid_utc) AS last_utc,
        min(paid_utc) AS first_utc,
        -- What the operator recorded too does not make the provider's record the operator's.
        min(struct_pack(dependent := NOT origin_class.independent, origin := covered.origin)).origin AS origin,
        list(DISTINCT payment_key ORDER BY payment_key) AS keys,
        list(DISTINCT covered.origin ORDER BY covered.origin) AS origins
    FROM covered
    JOIN origin_class ON origin_class.origin = covered.origin
    WHERE covered
    GROUP BY lead_id
),
disputed AS (
    SELECT DISTINCT covered.lead_id
    FROM covered
    JOIN dispute ON dispute.psp = covered.psp AND dispute.psp_ref = covered.psp_ref
),
repeated AS (
    SELECT
        lead_id,
        count(DISTINCT date_trunc('month', paid_utc)) AS months,
        origin,
        list(DISTINCT payment_key ORDER BY payment_key) AS keys,
        [origin] AS origins
    FROM covered
    WHERE covered AND status = 'captured' AND instrument IS NOT NULL AND len(voids) = 0
    -- Counted in the records of each origin by itself.
    GROUP BY lead_id, platform_account_id, instrument_kind, instrument, scope, origin
),
verified AS (
    SELECT DISTINCT
        covered.lead_id,
        covered.payment_key,
        covered.voids,
        instrument_match.same_scope,
        instrument_match.inside,
        instrument_match.holder_key,
        instrument_match.holder_origin,
        -- An answer is as independent as the row that says which instrument paid.
        CASE WHEN of_payment.independent THEN instrument_match.holder_origin ELSE covered.origin END AS known_by,
        person.verification,
        person.verified_on,
        CAST(counted.first_utc AS DATE) AS first_on
    FROM covered
    JOIN counted ON counted.lead_id = covered.lead_id
    JOIN origin_class AS of_payment ON of_payment.origin = covered.origin
    JOIN instrument_match
        ON instrument_match.payment_key = covered.payment_key AND instrument_match.origin = covered.origin
        AND instrument_match.identity_id = covered.identity_id
    JOIN person
        ON person.identity_id = covered.identity_id AND person.holder_key = instrument_match.holder_key
        AND person.origin = instrument_match.holder_origin
    WHERE covered.covered AND (
        of_payment.independent OR NOT EXISTS (
            SELECT 1
            FROM covered AS other
            JOIN origin_class AS of_other ON of_other.origin = other.origin AND of_other.independent
            WHERE other.lead_id = covered.lead_id AND other.psp = covered.psp AND other.psp_ref = covered.psp_ref
        )
    )
),
-- One provider that answers match and no_match for one value contradicts itself.
retracted AS (
    SELECT DISTINCT
        identity_link.identity_id, yes.record_key, yes.origin, denial.record_key AS other_key
    FROM subscriber AS yes
    JOIN identity_link ON identity_link.record_key = yes.record_key
    JOIN subscriber AS denial
        ON denial.provider = yes.provider AND denial.linked_kind = yes.linked_kind
        AND denial.linked_value = yes.linked_value AND denial.response = 'no_match'
    WHERE yes.response = 'match' AND yes.linked_kind IN ('iban', 'card', 'paypal', 'wallet')
        AND (
            denial.valid_from_utc IS NULL OR yes.valid_to_utc IS NULL OR denial.valid_from_utc <= yes.valid_to_utc
        )
        AND (
            denial.valid_to_utc IS NULL OR yes.valid_from_utc IS NULL OR denial.valid_to_utc >= yes.valid_from_utc
        )
)
SELECT
    counted.lead_id,
    'I08_no_dispute' AS code,
    CASE
        WHEN counted.n >= $quiet_payments AND disputed.lead_id IS NULL AND EXISTS (
            SELECT 1
            FROM coverage
            JOIN origin_class ON origin_class.origin = coverage.origin AND origin_class.independent
            WHERE coverage.table_name = 'dispute' AND list_contains(counted.origins, coverage.origin)
                AND (coverage.covers_from IS NULL OR coverage.covers_from <= CAST(counted.first_utc AS DATE))
                AND coverage.covers_to >= CAST(counted.last_utc AS DATE) + CAST($quiet_days AS INTEGER)
        ) THEN 'none'
        ELSE 'too_soon'
    END AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    counted.origin,
    counted.keys AS record_keys,
    counted.origins,
    CAST([] AS VARCHAR[]) AS voids
FROM counted
LEFT JOIN disputed ON disputed.lead_id = counted.lead_id
UNION ALL
SELECT
    lead_id, 'I09_repeated', CASE WHEN months >= $repeated_months THEN 'repeated' ELSE 'single' END, NULL, origin,
    keys, origins, CAST([] AS VARCHAR[])
FROM repeated
UNION ALL
SELECT
    verified.lead_id,
    'I24_kyc',
    found.test,
    verified.payment_key,
    verified.known_by,
    [verified.payment_key, verified.holder_key],
    -- Who paid is the payment's word; who the holder is, is the answer's alone: only that is a second origin.
    [verified.holder_origin],
    list_concat(
        verified.voids,
        CASE WHEN verified.same_scope THEN CAST([] AS VARCHAR[]) ELSE ['E12_card_key_not_unique'] END,
        CASE
            WHEN verified.inside IS NULL OR verified.inside THEN CAST([] AS VARCHAR[])
            ELSE ['E07_outside_validity']
        END
    )
FROM verified
CROSS JOIN unnest([
    'match',
    CASE
        WHEN verification IN ('document_liveness', 'in_person') THEN 'live'
        WHEN verification = 'document' AND verified_on IS NOT NULL
            AND verified_on <= first_on - CAST($kyc_days AS INTEGER) THEN 'document_old'
        WHEN verification = 'document' THEN 'document_young'
        ELSE 'unverified'
    END
]) AS found (test)
UNION ALL
SELECT
    covered.lead_id, 'I24_kyc', 'reply_differs', NULL, retracted.origin, [retracted.record_key, retracted.other_key],
    [retracted.origin], CAST([] AS VARCHAR[])
FROM (SELECT DISTINCT lead_id, identity_id FROM covered) AS covered
JOIN retracted ON retracted.identity_id = covered.identity_id
