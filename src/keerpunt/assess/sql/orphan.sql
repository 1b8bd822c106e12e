-- Rows that speak about a record nobody delivered, per source and table: what speaks for somebody must not be lost
-- without a word (ADR 0010). In: payment, payment_check, dispute, fraud_report, subscriber, register_extract, folded.
-- Out: source_sha256, table_name, n.
WITH orphan AS (
    SELECT payment_check.source_sha256, 'payment_check' AS table_name, payment_check.record_key
    FROM payment_check
    ANTI JOIN payment ON payment.psp = payment_check.psp AND payment.psp_ref = payment_check.psp_ref
    UNION
    SELECT dispute.source_sha256, 'dispute', dispute.record_key
    FROM dispute
    ANTI JOIN payment ON payment.psp = dispute.psp AND payment.psp_ref = dispute.psp_ref
    UNION
    SELECT undone.source_sha256, 'payment', undone.record_key
    FROM payment AS undone
    ANTI JOIN payment ON payment.psp = undone.psp AND payment.psp_ref = undone.parent_psp_ref
    WHERE undone.row_kind IN ('refund', 'reversal') AND undone.parent_psp_ref IS NOT NULL
    UNION
    SELECT card.source_sha256, 'fraud_report', card.record_key
    FROM fraud_report AS card
    ANTI JOIN payment
        ON payment.fingerprint = card.fingerprint
        AND (card.fingerprint_scope IS NULL OR payment.fingerprint_scope IS NULL
            OR payment.fingerprint_scope = card.fingerprint_scope)
    WHERE card.fingerprint IS NOT NULL
    UNION
    SELECT register_extract.source_sha256, 'register_extract', register_extract.record_key
    FROM register_extract
    ANTI JOIN subscriber
        ON subscriber.provider = register_extract.provider AND subscriber.customer_ref = register_extract.customer_ref
)
SELECT source_sha256, table_name, count(*) AS n
FROM orphan
GROUP BY source_sha256, table_name
ORDER BY source_sha256, table_name
