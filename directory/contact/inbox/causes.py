"""Why a mail was not delivered: its status code (RFC 3463) and the words of mail servers, as one of a few causes. Pure.

Words count before codes: many servers say 5.0.0 or 5.1.1 whatever happened.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache


class Cause(StrEnum):
    """What kept a mail from its mailbox; in French in `directory.contact.models.event.CAUSES`."""

    UNKNOWN = "unknown"
    DISABLED = "disabled"
    FULL = "full"
    TOO_LARGE = "too_large"
    NO_HOST = "no_host"
    EXPIRED = "expired"
    REFUSED = "refused"
    OTHER = "other"


_WORDS = {
    Cause.FULL: (
        r"over ?(its )?(disk )?quota|quota (has been |is )?exceed|exceed\w* (the |his |her |its )?(\w+ )?quota"
        r"|quota d.pass|(mail)?box (is |has )?(currently )?full|full mailbox|bo.tes?( \w+){0,4} (est )?pleine"
        r"|mailbox size limit|exceeded storage|insufficient (disk|system) (space|storage)"
        r"|not enough (disk )?(space|room)|out of storage|disk full|inbox is full|mailbox has exceeded"
        r"|storage (limit|allocation)|too many messages (in|on)|(mail ?folder|mail ?drop|disk|inbox) is full"
        r"|quota violation|(out of|no) (disk )?space|over (the )?(storage|size) limit|bo.te (de r.ception )?satur"
    ),
    Cause.TOO_LARGE: (
        r"message (file )?(is )?too (big|large|long)|size (\w+ ){0,3}exceed|exceed\w* (\w+ ){0,5}(size"
        r"|limit on message)|message size|max(imum)? message (length|size)|trop (volumineux|lourd|gros)"
        r"|larger than|too large to|mail size limit|maximum size|bigger than"
    ),
    Cause.DISABLED: (
        r"(account|mailbox|user|address|recipient|bo.te|compte)( \S+){0,6} (is |has been |was |est "
        r"|a .t. )?(currently )?(disabled|inactive|suspended|deactivated|locked|blocked|closed|d.sactiv\w+"
        r"|ferm.e?|suspendue?)|(disabled|inactive|suspended) (account|mailbox|user|recipient)"
        r"|no longer (active|available|in use|works|valid|on server|employed|with)|not active|discontinued"
        r"|has (moved|left|changed)|not been collected|has not logged in|n.est plus (utilis|valable|valide|active)"
    ),
    Cause.NO_HOST: (
        r"host (or domain name )?(\S+ )?(not found|unknown)|unknown host|(domain"
        r"|host)( name)? (\S+ )?(does ?n.?o?t exist|not found)|domain (is )?(unknown|invalid|not found)"
        r"|no (such|valid) (domain|host)|nxdomain|name service error|dns (error|failure)|no mx|null ?mx"
        r"|could ?n.t find any host|can.t find (\S+ )?host|domaine( \S+){0,4} (introuvable|inconnu|n.existe)"
        r"|no host found|unable to route|not accept (e?-?mail|any)|bad destination system|host lookup"
        r"|does not accept mail|loops? back to m|mail for \S+ loops|relay\w* (access )?denied|unable to relay"
        r"|not permitted to relay|we do not relay|illegal host|host/domain|domain name found|find a gateway"
        r"|no route to (host|domain)|domain (lookup|must resolve)|mx record|no valid hosts|bad domain|unknown domain"
    ),
    Cause.UNKNOWN: (
        r"(user|recipient|mailbox|address|account|name|alias)( is| was)? ?(unknown|not known)"
        r"|unknown (local )?(user|recipient|address|mailbox|account|login|alias)|no such (user|recipient"
        r"|mailbox|address|person|account|local)|no (mailbox|account|user)\b( here)?( by that name)?|(does|do"
        r"|did) ?n.t (exist|have an? \S+ account)|does ?not (exist|have an? \S+ account)|(is |was "
        r"|be )?not (a valid|found|listed|a known|our customer)|invalid (recipient|mailbox|address|user|rcpt)"
        r"|not (a )?(valid|known) (user|mailbox|recipient)|(address|recipient|user|mailbox) (\S+ )?(not found"
        r"|rejected|unavailable|invalid)|recipnotfound|bad destination mailbox|mailbox (not available"
        r"|unavailable)|(utilisateur|destinataire|adresse|compte)( \S+){0,5} (inconnue?|introuvable|invalide"
        r"|incorrecte?)|n.existe (pas|plus)|n.a pas .t. trouv|unroutable|unrouteable|undeliverable address"
        r"|user doesn|not our customer|user unknown|delivery to the following recipients? failed permanently"
        r"|no valid recipients|email address (you entered|wasn.t|couldn.t)|couldn.t be found"
        r"|can.?not find (your|the) recipient|unknown or invalid|(name )?(is |was )?not recogni[sz]ed|no matches"
        r"|invalid final delivery|did not exactly match|final email delivery point|(address|e-?mail) is wrong"
        r"|wrong (address|recipient)|non recens|not in (the |our )?(directory|list)|mauvaise adresse|adresse erron"
        r"|no person|bad (recipient|address|user)|not a known user|cannot be resolved"
    ),
    Cause.EXPIRED: (
        r"time[d]? ?-?out|expired|(too long|giving up)|retry t|queued? (time|for) too long|d.lai (d.pass"
        r"|expir)|not (respond|connect)|connection (refused|reset|lost|closed|failed|timed)"
        r"|could ?n.?t connect|unable to connect|no (answer|route)|unreachable|n.a pas r.pondu|delivery time"
        r"|lost connection|network error|impossible de (joindre|contacter)|lifetime|deferred|queue period"
        r"|failed \d+ attempts|within \d+ (days?|hours?)|aborted after|retries|too long in queue|undeliver\w+ for \d+"
    ),
    Cause.REFUSED: (
        r"spam|blacklist|blocklist|block ?list|blocked|spamhaus|reputation|policy|rejected|refused|refus"
        r"|denied|not allowed|not authori[sz]ed|not permitted|prohibited|restricted|virus|malware|infected"
        r"|content (filter|policy|reject|restrict|scan)"
        r"|(message|mail)( body| content)? (contains|looks)|dmarc|dkim|spf|reverse dns|ptr record|greylist"
        r"|rate limit|too many|filter|unacceptable"
        r"|bloqu|ind.sirable|permission|security|preferences|not accepting|banned|unsolicited|bulk|junk|abuse"
        r"|listed (in|at|by)|dnsbl|\brbl\b|authenticat|unauthenticated|tls (is )?required"
    ),
}
_CAUSES = [(cause, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for cause, words in _WORDS.items()]
_BY_STATUS = {
    "1.1": Cause.UNKNOWN, "1.0": Cause.UNKNOWN, "1.3": Cause.UNKNOWN, "1.6": Cause.DISABLED, "1.10": Cause.UNKNOWN,
    "1.2": Cause.NO_HOST, "1.4": Cause.UNKNOWN, "2.0": Cause.UNKNOWN, "2.1": Cause.DISABLED, "2.2": Cause.FULL,
    "2.3": Cause.TOO_LARGE, "3.4": Cause.TOO_LARGE, "3.1": Cause.FULL, "4.0": Cause.NO_HOST, "4.3": Cause.NO_HOST,
    "4.4": Cause.NO_HOST, "4.1": Cause.EXPIRED, "4.2": Cause.EXPIRED, "4.7": Cause.EXPIRED, "4.6": Cause.NO_HOST,
}  # fmt: skip
_STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:])[45][0-5]\d(?=[ -](?![\d]{1,3}[.:])|\Z)")
_REFUSALS = {"550", "551", "553", "554"}  # without a word, they tell no more
READ_LENGTH = 6000  # characters of a diagnosis that are read


def status_in(text: str) -> str:
    """« 5.1.1 », the first code for good that a text holds, else the first one; empty when there is none."""
    found = _STATUS.findall(text[:READ_LENGTH])
    return next((each for each in found if each[0] == "5"), found[0] if found else "")


def reply_in(text: str) -> str:
    """« 550 », the first code of an SMTP server for good, else a passing one; empty when there is none."""
    found = _REPLY.findall(text[:READ_LENGTH])
    return next((each for each in found if each[0] == "5"), found[0] if found else "")


@lru_cache(maxsize=2)  # a report of hundreds of recipients has one text about them all
def _cause_said(text: str) -> Cause | None:
    said = " ".join(text.split())  # servers break their sentences anywhere
    return next((cause for cause, words in _CAUSES if words.search(said)), None)


def cause_of(status: str, *told: str) -> Cause:
    """The cause by what servers said, the nearest to the matter first, else by the codes."""
    for text in told:
        if cause := _cause_said(text[:READ_LENGTH]):
            return cause
    _, _, detail = status.partition(".")
    if detail in _BY_STATUS:
        return _BY_STATUS[detail]
    if detail.startswith(("7.", "6.")):
        return Cause.REFUSED
    return Cause.REFUSED if any(reply_in(text) in _REFUSALS for text in told) else Cause.OTHER
