"""Delivery reports, for machines (RFC 3464, 6533) and in plain words: who did not get a mail, and why. Pure.

Servers that speak in words are known by their sender and subject. Every address of their words counts: whoever uses
the result knows to whom the returned mail went.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from directory.contact.inbox.causes import Cause, cause_of, reply_in, status_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST = 50  # recipients read of one report
_READ = 60_000  # characters of words that are read
_MAIL = "message/rfc822"
_STATUS_PARTS = {"message/delivery-status", "message/global-delivery-status", "message/delivery-report"}
_SYSTEM = re.compile(
    r"(mailer-?_?daemon|mail-?daemon|mailerdaemon|post_?master|mdaemon|mail-?delivery|mailsystem|mail-?system|bounce"
    r"|returns?|delivery|undeliver|smtp|mta|emaild.mon|internet-?mail|majordomo)[\w.+-]*@",
    re.IGNORECASE,
)
_SYSTEM_NAMES = re.compile(
    r"mail (delivery|transport|system|administrator)|mailer.daemon|delivery (sub)?system", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\W*(undeliver|undelivrable|unzustellbar|un?deliverable|non.?deliver|delivery (status|failure|problem"
    r"|has failed|error|failed|report|notif|unsuccess|incomplete)|mail (delivery|system error|failure|could not"
    r"|undeliver|status|error)|returned (mail|e-?mail|message|to)|failure (notice|delivery|notif)|failed (mail"
    r"|delivery|message|to deliver)|message (frozen|delivery|you sent|could not|status|not deliver|undeliver)"
    r"|error(\(s\)|s)? (in|sending|delivering|condition|mail)|bounce|your (message|e?-?mail) (could|was|to|cannot"
    r"|has)|could not (be )?(deliver|send)|warning: (could|message)|delayed mail|delivery delayed"
    r"|smtp (mail )?(failure|error)|e?mail address (no longer|not)|notification d..tat de remise|non (remis"
    r"|distribu|d.livr|remise)|message non|courrier non|.chec (de (la )?|d.)(remise|distribution|envoi)"
    r"|.chec d.livrage|avis de non|rapport de non|retour [àa] l.exp|mail (non|retourn)|remise (retard|impossible)"
    r"|retard(.e)? de (la )?remise|mailer.daemon|mail could not|rejected|permanent|undeliverable|no se puede"
    r"|zustell|onbestelbaar|mancata consegna)",
    re.IGNORECASE,
)
_SUBJECT_END = re.compile(r":\s*non (remis|distribu.)\b[^:]{0,40}\Z", re.IGNORECASE)
# Said only by a server that goes on, whatever else it says of what it could not do so far.
_GOES_ON = re.compile(
    r"(attempts will (be |continue )|will (be |continue to be )?(retried|attempted)|not yet been delivered"
    r"|warning message only|(no|not) need to (re-?send|retry)|do not (re-?send|send)|keep trying|nouvelles? tentatives?"
    r"|sera r.essay|continuer\w* d.essayer)",
    re.IGNORECASE,
)
_GAVE_UP = re.compile(
    r"(permanent (error|failure|fatal)|failed permanently|giv(en|ing) up[^,]|gave up|(has|have) expired|was aborted"
    r"|returned to (the )?sender|been returned|no further|d.finitive)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(still being retried|will (be )?(retr|continue|keep|try)|(has|was) (not )?(yet )?been delayed|delayed"
    r"|not yet been delivered|no action is required|warning message only|you do not need to resend"
    r"|delivery attempts will|will attempt|retard|nouvelle tentative|temporarily (undeliver|deferred)|frozen)",
    re.IGNORECASE,
)
_FINAL = re.compile(
    r"(permanent|fatal|giv(en|ing) up|gave up|(was|were) not delivered|has expired|expired|undeliverable"
    r"|returned to (the )?sender|delivery (\w+ )?(has )?failed|could not be delivered to|will not be|no further"
    r"|d.finitive|wasn.t delivered|unable to deliver)",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(not (be )?(be |been )?(deliver|sent|send|accept)|un(able|deliver)|fail|reject|refus|return(ed|ing)|bounc"
    r"|could ?n.t|cannot|can.t|unknown|does ?n.t exist|does not exist|error|impossible|introuvable|.chec|non (remis"
    r"|distribu)|pas (pu )?.t(.|re) (remis|distribu|d.livr)|inconnue?\b|n.existe|full|quota|rejet|disabled|expired"
    r"|delay)",
    re.IGNORECASE,
)
# Where the words of the server end, and the mail that it returns begins.
_RETURNED = re.compile(
    r"^[ \t]*(?:[-=+*#_>]{2,}.{0,30}\b(?:copy of|original|returned|unsent|header|included|d.origine|retourn)\b.*"
    r"|.{0,60}\b(?:original (?:message|mail) (?:follows|headers?|is)|copy of (?:the|your) (?:original )?message"
    r"|a copy of your message|headers of the (?:original|message)|en-t.tes? (?:du message )?d.origine"
    r"|text of the message|first \d+ lines of).*|(?:Received|Return-Path|X-Received|DKIM-Signature):[ \t].*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_ID = re.compile(
    r"^[ \t>]*(?:Message-ID|X-Message-ID|Original-Message-ID)[ \t]*:\s{0,5}(<[!-;=?-~]{3,253}>)",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(r"^[ \t>]*([A-Za-z][A-Za-z-]{2,40})[ \t]?:[ \t]*(.*(?:\n[ \t]+\S.*){0,20})$", re.MULTILINE)
_RETURNED_TO = re.compile(r"^[ \t>]*To[ \t]?:[ \t]*(.*(?:\n[ \t]+\S.*){0,5})$", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(r"(?:smtp|rfc822)=", re.IGNORECASE)  # before an address, as X.400 writes it
_GONE_WELL = {"delivered", "relayed", "expanded", "delivered-to-mailbox"}


@dataclass(frozen=True)
class Failure:
    """One recipient who was not, or not yet, served: `also` is the address a mailbox forwards to, or from."""

    recipient: str
    status: str
    cause: str = Cause.OTHER
    also: str = ""


@dataclass(frozen=True)
class Report:
    """What a server says about a mail: who will never get it, who may still, and the Message-IDs it names."""

    failures: tuple[Failure, ...]
    delays: tuple[Failure, ...]
    refers_to: tuple[str, ...]


def report_of(
    mail: Message, parts: list[Message], enclosed: list[Message], *, subject: str, sender: str, words: str
) -> Report | None:
    """The report that a mail is; None for any other mail. `words` are those of all its readable parts.

    `enclosed` are the parts of a report that a server passes on within another mail.
    """
    if any(part.get_content_type() == "message/feedback-report" for part in parts):
        return Report((), (), tuple(dict.fromkeys(_ID.findall(words))))  # somebody calls it unwanted: it arrived
    words = words[:_READ].replace("\r\n", "\n").replace("\r", "\n")
    # An answer of a person may quote a report: what they send has no such parts.
    structured = [_fields_of(part) for part in parts if part.get_content_type() in _STATUS_PARTS]
    is_system = _is_system(mail, subject, sender)
    if not structured and not is_system:
        return None
    if is_system:
        structured += [_fields_of(part) for part in enclosed if part.get_content_type() in _STATUS_PARTS]
    said = _server_words(words)
    blocks = [block for blocks in structured for block in blocks]
    if not structured and "recipient:" in words.lower():
        blocks = list(_blocks(words))
    found = [each for each in (_recipient(block, said) for block in blocks) if each]
    is_signed = bool(_SYSTEM.match(sender) or _SYSTEM_NAMES.search(str(mail.get("From", ""))[:500]))
    is_certain = bool(structured) or (is_signed and any(part.get_content_type() == _MAIL for part in parts))
    failures, delays = _split(found) if found else _by_words(mail, said, subject, words, is_certain=is_certain)
    if not (structured or failures or delays):
        return None
    return Report(tuple(failures[:MOST]), tuple(delays[:MOST]), tuple(dict.fromkeys(_ID.findall(words))))


def _is_system(mail: Message, subject: str, sender: str) -> bool:
    given = str(mail.get("From", ""))[:500]
    is_signed = bool(_SYSTEM.match(sender) or _SYSTEM_NAMES.search(given) or "mailer-daemon" in given.lower())
    is_returned = str(mail.get("Return-Path", "")).strip() == "<>" or "X-Failed-Recipients" in mail
    return is_signed or is_returned or bool(_SUBJECT.match(subject) or _SUBJECT_END.search(subject))


def _server_words(words: str) -> str:
    """What the server says, without the mail that it returns; all of it when nothing would be left."""
    start = _RETURNED.search(words)
    said = words[: start.start()] if start else words
    return said if _ADDRESS.search(said) or not start else words[: start.end() + 3000]


def _fields_of(part: Message) -> list[dict[str, str]]:
    """The blocks of a status part: those that the parser found, else those in its text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        found = [{name.lower(): str(value)[:2000] for name, value in block.items()} for block in payload[:MOST]]
        if any("final-recipient" in block or "original-recipient" in block for block in found):
            return found
        text = "\n\n".join(str(block.get_payload()) for block in payload[:MOST])
    else:
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    return list(_blocks(text[:_READ].replace("\r\n", "\n").replace("\r", "\n")))


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """Fields in a text, a new block with each recipient, as programs write them where they should not be."""
    block: dict[str, str] = {}
    for name, value in _FIELD.findall(text)[:500]:
        key = name.lower()
        if key in block and key in {"final-recipient", "original-recipient"}:
            yield block
            block = {}
        block.setdefault(key, " ".join(value.split()))
    yield block


