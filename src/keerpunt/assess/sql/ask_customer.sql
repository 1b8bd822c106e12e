-- The customer by whom a register can be asked about a lead's person, and which registers have answered. In: lead, person,
-- register_of, register_extract, origin_class. Out: one row per lead; the customer verified best, then the first by name.
WITH ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY identity_id
            ORDER BY verification IN ('document', 'document_liveness', 'in_person') DESC, country <> 'XX' DESC, provider,
                customer_ref
        ) AS place
    FROM person
    WHERE customer_ref IS NOT NULL AND independent
),
-- What is not permitted or was refused is not asked again; what nobody asked, or what came back unclear, may be.
said AS (
    SELECT
        identity_id,
        list(DISTINCT register) FILTER (WHERE result IN ('hit', 'no_hit', 'not_permitted') AND NOT disagrees) AS closed
    FROM register_of
    GROUP BY identity_id
),
known AS (
    SELECT person.country, min(register_extract.origin) AS origin
    FROM register_extract
    JOIN person
        ON person.provider = register_extract.provider AND person.customer_ref = register_extract.customer_ref
    WHERE split_part(register_extract.origin, ':', 1) = 'register'
    GROUP BY person.country
)
SELECT
    lead.lead_id,
    ranked.provider || ':' || ranked.customer_ref AS about_value,
    ranked.provider,
    ranked.customer_ref,
    ranked.full_name,
    CAST(ranked.birthdate AS VARCHAR) AS birthdate,
    nullif(concat_ws(', ', ranked.line1, ranked.postcode, ranked.city), '') AS address,
    ranked.country,
    known.origin,
    said.closed
FROM lead
JOIN ranked ON ranked.identity_id = lead.identity_id AND ranked.place = 1
LEFT JOIN said ON said.identity_id = lead.identity_id
LEFT JOIN known ON known.country = ranked.country
ORDER BY lead.lead_id
