"""Ordinary words that begin the sentences and the items of plans and reports. Pure.

Names are of every language and no list holds them; what items begin with is a small part of one
language. A word that is a first name or a surname, too (Mark, Will, Grant, Page), is not here.
"""

from __future__ import annotations

# Verbs: "Evaluate the pilot", "- Redesign the form". Other forms of them need no mention.
_VERBS = """
accept achieve adapt add address adjust adopt advertise advise agree align allocate amend analyse
announce appoint apply approve arrange assess assign assure attend audit await begin benchmark
bring broaden brief build calculate capture celebrate centralise challenge change check choose
circulate clarify close cleanse co-produce coach collaborate collate collect combine commission
commit communicate compare compile complete conclude conduct confirm connect consider consolidate
consult contact continue contribute convene coordinate correct create cut deal decide define
delegate deliver demonstrate deploy describe design determine develop devise digitise disseminate
discuss distribute document draft drive edit educate embed employ empower enable encourage engage
enhance enrol ensure establish evaluate examine expand explain explore extend facilitate feed fill
finalise find fix focus follow formalise formulate fund gather generate get give go govern
guarantee hear help highlight hold identify implement improve inform initiate innovate inspect
install integrate introduce invest investigate invite involve issue join keep launch lead learn
liaise link listen log look maintain make manage map maximise measure mediate meet mentor merge
minimise mobilise model moderate modify monitor move negotiate nominate note notify obtain offer
open operate organise overhaul participate perform pilot plan place prepare present prevent
prioritise procure produce progress promote propose provide publicise publish pursue put raise
read realign reassess recommend recommission reconcile record recruit redesign redraft reduce
refer refine refocus refresh reinforce relaunch remind remove renew reorganise repeat replace
report request research reset reshape resolve respond restart restructure retain rethink return
review revise revisit rewrite roll run scope scrutinise secure seek select send set share shorten
show signpost simplify source specify standardise start state stop strengthen streamline submit
suggest summarise supply survey sustain tackle tailor talk target teach tell test track train
transfer transform translate trial understand undertake update upgrade upskill use utilise
validate verify visit widen withdraw work write
"""
# Words that join and place sentences, and nouns that items begin with.
_OTHERS = """
additionally admittedly albeit alternatively amid amongst apart aside attendance based basically
beyond briefly broadly capacity certainly clearly collectively commonly concerning consequently
considering contrary conversely crucially currently data delays demand despite easy equally
especially essentially eventually evidence except excluding families feedback figures finally
formerly fortunately frequently funding further furthermore generally good gradually great
historically importantly inevitably initially interim jointly key largely lastly limited locally
mainly meetings mostly namely nationally naturally needs nevertheless nobody nonetheless normally
notably notwithstanding obviously occasionally ongoing originally outcomes overall owing partly
parents people pending possibly practice presumably primarily prior professionals progress
providing provided pupils quality quickly regarding regardless regularly relatedly relevant
respectively resources results schools separately services shortly significant slowly
specifically staff staffing strong subsequently successful sufficient surely thanks thereafter
thereby timely training typically ultimately undoubtedly unfortunately unlike usually various
waiting weekly whereas wherever whilst whoever whole young
"""
ORDINARY = frozenset((*_VERBS.split(), *_OTHERS.split()))
