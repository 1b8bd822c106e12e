-- Uses of an internet address that an access provider resolved to a customer. In: lead, ip_event, lease, home, person,
-- address_form, zone_suspect, ip_about. Out: lead_id, event and lease, relation (holder, same_address, elsewhere, nobody) and voids.
--
-- The lease must cover the instant and, where both are known, the port. A customer about whom nobody answered and whose
-- line has no address is nobody: such a lease gives no row.
WITH hit AS (
    SELECT
        lead.lead_id,
        lead.identity_id,
        ip_event.record_key,
        ip_event.origin AS event_origin,
        ip_event.used_utc,
        ip_event.src_port,
        ip_event.ip,
        ip_event.zone_basis,
        ip_event."precision",
        ip_event.ip_basis,
        zone_suspect.origin IS NOT NULL AND ip_event.zone_basis <> 'in_record' AS suspect_zone,
        lease.* EXCLUDE (ip, identity_id, origin, independent),
        lease.origin AS lease_origin,
        lease.identity_id AS customer_identity,
        installed.address AS installed_at,
        ip_about.hosting IS NOT NULL AND ip_about.hosting AS hosting
    FROM lead
    JOIN ip_event ON ip_event.actor_id = lead.actor_id
    JOIN lease ON lease.ip = ip_event.ip
        AND (lease.from_utc IS NULL OR ip_event.used_utc >= lease.from_utc)
        AND (lease.to_utc IS NULL OR ip_event.used_utc <= lease.to_utc)
        AND (
            ip_event.src_port IS NULL
            OR (
                (lease.port_from IS NULL OR ip_event.src_port >= lease.port_from)
                AND (lease.port_to IS NULL OR ip_event.src_port <= lease.port_to)
            )
        )
    LEFT JOIN zone_suspect ON zone_suspect.origin = ip_event.origin
    LEFT JOIN ip_about ON ip_about.ip = ip_event.ip
    LEFT JOIN address_form AS installed
        ON installed.line1 = lease.installation_line1 AND installed.postcode = lease.installation_postcode
        AND installed.country = lease.installation_country
),
placed AS (
    SELECT
        hit.*,
        EXISTS (
            SELECT 1 FROM home WHERE home.identity_id = hit.identity_id AND home.address = hit.installed_at
        ) AS installed_home,
        -- Where only the postcode of the line is stated, it must be one of the person's.
        hit.installed_at IS NULL AND hit.installation_postcode IS NOT NULL AND NOT EXISTS (
            SELECT 1
            FROM person
            WHERE person.identity_id = hit.identity_id
                AND upper(replace(person.postcode, ' ', '')) = upper(replace(hit.installation_postcode, ' ', ''))
        ) AS other_postcode,
        EXISTS (
            SELECT 1
            FROM home AS own
            JOIN home AS theirs ON theirs.address = own.address
            WHERE own.identity_id = hit.identity_id AND theirs.identity_id = hit.customer_identity
        ) AS shares_home
    FROM hit
    WHERE hit.customer_identity IS NOT NULL OR hit.installed_at IS NOT NULL
),
-- The same address an hour or two off, or with local time taken for UTC, belongs to somebody else: the hour decides, and
-- the hour is not in the record.
moved AS (
    SELECT placed.*, placed.used_utc + to_hours(shift.hours) AS moved_utc
    FROM placed
    CROSS JOIN (VALUES (-2), (-1), (1), (2)) AS shift (hours)
    WHERE placed.zone_basis <> 'in_record'
    UNION ALL
    SELECT
        placed.*,
        placed.used_utc
            + (timezone($platform_zone, placed.used_utc) - timezone('UTC', placed.used_utc)) * shift.sign AS moved_utc
    FROM placed
    CROSS JOIN (VALUES (-1), (1)) AS shift (sign)
    WHERE placed.zone_basis <> 'in_record'
        AND timezone($platform_zone, placed.used_utc) <> timezone('UTC', placed.used_utc)
),
shifted AS (
    SELECT DISTINCT placed.lead_id, placed.record_key, placed.lease_key, placed.lease_origin
    FROM moved AS placed
    JOIN lease
        ON lease.ip = placed.ip AND placed.moved_utc >= lease.from_utc AND placed.moved_utc <= lease.to_utc
    WHERE (lease.provider <> placed.provider OR lease.customer_ref <> placed.customer_ref)
)
SELECT DISTINCT
    placed.lead_id,
    placed.record_key,
    placed.event_origin,
    placed.used_utc,
    placed.lease_key,
    placed.lease_origin,
    placed.holder_key,
    -- One answer given twice is one lease.
    concat_ws(
        '|', placed.provider, placed.customer_ref, placed.ip, CAST(placed.from_utc AS VARCHAR),
        CAST(placed.to_utc AS VARCHAR), CAST(placed.port_from AS VARCHAR)
    ) AS lease_name,
    CASE
        WHEN placed.customer_identity = placed.identity_id THEN 'holder'
        WHEN placed.installed_home OR placed.shares_home THEN 'same_address'
        -- Behind a shared address without a port nobody was found, neither the holder nor anybody else.
        WHEN placed.cgnat = 'yes' AND (placed.src_port IS NULL OR placed.port_from IS NULL OR placed.port_to IS NULL)
            THEN 'nobody'
        ELSE 'elsewhere'
    END AS relation,
    list_concat(
        CASE
            WHEN placed.zone_basis = 'assumed' OR placed.assumed_zone OR placed.suspect_zone
                OR shifted.record_key IS NOT NULL
                THEN ['E03_zone']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE WHEN placed."precision" = 'ambiguous_hour' OR placed.double_hour THEN ['E04_dst'] ELSE CAST([] AS VARCHAR[]) END,
        CASE
            WHEN (placed.installed_at IS NOT NULL AND NOT placed.installed_home) OR placed.other_postcode
                THEN ['E05_billing_not_installation']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN placed.cgnat <> 'no'
                AND (placed.src_port IS NULL OR placed.port_from IS NULL OR placed.port_to IS NULL)
                THEN ['E06_cgnat_no_port']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN placed.from_utc IS NULL OR placed.to_utc IS NULL THEN ['E07_outside_validity']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN placed.ip_basis IN ('untrusted_header', 'cdn_edge') OR placed.hosting THEN ['E10_ip_basis']
            ELSE CAST([] AS VARCHAR[])
        END,
        CASE
            WHEN placed."precision" IN ('day', 'minute', 'unknown') OR placed.coarse THEN ['E11_day_precision']
            ELSE CAST([] AS VARCHAR[])
        END
    ) AS voids
FROM placed
LEFT JOIN shifted
    ON shifted.lead_id = placed.lead_id AND shifted.record_key = placed.record_key
    AND shifted.lease_key = placed.lease_key AND shifted.lease_origin = placed.lease_origin
ORDER BY ALL
