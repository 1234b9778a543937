"""What archives are read from: every kind of input, whole, hostile and broken."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from audit.archive.articles import Read, read_item
from audit.archive.fields import details_of, folded, names_in
from audit.archive.inputs import LOOSE_FILES, find_inputs
from audit.archive.reading import batches_of
from audit.archive.records import Fault, Item
from audit.archive.warc import read_warc
from audit.errors import ArticleError, UsageError
from audit.readers import Limits
from audit.settings import Matcher, Settings

MOST = 20_000_000
TEXT = "Ada Renn said the bridge would close. The council said nothing about it on Monday."


def items(*names: Path | str) -> list[Item]:
    """All records of some inputs."""
    matcher = Matcher(Settings(base=Path("/")))
    inputs = find_inputs([str(name) for name in names], matcher, "nowhere")
    return [
        item for n, i in enumerate(inputs) for batch in batches_of(n, i, matcher, 1000, MOST) for item in batch.items
    ]


def read(item: Item) -> Read:
    return read_item(item, Limits())


def messages(found: list[Item]) -> list[str]:
    return [item.content.message for item in found if isinstance(item.content, Fault)]


def good(found: list[Item]) -> list[Item]:
    return [item for item in found if not isinstance(item.content, Fault)]


def json_lines(count: int) -> bytes:
    return b"".join(json.dumps({"text": f"{TEXT} {number}"}).encode() + b"\n" for number in range(count))


# ---------------------------------------------------------------- JSON Lines


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("x.jsonl", bytes),
        ("x.ndjson", bytes),
        ("x.jsonl.gz", gzip.compress),
        ("x.jsonl.zst", lambda data: pa.compress(data, "zstd", asbytes=True)),
    ],
)
def test_lines_however_packed(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    data = json_lines(300)
    (tmp_path / name).write_bytes(pack(data))
    found = items(tmp_path / name)
    assert [item.place.record for item in found] == list(range(1, 301))
    for item in found:
        assert json.loads(data[item.place.offset :].split(b"\n")[0]) == json.loads(item.content.data)  # type: ignore[union-attr]


@pytest.mark.parametrize(("name", "codec"), [("x.jsonl.gz", "gzip"), ("x.jsonl.zst", "zstd")])
@pytest.mark.parametrize("spoil", ["cut", "flip", "tail"])
def test_damage_to_a_packed_file_ends_that_file_only(tmp_path: Path, name: str, codec: str, spoil: str) -> None:
    whole = pa.compress(json_lines(20_000), codec, asbytes=True)
    half = len(whole) // 2
    spoilt = {"cut": whole[:half], "flip": whole[:half] + bytes(64) + whole[half + 64 :], "tail": whole + b"garbage"}
    (tmp_path / name).write_bytes(spoilt[spoil])
    (tmp_path / "y.jsonl").write_bytes(json_lines(3))
    found = items(tmp_path / name, tmp_path / "y.jsonl")
    assert len(good(found)) > 1_000
    assert [read(item).article.path for item in good(found)[:2]] == [f"{tmp_path / name}#1", f"{tmp_path / name}#2"]
    assert [item.place.input for item in found[-3:]] == [str(tmp_path / "y.jsonl")] * 3
    if codec == "gzip" or spoil != "flip":  # zstd without a checksum may find other bytes in flipped ones
        (message,) = messages(found)
        assert "cannot be read after record" in message


def test_a_line_of_200_megabytes_is_passed_over_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    with path.open("wb") as file:
        file.write(json_lines(1) + b'{"text": "')
        for _ in range(200):
            file.write(b"a" * 1_000_000)
        file.write(b'"}\n' + json_lines(1))
    tracemalloc.start()
    found = items(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [item.place.line for item in good(found)] == [1, 3]
    assert messages(found) == ["the line has 200.0 MB, and articles of at most 20 MB are read"]
    assert peak < 60_000_000


def test_a_bomb_of_zeros_is_a_line_too_long(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl.gz").write_bytes(gzip.compress(bytes(100_000_000) + b"\n" + json_lines(1)))
    found = items(tmp_path / "x.jsonl.gz")
    assert (len(messages(found)), len(good(found))) == (1, 1)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{", "is no JSON"),
        (b"[" * 100_000, "is no JSON"),
        (b'"text"', "is no JSON object"),
        (b'{"text": 7}', "has no text"),
        (b'{"text": ""}', "has no text"),
        (b'{"title": "Only a headline"}', "it has title"),
        (b'{"text": "\\ud800"}', "is no JSON"),
        (b'{"text": "\xff"}', "is no JSON"),
        (b'{"text": "... ..."}', "no words"),
    ],
)
def test_a_line_that_holds_no_article_says_why(tmp_path: Path, line: bytes, words: str) -> None:
    (tmp_path / "x.jsonl").write_bytes(line + b"\n")
    (item,) = items(tmp_path / "x.jsonl")
    with pytest.raises(ArticleError, match=words):
        read(item)


def test_the_headline_of_a_record_is_the_articles(tmp_path: Path) -> None:
    fields = {"Title": "Bridge  to close", "TEXT": TEXT, "section": "Opinion"}
    (tmp_path / "x.jsonl").write_text(
        json.dumps(fields) + "\n" + json.dumps({**fields, "TEXT": f"Bridge to close\n{TEXT}"})
    )
    first, second = (read(item).article for item in items(tmp_path / "x.jsonl"))
    assert first.headline
    assert first.text[slice(*first.headline)] == "Bridge to close"
    assert first.text.endswith(TEXT)
    assert first.genre == "opinion"
    assert second.headline
    assert second.text == f"Bridge to close\n{TEXT}"  # it begins with its headline already
    assert second.text[slice(*second.headline)] == "Bridge to close"


# ---------------------------------------------------------------- Parquet


def write_table(path: Path, columns: Mapping[str, Any], **options: Any) -> None:
    pq.write_table(pa.table(columns), path, **options)


def test_rows_of_a_table(tmp_path: Path) -> None:
    texts = [f"{TEXT} {number}" for number in range(150)]
    write_table(
        tmp_path / "x.parquet", {"Body": texts, "outlet": ["Post"] * 150, "blob": [b"\0"] * 150}, row_group_size=40
    )
    found = items(tmp_path / "x.parquet")
    assert [item.place.record for item in found] == list(range(1, 151))
    assert [read(item).article.text for item in found] == texts
    assert read(found[0]).details.outlet == "Post"
    assert "blob" not in str(found[0].content)


def test_a_table_without_texts_is_a_problem(tmp_path: Path) -> None:
    write_table(tmp_path / "x.parquet", {"titles": ["a"], "words": [1]})
    write_table(tmp_path / "y.parquet", {"text": [TEXT]})
    found = items(tmp_path / "x.parquet", tmp_path / "y.parquet")
    assert len(good(found)) == 1
    (message,) = messages(found)
    assert "has no column with the texts" in message
    assert "it has titles and words" in message


def test_a_damaged_row_group_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    texts = [f"{TEXT} {number * 7919}" for number in range(90)]
    write_table(path, {"text": texts}, row_group_size=30, use_dictionary=False, compression="zstd")
    column = pq.ParquetFile(path).metadata.row_group(1).column(0)
    data = bytearray(path.read_bytes())
    data[column.data_page_offset : column.data_page_offset + column.total_compressed_size] = (
        b"x" * column.total_compressed_size
    )
    path.write_bytes(data)
    found = items(path)
    assert [item.place.record for item in good(found)] == [*range(1, 31), *range(61, 91)]
    (message,) = messages(found)
    assert "row group 2 is damaged: rows 31 to 60" in message


def test_a_row_of_hundreds_of_megabytes_is_not_unpacked(tmp_path: Path) -> None:
    write_table(tmp_path / "x.parquet", {"text": [TEXT, "a" * 100_000_000, TEXT]}, row_group_size=1)
    found = items(tmp_path / "x.parquet")
    assert [item.place.record for item in good(found)] == [1, 3]
    assert messages(found) == ["row group 2 has rows of more than 20 MB"]


def test_what_only_calls_itself_a_table_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 is not enough")
    (message,) = messages(items(tmp_path / "x.parquet"))
    assert "cannot be read at all" in message


# ---------------------------------------------------------------- WARC

PAGE = f"<html><head><title>Bridge closes</title></head><body><p>{TEXT}</p></body></html>".encode()


def warc_record(number: int, body: bytes = PAGE, headers: bytes = b"", status: bytes = b"200 OK") -> bytes:
    answer = b"HTTP/1.1 " + status + b"\r\nContent-Type: text/html; charset=utf-8\r\n" + headers + b"\r\n" + body
    return warc(b"response", number, answer)


def warc(kind: bytes, number: int, block: bytes) -> bytes:
    head = (
        b"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:%032d>\r\nWARC-Date: 2026-02-03T04:05:06Z\r\n"
        b"WARC-Target-URI: https://www.example.org/%d\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    )
    return head % (kind, number, number, len(block)) + block + b"\r\n\r\n"


RECORDS = [warc_record(number) for number in range(5)]
PACKED = [gzip.compress(record, mtime=0) for record in RECORDS]


def pages(data: bytes) -> tuple[list[int | None], list[int | None]]:
    """The numbers of records that are pages, and of those that are faults."""
    found = list(read_warc("x.warc", io.BytesIO(data), 1_000_000))
    broken = [item.place.record for item in found if isinstance(item.content, Fault)]
    return [item.place.record for item in good(found)], broken


@pytest.mark.parametrize("records", [RECORDS, PACKED])
def test_pages_of_a_crawl(tmp_path: Path, records: list[bytes]) -> None:
    others = [warc(b"warcinfo", 90, b"software: x"), warc(b"request", 91, b"GET / HTTP/1.1\r\n\r\n")]
    others += [warc_record(92, status=b"404 Not Found"), warc(b"response", 93, b"HTTP/1.1 200 OK\r\n\r\nno type")]
    between = [gzip.compress(other) for other in others] if records is PACKED else others
    (tmp_path / "x.warc.gz").write_bytes(b"".join((*between, *records)))
    found = items(tmp_path / "x.warc.gz")
    assert [item.place.record for item in found] == [5, 6, 7, 8, 9]
    article, details, _ = read(found[2])
    assert TEXT in article.text
    assert (details.url, details.outlet) == ("https://www.example.org/2", "example.org")
    assert details.fetched == "2026-02-03T04:05:06Z"
    assert details.published is None  # the day it was taken is not the day it was published


def broken_body(packed: bytes) -> bytes:
    half = len(packed) // 2
    return packed[:half] + bytes(byte ^ 255 for byte in packed[half : half + 8]) + packed[half + 8 :]


@pytest.mark.parametrize(
    ("records", "spoil"),
    [
        (PACKED, broken_body),
        (PACKED, lambda record: b"xx" + record[2:]),
        (PACKED, lambda record: record[:-120]),
        (PACKED, lambda record: record[:40]),
        (RECORDS, lambda record: record.replace(b"WARC/1.0", b"XARC/1.0")),
        (RECORDS, lambda record: record.replace(b"Content-Length", b"Content-Langth")),
        (RECORDS, lambda record: record[:100] + b"\r\n\r\n"),
        (RECORDS, lambda record: b"WARC/1.0\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n"),
    ],
)
def test_after_a_broken_record_reading_goes_on(records: list[bytes], spoil: Callable[[bytes], bytes]) -> None:
    fine, broken = pages(b"".join([*records[:2], spoil(records[2]), *records[3:]]))
    assert len(fine) == 4
    assert broken
    assert fine[:2] == [1, 2]


@pytest.mark.parametrize("records", [RECORDS, PACKED])
def test_a_crawl_that_is_cut_off_anywhere_says_so(records: list[bytes]) -> None:
    """But for the blank lines at its very end."""
    data = b"".join(records[:3])
    for cut in range(24, len(records[2]), 3):
        fine, broken = pages(data[:-cut])
        assert (fine, len(broken)) == ([1, 2], 1), f"{cut} bytes too short"


@pytest.mark.parametrize(
    ("headers", "pack"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress),
        (b"Content-Encoding: gzip\r\n", bytes),  # crawlers unpack and leave the header
        (b"Transfer-Encoding: chunked\r\n", lambda page: b"%x\r\n%s\r\n0\r\n\r\n" % (len(page), page)),
    ],
)
def test_pages_are_unpacked(headers: bytes, pack: Callable[[bytes], bytes]) -> None:
    (item,) = read_warc("x", io.BytesIO(warc_record(1, pack(PAGE), headers)), 1_000_000)
    assert TEXT in read(item).article.text


def test_a_page_that_unpacks_to_too_much_is_a_fault() -> None:
    data = warc_record(1, gzip.compress(bytes(50_000_000)), b"Content-Encoding: gzip\r\n") + RECORDS[0]
    assert pages(data) == ([2], [1])


def test_the_encoding_that_the_answer_tells_counts() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=koi8-r\r\n\r\n" + PAGE.replace(
        b"Ada Renn", "Ада Ренн".encode("koi8-r")
    )
    (item,) = read_warc("x", io.BytesIO(warc(b"response", 1, answer)), 1_000_000)
    assert "Ада Ренн" in read(item).article.text


# ---------------------------------------------------------------- folders


def test_folders_hold_articles_and_archives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b/2.txt", "in/b/1.txt", "in/a.md", "in/README.md", "in/.hidden.txt", "in/out/articles/1.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    (tmp_path / "in" / "again.txt").symlink_to("a.md")
    for name in ("in/z.jsonl", "in/b/y.jsonl", "in/out/x.jsonl"):
        (tmp_path / name).write_bytes(json_lines(1))
    matcher = Matcher(Settings(base=tmp_path))
    inputs = find_inputs(["in", "in/b", "in/a.md", "in/z.jsonl"], matcher, "in/out")
    assert [item.name for item in inputs] == ["in/z.jsonl", "in/b/y.jsonl", "in"]
    files = [item for batch in batches_of(2, inputs[2], matcher, 10, MOST) for item in batch.items]
    assert [item.place.id for item in files] == ["in/a.md", "in/b/1.txt", "in/b/2.txt", "in/out/articles/1.txt"]
    assert files[-1].end == inputs[2].size


def test_articles_named_one_by_one_are_one_input(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (item,) = find_inputs([str(tmp_path / "b.txt"), str(tmp_path / "a.txt")], Matcher(Settings(base=tmp_path)), "o")
    assert item.name == LOOSE_FILES
    assert [Path(found.place.id).name for found in items(tmp_path / "b.txt", tmp_path / "a.txt")] == ["b.txt", "a.txt"]


def test_the_configuration_says_what_is_an_article(tmp_path: Path) -> None:
    for name in ("drafts/a.txt", "news/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    matcher = Matcher(Settings(base=tmp_path, exclude=("drafts/",)))
    (item,) = find_inputs([str(tmp_path)], matcher, "nowhere")
    (batch,) = batches_of(0, item, matcher, 10, MOST)
    assert [Path(found.place.id).name for found in batch.items] == ["b.txt"]


def test_an_input_without_records_is_a_part_too(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").touch()
    matcher = Matcher(Settings(base=tmp_path))
    (item,) = find_inputs([str(tmp_path / "x.jsonl")], matcher, "nowhere")
    (batch,) = batches_of(0, item, matcher, 10, MOST)
    assert (batch.items, batch.closes, batch.ends) == ((), True, True)


@pytest.mark.parametrize("name", ["x.csv", "nowhere.jsonl", "empty"])
def test_what_holds_no_records_is_bad_usage(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.csv").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError):
        items(tmp_path / name)


def test_a_store_out_of_reach_is_no_problem_of_a_record(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(json_lines(1))
    matcher = Matcher(Settings(base=tmp_path))
    (item,) = find_inputs([str(tmp_path / "x.jsonl")], matcher, "nowhere")
    (tmp_path / "x.jsonl").unlink()
    with pytest.raises(FileNotFoundError):
        list(batches_of(0, item, matcher, 10, MOST))


def test_parts_end_by_records_and_by_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.jsonl").write_bytes(json_lines(100))
    matcher = Matcher(Settings(base=tmp_path))
    (item,) = find_inputs([str(tmp_path / "x.jsonl")], matcher, "nowhere")

    def sizes(part_records: int) -> list[int]:
        parts: dict[str, int] = {}
        for batch in batches_of(0, item, matcher, part_records, MOST):
            parts[batch.part] = parts.get(batch.part, 0) + len(batch.items)
        return list(parts.values())

    assert sizes(30) == [30, 30, 30, 10]
    assert sizes(50) == [50, 50]
    monkeypatch.setattr("audit.archive.reading.PART_BYTES", 1_000)
    assert set(sizes(50)[:-1]) == {11}


# ---------------------------------------------------------------- what records tell


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-03-31", "2026-03-31"),
        ("2026-03-31T23:30:00-08:00", "2026-03-31"),
        ("20260331", "2026-03-31"),
        ("2026/03/31 08:00", "2026-03-31"),
        ("Tue, 31 Mar 2026 08:00:00 GMT", "2026-03-31"),
        (1774915200, "2026-03-31"),
        ("1774915200000", "2026-03-31"),
        ("31/03/2026", None),
        ("2026-13-01", None),
        ("2026", None),
        ("yesterday", None),
        (True, None),
        ({"day": 1}, None),
        (float("inf"), None),
        (10**40, None),
    ],
)
def test_days(given: object, day: str | None) -> None:
    published = details_of({"date": given}).published
    assert (published and published.isoformat()) == day


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("By Nell Ashdown and Ann Roe", ["Nell Ashdown", "Ann Roe"]),
        (["Nell Ashdown", "Ann Roe", "Ann Roe"], ["Nell Ashdown", "Ann Roe"]),
        ([{"name": "Ann Roe"}, None, 7.5, []], ["Ann Roe"]),
        ("Nell Ashdown; Ann Roe, Staff Writer", ["Nell Ashdown", "Ann Roe"]),
        ("desk@example.org", []),
        ("", []),
        (None, []),
    ],
)
def test_names(given: object, names: list[str]) -> None:
    assert names_in(given) == names


def test_the_first_key_that_is_not_empty_counts() -> None:
    details = details_of(
        folded({"Outlet": "", "DOMAIN": "www.post.example", "source": "other", "url": "https://x.example"})
    )
    assert details.outlet == "www.post.example"
    assert details_of({"url": "https://www.x.example:8080/a"}).outlet == "x.example"
    assert details_of({"url": "https://[broken"}).outlet is None
    assert details_of({"sitename": "The Post"}).outlet == "The Post"
    assert details_of({"section": float("nan"), "desk": None}).desk is None


def test_a_record_goes_before_the_page_that_it_holds(tmp_path: Path) -> None:
    page = PAGE.replace(b"<title>", b'<meta name="author" content="Ann Roe"><title>').decode()
    fields = {"html": page, "byline": "By Nell Ashdown", "url": "https://post.example/1"}
    (tmp_path / "x.jsonl").write_text(json.dumps(fields) + "\n" + json.dumps({"html": page}))
    first, second = (read(item).details for item in items(tmp_path / "x.jsonl"))
    assert (first.authors, first.outlet) == (("Nell Ashdown",), "post.example")
    assert second.authors == ("Ann Roe",)


def test_a_byline_in_the_text_names_the_author(tmp_path: Path) -> None:
    fields: Iterator[dict[str, str]] = iter(
        (
            {"title": "Bridge to close", "text": f"By Nell Ashdown\n\n{TEXT}"},
            {"text": f"By Nell Ashdown\n\n{TEXT}", "author": "Ann Roe"},
        )
    )
    (tmp_path / "x.jsonl").write_text("\n".join(map(json.dumps, fields)))
    assert [read(item).details.authors for item in items(tmp_path / "x.jsonl")] == [("Nell Ashdown",), ("Ann Roe",)]
