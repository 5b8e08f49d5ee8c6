"""Tables of words and what they stand for: months, weekdays, numbers, units, zones, holidays."""

from __future__ import annotations

Value = int | str

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan. jan",
            "february feb. feb",
            "march mar. mar",
            "april apr. apr",
            "may",
            "june jun. jun",
            "july jul. jul",
            "august aug. aug",
            "september sept. sep. sept sep",
            "october oct. oct",
            "november nov. nov",
            "december dec. dec",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mon. mon",
            "tuesday tues. tue. tues tue",
            "wednesday wed. wed",
            "thursday thurs. thur. thu. thurs thur thu",
            "friday fri. fri",
            "saturday sat. sat",
            "sunday sun. sun",
        ),
        start=1,
    )
    for name in names.split()
}
FULL_WEEKDAYS = {name: day for name, day in WEEKDAYS.items() if name.endswith("day")}

_TO_TWELVE = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TEENS = "fifteen sixteen seventeen eighteen nineteen"
SMALL = {word: number for number, word in enumerate(f"{_TO_TWELVE} {_TEENS}".split())}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
NUMBER_WORDS: dict[str, int] = (
    {word: number for word, number in SMALL.items() if number}
    | TENS
    | {
        f"{tens}{joint}{unit}": TENS[tens] + SMALL[unit]
        for tens in TENS
        for unit in list(SMALL)[1:10]
        for joint in "- "
    }
    | {"a dozen": 12, "a hundred": 100, "one hundred": 100, "a thousand": 1000}
    | {"two thousand": 2000, "half a dozen": 6, "two dozen": 24}
)

ORDINAL_STEMS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {word: number for number, word in enumerate(ORDINAL_STEMS.split(), start=1)} | {
    f"{word}th".replace("yth", "ieth"): number
    for word, number in NUMBER_WORDS.items()
    if " " not in word and (13 <= number <= 20 or number == 30)
}
ORDINALS |= {f"twenty-{word}": 20 + number for word, number in list(ORDINALS.items())[:9]} | {
    "thirty-first": 31
}

# Years as a broadcaster says them, written out in transcripts.
SPOKEN_YEARS: dict[str, int] = {
    f"{century} {rest}": hundreds + number
    for century, hundreds in {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}.items()
    for rest, number in NUMBER_WORDS.items()
    if 10 <= number <= 99 and "dozen" not in rest and " " not in rest
} | {"two thousand": 2000}

UNITS = {
    "day": "D",
    "night": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "10Y",
    "century": "100Y",
    "hour": "TH",
    "minute": "TM",
    "second": "TS",
}
PLURALS = {"century": "centuries"}
CALENDAR = ("day", "week", "month", "quarter", "year", "decade", "century")
CLOCK = ("hour", "minute", "second")
SHORT_UNITS: dict[str, Value] = {
    "hr": "TH",
    "hrs": "TH",
    "min": "TM",
    "mins": "TM",
    "yr": "Y",
    "yrs": "Y",
}


def singular(*names: str) -> dict[str, Value]:
    return {name: UNITS[name] for name in names}


def plural(*names: str) -> dict[str, Value]:
    return {PLURALS.get(name, f"{name}s"): UNITS[name] for name in names}


SEASONS = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}

DAY_TIMES = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "nighttime": "TNI",
    "lunchtime": "T12:00",
    "noon": "T12:00",
    "midday": "TMI",
    "midnight": "T24:00",
}

ZONES = {
    name: zone
    for zone, names in {
        "America/Los_Angeles": "pt pst pdt pacific",
        "America/Denver": "mt mst mdt mountain",
        "America/Chicago": "ct cst cdt central",
        "America/New_York": "et est edt eastern",
        "UTC": "gmt utc zulu",
        "Europe/London": "bst",
        "Europe/Paris": "cet cest",
        "Europe/Athens": "eet eest",
        "Europe/Moscow": "msk",
        "Asia/Kolkata": "ist",
        "Asia/Shanghai": "beijing",
        "Asia/Tokyo": "jst tokyo",
        "Asia/Seoul": "kst",
        "Australia/Sydney": "aest aedt",
        "": "local",
    }.items()
    for name in names.split()
}

HOLIDAYS = (
    "new year's day",
    "valentine's day",
    "st. patrick's day",
    "april fools' day",
    "good friday",
    "easter sunday",
    "easter monday",
    "easter",
    "may day",
    "memorial day",
    "juneteenth",
    "independence day",
    "the fourth of july",
    "labor day",
    "columbus day",
    "halloween",
    "veterans day",
    "thanksgiving day",
    "thanksgiving",
    "black friday",
    "cyber monday",
    "christmas eve",
    "christmas day",
    "christmas",
    "boxing day",
    "new year's eve",
)
