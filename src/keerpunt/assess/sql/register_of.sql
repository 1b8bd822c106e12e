-- What registers answered about each identity, joined by the customer that was asked about.
-- In: person, register_extract, origin_class, name_level. Out: one row per identity and extract; `disagrees` marks an
-- extract whose name or birth date is another person's: it joins nothing but the date checks.
WITH customer AS (
    SELECT DISTINCT identity_id, provider, customer_ref, full_name, birthdate
    FROM person
    WHERE customer_ref IS NOT NULL
),
joined AS (
    SELECT
        customer.identity_id,
        register_extract.record_key,
        register_extract.origin,
        origin_class.independent,
        register_extract.full_name,
        register_extract.register,
        register_extract.result,
        register_extract.valid_on,
        register_extract.birthdate,
        register_extract.died_on,
        register_extract.household_size,
        register_extract.household_refs,
        register_extract.minors_in_household,
        register_extract.similar_prior,
        register_extract.answered,
        bool_or(
            (
                register_extract.birthdate IS NOT NULL AND customer.birthdate IS NOT NULL
                AND register_extract.birthdate <> customer.birthdate
            )
            OR (name_level.level IS NOT NULL AND name_level.level IN ('N6', 'N7'))
        ) AS disagrees
    FROM customer
    JOIN register_extract
        ON register_extract.provider = customer.provider AND register_extract.customer_ref = customer.customer_ref
    JOIN origin_class ON origin_class.origin = register_extract.origin
    LEFT JOIN name_level
        ON name_level.left_name = register_extract.full_name AND name_level.right_name = customer.full_name
    GROUP BY ALL
)
SELECT * FROM joined ORDER BY identity_id, record_key, origin
