-- What each origin says was checked for a payment. In: payment_check. Out: one row per (psp, psp_ref, origin).
SELECT
    psp,
    psp_ref,
    origin,
    bool_or(check_kind = 'threeds' AND "value" = 'pass') AS threeds_pass,
    bool_or(check_kind = 'threeds' AND "value" = 'fail') AS threeds_fail,
    bool_or(check_kind = 'sca_flow' AND "value" = 'challenge') AS challenge,
    bool_or(check_kind IN ('threeds', 'sca_flow') AND "value" IN ('attempted', 'frictionless', 'exempted')) AS weak,
    bool_or(check_kind = 'cvc' AND "value" = 'pass') AS cvc_pass,
    bool_or(check_kind = 'cvc' AND "value" = 'fail') AS cvc_fail,
    bool_or(check_kind = 'cvc' AND "value" = 'not_sent') AS cvc_not_sent,
    bool_or(check_kind = 'avs_street' AND "value" = 'pass')
        AND bool_or(check_kind = 'avs_postcode' AND "value" = 'pass') AS avs_pass,
    bool_or(check_kind IN ('avs_street', 'avs_postcode') AND "value" = 'fail') AS avs_fail,
    bool_or(check_kind = 'payer_verified' AND "value" = 'pass') AS payer_verified,
    list(DISTINCT record_key ORDER BY record_key) FILTER (WHERE check_kind IN ('threeds', 'sca_flow')) AS auth_keys,
    list(DISTINCT record_key ORDER BY record_key) FILTER (WHERE check_kind = 'cvc') AS cvc_keys,
    list(DISTINCT record_key ORDER BY record_key) FILTER (WHERE check_kind IN ('avs_street', 'avs_postcode')) AS avs_keys,
    list(DISTINCT record_key ORDER BY record_key) FILTER (WHERE check_kind = 'payer_verified') AS payer_keys
FROM payment_check
GROUP BY psp, psp_ref, origin
ORDER BY psp, psp_ref, origin
