"""How time and memory of grouping grow with the number of statements, and whether the themes stay as good.

    python benchmarks/cluster_scale.py                       # 10 000, 100 000 and 1 000 000 statements
    python benchmarks/cluster_scale.py 10000 100000

Statements are made from the phrase bank of `corpora/`, and a few of other subjects that no theme of the book knows.
Like those of a province they repeat: a wording is taken over by many communes with their own names and figures. Each
size is measured in a process of its own; memory is its peak, with the statements themselves; `distinct` counts texts.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path
from random import Random

from cchc_nlp.clustering import cluster
from cchc_nlp.knowledge import load_standard
from cchc_nlp.model import FindingRole, Statement

ROOT = Path(__file__).resolve().parent.parent
BANK = ROOT / "corpora" / "banks" / "themes.toml"
NAMES = ROOT / "corpora" / "banks" / "names.toml"
SIZES = (10_000, 100_000, 1_000_000)
ROLES: dict[str, FindingRole] = {"L": "limitation", "C": "cause", "R": "recommendation", "X": "limitation"}

# What communes also write about, in the notation of the bank.
OTHERS = {
    "X1": ["[Chó|Trâu bò] thả rông [ở thôn|trên đường] {name} [chưa được xử lý dứt điểm|gây mất an toàn]"],
    "X2": ["Giá [lúa|sắn|cà phê] vụ này [xuống thấp|giảm mạnh], thương lái [ép giá|không thu mua] ở [thôn|bản] {name}"],
    "X3": ["[Rác thải|Bao bì thuốc sâu] tại [chợ|bãi] {name} [chưa được thu gom|ùn lại nhiều ngày]"],
    "X4": ["[Tai nạn|Va chạm] xe máy trên [dốc|cầu] {name} [tăng|chưa giảm] [so với cùng kỳ|dịp tết]"],
    "X5": ["[Trường mầm non|Điểm trường] {name} thiếu [giáo viên|cô nuôi], [học sinh phải học ghép|trẻ chưa bán trú]"],
    "X6": ["[Kênh|Mương|Đập] {name} [bồi lắng|rò rỉ] nên [ruộng thiếu nước tưới|không đủ nước cho vụ đông xuân]"],
}  # fmt: skip
OTHERS_SHARE = 0.1

# Ways in which a pattern is told; a figure or a name makes each a text of its own.
WORDINGS = 12
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{([^{}]+)\}")


def main() -> int:
    """Print one line a size, then how each compares with the size before."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sizes", type=int, nargs="*", default=SIZES)
    arguments.add_argument("--one", action="store_true", help="measure one size in this process, print JSON")
    options = arguments.parse_args()
    if options.one:
        print(json.dumps(measured(options.sizes[0])))
        return 0
    print("  statements  distinct  themes  seconds  times  peak MB  B-cubed F1  of it")
    before: dict[str, float] = {}
    for size in options.sizes:
        ran = subprocess.run([sys.executable, __file__, "--one", str(size)], stdout=subprocess.PIPE, check=True)
        row = json.loads(ran.stdout)
        times, part = (row["seconds"] / before["seconds"], row["f1"] / before["f1"]) if before else (1.0, 1.0)
        print(
            f"{row['statements']:>12,}{row['distinct']:>10,}{row['themes']:>8}{row['seconds']:>9.1f}{times:>7.1f}"
            f"{row['peak_mb']:>9.0f}{row['f1']:>12.3f}{part:>7.2f}",
            flush=True,
        )
        before = row
    return 0


def measured(size: int) -> dict[str, float]:
    """Group so many statements."""
    gold, statements = made(size, seed=7)
    standard = load_standard()
    start = time.perf_counter()
    clustering = cluster(statements, standard)
    seconds = time.perf_counter() - start
    found = [a.cluster if a.cluster >= 0 else ~at for at, a in enumerate(clustering.assignments)]
    return {
        "statements": size,
        "distinct": len({statement.text for statement in statements}),
        "themes": len(clustering.themes),
        "seconds": seconds,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "f1": b_cubed(gold, found),
    }


def made(size: int, seed: int) -> tuple[list[str], list[Statement]]:
    """Statements with their themes."""
    rng = Random(seed)  # noqa: S311 - seeded on purpose
    bank = tomllib.loads(BANK.read_text("utf-8"))["theme"]
    patterns = {theme["id"]: [p if isinstance(p, str) else p["text"] for p in theme["patterns"]] for theme in bank}
    names = tomllib.loads(NAMES.read_text("utf-8"))
    communes = [f"xã {first} {last}" for first in names["first"] for last in names["first"] if first != last]
    gold, statements = [], []
    for number in range(size):
        some = OTHERS if rng.random() < OTHERS_SHARE else patterns
        theme = rng.choice(list(some))
        unit = communes[number % len(communes)]
        text = told(rng.choice(some[theme]), unit, rng, names["first"])
        gold.append(theme)
        statements.append(Statement(f"s{number}", ROLES[theme[0]], text, unit))
    return gold, statements


def told(pattern: str, unit: str, rng: Random, names: list[str]) -> str:
    """One of the wordings of a pattern, with the names and figures of a commune."""
    chosen = Random(f"{pattern}{rng.randrange(WORDINGS)}")  # noqa: S311 - seeded on purpose
    while CHOICE.search(pattern):
        pattern = CHOICE.sub(lambda found: chosen.choice(found[1].split("|")), pattern)
    slots = {"xã": unit, "Xã": unit, "name": f"{rng.choice(names)} {rng.choice(names)}"}
    filled = SLOT.sub(lambda found: slots.get(found[1]) or slot(found[1], chosen, rng), pattern)
    return f"{filled}, tỷ lệ {rng.randrange(100, 999) / 10}%." if rng.random() < 1 / 2 else f"{filled}."


def slot(name: str, chosen: Random, rng: Random) -> str:
    """A number within its bounds, else a word that stands for the name of the slot."""
    if name.startswith("n:"):
        low, high = map(int, name[2:].split("-"))
        return str(rng.randint(low, high))
    return chosen.choice(
        {
            "thôn": ["thôn", "bản"],
            "thôn_xa": ["thôn xa trung tâm", "bản vùng cao"],
            "lĩnh_vực": ["đất đai", "hộ tịch", "bảo trợ xã hội"],
            "trung_tâm": ["Trung tâm Phục vụ hành chính công", "bộ phận một cửa"],
            "Trung_tâm": ["Trung tâm Phục vụ hành chính công", "Bộ phận một cửa"],
            "hệ_thống": ["hệ thống thông tin giải quyết thủ tục hành chính", "phần mềm một cửa"],
            "ngành_dọc": ["cơ quan thuế", "chi nhánh văn phòng đăng ký đất đai"],
        }[name]
    )


def b_cubed(gold: list[str], found: list[int]) -> float:
    """F1 of gold and found classes."""
    both, classes, clusters = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    precision = sum(n * n / clusters[label] for (_, label), n in both.items()) / len(gold)
    recall = sum(n * n / classes[theme] for (theme, _), n in both.items()) / len(gold)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    sys.exit(main())
