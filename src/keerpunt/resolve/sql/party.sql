-- One row per party record, with what it states where it states one thing only (RESOLUTION.md section 2).
-- In: member, party_fact, apart_party (party_key: looked at record by record), single_source (origin: one row a person).
-- Out: party_key, role, received_on, n_records, name, name_country, weak (as the parser of names wants them), birthdate,
-- birth_verified, national_id, national_verified, country, verified (yes, unknown, no), plain.
-- `plain`: at most one name, birth date, number and country, judged by nobody, no row of a register, no source with one
-- row a person. Of any other party the columns say nothing: its rows are looked at one by one.
WITH folded AS (
    SELECT party_key, min(role) AS role, min(received_on) AS received_on, count(*) AS n_records
    FROM member
    GROUP BY party_key
),
stated AS (
    SELECT
        party_fact.party_key,
        min(CASE WHEN fact = 'name' THEN text END) AS name,
        max(CASE WHEN fact = 'name' THEN text END) AS last_name,
        min(CASE WHEN fact = 'name' AND detail <> 'XX' THEN detail END) AS name_country,
        max(CASE WHEN fact = 'name' AND detail <> 'XX' THEN detail END) AS last_name_country,
        max(CASE WHEN fact = 'name' AND flag THEN 1 ELSE 0 END) AS weak,
        min(CASE WHEN fact = 'birthdate' THEN text END) AS birthdate,
        max(CASE WHEN fact = 'birthdate' THEN text END) AS last_birthdate,
        max(CASE WHEN fact = 'birthdate' AND flag THEN 1 ELSE 0 END) AS birth_verified,
        min(CASE WHEN fact = 'national_id' THEN text END) AS national_id,
        max(CASE WHEN fact = 'national_id' THEN text END) AS last_national_id,
        max(CASE WHEN fact = 'national_id' AND flag THEN 1 ELSE 0 END) AS national_verified,
        min(CASE WHEN fact = 'country' THEN text END) AS country,
        max(CASE WHEN fact = 'country' THEN text END) AS last_country,
        max(CASE
            WHEN fact = 'verification' AND flag THEN 2
            WHEN fact = 'verification' AND text = 'unknown' THEN 1
            ELSE 0
        END) AS verified,
        max(CASE WHEN fact = 'source' AND single_source.origin IS NOT NULL THEN 1 ELSE 0 END) AS single
    FROM party_fact
    LEFT JOIN single_source ON party_fact.fact = 'source' AND single_source.origin = party_fact.text
    GROUP BY party_fact.party_key
)
SELECT
    folded.party_key,
    folded.role,
    folded.received_on,
    folded.n_records,
    stated.name,
    CASE
        WHEN stated.name_country IS NULL OR stated.name_country <> stated.last_name_country THEN 'XX'
        ELSE stated.name_country
    END AS name_country,
    stated.weak = 1 AS weak,
    stated.birthdate,
    stated.birth_verified = 1 AS birth_verified,
    stated.national_id,
    stated.national_verified = 1 AS national_verified,
    stated.country,
    stated.verified,
    apart_party.party_key IS NULL
        AND stated.single = 0
        AND (stated.name IS NULL OR stated.name = stated.last_name)
        AND (stated.birthdate IS NULL OR stated.birthdate = stated.last_birthdate)
        AND (stated.national_id IS NULL OR stated.national_id = stated.last_national_id)
        AND (stated.country IS NULL OR stated.country = stated.last_country) AS plain
FROM folded
JOIN stated ON stated.party_key = folded.party_key
LEFT JOIN (SELECT DISTINCT party_key FROM apart_party) AS apart_party ON apart_party.party_key = folded.party_key
ORDER BY folded.party_key
