-- Every country that some class of fact states for a lead, best class first (ASSESSMENT.md section 9).
-- In: lead, person, act_day, line_hit, lease, covered, contact, phone_country, ip_about, purchase_order. Out: lead_id, class, rank, country, "day":
-- for dated residences the day of the last act they cover, else NULL.
WITH verified AS (
    SELECT identity_id, country, address_from, address_to
    FROM person
    WHERE independent AND verification IN ('document', 'document_liveness', 'in_person') AND country <> 'XX'
),
acted AS (
    SELECT lead.lead_id, lead.identity_id, act_day."day"
    FROM lead
    JOIN act_day ON act_day.lead_id = lead.lead_id
),
dated AS (
    SELECT acted.lead_id, verified.country, max(acted."day") AS "day"
    FROM acted
    JOIN verified
        ON verified.identity_id = acted.identity_id
        AND (verified.address_from IS NOT NULL OR verified.address_to IS NOT NULL)
        AND (verified.address_from IS NULL OR verified.address_from <= acted."day")
        AND (verified.address_to IS NULL OR verified.address_to >= acted."day")
    GROUP BY acted.lead_id, verified.country
),
undated AS (
    SELECT DISTINCT lead.lead_id, verified.country
    FROM lead
    JOIN verified ON verified.identity_id = lead.identity_id
    WHERE verified.address_from IS NULL AND verified.address_to IS NULL
),
installed AS (
    SELECT DISTINCT line_hit.lead_id, lease.installation_country AS country
    FROM line_hit
    JOIN lease ON lease.lease_key = line_hit.lease_key AND lease.origin = line_hit.lease_origin
    WHERE line_hit.relation = 'holder' AND len(line_hit.voids) = 0
)
SELECT lead_id, 'residence' AS class, 1 AS rank, country, "day" FROM dated
UNION ALL
SELECT lead_id, 'residence_undated', 2, country, NULL FROM undated
UNION ALL
SELECT lead_id, 'installation', 3, country, NULL FROM installed WHERE country <> 'XX'
UNION ALL
SELECT DISTINCT lead_id, 'billing', 4, billing_country, NULL FROM covered WHERE settled AND billing_country <> 'XX'
UNION ALL
SELECT DISTINCT
    lead_id, 'issuer', 5, CASE WHEN instrument_kind = 'iban' THEN left(instrument, 2) ELSE issuer_country END, NULL
FROM covered
WHERE settled AND CASE WHEN instrument_kind = 'iban' THEN instrument_valid ELSE issuer_country <> 'XX' END
UNION ALL
SELECT DISTINCT lead.lead_id, 'phone', 6, phone_country.country, NULL
FROM lead
JOIN contact ON contact.actor_id = lead.actor_id AND contact.kind = 'phone'
JOIN phone_country ON phone_country.value = contact.value
UNION ALL
-- Where both tables agree, on days near theirs; the address of a host is in nobody's country.
SELECT DISTINCT used.lead_id, 'ip', 7, ip_about.country, NULL
FROM (
    SELECT lead_id, lower(ip) AS ip, CAST(paid_utc AS DATE) AS "day" FROM covered WHERE settled AND ip IS NOT NULL
    UNION
    SELECT covered.lead_id, lower(purchase_order.ip), CAST(covered.paid_utc AS DATE)
    FROM covered
    JOIN purchase_order ON purchase_order.order_id = covered.order_id
    WHERE covered.settled AND purchase_order.ip IS NOT NULL
) AS used
JOIN ip_about ON ip_about.ip = used.ip
WHERE ip_about.country <> 'XX' AND NOT ip_about.hosting
    AND abs(date_diff('day', used."day", ip_about.snapshot)) <= $ip_max_age_days
ORDER BY lead_id, rank, country, "day"
