-- Which rivals were examined for a lead (section 2) and which sources bear on it unread (section 7).
-- In: lead, paid_coverage, covered, observation, instrument_match, person, subscriber, indicator. Out: one row per lead.
WITH by_payment AS (
    SELECT
        paid_coverage.*,
        paid_coverage.instrument_kind NOT IN ('iban', 'crypto_address') AS needs_check,
        paid_coverage.instrument_kind NOT IN ('iban', 'crypto_address')
            OR (paid_coverage.instrument_kind = 'iban' AND paid_coverage.may_pull) AS needs_dispute
    FROM paid_coverage
),
read_of AS (
    SELECT
        lead_id,
        bool_or(needs_check AND NOT has_check) AS unread_payment_check,
        bool_or(needs_dispute AND NOT has_dispute) AS unread_dispute,
        bool_or(NOT has_session AND NOT has_download) AS unread_session,
        bool_or(covered AND (has_session OR has_download)) AS any_use_covered,
        bool_or(covered AND has_session) AS session_covered,
        bool_or(
            covered AND (
                (instrument_kind IN ('card', 'paypal') AND has_check AND has_dispute)
                OR (instrument_kind = 'iban' AND may_pull AND has_dispute)
            )
        ) AS theft_covered
    FROM by_payment
    GROUP BY lead_id
),
pushed AS (
    SELECT DISTINCT observation.lead_id
    FROM observation
    JOIN covered ON covered.lead_id = observation.lead_id AND covered.payment_key = observation.payment_key
    WHERE observation.code = 'I03_bank_push' AND covered.covered AND covered.instrument_kind = 'iban'
),
authenticated AS (
    SELECT observation.lead_id, count(DISTINCT (covered.psp, covered.psp_ref)) AS n
    FROM observation
    JOIN covered ON covered.lead_id = observation.lead_id AND covered.payment_key = observation.payment_key
    WHERE covered.covered AND len(observation.voids) = 0 AND (
        (observation.code = 'I01_threeds_challenge' AND observation.test = 'challenge')
        OR (observation.code = 'I03_bank_push' AND observation.test = 'agrees')
    )
    GROUP BY observation.lead_id
),
exchange_asked AS (
    SELECT DISTINCT covered.lead_id
    FROM covered
    JOIN subscriber
        ON subscriber.linked_kind = 'wallet' AND subscriber.provider_kind = 'exchange'
        AND lower(subscriber.linked_value) = lower(covered.instrument)
    WHERE covered.covered AND covered.instrument_kind = 'crypto_address'
),
instrument_answered AS (
    SELECT DISTINCT covered.lead_id
    FROM covered
    JOIN instrument_match
        ON instrument_match.payment_key = covered.payment_key AND instrument_match.origin = covered.origin
    WHERE instrument_match.same_scope
),
known AS (
    SELECT DISTINCT identity_id FROM person
),
housed AS (
    SELECT DISTINCT lead_id
    FROM indicator
    WHERE "value" <> 'not_available'
        AND code IN ('I17_contact_is_holders', 'I18_secret_reuse', 'I27_household', 'I28_names_agree')
)
SELECT
    lead.lead_id,
    housed.lead_id IS NOT NULL AS household,
    (read_of.theft_covered IS NOT NULL AND read_of.theft_covered)
        OR pushed.lead_id IS NOT NULL OR exchange_asked.lead_id IS NOT NULL AS stolen_data,
    read_of.any_use_covered IS NOT NULL AND read_of.any_use_covered AS fabricated,
    (read_of.session_covered IS NOT NULL AND read_of.session_covered)
        OR (authenticated.n IS NOT NULL AND authenticated.n >= 2) AS taken_over,
    instrument_answered.lead_id IS NOT NULL AS identity_theft,
    known.identity_id IS NOT NULL AS data_error,
    read_of.unread_payment_check,
    read_of.unread_dispute,
    read_of.unread_session
FROM lead
LEFT JOIN read_of ON read_of.lead_id = lead.lead_id
LEFT JOIN pushed ON pushed.lead_id = lead.lead_id
LEFT JOIN authenticated ON authenticated.lead_id = lead.lead_id
LEFT JOIN exchange_asked ON exchange_asked.lead_id = lead.lead_id
LEFT JOIN instrument_answered ON instrument_answered.lead_id = lead.lead_id
LEFT JOIN known ON known.identity_id = lead.identity_id
LEFT JOIN housed ON housed.lead_id = lead.lead_id
ORDER BY lead.lead_id