def _recipient(block: dict[str, str], said: str) -> tuple[str, Failure] | None:
    """(« failed » or « delayed » or « fine », the recipient) of a block; None for one about the whole mail."""
    named = (block.get(name, "") for name in ("original-recipient", "final-recipient", "x-actual-recipient"))
    found = [_bare(each) for each in named]
    addresses = list(dict.fromkeys(each for each in found if each))
    if not any(found):
        return None
    action = block.get("action", "").strip().lower().partition(" ")[0].rstrip(";,.")
    diagnosis = block.get("diagnostic-code", "") + " " + block.get("x-notes-diagnostics", "")
    status = status_in(block.get("status", ""))
    told = status_in(diagnosis)
    if (not status or status.endswith(".0.0")) and told:
        status = told
    failure = Failure(
        addresses[0], status, cause_of(status, diagnosis, said), addresses[1] if len(addresses) > 1 else ""
    )
    if action in _GONE_WELL or (not action and status.startswith("2")):
        return "fine", failure
    is_delay = action.startswith("delay") or (action not in {"failed", "failure", "error"} and status.startswith("4"))
    return "delayed" if is_delay else "failed", failure


def _bare(named: str) -> str:
    """`rfc822; <a@b.example>` as `a@b.example`; empty for what is no address or cannot be shown."""
    text = named.rpartition(";")[2].strip().strip("<>'\" ").lower()
    return text if text.isprintable() and len(text) <= 320 else ""


