-- The error armour as indicator rows for data_error: contradicts where an error was found, neutral where its test ran,
-- not_available where there was nothing to test. In: lead, error_check, error_found, birth, lead_paid, line_hit,
-- verified_use, contact_hit. Out: the columns of `indicators` without rule_version.
WITH tested AS (
    SELECT DISTINCT lead.lead_id, ran.code
    FROM lead
    JOIN birth ON birth.identity_id = lead.identity_id
    CROSS JOIN (VALUES ('E01_day_month'), ('E02_year')) AS ran (code)
    UNION
    SELECT DISTINCT lead_id, ran.code
    FROM lead_paid
    CROSS JOIN (
        VALUES ('E03_zone'), ('E04_dst'), ('E08_transposition'), ('E12_card_key_not_unique')
    ) AS ran (code)
    UNION
    SELECT DISTINCT hit.lead_id, ran.code
    FROM (SELECT lead_id FROM line_hit UNION SELECT lead_id FROM verified_use) AS hit
    CROSS JOIN (
        VALUES ('E05_billing_not_installation'), ('E06_cgnat_no_port'), ('E07_outside_validity'),
            ('E09_single_ip_point'), ('E10_ip_basis'), ('E11_day_precision')
    ) AS ran (code)
    UNION
    SELECT DISTINCT lead_id, 'E07_outside_validity' FROM contact_hit
    UNION
    SELECT lead_id, ran.code FROM lead CROSS JOIN (VALUES ('E13_name_only'), ('E14_namesake')) AS ran (code)
)
SELECT
    lead.lead_id,
    error_check.code,
    CASE
        WHEN error_found.code IS NOT NULL THEN 'contradicts'
        WHEN tested.code IS NOT NULL THEN 'neutral'
        ELSE 'not_available'
    END AS "value",
    'data_error' AS hypothesis,
    CAST(0 AS BIGINT) AS low,
    CAST(0 AS BIGINT) AS high,
    '' AS origin,
    CASE
        WHEN error_found.code IS NULL THEN CAST([] AS VARCHAR[])
        ELSE error_found.record_keys
    END AS record_keys
FROM lead
CROSS JOIN error_check
LEFT JOIN error_found ON error_found.lead_id = lead.lead_id AND error_found.code = error_check.code
LEFT JOIN tested ON tested.lead_id = lead.lead_id AND tested.code = error_check.code
ORDER BY lead.lead_id, error_check.code
