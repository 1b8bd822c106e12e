-- Uses of an internet address that a bank or e-mail provider saw its customer use (I11).
-- In: lead, ip_event, holding, lease, zone_suspect, ip_about. Out: as `line_hit`, relation always holder.
SELECT DISTINCT
    lead.lead_id,
    ip_event.record_key,
    ip_event.origin AS event_origin,
    ip_event.used_utc,
    holding.holder_key AS lease_key,
    holding.origin AS lease_origin,
    holding.holder_key,
    concat_ws(
        '|', holding.holder_key, holding.value, CAST(holding.from_utc AS VARCHAR), CAST(holding.to_utc AS VARCHAR)
    ) AS lease_name,
    'holder' AS relation,
    list_concat(
        CASE
            WHEN ip_event.zone_basis = 'assumed' OR holding.assumed_zone
                OR (zone_suspect.origin IS NOT NULL AND ip_event.zone_basis <> 'in_record') THEN ['E03_zone']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE WHEN ip_event."precision" = 'ambiguous_hour' OR holding.double_hour THEN ['E04_dst'] ELSE CAST([] AS VARCHAR[]) END,
        -- An address that many lines share, or that many accounts use, is nobody's line.
        CASE
            WHEN shared_line.ip IS NOT NULL OR crowded.ip IS NOT NULL OR ip_about.shared THEN ['E06_cgnat_no_port']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN holding.from_utc IS NULL OR holding.to_utc IS NULL THEN ['E07_outside_validity']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN ip_event.ip_basis IN ('untrusted_header', 'cdn_edge') OR ip_about.hosting THEN ['E10_ip_basis']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN ip_event."precision" IN ('day', 'minute', 'unknown') OR holding.coarse THEN ['E11_day_precision']
            ELSE CAST([] AS VARCHAR[])
        END
    ) AS voids
FROM lead
JOIN ip_event ON ip_event.actor_id = lead.actor_id
JOIN holding
    ON holding.kind = 'ip' AND holding.identity_id = lead.identity_id AND holding.value = ip_event.ip
    AND holding.provider_kind IN ('bank', 'email')
    AND (holding.from_utc IS NULL OR ip_event.used_utc >= holding.from_utc)
    AND (holding.to_utc IS NULL OR ip_event.used_utc <= holding.to_utc)
LEFT JOIN zone_suspect ON zone_suspect.origin = ip_event.origin
LEFT JOIN ip_about ON ip_about.ip = ip_event.ip
LEFT JOIN (SELECT DISTINCT ip FROM lease WHERE cgnat <> 'no') AS shared_line ON shared_line.ip = ip_event.ip
LEFT JOIN (
    SELECT ip FROM ip_event GROUP BY ip HAVING count(DISTINCT actor_id) > $shared_ip_accounts
) AS crowded ON crowded.ip = ip_event.ip
ORDER BY ALL
