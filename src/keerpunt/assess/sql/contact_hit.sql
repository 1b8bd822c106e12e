-- Contacts of a lead's actor that some independent answer calls a customer's. In: lead, contact, holding, lead_paid.
-- Out: per lead, contact record, answer and relation (holder: the lead's identity; other: somebody else): whether any
-- use of it lies inside the interval of the answer (NULL: the answer states none), one day being tolerated.
--
-- A contact of an account is used at registration and at each payment of the lead; one given with a payment, then.
-- `joint`: the answer is about two people at once, so it does not tell which of them the contact is.
WITH used AS (
    SELECT
        lead.lead_id, lead.identity_id, contact.record_key, contact.origin, contact.payment_key, contact.kind,
        contact.value, contact.usable, contact.used_utc
    FROM lead
    JOIN contact ON contact.actor_id = lead.actor_id
    WHERE contact.payment_key IS NULL
    UNION
    SELECT
        lead.lead_id, lead.identity_id, contact.record_key, contact.origin, contact.payment_key, contact.kind,
        contact.value, contact.usable, lead_paid.paid_utc
    FROM lead
    JOIN contact ON contact.actor_id = lead.actor_id
    JOIN lead_paid ON lead_paid.lead_id = lead.lead_id
    WHERE contact.payment_key IS NULL OR contact.payment_key = lead_paid.payment_key
),
held AS (
    SELECT
        kind, value, holder_key, origin, identity_id, from_utc, to_utc
    FROM holding
    WHERE kind IN ('email', 'phone') AND independent
),
met AS (
    SELECT
        used.lead_id,
        used.record_key,
        used.origin,
        used.payment_key,
        used.usable,
        held.holder_key,
        held.origin AS holder_origin,
        held.from_utc,
        held.to_utc,
        bool_or(held.identity_id = used.identity_id) AS is_holder,
        count(DISTINCT held.identity_id) > 1 AS joint,
        bool_or(used.used_utc >= held.from_utc - INTERVAL 1 DAY AND used.used_utc <= held.to_utc + INTERVAL 1 DAY) AS inside
    FROM used
    JOIN held ON held.kind = used.kind AND held.value = used.value
    GROUP BY ALL
)
SELECT
    lead_id,
    record_key,
    origin,
    payment_key,
    holder_key,
    holder_origin,
    usable,
    is_holder,
    joint,
    bool_or(from_utc IS NULL OR to_utc IS NULL) AS no_interval,
    bool_or(inside IS NOT NULL AND inside) AS inside
FROM met
GROUP BY lead_id, record_key, origin, payment_key, holder_key, holder_origin, usable, is_holder, joint
ORDER BY ALL
