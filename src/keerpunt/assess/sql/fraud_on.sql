-- Which payments a bank's or scheme's report is about: equal card token in scope, or equal account number.
-- In: paid, fraud_report, folded. Out: payment_key, origin and the report. An unstated scope is held against the lead.
SELECT
    paid.payment_key,
    paid.origin,
    paid.paid_utc,
    fraud_report.record_key AS report_key,
    fraud_report.origin AS report_origin,
    fraud_report.code,
    fraud_report.reported_utc,
    fraud_report.blocked_utc
FROM fraud_report
JOIN paid
    ON paid.instrument_kind = 'card' AND paid.instrument = fraud_report.fingerprint
    AND (fraud_report.fingerprint_scope IS NULL OR paid.scope IS NULL OR fraud_report.fingerprint_scope = paid.scope)
UNION
SELECT
    paid.payment_key, paid.origin, paid.paid_utc, fraud_report.record_key, fraud_report.origin, fraud_report.code,
    fraud_report.reported_utc, fraud_report.blocked_utc
FROM fraud_report
JOIN folded ON folded.kind = 'iban' AND folded.raw = fraud_report.iban
JOIN paid ON paid.instrument_kind = 'iban' AND paid.instrument = folded.value
ORDER BY ALL
