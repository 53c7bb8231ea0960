"""Our templates as files for a department to change, and the check of its reference document."""

from __future__ import annotations

from cchc_nlp.knowledge import Standard
from cchc_nlp.knowledge.wording import REFERENCE, template_folders


def own_templates() -> dict[str, bytes]:
    """The templates a department may change, and the Word document whose styles it may, by the names of their files."""
    (ours,) = template_folders()
    texts = {path.name: path.read_bytes() for path in sorted(ours.glob("*.j2")) if not path.name.endswith(".html.j2")}
    from cchc_nlp.synthesising.writing_docx import reference_bytes  # python-docx is slow to import

    return texts | {REFERENCE: reference_bytes()}


def check_reference(standard: Standard) -> None:
    """Refuse a reference document that cannot be used; without one all is well.

    Raises:
        TemplateError: it is no Word document, or lacks a style.
    """
    from cchc_nlp.synthesising import writing_docx  # python-docx is slow to import

    if standard.wording.reference:
        writing_docx.check_reference(standard.wording.reference)
