"""The JSON Schema of the contract: equal to the dataclasses, and true of what is stored."""

import json
import sys
from contextlib import suppress
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_nlp import cli, storing
from cchc_nlp.errors import ReadError
from cchc_nlp.model import (
    Anchor,
    Block,
    Citation,
    Finding,
    Indicator,
    Meta,
    Period,
    Problem,
    Report,
    Section,
    Source,
    Table,
    Unit,
)

FOLDER = Path(storing.__file__).parent / "schemas"
# What contract.md names; "" is the document itself.
CONTRACT = {
    "": "schema source meta sections blocks tables findings indicators problems",
    "Source": "path sha256 format encoding pages ocr",
    "Meta": "title unit document_number place date period next_period signer"
    "  signer_title signed_for recipients citations",
    "Unit": "name kind district province code province_inferred",
    "Period": "kind year number start end",
    "Citation": "kind number date lines",
    "Section": "id parent level number heading area role score lines",
    "Block": "kind text area role section lines page",
    "Table": "caption header rows lines page",
    "Finding": "role area text section lines page",
    "Indicator": "id name value unit source qualifier quote lines page",
    "Problem": "code severity message lines values",
}


def a_report(text="Ủy ban nhân dân", value=99.36):
    """A report with something in every place."""
    lines = (3, 4)
    return Report(
        source=Source("xã A/báo cáo.pdf", "0" * 64, "pdf", None, 2, ocr=True),
        meta=Meta(
            title=text,
            unit=Unit("xã A", "xã", None, "Hà Nội", "00004", province_inferred=True),
            document_number="12/BC-UBND",
            date="2026-04",
            period=Period("quarter", 2026, 1, "2025-12-15", None),
            recipients=("Lưu: VT.",),
            citations=(Citation("Kế hoạch", "109/KH-UBND", None, lines),),
        ),
        sections=(Section("s1", None, 1, "I.", text, lines, 1, because=("số La Mã",)),),
        blocks=(
            Block("heading", text, (Anchor(0, 1, 1),), section="s1", area="direction", role="result"),
            Block("text", text * 2, (Anchor(0, 3, 1), Anchor(5, 4, 2)), section="s1", area="general", role="cause"),
        ),
        tables=(Table(None, ("STT", "Chỉ tiêu"), (("1", ""), ("2", "a")), lines, 2),),
        findings=(Finding("limitation", "procedures", text, "s1", lines, 1, ("từ chậm",)),),
        indicators=(Indicator("dossiers", "Hồ sơ", value, "hồ sơ", "table", "hộ tịch", text, lines, 2),),
        problems=(Problem("rate_mismatch", "error", text, lines, {"rate": 56, "of": [45, 79]}),),
    )


@pytest.mark.parametrize("name", storing.NAMES)
def test_the_committed_schemas_are_those_of_the_dataclasses(name):
    """After a change of the model: `cchc schema NAME > cchc_nlp/storing/schemas/NAME.schema.json`."""
    committed = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    assert committed == storing.json_schema(name)
    jsonschema.Draft202012Validator.check_schema(committed)


def test_the_schema_has_every_name_of_the_contract():
    schema = storing.json_schema("report")
    for name, fields in CONTRACT.items():
        part = schema["$defs"][name] if name else schema
        assert set(fields.split()) <= set(part["required"])


def test_a_stored_report_is_valid_and_comes_back():
    document = json.loads(json.dumps(storing.to_json(a_report()), allow_nan=False))
    jsonschema.validate(document, storing.json_schema("report"))
    restored = storing.from_json(document)
    assert storing.to_json(restored) == document
    assert restored.findings == a_report().findings
    assert restored.meta == a_report().meta
    assert [block.lines for block in restored.blocks] == [(1, 1), (3, 4)]


@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    value=st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_and_any_number_comes_back(text, value):
    document = json.loads(json.dumps(storing.to_json(a_report(text, value)), allow_nan=False))
    restored = storing.from_json(document)
    assert storing.to_json(restored) == document
    assert restored.findings[0].text == text
    assert restored.indicators[0].value == value


def test_a_whole_number_is_printed_as_one():
    assert repr(storing.to_json(a_report(value=1552.0))["indicators"][0]["value"]) == "1552"


def test_names_of_a_newer_version_are_passed_over():
    document = storing.to_json(a_report())
    document["meta"]["mood"] = "good"
    assert storing.from_json(document).meta == a_report().meta


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (
            {"schema": "cchc-report/9"},
            "không phải kết quả phân tích báo cáo: cần «schema» là «cchc-report/1», thấy «cchc-report/9».",
        ),
        ({"blocks": None}, "kết quả phân tích bị hỏng: trường «blocks» không phải danh sách."),
        ({"blocks": [{"text": "a"}]}, "kết quả phân tích bị hỏng: thiếu trường «blocks[0].lines»."),
        ({"meta": {"title": 5}}, "kết quả phân tích bị hỏng: trường «meta.title» có giá trị không hợp lệ «5»."),
        ({"findings": [{"role": "x"}]}, "kết quả phân tích bị hỏng: thiếu trường «findings[0].area»."),
    ],
)
def test_a_damaged_result_is_refused_with_the_name_of_the_field(damage, message):
    with pytest.raises(ReadError) as refusal:
        storing.from_json(storing.to_json(a_report()) | damage)
    assert str(refusal.value) == message


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from([name for name in CONTRACT[""].split() if name != "schema"]), value=_values)
def test_whatever_stands_in_a_result_is_restored_or_refused(place, value):
    document = storing.to_json(a_report()) | {place: value}
    with suppress(ReadError):
        storing.from_json(document)


def test_the_catalogue_is_printed_with_a_departments_own_indicators(tmp_path, monkeypatch, capfd):
    own = '[[indicator]]\nid = "kiosks"\nname = "Số ki-ốt"\narea = "procedures"\nunit = "máy"\naggregate = "sum"\n'
    (tmp_path / "indicators.toml").write_text(own, "utf-8")
    monkeypatch.setattr(sys, "argv", ["cchc", "schema", "indicators", "--knowledge", str(tmp_path)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert not end.value.code
    printed = json.loads(capfd.readouterr().out)
    ids = [entry["id"] for entry in printed["indicators"]]
    assert (ids[0], ids[-1]) == ("directive_documents_issued", "kiosks")
    assert {entry["aggregate"] for entry in printed["indicators"]} == {"sum", "mean", "count_yes", "ratio"}
    assert {"sums", "subsets", "equals", "balances"} <= set(printed["identities"])
