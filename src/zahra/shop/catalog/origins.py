"""Countries goods come from, by ISO 3166 code, as a shopper reads them.

The law wants the country of origin shown, filtered and sorted by (rule 6(10A), from July 2026).
The list holds the countries cloth, leather and jewellery come from; a new supplier adds a line.
"""

from collections.abc import Mapping

ORIGINS: Mapping[str, str] = {
    "AE": "United Arab Emirates",
    "AF": "Afghanistan",
    "BD": "Bangladesh",
    "BT": "Bhutan",
    "CN": "China",
    "EG": "Egypt",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "HK": "Hong Kong",
    "ID": "Indonesia",
    "IN": "India",
    "IT": "Italy",
    "JP": "Japan",
    "KH": "Cambodia",
    "KR": "South Korea",
    "LA": "Laos",
    "LK": "Sri Lanka",
    "MA": "Morocco",
    "MM": "Myanmar",
    "MY": "Malaysia",
    "NP": "Nepal",
    "PH": "Philippines",
    "PK": "Pakistan",
    "PT": "Portugal",
    "TH": "Thailand",
    "TR": "Türkiye",
    "TW": "Taiwan",
    "US": "United States",
    "UZ": "Uzbekistan",
    "VN": "Vietnam",
}
