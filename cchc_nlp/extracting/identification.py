"""Who reports, on which period, under which number and date, signed by whom, sent to whom, citing what."""

from __future__ import annotations

from cchc_nlp.extracting.citing import citations_of
from cchc_nlp.extracting.issuing import unit_of
from cchc_nlp.extracting.letterhead import annex_note, document_number, place_and_date, title_of
from cchc_nlp.extracting.periods import period_of, with_window
from cchc_nlp.extracting.signing import recipients_of, signature_of
from cchc_nlp.knowledge import Standard
from cchc_nlp.model import Meta, Outline


def identify(outline: Outline, standard: Standard) -> Meta:
    """Identification of a report; None or empty for what is not printed."""
    front = [b for b in outline.blocks if b.role == "front"]
    closing = [b for b in outline.blocks if b.role == "closing"]
    noted_number, noted_date = annex_note(outline.blocks)
    number = document_number(front) or noted_number
    title = title_of(front, standard)
    place, date = place_and_date(front)
    period, following = period_of(title, date or noted_date, outline, standard)
    signature = signature_of(closing, standard)
    return Meta(
        title=title,
        unit=unit_of(outline, front, title, standard),
        document_number=number,
        place=place,
        date=date or noted_date,
        period=with_window(period, outline, standard),
        next_period=following,
        signer=signature.name,
        signer_title=signature.title,
        signed_for=signature.signed_for,
        recipients=recipients_of(closing, standard),
        citations=citations_of(outline.blocks, number, standard),
    )
