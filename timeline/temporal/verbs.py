"""The words by which `direction` tells past from future. No part-of-speech tagger: in news these
few hundred forms, and the ending -ed, settle nearly every clause."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MODALS = _words("will won't would shall should can could can't may might must")
NEGATIONS = _words("not don't doesn't didn't")

# What is announced, ordered, hoped for or timetabled. Present tenses of dated happenings
# (`the ban takes effect in May`) are the timetable's future.
FUTURE = MODALS | _words(
    """i'll we'll he'll she'll they'll it'll you'll ought going upcoming forthcoming coming
    expects expected expecting expect plans planned planning plan scheduled schedules slated due
    set aims aiming aimed hopes hoping hoped intends intended intend poised proposed anticipated
    anticipates forecast forecasts predicts predicted projected projects targets targeting targeted
    awaits awaiting await agreed vowed pledged promised promises pledges vows prepares preparing
    ready likely supposed payable deadline ahead debut
    starts begins opens closes ends expires takes launches returns arrives ships resumes meets
    comes goes runs kicks hosts holds reports releases unveils leaves travels heads faces visits
    votes plays rolls becomes lifts joins enters reopens convenes reconvenes airs premieres debuts
    lands retires departs"""
)
# A promise is of what is to come (`agreed to buy`); alone it is something that was done.
PROMISED = _words("agreed vowed pledged promised proposed")
COMMITTED = PROMISED | _words("planned forecast set due")
# Before these it was so once: `had been due`, `originally scheduled`.
ONCE = _words("had previously originally initially already been")
# Nouns as well, after `the` or `a`.
NOUNS_TOO = _words("plan plans forecast debut target schedule aim hope promise")
# Plain forms that tell the timetable after a plural: `talks resume`, `doors open`.
TIMETABLED = _words("close open begin start end expire resume return meet")
# The same wherever they stand, but after what makes them an infinitive or a habit.
CONVENED = _words("meet convene reconvene")
BEFORE_PLAIN = MODALS | NEGATIONS | _words("to who did do does often usually let and swim track")

PAST = _words(
    """was were wasn't weren't had hadn't did didn't has hasn't have haven't been said says told
    fell rose began met ran sold won lost made held came went took got saw left bought built brought
    gave grew knew found kept paid sent spent stood struck sank taught thought threw understood woke
    wore wrote spoke shot shook sought shut sat sang slid slept stole swung swore tore swam led
    felt fought flew forgot froze heard hid hit hurt laid lay lent lit meant overcame quit read rode
    rang shrank spun split spread sprang stuck stung stepped drew drove drank ate fed fled became
    broke bid bet blew caught chose cut dealt dug beat withdrew undertook overtook oversaw hung
    dated ago previously recently"""
)
# Of these the plain form is the same: `will shut` is no past.
SAME_IN_PAST = _words("shut cut hit hurt quit read spread split bet bid beat")
# Words on -ed that are no past tense.
NOT_PAST = _words(
    """need needed speed exceed proceed succeed indeed feed seed bed red shed embed unprecedented
    based so-called wed united limited hundred supposed interested related used unchanged mixed
    fixed skilled advanced detailed biased sacred naked wicked estimated unlisted crowded alleged
    proposed unspecified encrypted unlimited dedicated sophisticated"""
)

DETERMINERS = _words("a an the its his her their this that these those our some any")
ATTRIBUTIVE = DETERMINERS | _words("still newly previously")  # before a participle used of a thing
PRESENT_BE = _words("is are isn't aren't it's that's there's they're we're")
GETTING = _words("get gets getting")  # `start getting beat`
CARRIED_ON = _words("be being")  # the word before them decides

# Headline infinitives (`Firm to cut jobs in May`), and what is `due to` happen.
INFINITIVES = _words(
    """be begin start open close end expire launch meet ship arrive report release retire leave cut
    shut buy sell invest build join stop roll bring add acquire unveil announce debut host hold vote
    raise expand lay step return resume drop scrap spin merge move list file"""
)
# After these an infinitive tells what did happen: `was forced to close`.
DONE_TO = _words(
    """used forced able unable had failed helped continued tried attempted began voted decided
    managed moved chose rushed sought went came returned"""
)
MOVED = _words(
    "extended postponed delayed pushed moved deferred adjourned slip slips slipped slides put"
)
STARTING = _words("starting beginning effective")
# What an `Aug. 25 filing` names has been written, or has happened.
WRITTEN = _words(
    """filing memo letter report ruling decision statement interview post email order article paper
    announcement attack crash shooting incident outage"""
)
MODIFIERS = _words("early late mid the end of about around at least")
ABBREVIATIONS = _words(
    """mr mrs ms dr st vs no corp inc ltd co sen rep gov gen jan feb mar apr jun jul aug sept sep
    oct nov dec mon tues wed thurs fri sat sun"""
)
# Before `may` these make it the month.
MONTH_BEFORE = _words("in by since until of last next from early late mid this and to")