def _split(found: list[tuple[str, Failure]]) -> tuple[list[Failure], list[Failure]]:
    failures = [each for action, each in found if action == "failed"]
    return failures, [each for action, each in found if action == "delayed"]


def _by_words(
    mail: Message, said: str, subject: str, words: str, *, is_certain: bool
) -> tuple[list[Failure], list[Failure]]:
    """Who is meant by a server that writes for people, and whether it goes on trying.

    When it names nobody, the mail that it returns does: all its `words` are looked at.
    """
    has_failed = _FAILED.search(said) or status_in(said) or reply_in(said) or _SUBJECT.match(subject)
    if not (has_failed or is_certain or cause_of("", said) != Cause.OTHER):
        return [], []
    ours = {
        each.lower()
        for name in ("To", "From", "Delivered-To")
        for each in _ADDRESS.findall(str(mail.get(name, ""))[:2000])
    }
    ours |= {each.strip("<>").lower() for each in _ID.findall(words)}  # they only look like addresses
    named = _ADDRESS.findall(str(mail.get("X-Failed-Recipients", ""))[:5000])
    everybody = named + _ADDRESS.findall(said)
    addresses = list(dict.fromkeys(_KIND.sub("", each.lower().strip(".'")) for each in everybody))
    returned_to = [each.lower() for header in _RETURNED_TO.findall(words)[:3] for each in _ADDRESS.findall(header)]
    kept = (
        [each for each in addresses if each not in ours and not _SYSTEM.match(each)]
        or [each for each in dict.fromkeys(returned_to) if each not in ours]
        or addresses[:1]
    )
    status = status_in(said)
    failures = [Failure(each, status, cause_of(status, said, subject)) for each in kept if each.isprintable()]
    head = f"{subject}\n{said[:3000]}"
    is_delay = _GOES_ON.search(head) or (_DELAYED.search(head) and not _FINAL.search(head))
    return ([], failures) if is_delay and not _GAVE_UP.search(head) else (failures, [])
