"""Currency codes with the number of their decimal digits: ISO 4217, and where a provider counts otherwise.

Sources: ISO 4217 list one as of 2026-01-01 and withdrawn codes of list three since 2014, with the German mark, in which
banks still write statements that they show as samples; Stripe, "Zero-decimal, three-decimal and special-case
currencies", read 2025-01. Codes without a minor unit (metals, funds of account,
testing) are left out: an amount in them is refused rather than guessed.
"""

from __future__ import annotations

ISO_AS_OF = "2026-01-01"

_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR
JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN
NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL
THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
"""
_ZERO = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"
_WITHDRAWN_TWO = "ANG BGN CUC DEM HRK LTL MRO SLL STD VEF ZWL"
_WITHDRAWN_ZERO = "BYR"

ISO_EXPONENT: dict[str, int] = {
    **dict.fromkeys((_TWO + _WITHDRAWN_TWO).split(), 2),
    **dict.fromkeys(_ZERO.split() + _WITHDRAWN_ZERO.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    **dict.fromkeys(_FOUR.split(), 4),
}
"""ISO 4217 code to decimal digits of its minor unit."""

STRIPE_AS_OF = "2025-01"

_STRIPE_ZERO = "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF"
_STRIPE_THREE = "BHD JOD KWD OMR TND"

STRIPE_EXPONENT: dict[str, int] = {
    **dict.fromkeys((code for code, digits in ISO_EXPONENT.items() if digits == 2 or code in ("ISK", "UGX")), 2),
    **dict.fromkeys(_STRIPE_ZERO.split(), 0),
    **dict.fromkeys(_STRIPE_THREE.split(), 3),
}
"""Decimal digits in which Stripe states amounts: ISK and UGX with two (ISO 0), MGA with none (ISO 2)."""

PROVIDER_EXPONENT: dict[str, dict[str, int]] = {"iso": ISO_EXPONENT, "stripe": STRIPE_EXPONENT}
