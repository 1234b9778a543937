"""The shipped pipeline: the same answer always, and a clear word when it is damaged."""

import gc
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from audit.errors import PipelineError
from audit.pipeline import Pipeline, loader
from audit.pipeline.loader import SHIPPED
from audit.readers import read_path
from audit.records import Article, Block, Parse, Span

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return Pipeline.load()


def plain(text: str) -> Article:
    lines = [Block(span=Span(i, i + len(text)), kind="paragraph") for i in (0,)]
    return Article(path="-", text=text, prose=text, blocks=tuple(lines))


def one(pipeline: Pipeline, text: str) -> Parse:
    (parse,) = pipeline.parse([plain(text)])
    return parse


def test_an_article_is_read_the_same_alone_in_a_batch_and_in_any_order(pipeline: Pipeline) -> None:
    articles = [read_path(p) for p in sorted(SEEDS.glob("*.txt"))[:5]]
    together = list(pipeline.parse(articles))
    alone = [next(iter(pipeline.parse([a]))) for a in articles]
    backwards = list(pipeline.parse(reversed(articles)))[::-1]
    fresh = list(Pipeline.load().parse(articles[-1:] + articles))[1:]
    assert together == alone == backwards == fresh


def test_who_said_what_in_plain_sentences(pipeline: Pipeline) -> None:
    text = (
        "The crane will arrive in May, Mayor Ana Ruiz said. Officials briefed on the plan warned that it may be late."
    )
    drafts = one(pipeline, text).drafts

    def words(spans: tuple[Span, ...]) -> str:
        return " ".join(text[slice(*s)] for s in spans)

    assert [(words(d.source), words(d.cue)) for d in drafts] == [
        ("Mayor Ana Ruiz", "said"),
        ("Officials briefed on the plan", "warned"),
    ]
    assert words(drafts[0].content) == "The crane will arrive in May"


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "''{}''"])
def test_quotation_marks_of_any_style_are_read_alike(pipeline: Pipeline, marks: str) -> None:
    quote = marks.format("The tanks were empty all winter,")
    parse = one(pipeline, f"{quote} said engineer Bo Tran, who checked them on Monday.")
    assert len(parse.drafts) == 1
    assert [t.tag for t in parse.tokens if t.norm == "said"] == ["VBD"]


def test_tokens_sentences_and_blocks_fit_together(pipeline: Pipeline) -> None:
    for article in (read_path(p) for p in sorted(SEEDS.glob("*.md"))[:3]):
        (parse,) = pipeline.parse([article])
        assert [t.text for t in parse.tokens] == [article.prose[t.start : t.end] for t in parse.tokens]
        assert [s.first for s in parse.sentences[1:]] == [s.last for s in parse.sentences[:-1]]
        assert parse.sentences[-1].last == len(parse.tokens)
        for number, sentence in enumerate(parse.sentences):
            block = article.blocks[sentence.block].span
            assert block.start <= sentence.start < sentence.end <= block.end
            assert {t.sentence for t in parse.tokens[sentence.first : sentence.last]} == {number}


@pytest.mark.parametrize(
    "text", ["a", "!", "\n\n.\n", "x" * 5000, "’" * 300, "said " * 3000, "\u200b\u00ad a", "😀 said 日本"]
)
def test_odd_texts_are_read_without_complaint(pipeline: Pipeline, text: str) -> None:
    parse = one(pipeline, text)
    assert "".join(t.text for t in parse.tokens) == "".join(text.split())


@pytest.mark.parametrize("name", ["network.onnx", "vocabulary.txt", "arrays.npz", "labels.json"])
def test_a_damaged_model_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(SHIPPED, folder)
    file = folder / "audit_reader" / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    with pytest.raises(PipelineError, match="damaged"):
        Pipeline.load(folder)
    file.unlink()
    with pytest.raises(PipelineError, match="incomplete"):
        Pipeline.load(folder)


def test_a_missing_model_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="cannot load"):
        Pipeline.load(tmp_path / "nowhere")


def test_a_source_of_one_word_is_no_pronoun(pipeline: Pipeline) -> None:
    parse = one(pipeline, "“Nobody ever showed us the second ledger,” diplomats said.")
    assert {t.norm: t.tag for t in parse.tokens}["diplomats"] == "NNS"
    assert {t.norm: t.tag for t in parse.tokens}["us"] == "PRP"


def test_words_beyond_those_kept_leave_with_their_article_and_are_read_alike(
    pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"Mayor Ilka {name} said the {name}bridge was shut; an aide to {name} agreed." for name in ("Orl", "Tuvv")]
    expected = [one(pipeline, text) for text in texts]
    forgetful = Pipeline.load()
    one(forgetful, "Mayor Ana Ruiz said so.")
    monkeypatch.setattr(loader, "KNOWN_WORDS", 0)
    before = len(forgetful._nlp.vocab.strings)
    assert [one(forgetful, text) for text in texts] == expected
    assert len(forgetful._nlp.vocab.strings) == before


def test_loading_makes_the_search_for_cycles_no_more_frequent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, ...]] = []
    monkeypatch.setattr(gc, "set_threshold", lambda *numbers: asked.append(numbers))
    for often in (0, 700, loader.SELDOM, 1_000_000):  # 0 is never
        monkeypatch.setattr(gc, "get_threshold", lambda often=often: (often, 10, 10))
        Pipeline.load()
    assert asked == [(loader.SELDOM, 10, 10)]


def test_words_are_cut_as_by_the_tokenizer_that_spacy_would_have_made() -> None:
    import spacy

    ours = Pipeline.load()._nlp.tokenizer.to_bytes()
    assert ours == spacy.load(SHIPPED).tokenizer.to_bytes() == spacy.blank("en").tokenizer.to_bytes()


def test_spacy_loads_without_its_commands_and_has_them_when_asked() -> None:
    """They bring an HTTP client along, which costs a quarter of the time to load; who wants them still gets them."""
    asks = (
        "import sys; from audit.pipeline import Pipeline; Pipeline.load()",
        "assert not {'weasel', 'httpx', 'spacy.cli', 'spacy.cli.info'} & set(sys.modules), sorted(sys.modules)",
        "import spacy; assert spacy.info(silent=True)['spacy_version'] == spacy.__version__",
        "import spacy.cli; assert callable(spacy.cli.package) and spacy.cli.info is not spacy.info",
    )
    subprocess.run([sys.executable, "-c", "\n".join(asks)], check=True)


def test_spacy_loaded_before_is_taken_as_it_is() -> None:
    asks = (
        "import spacy; before = spacy.info",
        "from audit.pipeline import Pipeline; Pipeline.load()",
        "import sys; assert spacy.info is before and 'spacy.cli' in sys.modules",
    )
    subprocess.run([sys.executable, "-c", "\n".join(asks)], check=True)
