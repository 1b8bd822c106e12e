-- I28: names and birth dates of independent origins agree; the name the user gave fits the holder, or somebody else of
-- the house. In: lead, person, register_of, account, actor_account, name_level, home. Out: observations (see `weigh`).
WITH stated AS (
    SELECT identity_id, full_name, birthdate, holder_key AS record_key, origin, FALSE AS from_register
    FROM person
    WHERE independent AND full_name IS NOT NULL
    UNION
    SELECT identity_id, full_name, birthdate, record_key, origin, TRUE
    FROM register_of
    -- Other registers repeat the name they were asked about.
    WHERE independent AND full_name IS NOT NULL AND NOT disagrees AND result = 'hit' AND register = 'civil'
),
compared AS (
    SELECT
        one.identity_id,
        one.record_key,
        one.origin,
        other.record_key AS other_key,
        other.origin AS other_origin,
        one.from_register,
        (name_level.level IN ('N1', 'N2') AND name_level.full_given)
        OR (
            name_level.level IN ('N1', 'N2', 'N3')
            AND one.birthdate IS NOT NULL AND other.birthdate IS NOT NULL AND one.birthdate = other.birthdate
        ) AS agrees
    FROM stated AS one
    JOIN stated AS other ON other.identity_id = one.identity_id AND other.origin <> one.origin
    JOIN name_level ON name_level.left_name = one.full_name AND name_level.right_name = other.full_name
    -- The confirming statement is the register's, else that of the origin that sorts first.
    WHERE (one.from_register AND NOT other.from_register)
        OR (one.from_register = other.from_register AND one.origin < other.origin)
),
self_stated AS (
    SELECT
        lead.lead_id, lead.identity_id, account.record_key, account.origin, account.self_name, account.self_birthdate
    FROM lead
    JOIN actor_account ON actor_account.actor_id = lead.actor_id
    JOIN account ON account.platform_account_id = actor_account.platform_account_id
),
fitted AS (
    SELECT
        self_stated.lead_id,
        self_stated.record_key,
        self_stated.origin,
        person.holder_key,
        person.origin AS holder_origin,
        name_level.level,
        name_level.full_given,
        self_stated.self_birthdate = person.birthdate AS same_birthdate
    FROM self_stated
    JOIN person ON person.identity_id = self_stated.identity_id AND person.independent
    LEFT JOIN name_level
        ON name_level.left_name = self_stated.self_name AND name_level.right_name = person.full_name
),
housemate AS (
    SELECT DISTINCT here.identity_id, person.holder_key, person.origin, person.full_name, person.birthdate
    FROM home AS here
    JOIN home AS there ON there.address = here.address AND there.identity_id <> here.identity_id
    JOIN person ON person.identity_id = there.identity_id
),
fits_other AS (
    SELECT
        self_stated.lead_id, self_stated.record_key, self_stated.origin, housemate.holder_key,
        housemate.origin AS holder_origin
    FROM self_stated
    JOIN housemate ON housemate.identity_id = self_stated.identity_id
    LEFT JOIN name_level
        ON name_level.left_name = self_stated.self_name AND name_level.right_name = housemate.full_name
    WHERE (name_level.level IN ('N1', 'N2') AND name_level.full_given)
        OR self_stated.self_birthdate = housemate.birthdate
)
SELECT
    lead.lead_id,
    'I28_names_agree' AS code,
    CASE WHEN compared.agrees THEN 'agree' ELSE 'partial' END AS test,
    CAST(NULL AS VARCHAR) AS payment_key,
    compared.origin,
    [compared.record_key, compared.other_key] AS record_keys,
    [compared.origin, compared.other_origin] AS origins,
    CAST([] AS VARCHAR[]) AS voids
FROM lead
JOIN compared ON compared.identity_id = lead.identity_id
WHERE compared.agrees IS NOT NULL
UNION ALL
SELECT
    fitted.lead_id,
    'I28_names_agree',
    CASE
        WHEN (fitted.level IN ('N1', 'N2') AND fitted.full_given)
            AND (fitted.same_birthdate IS NULL OR fitted.same_birthdate) THEN 'self'
        WHEN fitted.level IN ('N1', 'N2', 'N3') AND fitted.same_birthdate THEN 'self'
        WHEN fitted.level IS NULL AND fitted.same_birthdate THEN 'self'
        ELSE 'partial'
    END,
    NULL,
    fitted.origin,
    [fitted.record_key, fitted.holder_key],
    [fitted.origin, fitted.holder_origin],
    CAST([] AS VARCHAR[])
FROM fitted
WHERE fitted.level IS NOT NULL OR fitted.same_birthdate IS NOT NULL
UNION ALL
-- Somebody else of the house fits and the holder does not.
SELECT
    fits_other.lead_id, 'I28_names_agree', 'self_other', NULL, fits_other.origin,
    [fits_other.record_key, fits_other.holder_key], [fits_other.origin, fits_other.holder_origin],
    CAST([] AS VARCHAR[])
FROM fits_other
LEFT JOIN fitted
    ON fitted.lead_id = fits_other.lead_id AND fitted.record_key = fits_other.record_key
    AND (
        (fitted.level IN ('N1', 'N2') AND (fitted.same_birthdate IS NULL OR fitted.same_birthdate))
        OR (fitted.level IN ('N1', 'N2', 'N3') AND fitted.same_birthdate)
    )
WHERE fitted.lead_id IS NULL
