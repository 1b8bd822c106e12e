-- E14: a second identity of the same folded name at an address of the first, whatever the period or birth date, unless
-- an answer for a payment's very instrument names the first and not the second.
-- In: lead, person, home, name_form, lead_paid, instrument_match. Out: lead_id, record_keys.
WITH named AS (
    SELECT DISTINCT person.identity_id, person.holder_key, name_form.name_key, home.address
    FROM person
    JOIN name_form ON name_form.name = person.full_name
    JOIN home ON home.identity_id = person.identity_id
    WHERE name_form.name_key IS NOT NULL
),
twin AS (
    SELECT DISTINCT
        one.identity_id, one.holder_key, two.identity_id AS twin_id, two.holder_key AS twin_key
    FROM named AS one
    JOIN named AS two ON two.address = one.address AND two.name_key = one.name_key
    WHERE two.identity_id <> one.identity_id
),
keyed AS (
    SELECT DISTINCT lead_paid.lead_id, instrument_match.identity_id
    FROM lead_paid
    JOIN instrument_match
        ON instrument_match.payment_key = lead_paid.payment_key AND instrument_match.origin = lead_paid.origin
    WHERE instrument_match.same_scope AND (instrument_match.inside IS NULL OR instrument_match.inside)
)
SELECT
    lead.lead_id,
    list_sort(list_distinct(list_concat(list(twin.holder_key), list(twin.twin_key)))) AS record_keys
FROM lead
JOIN twin ON twin.identity_id = lead.identity_id
LEFT JOIN keyed AS own ON own.lead_id = lead.lead_id AND own.identity_id = lead.identity_id
LEFT JOIN keyed AS theirs ON theirs.lead_id = lead.lead_id AND theirs.identity_id = twin.twin_id
WHERE own.identity_id IS NULL OR theirs.identity_id IS NOT NULL
GROUP BY lead.lead_id
ORDER BY lead.lead_id
