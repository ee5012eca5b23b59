# SPDX-License-Identifier: EUPL-1.2
"""Made-up observations in the words that reporters use. They describe nobody."""

from __future__ import annotations

#: What was seen of a person, by form of exploitation.
ABOUT_PERSONS: dict[str, tuple[str, ...]] = {
    "criminal_exploitation": (
        "Hij heeft ineens dure spullen en wordt elke middag bij school opgehaald door een oudere "
        "jongen in een grijze auto. Hij durft niets te zeggen.",
        "Een leerling van 15 spijbelt sinds oktober. Hij heeft twee telefoons en neemt altijd op, "
        "ook tijdens de les. Klasgenoten zeggen dat hij pakketjes wegbrengt.",
        "Zijn moeder vond contant geld en sleutels van een huis dat zij niet kent. Hij zegt dat "
        "hij een schuld heeft die hij moet afwerken.",
        "Jongen met een lichte beperking opent op verzoek van anderen bankrekeningen. Hij mag zijn "
        "eigen pinpas niet houden.",
    ),
    "sexual_exploitation": (
        "Zij krijgt dure kleding van een man die zij pas kent. Zij is moe, schrikt van haar "
        "telefoon en trekt zich terug van vriendinnen.",
        "Een cliënte vertelde dat haar vriend bepaalt met wie zij afspreekt en dat hij het geld "
        "houdt. Zij wil geen aangifte doen.",
        "Zij is vier keer weggelopen van de groep. Zij heeft een nieuwe tatoeage en blauwe plekken "
        "en wil niet zeggen waar zij was.",
    ),
    "labour_exploitation": (
        "Een man bij de balie weet zijn eigen adres niet. Hij zegt dat de werkgever alles regelt "
        "en dat hij eerst zijn schuld moet afbetalen.",
        "Zij maakt schoon bij drie gezinnen, slaapt in de bijkeuken en heeft sinds maart geen "
        "loon gekregen.",
    ),
    "forced_services": (
        "Een vrouw past op de kinderen, kookt en maakt schoon. Zij is nooit alleen en heeft geen "
        "eigen kamer. De buren hebben haar nog nooit buiten gezien.",
    ),
    "forced_begging": (
        "Elke dag wordt dezelfde vrouw om negen uur bij de winkel afgezet en om zes uur opgehaald. "
        "Zij geeft het geld meteen af.",
    ),
    "forced_marriage": (
        "Een meisje van 17 vertelde dat zij in de zomer moet trouwen met iemand die zij niet kent. "
        "Haar paspoort ligt al klaar.",
    ),
    "unknown": (
        "Zij keek steeds naar de man naast haar voordat zij antwoord gaf. Hij had haar papieren.",
    ),
}
#: What was seen at a place.
ABOUT_PLACES: dict[str, tuple[str, ...]] = {
    "criminal_exploitation": (
        "Bij een controle van een loods troffen wij een man aan die daar moest slapen en planten "
        "verzorgen. Hij mocht niet naar buiten.",
    ),
    "sexual_exploitation": (
        "In de flat komen 's nachts steeds andere mannen. De vrouw die er verblijft komt nooit "
        "alleen buiten. Er staat altijd dezelfde auto voor de deur.",
        "Hotelmedewerker: een jong meisje werd drie avonden achter elkaar door verschillende "
        "mannen bezocht. De kamer was contant betaald door een ander.",
    ),
    "labour_exploitation": (
        "Acht mannen slapen in twee kamers boven het bedrijf. Zij werken zes dagen van zes tot "
        "acht en krijgen weinig loon. De baas houdt hun paspoorten.",
        "Toezichthouder: op het terrein staan zes caravans met werknemers, zonder stromend water. "
        "Zij durfden niet te praten zolang de voorman er stond.",
    ),
    "unknown": (
        "Ik weet het niet zeker, maar er klopt iets niet. De gordijnen zijn altijd dicht en er "
        "worden mensen gebracht en gehaald in een busje.",
    ),
}
WHEN = (
    "Sinds ongeveer zes weken, bijna elke dag.",
    "Afgelopen vrijdag rond elf uur 's avonds.",
    "Al sinds de zomer, vooral in het weekend.",
    "Vorige week drie keer.",
    "Ik zag het één keer, op dinsdagmiddag.",
)
WHERE = (
    "In de buurt van het station",
    "Bij een school in de wijk",
    "Op het bedrijventerrein",
    "In een flat aan de rand van de stad",
    "Op een vakantiepark",
    "In een hotel langs de snelweg",
    "In een huis in het buitengebied",
    "Bij een restaurant in het centrum",
)
STREETS = (
    "Fluitkruidlaan",
    "Hazelaarpad",
    "Kwartelstraat",
    "Leeuwerikhof",
    "Meidoornweg",
    "Otterkade",
    "Populierenlaan",
    "Reigerstraat",
    "Sleedoornpad",
    "Waterhoenweg",
    "Zwaluwplein",
    "Vlierhof",
)
CARS_SEEN_BEFORE = ("GX-412-K", "TD-907-B", "ZN-338-L")
#: Who is involved, by form; under another form anybody.
PEOPLE: dict[str, tuple[str, ...]] = {
    "criminal_exploitation": (
        "Een jongen van ongeveer 15 jaar en een oudere jongen.",
        "Een jongere die ik van gezicht ken, en iemand die hem steeds belt.",
    ),
    "sexual_exploitation": (
        "Een vrouw van rond de 25 en een man die bij haar blijft.",
        "Een meisje dat ik van gezicht ken, en een oudere man.",
    ),
    "labour_exploitation": (
        "Zes tot acht mensen die samen worden gebracht, en een voorman.",
        "Iemand die weinig Nederlands spreekt, en de werkgever.",
    ),
}
ANYBODY = ("Iemand die ik niet ken. Er is steeds een ander bij.",)
FIRST_NAMES = (
    "Milan",
    "Noor",
    "Ilias",
    "Sofie",
    "Andrei",
    "Elena",
    "Kwame",
    "Zofia",
    "Jesse",
    "Amina",
    "Tarik",
    "Lieke",
    "Mihai",
    "Blessing",
    "Daan",
    "Fatima",
    "Piotr",
    "Roos",
    "Samuel",
    "Yasmin",
)
LAST_NAMES = (
    "Aalders",
    "Bakirci",
    "Ciobanu",
    "van Dorp",
    "Eze",
    "Fokkema",
    "Gorski",
    "Hamdi",
    "Ionescu",
    "Jalloh",
    "Kowalczyk",
    "Lamers",
    "Mulder",
    "Nowak",
    "Okoro",
    "Popa",
    "Reitsma",
    "Sanders",
)
TEAM_NOTES = (
    "Adres gecontroleerd: er staan meer mensen ingeschreven dan er kamers zijn.",
    "School bevestigt verzuim sinds oktober. Geen eerdere signalen op naam.",
    "Gebeld met het wijkteam: gezin is bekend, er is een vaste contactpersoon.",
    "Overlegd met de collega van Deventer: zelfde auto eerder gezien.",
    "Melder wil anoniem blijven, ook tegenover de politie.",
)
CHAIN_NOTES = (
    "Laat graag vóór vrijdag weten of u dit oppakt. Bij de gemeente staat iemand klaar.",
    "Er zijn mogelijk meerdere mensen op dit adres. Stem een bezoek eerst met ons af.",
)
QUESTIONS = (
    "Weet u nog welke kleur de auto had en hoe laat hij meestal komt?",
    "Is de persoon nu op een veilige plek, voor zover u weet?",
    "Kunt u zeggen om welke ingang van het gebouw het gaat?",
)
ANSWERS = (
    "De auto is donkergrijs en komt rond kwart over drie.",
    "Dat weet ik niet. Ik heb haar sinds vrijdag niet gezien.",
    "Het is de ingang aan de achterkant, naast de container.",
)
FEEDBACK = (
    "Dank u wel voor uw melding. Wij hebben die onderzocht en een andere organisatie pakt het op.",
    "Dank u wel. Het was geen mensenhandel, maar wij hebben andere hulp kunnen regelen.",
    "Dank u wel. Wij konden met deze gegevens niet verder. Ziet u weer iets? Meld het dan gerust.",
)
