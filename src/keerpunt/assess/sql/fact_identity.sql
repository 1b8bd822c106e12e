-- What is known of the identity and the actor of a lead. In: lead, identities, person, home, name_level, links, edges,
-- identity_link, birth, register_of, account, actor_account, contact_hit, contact, holding, special_account. Out: one row per lead.
WITH verified AS (
    SELECT DISTINCT identity_id
    FROM person
    WHERE independent AND verification IN ('document', 'document_liveness', 'in_person')
),
ended AS (
    SELECT edges.refused_by, one.entity_id AS left_identity, two.entity_id AS right_identity
    FROM edges
    LEFT JOIN links AS one ON one.record_key = edges.left_key AND one.entity_kind = 'identity'
    LEFT JOIN links AS two ON two.record_key = edges.right_key AND two.entity_kind = 'identity'
    WHERE edges.refused_by <> ''
),
refused AS (
    SELECT left_identity AS identity_id FROM ended WHERE left_identity = right_identity
    UNION
    SELECT left_identity FROM ended WHERE refused_by IN ('ambiguous', 'human_unsure', 'issuer_conflict')
    UNION
    SELECT right_identity FROM ended WHERE refused_by IN ('ambiguous', 'human_unsure', 'issuer_conflict')
),
torn AS (
    SELECT identity_id
    FROM identities
    WHERE len(list_filter(conflict, lambda code: code <> 'joint_holders')) > 0
    UNION
    -- The register that was asked about this customer answered about somebody else: who of them it is, is open.
    SELECT identity_id FROM register_of WHERE register = 'civil' AND disagrees
    UNION
    -- Two answers about one identity whose names contradict each other and who share no home: a changed surname, or two
    -- people of one birth date. Nobody can tell from here.
    SELECT one.identity_id
    FROM person AS one
    JOIN person AS two ON two.identity_id = one.identity_id AND two.holder_key > one.holder_key
    JOIN name_level ON name_level.left_name = one.full_name AND name_level.right_name = two.full_name
    LEFT JOIN home AS here ON here.holder_key = one.holder_key
    LEFT JOIN home AS there ON there.holder_key = two.holder_key AND there.address = here.address
    GROUP BY one.identity_id, one.holder_key, two.holder_key
    HAVING bool_and(name_level.level IN ('N6', 'N7')) AND count(there.address) = 0
),
-- A contact of the actor that an independent answer calls somebody else's, when it was used or at an unstated time.
rival AS (
    SELECT lead_id
    FROM contact_hit
    WHERE usable AND NOT is_holder AND (inside OR no_interval)
    UNION
    SELECT lead.lead_id
    FROM lead
    JOIN contact ON contact.actor_id = lead.actor_id AND contact.usable AND contact.payment_key IS NOT NULL
    JOIN holding
        ON holding.kind = contact.kind AND holding.value = contact.value AND holding.independent
        AND holding.identity_id <> lead.identity_id
    LEFT JOIN holding AS own
        ON own.holder_key = holding.holder_key AND own.origin = holding.origin
        AND own.identity_id = lead.identity_id
    WHERE own.identity_id IS NULL AND (
        holding.from_utc IS NULL OR holding.to_utc IS NULL
        OR (contact.used_utc >= holding.from_utc - INTERVAL 1 DAY AND contact.used_utc <= holding.to_utc + INTERVAL 1 DAY)
    )
),
born AS (
    SELECT
        identity_id,
        list(DISTINCT birthdate ORDER BY birthdate) AS birthdates,
        list(DISTINCT birthdate ORDER BY birthdate) FILTER (WHERE verified) AS verified_birthdates
    FROM birth
    GROUP BY identity_id
),
died AS (
    SELECT DISTINCT identity_id FROM register_of WHERE died_on IS NOT NULL AND NOT disagrees
),
of_account AS (
    SELECT
        actor_account.actor_id,
        list(DISTINCT account.self_birthdate ORDER BY account.self_birthdate)
            FILTER (WHERE account.self_birthdate IS NOT NULL) AS self_birthdates,
        bool_or(account.status IN ('test', 'staff', 'affiliate', 'law_enforcement')) AS special
    FROM actor_account
    JOIN account ON account.platform_account_id = actor_account.platform_account_id
    GROUP BY actor_account.actor_id
),
listed AS (
    SELECT DISTINCT actor_account.actor_id
    FROM actor_account
    JOIN special_account ON special_account.platform_account_id = actor_account.platform_account_id
)
SELECT
    lead.lead_id,
    lead.actor_id,
    lead.identity_id,
    verified.identity_id IS NOT NULL AS verified_record,
    refused.identity_id IS NOT NULL OR torn.identity_id IS NOT NULL OR identities.identity_id IS NULL
        AS identity_conflict,
    rival.lead_id IS NOT NULL AS rival_identity,
    born.birthdates,
    born.verified_birthdates,
    of_account.self_birthdates,
    died.identity_id IS NOT NULL AS dead,
    listed.actor_id IS NOT NULL OR (of_account.special IS NOT NULL AND of_account.special) AS special
FROM lead
LEFT JOIN identities ON identities.identity_id = lead.identity_id
LEFT JOIN verified ON verified.identity_id = lead.identity_id
LEFT JOIN refused ON refused.identity_id = lead.identity_id
LEFT JOIN torn ON torn.identity_id = lead.identity_id
LEFT JOIN rival ON rival.lead_id = lead.lead_id
LEFT JOIN born ON born.identity_id = lead.identity_id
LEFT JOIN died ON died.identity_id = lead.identity_id
LEFT JOIN of_account ON of_account.actor_id = lead.actor_id
LEFT JOIN listed ON listed.actor_id = lead.actor_id
ORDER BY lead.lead_id
