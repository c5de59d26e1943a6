"""Mails: their text and their attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govinfo.read.content import RefusalError
from govinfo.read.holding.flow import DAMAGED, Opened, Part, Watch
from govinfo.read.holding.mime import Entity, children, message
from govinfo.read.holding.names import is_no_document, label

_DEEPEST = 20
_TAGS = re.compile(r"(?is)<(style|script|head)\b.*?</\1\s*>|<[^<>]*>|&nbsp;")
_NO_DOCUMENT = frozenset(
    (
        *("text/calendar", "application/ics", "text/x-vcard", "text/vcard", "text/x-amp-html"),
        *("application/pgp-signature", "application/pkcs7-signature"),
        *("application/x-pkcs7-signature", "message/delivery-status", "text/rfc822-headers"),
    )
)
_ENVELOPES = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_LOCKED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))


def parts(opened: Opened, watch: Watch) -> Iterator[Part]:
    """Give the text of a mail, as ``body``, and what is attached to it by its names.

    Of a text given twice the marked-up one is taken. Pictures within it are left out.

    Raises
    ------
    RefusalError
        Where the mail breaks off.
    """
    mail = message(opened.whole())
    complete = True
    for number, (entity, is_body) in enumerate(_leaves(mail, mail), 1):
        complete = entity.complete
        if is_body:
            part = _body(entity, mail.headers.get("subject", ""))
        else:
            part = _attachment(entity, number)
        if part is not None:
            yield part
    if not complete:
        raise RefusalError("breaks off before its end", DAMAGED)


def _leaves(entity: Entity, parent: Entity, depth: int = 0) -> Iterator[tuple[Entity, bool]]:
    """The parts that are shown or attached, and whether each is shown as the mail's text."""
    if depth > _DEEPEST:
        raise RefusalError("nests its parts too deeply", DAMAGED)
    kind = entity.kind
    found = children(entity) if kind.startswith("multipart/") and kind not in _LOCKED else []
    if kind == "multipart/alternative" and found:
        found = _chosen(found)
    for child in found:
        yield from _leaves(child, entity, depth + 1)
    if found or kind in _NO_DOCUMENT:
        return
    attached = entity.headers.get("content-disposition", "").lower().startswith("attachment")
    if not attached and _is_within(entity, parent):
        return
    shown = kind in ("", "text/plain", "text/html") and not (attached or entity.name)
    yield entity, shown


def _chosen(found: list[Entity]) -> list[Entity]:
    """Of several forms of one text the last with markup, and what is no form of the text."""
    rank = {"": 0, "text/plain": 1, "text/enriched": 1, "text/richtext": 1, "text/html": 3}
    forms = [part for part in found if part.kind in rank or part.kind.startswith("multipart/")]
    best = max(forms, key=lambda part: (rank.get(part.kind, 2), part.start), default=None)
    whole = [part for part in forms if part.kind.startswith("multipart/")]
    if whole and best is not None and rank.get(best.kind, 2) < 3:
        best = whole[-1]
    return [part for part in found if part is best or part not in forms]


def _is_within(entity: Entity, parent: Entity) -> bool:
    """Whether a part is a picture of the text."""
    return entity.kind.startswith("image/") and (
        parent.kind == "multipart/related" and bool(entity.identity)
    )


def _body(entity: Entity, subject: str) -> Part | None:
    data, _ = entity.content()
    try:
        text = entity.text()
    except UnicodeError:
        return Part.of_bytes("body", data, plain=True).saying((("title", subject),))
    if not _TAGS.sub("", text).strip():
        return None
    title = (("title", subject),) if subject else ()
    return Part.of_bytes("body", text.encode("utf-8", "replace"), plain=True).saying(title)


def _attachment(entity: Entity, number: int) -> Part | None:
    name = label(entity.name) or f"part {number}"
    if entity.kind in _ENVELOPES or name.lower() == "winmail.dat":
        problem = RefusalError("is an envelope of Outlook's", "Have it sent again as plain mail.")
        return Part.failing(name, problem)
    if entity.kind in _LOCKED:
        return Part.failing(name, RefusalError("is encrypted", "Save the mail decrypted."))
    if entity.name and is_no_document(name):
        return None
    if entity.kind == "message/rfc822" and not entity.name:
        name = f"{name}.eml"
    data, whole = entity.content()
    if not whole:
        return Part.failing(name, RefusalError("is cut off or damaged", DAMAGED))
    return Part.of_bytes(name, data)
