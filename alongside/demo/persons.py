"""The people of the demo. Every one of them is made up; their histories come from synthetic records."""

from dataclasses import dataclass, field

DOMAIN = "westhaven.example.org"
# Who acts for Rosa: name and address.
CARER = ("Elena Ashworth", f"elena.ashworth@{DOMAIN}")


@dataclass(frozen=True)
class Resident:
    """Somebody registered in Westhaven. `record` names the synthetic history laid under them."""

    given: str
    family: str
    born: str
    sex: str
    practice: str
    conditions: tuple[str, ...]
    record: str
    channel: str = "text"
    large_print: bool = False
    # How they take part: "keen" prepares and answers, "some" does now and then, "quiet" hardly ever.
    manner: str = "some"
    minds: tuple[str, ...] = field(default=("tiredness", "sleep", "moving"))
    try_this: str = ""

    @property
    def key(self) -> str:
        return f"{self.given}.{self.family}".lower()

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


DIABETES, COPD, IBS, LOW, PAIN, HEART, PARK = (
    "diabetes", "copd", "ibs", "depression", "chronic_pain", "heart_failure", "parkinsons",
)  # fmt: skip

RESIDENTS = [
    Resident("Rosa", "Ashworth", "1968-03-09", "female", "elm_bank", (DIABETES, COPD), "patria", "text", True, "keen",
             ("sleep", "breathing", "money"), "Say what matters before today's visit; see who looked"),
    Resident("Winston", "Bright", "1951-11-02", "male", "elm_bank", (PAIN, DIABETES), "patria", manner="keen",
             minds=("pain", "moving", "mood"), try_this="Say how a goal is going"),
    Resident("Maureen", "Clegg", "1944-06-17", "female", "elm_bank", (HEART,), "liz", "letter", True, "some", ("breathing", "tiredness")),
    Resident("Tariq", "Daud", "1979-01-30", "male", "elm_bank", (IBS,), "margarita", "email", manner="keen", minds=("food", "mood")),
    Resident("Glenys", "Evans", "1939-09-12", "female", "elm_bank", (COPD, HEART), "liz", "letter", manner="quiet", minds=("breathing",)),
    Resident("Kofi", "Fraser", "1985-04-04", "male", "elm_bank", (LOW,), "margarita", manner="some", minds=("mood", "sleep", "loneliness")),
    Resident("Sheila", "Grant", "1957-12-24", "female", "elm_bank", (DIABETES,), "patria", manner="some", minds=("food", "results")),
    Resident("Ivor", "Hughes", "1948-08-08", "male", "elm_bank", (PARK,), "liz", manner="some", minds=("moving", "home")),
    Resident("Priya", "Chandra", "1990-07-21", "female", "harbour_road", (LOW, PAIN), "margarita", "email", manner="keen",
             minds=("mood", "money", "sleep"), try_this="See a plan of one's own at another practice"),
    Resident("Alan", "Jessop", "1953-05-05", "male", "harbour_road", (DIABETES,), "patria", manner="quiet", minds=("food",)),
    Resident("Beryl", "Knott", "1942-10-10", "female", "harbour_road", (COPD,), "liz", "letter", manner="some", minds=("breathing",)),
    Resident("Dmitri", "Lewin", "1971-02-14", "male", "harbour_road", (PAIN,), "margarita", manner="some", minds=("pain", "money")),
    Resident("Faith", "Mensah", "1963-11-19", "female", "harbour_road", (DIABETES, HEART), "patria", manner="keen", minds=("medicines",)),
    Resident("Gordon", "Nash", "1949-03-28", "male", "harbour_road", (PARK, LOW), "liz", manner="quiet", minds=("moving", "mood")),
    Resident("Halima", "Omar", "1982-06-06", "female", "harbour_road", (IBS,), "margarita", manner="some", minds=("food", "home")),
    Resident("Keith", "Pratt", "1960-09-01", "male", "moorside", (COPD, LOW), "patria", manner="some", minds=("breathing", "mood")),
    Resident("Lorna", "Quayle", "1955-01-15", "female", "moorside", (DIABETES, PAIN), "patria", manner="keen", minds=("pain", "food")),
    Resident("Mohan", "Rao", "1967-07-07", "male", "moorside", (HEART,), "liz", manner="some", minds=("tiredness",)),
    Resident("Nora", "Stubbs", "1937-04-20", "female", "moorside", (PARK,), "liz", "letter", True, "quiet", ("moving",)),
    Resident("Oscar", "Tate", "1993-12-03", "male", "moorside", (LOW,), "margarita", manner="some", minds=("mood", "loneliness")),
    Resident("Paula", "Unwin", "1974-08-26", "female", "moorside", (IBS, LOW), "margarita", manner="some", minds=("food", "sleep")),
    Resident("Reg", "Vickers", "1946-02-02", "male", "moorside", (COPD,), "liz", "none", manner="quiet", minds=("breathing",)),
    Resident("Sunita", "Walia", "1959-10-30", "female", "moorside", (DIABETES,), "patria", manner="keen", minds=("results", "food")),
    Resident("Terry", "Yates", "1969-05-25", "male", "moorside", (PAIN,), "margarita", manner="some", minds=("pain", "sleep")),
]  # fmt: skip

# What people say, by area: always their own words, never a diagnosis.
WORDS = {
    "sleep": "I wake at three and cannot drop off again",
    "breathing": "The stairs take it out of me",
    "money": "The gas bill keeps me up",
    "pain": "My back, mostly in the mornings",
    "moving": "I do not trust my legs on the bus",
    "mood": "Everything feels like an effort",
    "tiredness": "Worn out by dinner time",
    "food": "I never know what I can eat when we go out",
    "results": "What does my last test mean?",
    "medicines": "Too many at once in the morning",
    "loneliness": "The days are long on my own",
    "home": "My wife does everything now",
}
MOST = {
    "sleep": "Get through a night without waking up",
    "breathing": "Get up the stairs without stopping",
    "pain": "Be able to lift my grandson",
    "mood": "Feel like myself again",
    "food": "Eat out without worrying",
}
# Goal, first small step, where, days a week.
GOALS = {
    "breathing": ("Walk to the shop and back", "walk to the shop", "Elm Bank", 7),
    "moving": ("Get to the Tuesday group on my own", "walk to the bus stop", "Harbour Road", 5),
    "pain": ("Play bowls again by the summer", "stretch for ten minutes", "at home", 7),
    "sleep": ("Sleep through three nights in a week", "no screen after ten", "at home", 5),
    "mood": ("See my sister every week", "ring my sister", "at home", 2),
    "food": ("Fewer takeaways", "cook from scratch", "at home", 4),
    "tiredness": ("Sit in the garden every day", "ten minutes outside", "the garden", 7),
    "results": ("Get my sugars steadier", "test before breakfast", "at home", 7),
    "medicines": ("Take my tablets without being reminded", "use the pill box", "the kitchen", 7),
}
