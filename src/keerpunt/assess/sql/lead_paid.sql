-- The payments of leads with the error codes that make a record support nothing. In: lead_payment, zone_suspect.
-- Out: lead_payment with `voids`: E03 zone assumed or contradicted by its source, E04 an hour that is double or absent,
-- E08 an account number whose checksum fails.
SELECT
    lead_payment.*,
    list_concat(
        CASE
            WHEN lead_payment.zone_basis = 'assumed' OR zone_suspect.origin IS NOT NULL THEN ['E03_zone']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN lead_payment."precision" = 'ambiguous_hour' THEN ['E04_dst'] ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN NOT lead_payment.instrument_valid THEN ['E08_transposition'] ELSE CAST([] AS VARCHAR[])
        END
    ) AS voids
FROM lead_payment
LEFT JOIN zone_suspect
    ON zone_suspect.origin = lead_payment.origin AND lead_payment.zone_basis <> 'in_record'
ORDER BY lead_payment.lead_id, lead_payment.payment_key, lead_payment.origin
