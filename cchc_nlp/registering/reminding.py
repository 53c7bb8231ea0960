"""The ledger → the letter to the communes whose report is missing, with the list of them as its annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.communes import kind_of
from cchc_nlp.model import Letterhead, Paragraph, Register, Standing, Synthesis
from cchc_nlp.registering.listing import STATES
from cchc_nlp.registering.registering import printed_day

_OPENINGS = {"wrong_period": "letter_opening_wrong_period", "unreadable": "letter_opening_unreadable"}


def reminder(register: Register, standard: Standard) -> Synthesis | None:
    """The letter, ready for a writer; None where every commune has sent its report."""
    lacking = [standing for standing in register.standings if standing.state not in ("received", "late")]
    if not lacking:
        return None
    paragraphs = tuple(_paragraphs(register, lacking, standard))
    return Synthesis(_letterhead(register, lacking, standard), paragraphs)


def _paragraphs(register: Register, lacking: Sequence[Standing], standard: Standard) -> Iterator[Paragraph]:
    say = standard.registering.phrase
    one = lacking[0].commune.name if len(lacking) == 1 else None
    period = standard.wording.period(register.period)
    due = say("letter_due", date=printed_day(register.deadline)) if register.deadline else ""
    if one:
        opening = _OPENINGS.get(lacking[0].state, "letter_opening_one")
        yield Paragraph("body", say(opening, period=period, due=due, name=one))
    else:
        yield Paragraph("body", _opening(register, lacking, period, due, standard))
    body = say("letter_one", name=one) if one else say("letter_all")
    province = register.province or say("letter_open_province")
    year = register.period.year
    yield Paragraph("body", say("letter_request", province=province, body=body, year=year))
    yield Paragraph("body", say("letter_closing", kinds=one or f"các {_kinds(lacking, standard)}"))
    if not one:
        yield from _annex(lacking, period, year, standard)


def _opening(register: Register, lacking: Sequence[Standing], period: str, due: str, standard: Standard) -> str:
    say = standard.registering.phrase
    counts = {state: sum(s.state == state for s in lacking) for state in ("missing", "wrong_period", "unreadable")}
    wrong, unreadable = counts["wrong_period"], counts["unreadable"]
    return say(
        "letter_opening",
        period=period,
        due=due,
        received=_two(len(register.standings) - len(lacking)),
        total=_two(len(register.standings)),
        missing=_two(counts["missing"]),
        wrong=say("letter_wrong", count=_two(wrong)) if wrong else "",
        unreadable=say("letter_unreadable", count=_two(unreadable)) if unreadable else "",
        annexed=say("letter_annexed"),
    )


def _two(count: int) -> str:
    """Counts under 10 with a zero in front, as offices print them."""
    return f"{count:02d}"


def _annex(lacking: Sequence[Standing], period: str, year: int, standard: Standard) -> Iterator[Paragraph]:
    say = standard.registering.phrase
    yield Paragraph("annex", say("letter_annex"))
    yield Paragraph("annex", say("letter_annex_subtitle", period=period))
    yield Paragraph("note", say("letter_annex_note", year=year))
    yield _row([say("column_order"), say("column_commune"), say("column_state"), say("column_note")])
    for number, standing in enumerate(lacking, 1):
        commune = standing.commune
        name = f"{commune.name}, {commune.district}" if commune.district else commune.name
        notes = dict.fromkeys(note for sent in standing.sent for note in sent.notes)
        yield _row([str(number), name[:1].upper() + name[1:], say(STATES[standing.state]), "; ".join(notes)])


def _row(cells: Sequence[str]) -> Paragraph:
    return Paragraph("table_row", "\t".join(cells), cells=tuple(cells), table="missing")


def _kinds(lacking: Sequence[Standing], standard: Standard) -> str:
    """The kinds of communes concerned, in the order of officials: "xã, phường"."""
    found = {kind_of(standing.commune.name) for standing in lacking}
    kinds = [kind.id for kind in standard.unit_kinds if kind.id in found]
    return ", ".join(kinds) or standard.unit_kinds[0].id


def _letterhead(register: Register, lacking: Sequence[Standing], standard: Standard) -> Letterhead:
    say, wording = standard.registering.phrase, standard.wording
    province = register.province or "……"
    values = {
        "PROVINCE": province.upper(),
        "province": province,
        "period": "",
        "everyone": "",
        "year": register.period.year,
    }
    one = lacking[0].commune.name if len(lacking) == 1 else None
    addressee = (
        say("letter_addressee_one", name=one) if one else say("letter_addressee", kinds=_kinds(lacking, standard))
    )
    return Letterhead(
        parent_body=wording.framed("parent_body", **values),
        issuing_body=wording.framed("issuing_body", **values),
        number=say("letter_number", period=wording.period(register.period)),
        place_and_date=wording.framed("place_and_date", **values),
        title="",
        subtitle="",
        addressee=addressee,
        signature=tuple(wording.framed("signature", **values).split("\n")),
        recipients=tuple(say("letter_recipients").split("\n")),
        nation=wording.framed("nation", **values),
        motto=wording.framed("motto", **values),
    )
