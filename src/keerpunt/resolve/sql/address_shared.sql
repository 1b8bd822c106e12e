-- Who lives at addresses where more than one identity lives. In: address_use, whose part_key is the number of a part
-- here; address_form (line1, postcode, country, address_no); part (part_key, cluster).
-- Out: address_no, part_no, day_from, day_to.
WITH living AS (
    SELECT DISTINCT
        address_form.address_no, address_use.part_key AS part_no, part.cluster, address_use.day_from, address_use.day_to
    FROM address_use
    JOIN address_form
        ON address_form.line1 = address_use.line1 AND address_form.postcode = address_use.postcode
        AND address_form.country = address_use.country
    JOIN part ON part.part_key = address_use.part_key
),
shared AS (
    SELECT address_no FROM living GROUP BY address_no HAVING min(cluster) <> max(cluster)
)
SELECT living.address_no, living.part_no, living.day_from, living.day_to
FROM living
JOIN shared ON shared.address_no = living.address_no
ORDER BY living.address_no, living.part_no, living.day_from, living.day_to
