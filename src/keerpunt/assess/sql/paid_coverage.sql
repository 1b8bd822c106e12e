-- Which tables were examined for a settled payment of a lead. In: covered, paid, coverage, origin_class. Out: one row per lead and
-- payment: instrument_kind, scheme, covered, has_check, has_dispute, has_use, pushed.
--
-- Checks and disputes count where an independent origin that recorded the payment covers them on its day: the operator
-- cannot vouch that nobody complained. Log-ins and downloads count where any origin covers them.
WITH wanted AS (
    SELECT
        lead_id, psp, psp_ref,
        min(instrument_kind) AS instrument_kind,
        bool_or(instrument_kind <> 'iban' OR scheme <> 'credit_transfer') AS may_pull,
        bool_or(covered) AS covered,
        min(CAST(paid_utc AS DATE)) AS "day"
    FROM covered
    WHERE settled
    GROUP BY lead_id, psp, psp_ref
),
recorded AS (
    SELECT DISTINCT paid.psp, paid.psp_ref, paid.origin, paid.reader, CAST(paid.paid_utc AS DATE) AS "day"
    FROM paid
    JOIN (SELECT DISTINCT psp, psp_ref FROM wanted) AS asked
        ON asked.psp = paid.psp AND asked.psp_ref = paid.psp_ref
),
answered AS (
    SELECT
        recorded.psp,
        recorded.psp_ref,
        bool_or(coverage.table_name = 'payment_check') AS has_check,
        bool_or(coverage.table_name = 'dispute') AS has_dispute
    FROM recorded
    JOIN origin_class ON origin_class.origin = recorded.origin AND origin_class.independent
    JOIN coverage ON coverage.origin = recorded.origin
        AND (coverage.covers_from IS NULL OR coverage.covers_from <= recorded."day")
        AND (coverage.covers_to IS NULL OR coverage.covers_to >= recorded."day")
        -- An object that is complete by nature answers for itself, not for a row of another format beside it.
        AND (coverage.basis <> 'object' OR coverage.reader = recorded.reader)
    GROUP BY recorded.psp, recorded.psp_ref
),
day_of AS (
    SELECT DISTINCT "day" FROM wanted
),
used AS (
    SELECT
        day_of."day",
        bool_or(coverage.table_name = 'session') AS has_session,
        bool_or(coverage.table_name = 'download') AS has_download
    FROM day_of
    JOIN coverage
        ON (coverage.covers_from IS NULL OR coverage.covers_from <= day_of."day")
        AND (coverage.covers_to IS NULL OR coverage.covers_to >= day_of."day")
    GROUP BY day_of."day"
)
SELECT
    wanted.lead_id,
    wanted.psp,
    wanted.psp_ref,
    wanted.instrument_kind,
    wanted.may_pull,
    wanted.covered,
    answered.has_check IS NOT NULL AND answered.has_check AS has_check,
    answered.has_dispute IS NOT NULL AND answered.has_dispute AS has_dispute,
    used.has_session IS NOT NULL AND used.has_session AS has_session,
    used.has_download IS NOT NULL AND used.has_download AS has_download
FROM wanted
LEFT JOIN answered ON answered.psp = wanted.psp AND answered.psp_ref = wanted.psp_ref
LEFT JOIN used ON used."day" = wanted."day"
ORDER BY wanted.lead_id, wanted.psp, wanted.psp_ref
