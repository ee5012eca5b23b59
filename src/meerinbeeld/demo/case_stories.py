# SPDX-License-Identifier: EUPL-1.2
"""Texts of made-up cases. Nobody in them exists; no name, number or address is one of a person."""

from __future__ import annotations

from typing import Final

FIRST_NAMES: Final = (
    "Amara", "Blessing", "Chantal", "Dorota", "Elena", "Fatou", "Gosia", "Hana", "Ilinca", "Joy",
    "Kevin", "Liam", "Milan", "Noah", "Oksana", "Precious", "Rania", "Sanne", "Timur", "Yara",
)  # fmt: skip
LAST_NAMES: Final = (
    "Adeyemi", "Bakker", "Celik", "Dumitru", "El Idrissi", "Hoekstra", "Ionescu", "Kowalska",
    "Mbeki", "Nowak", "Okafor", "Popescu", "Smit", "Tesfaye", "Verbeek", "Zielinska",
)  # fmt: skip
STORY: Final = {
    "sexual_exploitation": (
        "Leerde online een jongen kennen die haar vriend werd. Hij haalde haar over om met anderen"
        " mee te gaan en hield het geld. Als zij weigert, dreigt hij met beelden.",
        "Kwam hierheen voor werk in een salon. Moest vanaf de eerste dag klanten ontvangen om een"
        " schuld van de reis af te betalen.",
        "Werd door een kennis ondergebracht in een huis en mag niet alleen naar buiten. Er komen"
        " elke dag mannen.",
    ),
    "criminal_exploitation": (
        "Moest pakketjes wegbrengen voor oudere jongens. Heeft nu een schuld omdat er een is"
        " afgepakt. Durft niet te stoppen.",
        "Werd aangehouden met spullen in de tas die niet van hem zijn. Vertelde later dat hij"
        " wordt gedwongen.",
        "Zijn bankrekening wordt door anderen gebruikt. Zij wachten hem op bij school.",
    ),
    "labour_exploitation": (
        "Werkt zes dagen per week twaalf uur en krijgt een deel van het loon. De baas heeft het"
        " paspoort. Slaapt met vijf anderen op een kamer boven het bedrijf.",
        "Kreeg na een ongeluk op het werk te horen dat hij weg moest, ook uit het huis. Heeft nog"
        " drie maanden loon tegoed.",
    ),
    "forced_services": (
        "Zorgt al twee jaar zonder loon voor een gezin en slaapt in de bijkeuken. Mag de deur niet"
        " uit zonder toestemming.",
    ),
}
DANGER: Final = (
    "De dader woont in dezelfde stad en weet waar familie woont.",
    "Er komen berichten binnen via een onbekend nummer.",
    "Iemand vroeg bij de school naar haar rooster.",
    "Op dit moment geen contact. De telefoon is vervangen.",
)
AGREED: Final = (
    "Gaat niet alleen naar de stad. Belt bij onraad 112 en daarna ons.",
    "De telefoon blijft uit tot de politie ernaar heeft gekeken.",
    "Wij bellen met een nummer dat niet zichtbaar is, en zeggen niet waarvoor.",
)
SAFETY: Final = (
    "Besproken wie weet waar zij verblijft. De dader weet het zover bekend niet.",
    "Er is twee keer langs het oude adres gereden. De wijkagent weet ervan.",
    "Rustig sinds de verhuizing. Slaapt beter.",
)
GOALS: Final = {
    "safety": "Ik wil weer alleen over straat durven.",
    "housing": "Ik wil een kamer waar ik de deur zelf op slot doe.",
    "income": "Ik wil weten welke schuld echt is en hoe ik daar vanaf kom.",
    "physical_health": "Ik wil naar de dokter met iemand erbij.",
    "mental_health": "Ik wil beter slapen.",
    "residence": "Ik wil weten of ik hier mag blijven.",
    "day": "Ik wil mijn opleiding afmaken.",
    "people": "Ik wil mijn zus weer zien.",
    "children": "Ik wil dat mijn zoontje naar een vaste school gaat.",
    "law": "Ik wil rustig kunnen kiezen of ik met de politie praat.",
}
TASKS: Final = (
    ("call", "De huisarts, voor een eerste afspraak met tolk."),
    ("appointment", "Met de advocaat, over de keuzes."),
    ("apply", "De zorgverzekering."),
    ("paper", "Verklaring van de opvang voor de gemeente."),
    ("go_along", "Naar het loket van de gemeente."),
    ("find_out", "Of er recht is op de Rvb-toelage."),
    ("write", "Brief aan de schuldeiser, via de bewindvoerder."),
    ("call", "Hoe het gaat sinds de verhuizing."),
)
CONTACT: Final = (
    "Gaat redelijk. Wil volgende week praten over school.",
    "Was gespannen na een bericht. Samen besproken wat te doen.",
    "Kwam niet naar de afspraak, belde later terug. Nieuwe afspraak gemaakt.",
    "Vertelde meer over wat er is gebeurd. Opgeschreven in eigen woorden.",
    "Lachte voor het eerst. Kookt nu zelf voor de groep.",
    "Overleg met de opvang over een vervolgplek.",
)
ASKED: Final = {
    "place": "Is er een plek, veilig en ver van de stad?",
    "guidance": "Kunnen jullie de begeleiding in de week overnemen?",
    "protect": "Kan er een afspraak op locatie komen en iemand die meekijkt?",
    "youth_help": "Kan een jeugdhulpverlener meekijken, liefst iemand die hij vertrouwt?",
}
MEASURED: Final = (
    "Zegt zelf dat het beter gaat dan de vorige keer.",
    "Dit kost nog veel kracht.",
    "Hier is nog niets aan gedaan.",
)
