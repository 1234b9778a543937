"""The training recipe, end to end on tiny hand-made corpora, and the ties between model, scores and card."""

import json
import random
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
import spacy

from audit.pipeline.decode import KINDS, NAMES, ROLES, bio, sentence_starts, viterbi
from audit.pipeline.wordpiece import WordPiece, shape, surface

ROOT = Path(__file__).parent.parent
TINY = ROOT / "training" / "tiny"


def run(*arguments: str, cwd: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def tiny_base(folder: Path) -> None:
    """A random two-layer encoder over letters, in the form that training.prepare writes."""
    import torch

    from training.network import FRESH, Network, Size

    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,\"'“”’-"
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *("##" + c for c in letters)]
    torch.manual_seed(3)
    network = Network(Size(len(pieces), 1, 1, 1, width=64, layers=2, heads=2, inner=128, positions=512))
    folder.mkdir()
    torch.save(
        {k: v.half() for k, v in network.state_dict().items() if k.split(".")[0] not in FRESH}, folder / "encoder.pt"
    )
    (folder / "vocabulary.txt").write_text("\n".join(pieces), encoding="utf-8")


@pytest.mark.slow
def test_recipe_end_to_end(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the extra [train]")
    pytest.importorskip("onnx", reason="training needs the extra [train]")
    data, base, network, model = (tmp_path / n for n in ("data", "base", "network.pt", "model"))
    said = _converted(data)
    assert "attribution.train.jsonl: 3 documents" in said
    assert "invented.train.jsonl: 2 documents" in said
    tiny_base(base)
    run(
        "-m", "training.train", "--data", str(data), "--base", str(base), "--output", str(network),
        "--epochs", "2", "--layers", "2", "--batch", "4", "--workers", "1",
    )  # fmt: skip
    crowned = _crowned(tmp_path, _blended(network, data, base), data, base)
    small = _made_smaller(crowned, data, base)
    run("-m", "training.package", "--network", str(small), "--base", str(base), "--output", str(model))
    run("-m", "training.calibrate", "--model", str(model), "--data", str(data))
    scores = tmp_path / "scores.json"
    run("-m", "training.evaluate", "--model", str(model), "--data", str(data), "--output", str(scores))
    kept = json.loads(scores.read_text(encoding="utf-8"))
    assert kept["hash"].startswith("sha256:")
    assert set(kept["dev"]) >= {"source", "cue", "content", "relation", "tags", "sentences", "names"}

    from audit.pipeline import Pipeline
    from audit.records import Article, Block, Span

    text = "Ana Ruiz said so."
    article = Article(path="-", text=text, prose=text, blocks=(Block(span=Span(0, len(text)), kind="paragraph"),))
    (parse,) = Pipeline.load(model).parse([article])
    assert [t.text for t in parse.tokens] == ["Ana", "Ruiz", "said", "so", "."]


def _crowned(folder: Path, network: Path, data: Path, base: Path) -> Path:
    """The network with a crown, taught from marked articles and invented copy; and its worth weighed."""
    import torch

    articles, marks, invented = TINY / "polnear" / "train" / "text", folder / "marks", TINY / "invented"
    marks.mkdir()
    for path in sorted(articles.glob("*.txt")):
        mark = {"layer": "source", "label": "anonymous", "start": 0, "end": 4}
        (marks / f"{path.stem}.marks.jsonl").write_text(json.dumps(mark) + "\n", encoding="utf-8")
    crowned = folder / "crowned.pt"
    run(
        "-m", "training.crown", "--network", str(network), "--data", str(data), "--base", str(base),
        "--articles", str(articles), "--marks", str(marks), "--invented", str(invented), "--output", str(crowned),
        "--folds", "2", "--layers", "1", "--epochs", "1", "--batch", "2",
    )  # fmt: skip
    before, after = (torch.load(path, weights_only=True)["state"] for path in (network, crowned))
    changed = {name for name, value in before.items() if not torch.equal(value, after[name])}
    assert {name.split(".")[0] for name in changed} == {"kinds"}, "a crown must leave all else as it was"
    chances = crowned.with_suffix(".chances.npz")
    copy = (str(articles), "--marks", str(marks), "--invented", str(invented))
    said = run("-m", "training.weighing", *copy, "--chances", str(chances))
    assert "of 5 articles" in said
    return crowned


def _made_smaller(network: Path, data: Path, base: Path) -> Path:
    """The network without half of what its layers hold, taught to see what the whole one sees."""
    import torch

    pruned, small = network.with_name("pruned.pt"), network.with_name("small.pt")
    places = ("--data", str(data), "--base", str(base))
    run("-m", "training.prune", "--network", str(network), "--left", "0.5", *places, "--output", str(pruned))
    said = run(
        "-m", "training.distil", "--teacher", str(network), "--start", str(pruned), *places, "--output", str(small),
        "--epochs", "8", "--batch", "2", "--rate", "1e-3",
    )  # fmt: skip
    apart = [float(line.split(" apart ")[1].split()[0]) for line in said.splitlines() if " apart " in line]
    assert apart[-1] < apart[0], said
    sizes = torch.load(small, weights_only=True)["size"]["kept"]
    assert len(sizes) == 3
    assert all(1 <= heads <= 2 and 64 <= inner <= 128 for heads, inner in sizes)
    assert sum(100 * heads + inner for heads, inner in sizes) <= 0.5 * 3 * (200 + 128) + 64
    return small


def _blended(network: Path, data: Path, base: Path) -> Path:
    """The network between what it was and what it is after more lessons."""
    import torch

    after, between = network.with_name("after.pt"), network.with_name("between.pt")
    run(
        "-m", "training.train", "--start", str(network), "--data", str(data), "--base", str(base),
        "--output", str(after), "--draw", "invented=3", "--draw", "attribution=0", "--epochs", "1", "--layers", "2",
        "--batch", "4", "--workers", "1", "--no-dev",
    )  # fmt: skip
    files = ("--before", str(network), "--after", str(after), "--output", str(between))
    run("-m", "training.blend", *files, "--share", "0.5")
    old, new, mean = (torch.load(path, weights_only=True)["state"] for path in (network, after, between))
    assert any(not torch.equal(old[name], new[name]) for name in old)
    assert all(torch.allclose(mean[name], (old[name] + new[name]) / 2) for name in old)
    return between


def _converted(output: Path, *arguments: str) -> str:
    corpora = ("--corpora", str(TINY), "--invented", str(TINY / "invented"))
    return run("-m", "training.convert", *corpora, *arguments, "--output", str(output))


def test_converted_labels_point_at_the_words_marked(tmp_path: Path) -> None:
    _converted(tmp_path)
    rows = [
        json.loads(line) for line in (tmp_path / "attribution.train.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    harbour = next(r for r in rows if "harbour" in r["name"])

    def marked(role: str) -> list[str]:
        return [w for w, label in zip(harbour["words"], harbour["roles"], strict=True) if label == f"B-{role}"]

    assert marked("SOURCE") == ["Ana", "she", "two"]
    assert marked("CUE") == ["said", "added", "According"]
    linked = {harbour["words"][c]: harbour["words"][s] for c, s in harbour["sources"]}
    assert linked == {"said": "Ana", "added": "she", "According": "two"}


def test_invented_copy_gives_up_its_marks() -> None:
    from training.kinds import labelled, untagged

    text, marks = untagged("[[anonymous|Two clerks]] left. [[collective?|Critics]] say so.")
    assert text == "Two clerks left. Critics say so."
    assert marks == [(0, 10, "anonymous", False), (17, 24, "collective", True)]
    document = labelled(spacy.blank("en"), text, marks)
    assert [KINDS[number] for number in document["kinds"]] == ["anonymous"] * 2 + ["none"] * 2 + ["collective"] + [
        "none"
    ] * 3
    assert document["trust"] == [1.0] * 4 + [0.4] + [1.0] * 3


def test_every_mark_in_invented_copy_is_understood() -> None:
    from training.kinds import invented

    pieces = list(invented())
    assert len(pieces) > 500
    assert not [d["name"] for d in pieces if {"[", "]", "|"}.intersection(d["words"])]


def test_attributions_of_invented_copy_stand_in_it() -> None:
    from training.convert import invented_documents
    from training.kinds import INVENTED, pieces

    rows = map(json.loads, (INVENTED / "attributions.jsonl").read_text(encoding="utf-8").splitlines())
    spans = {row["name"]: [span for parts in row["attributions"] for part in parts for span in part] for row in rows}
    assert sorted(spans) == sorted(piece.name for piece in pieces())
    for piece in pieces():
        told = [piece.text[first:last] for first, last in spans[piece.name]]
        assert all(words and words == words.strip() for words in told), piece.name
    for document in invented_documents(INVENTED):
        labels = document["roles"]
        cues = {cue for cue, _ in document["sources"]}
        assert cues <= set(range(len(labels))), document["name"]
        assert {labels[at] for at in cues} <= {"B-CUE", "I-CUE", "O", "B-SOURCE", "I-SOURCE"}, document["name"]


def test_articles_left_out_are_not_trained_on(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "tiny_2031_ferry.txt").write_text("held out", encoding="utf-8")
    said = _converted(tmp_path / "out", "--gold", str(gold))
    assert "attribution.train.jsonl: 2 documents" in said


@pytest.mark.parametrize("kept", [(), ((2, 96), (1, 32), (1, 64))], ids=["whole", "pruned"])
@pytest.mark.parametrize("crown", [0, 1])
@pytest.mark.parametrize("int8", [False, True])
def test_the_shipped_graph_computes_what_the_network_does(
    int8: bool, crown: int, kept: tuple[tuple[int, int], ...]
) -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    pytest.importorskip("onnx", reason="training needs the extra [train]")
    import onnxruntime

    from training.graph import build
    from training.network import HEADS, Network, Size

    torch.manual_seed(2)
    size = Size(50, 5, 9, 7, width=64, layers=2, heads=2, inner=128, positions=40, crown=crown, kept=kept)
    network = Network(size).eval()
    session = onnxruntime.InferenceSession(build(network, int8).SerializeToString(), providers=["CPUExecutionProvider"])
    for n in (3, 17, 40):
        feed = {
            "pieces": torch.randint(0, 50, (1, n)),
            "shapes": torch.randint(0, 7, (1, n)),
            "firsts": torch.arange(1, n - 1)[None],
        }
        with torch.no_grad():
            expected = network(**feed)
        given = session.run(list(HEADS), {k: v.numpy() for k, v in feed.items()})
        for one, other in zip(given, expected, strict=True):
            assert one.shape == tuple(other.shape)
            assert abs(one - other.numpy()).max() < (0.2 if int8 else 1e-4)


def test_the_shipped_model_packaged_again_is_the_same(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="training needs the extra [train]")
    pytest.importorskip("onnx", reason="training needs the extra [train]")
    reader = ROOT / "audit" / "pipeline" / "model" / "audit_reader"
    network, model = tmp_path / "shipped.pt", tmp_path / "model"
    run("-m", "training.unpack", "--output", str(network))
    run("-m", "training.package", "--network", str(network), "--base", str(reader), "--output", str(model))
    assert (model / "audit_reader" / "network.onnx").read_bytes() == (reader / "network.onnx").read_bytes()


def test_a_crown_grows_on_a_pruned_network_like_the_layers_beside_it() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    from training.network import Network, Size, crowned, layers_of

    kept = ((2, 96), (1, 32), (2, 64))
    pruned = Network(Size(50, 5, 9, 7, width=64, layers=2, heads=2, inner=128, positions=40, crown=1, kept=kept))
    grown = crowned(pruned, 1)
    assert grown.size.kept == ((2, 96), (1, 32), (1, 32))
    below, beside, crown = layers_of(grown)
    assert torch.equal(below.up.weight, layers_of(pruned)[0].up.weight)
    assert torch.equal(beside.up.weight, crown.up.weight)


def test_a_crown_learns_nothing_from_the_part_that_is_left_out() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    from training.crown import Growing, View
    from training.network import Network, Size, crowned

    torch.manual_seed(5)
    start = crowned(Network(Size(50, 5, 9, 7, width=64, layers=2, heads=2, inner=128, positions=40)), 1)
    below, firsts = torch.randn(2, 6, 64), torch.arange(1, 5).expand(2, -1)
    mask, kinds = torch.ones(2, 1, 1, 6, dtype=torch.bool), torch.tensor([[0, 1, 1, 0]] * 2)
    view = View(below, firsts, mask, kinds, torch.ones(2, 4), torch.tensor([0, 1]))

    def crown_after(left_out: int | None, seen: View) -> torch.Tensor:
        growing = Growing(start, left_out, 1e-2)
        growing.learn(seen)
        return growing.network.kinds.weight.detach()

    only_first = view.without(1)
    assert torch.equal(crown_after(0, only_first), start.kinds.weight)
    assert not torch.equal(crown_after(1, only_first), start.kinds.weight)
    torch.manual_seed(1)
    alone = crown_after(None, only_first)
    torch.manual_seed(1)
    assert torch.equal(crown_after(1, view), alone)


def test_a_pupil_is_made_as_sure_as_its_teacher() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    from training.distil import sharpness
    from training.network import Network, Size

    torch.manual_seed(5)
    size = Size(50, 5, 9, 7, width=64, layers=2, heads=2, inner=128, positions=40)
    teacher, pupil = Network(size).eval(), Network(size).eval()
    torch.nn.init.normal_(teacher.kinds.weight, std=1.0)
    pupil.load_state_dict(teacher.state_dict())
    pupil.kinds.weight.data /= 1.6
    pupil.kinds.bias.data /= 1.6
    rows = [(torch.randint(0, 50, (1, 40)), torch.randint(0, 7, (1, 40)), torch.arange(1, 39)[None]) for _ in range(20)]
    assert sharpness(pupil, teacher, rows) == pytest.approx(1.6, abs=0.05)
    assert sharpness(teacher, teacher, rows) == pytest.approx(1.0, abs=0.05)


def test_surgery_lets_the_rest_stand_in_for_what_goes() -> None:
    torch = pytest.importorskip("torch", reason="training needs the extra [train]")
    from training.surgery import steps, without

    torch.manual_seed(4)
    inputs = torch.randn(500, 6, dtype=torch.float64)
    inputs[:, 4] = inputs[:, 0] - 2 * inputs[:, 3]  # says nothing that the others do not
    weight, gram = torch.randn(3, 6), inputs.T @ inputs
    wanted = inputs @ weight.double().T
    costs = [step.cost for step in steps(weight, gram, 1, 1)]
    assert len(costs) == 5
    assert costs[0] < costs[1] / 100
    for count, cost in enumerate(costs[:3], start=1):
        left, stay = without(weight, gram, 1, count)
        assert len(stay) == 6 - count
        error = (wanted - inputs[:, stay] @ left.double().T).square().sum()
        naive = (wanted - inputs[:, stay] @ weight[:, stay].double().T).square().sum()
        assert error < naive
        assert float(error) == pytest.approx(sum(costs[:count]), rel=0.05, abs=0.5), cost
    _, stay = without(weight, gram, 2, 1)
    assert sorted({i // 2 for i in stay}) in ([0, 1], [0, 2], [1, 2])


def test_scores_belong_to_the_shipped_model() -> None:
    from training.evaluate import model_hash

    scores = json.loads((ROOT / "training" / "scores.json").read_text(encoding="utf-8"))
    assert scores["hash"] == model_hash(ROOT / "audit" / "pipeline" / "model")


def test_model_card_shows_the_scores() -> None:
    run("-m", "training.card", "--check")


def test_best_path_never_breaks_a_span() -> None:
    """Over random scores: the decoded path obeys BIO and scores at least as well as any other legal path tried."""
    import numpy as np

    rng = np.random.default_rng(5)
    for labels in (ROLES, NAMES):
        penalties = bio(labels)
        for _ in range(20):
            scores = rng.normal(size=(7, len(labels))).astype(np.float32)
            path = [labels[i] for i in viterbi(scores, penalties, labels)]
            for before, label in zip(["O", *path], path, strict=False):
                assert not label.startswith("I-") or before[2:] == label[2:]
            best = sum(scores[i, labels.index(x)] for i, x in enumerate(path))
            picks = random.Random(1)
            for _ in range(50):
                other = ["O" if picks.random() < 0.5 else f"B-{picks.choice(labels[1:])[2:]}" for _ in range(7)]
                assert best >= sum(scores[i, labels.index(x)] for i, x in enumerate(other)) - 1e-4


@pytest.mark.parametrize("words", range(1, 8))
def test_best_path_is_the_best_of_all(words: int) -> None:
    """Over random scores and transitions, some of them in favour: no other path of so many words scores higher."""
    import numpy as np

    labels = ("O", "B-A", "I-A")
    every = np.array(list(product(range(len(labels)), repeat=words)))
    opens = every[:, 0] != labels.index("I-A")
    rng = np.random.default_rng(words)
    for _ in range(25):
        scores = rng.normal(size=(words, len(labels))).astype(np.float32)
        transitions = (rng.normal(size=(len(labels), len(labels))) + bio(labels)).astype(np.float32)
        gained = scores[np.arange(words), every].sum(axis=1) + transitions[every[:, :-1], every[:, 1:]].sum(axis=1)
        best = every[opens][gained[opens].argmax()]
        assert viterbi(scores, transitions, labels).tolist() == best.tolist()


def test_word_pieces_take_the_longest_first() -> None:
    pieces = WordPiece(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "harbour", "##s", "har", "##bour", "."])
    assert pieces.pieces("Harbours") == (4, 5)
    assert pieces.pieces("Härbour") == (4,)
    assert pieces.pieces("zzz") == (1,)


@pytest.mark.parametrize(
    ("words", "spaces", "expected"),
    [
        (['"', "Yes", ",", '"', "she", "said"], [True, False, False, False, True, True], ["“", "Yes", ",", "”"]),
        (["''", "Yes", "''"], [True, False, False], ["“", "Yes", "”"]),
        (["“", "Yes", "”"], [True, False, False], ["“", "Yes", "”"]),
        (["is", "n’t"], [True, False], ["is", "n't"]),
    ],
)
def test_quotation_marks_of_any_style_read_the_same(words: list[str], spaces: list[bool], expected: list[str]) -> None:
    assert surface(words, spaces)[: len(expected)] == expected


@pytest.mark.parametrize(
    ("word", "number"), [("rose", 1), ("Rose", 2), ("NATO", 3), ("McLean", 4), ("F-35", 5), ("A", 6), (",", 0)]
)
def test_shapes(word: str, number: int) -> None:
    assert shape(word) == number


@pytest.mark.parametrize(
    ("words", "likely", "expected"),
    [
        ("He left . The door shut .", "", "The"),
        ("Rents rose , the board said .", "the", ""),
        ("It met the U.S. Envoys left .", "Envoys", "Envoys"),
        ("It met the U.S. Senate .", "", ""),
        ("“ No . ” Ruiz said so .", "Ruiz", "Ruiz"),
        ("“ No . ” he said .", "", ""),
    ],
)
def test_punctuation_has_the_last_word_on_sentence_starts(words: str, likely: str, expected: str) -> None:
    import numpy as np

    row = words.split()
    starts = sentence_starts(row, np.array([w == likely for w in row]))
    assert [w for w, start in zip(row, starts, strict=True) if start] == ([expected] if expected else [])
