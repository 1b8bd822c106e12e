-- The e-mail addresses and phones of a lead's accounts that a provider can be asked about. In: lead, contact, paid,
-- folded_said. Out: one row per lead, kind and value with the time of its use by whoever used it; closed ones left out.
WITH used AS (
    SELECT
        contact.kind, contact.value, min(contact.region) AS region, min(contact.used_utc) AS from_utc,
        max(contact.used_utc) AS to_utc
    FROM contact
    WHERE contact.usable
    GROUP BY contact.kind, contact.value
),
paying AS (
    SELECT contact.kind, contact.value, min(paid.paid_utc) AS from_utc, max(paid.paid_utc) AS to_utc
    FROM contact
    JOIN paid ON paid.actor_id = contact.actor_id
    GROUP BY contact.kind, contact.value
),
said AS (
    SELECT kind, value, min(origin) AS origin, min(country) AS country, bool_or(closes) AS closed
    FROM folded_said
    GROUP BY kind, value
)
SELECT DISTINCT
    lead.lead_id,
    used.kind,
    used.value AS about_value,
    used.region,
    said.origin,
    said.country,
    least(used.from_utc, paying.from_utc) AS from_utc,
    greatest(used.to_utc, paying.to_utc) AS to_utc
FROM lead
JOIN contact ON contact.actor_id = lead.actor_id AND contact.usable
JOIN used ON used.kind = contact.kind AND used.value = contact.value
LEFT JOIN paying ON paying.kind = contact.kind AND paying.value = contact.value
LEFT JOIN said ON said.kind = contact.kind AND said.value = contact.value
WHERE said.closed IS NULL OR NOT said.closed
ORDER BY lead.lead_id, used.kind, about_value
