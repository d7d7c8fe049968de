"""The adjectives of states, by the three letters of ISO 3166: how a text calls their officials."""

from __future__ import annotations

from functools import cache
from typing import Final

__all__ = ["adjectives"]

_TABLE: Final = """
AFG Afghan | ALB Albanian | DZA Algerian | AND Andorran | AGO Angolan | ARG Argentine,Argentinian | ARM Armenian
AUS Australian | AUT Austrian | AZE Azerbaijani,Azeri | BHS Bahamian | BHR Bahraini | BGD Bangladeshi | BRB Barbadian
BLR Belarusian | BEL Belgian | BLZ Belizean | BEN Beninese | BTN Bhutanese | BOL Bolivian | BIH Bosnian
BWA Botswanan | BRA Brazilian | BRN Bruneian | BGR Bulgarian | BFA Burkinabe | BDI Burundian | KHM Cambodian
CMR Cameroonian | CAN Canadian | CAF Central-African | TCD Chadian | CHL Chilean | CHN Chinese | COL Colombian
COM Comorian | COG Congolese | COD Congolese | CRI Costa-Rican | CIV Ivorian | HRV Croatian | CUB Cuban
CYP Cypriot | CZE Czech | DNK Danish | DJI Djiboutian | DOM Dominican | ECU Ecuadorian,Ecuadorean | EGY Egyptian
SLV Salvadoran | ERI Eritrean | EST Estonian | SWZ Swazi | ETH Ethiopian | FJI Fijian | FIN Finnish | FRA French
GAB Gabonese | GMB Gambian | GEO Georgian | DEU German | GHA Ghanaian | GRC Greek | GTM Guatemalan | GIN Guinean
GUY Guyanese | HTI Haitian | HND Honduran | HUN Hungarian | ISL Icelandic | IND Indian | IDN Indonesian | IRN Iranian
IRQ Iraqi | IRL Irish | ISR Israeli | ITA Italian | JAM Jamaican | JPN Japanese | JOR Jordanian
KAZ Kazakh,Kazakhstani | KEN Kenyan | PRK North-Korean | KOR South-Korean | KWT Kuwaiti | KGZ Kyrgyz | LAO Lao,Laotian
LVA Latvian | LBN Lebanese | LBR Liberian | LBY Libyan | LIE Liechtenstein | LTU Lithuanian | LUX Luxembourgish
MDG Malagasy | MWI Malawian | MYS Malaysian | MDV Maldivian | MLI Malian | MLT Maltese | MRT Mauritanian
MUS Mauritian | MEX Mexican | MDA Moldovan | MCO Monegasque | MNG Mongolian | MNE Montenegrin | MAR Moroccan
MOZ Mozambican | MMR Burmese | NAM Namibian | NPL Nepali,Nepalese | NLD Dutch | NZL New-Zealand | NIC Nicaraguan
NER Nigerien | NGA Nigerian | MKD Macedonian | NOR Norwegian | OMN Omani | PAK Pakistani | PSE Palestinian
PAN Panamanian | PNG Papuan | PRY Paraguayan | PER Peruvian | PHL Philippine,Filipino | POL Polish | PRT Portuguese
QAT Qatari | ROU Romanian | RUS Russian | RWA Rwandan | SAU Saudi,Saudi-Arabian | SEN Senegalese | SRB Serbian,Serb
SLE Sierra-Leonean | SGP Singaporean | SVK Slovak | SVN Slovenian,Slovene | SOM Somali | ZAF South-African
SSD South-Sudanese | ESP Spanish | LKA Sri-Lankan | SDN Sudanese | SUR Surinamese | SWE Swedish | CHE Swiss
SYR Syrian | TWN Taiwanese | TJK Tajik | TZA Tanzanian | THA Thai | TLS Timorese | TGO Togolese | TUN Tunisian
TUR Turkish | TKM Turkmen | UGA Ugandan | UKR Ukrainian | ARE Emirati | GBR British | USA American
URY Uruguayan | UZB Uzbek | VAT Vatican | VEN Venezuelan | VNM Vietnamese | YEM Yemeni | ZMB Zambian | ZWE Zimbabwean
"""


def adjectives(iso3: str | None) -> tuple[str, ...]:
    """Return the adjectives of a state, none where it has no code or none is known."""
    return () if iso3 is None else _by_code().get(iso3, ())


@cache
def _by_code() -> dict[str, tuple[str, ...]]:
    pairs = (entry.split() for entry in _TABLE.replace("\n", "|").split("|") if entry.strip())
    return {code: tuple(word.replace("-", " ") for word in words.split(",")) for code, words in pairs}
