"""Articles that nobody writes by accident: by name, what stands in the file."""

import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator

__all__ = ["STORY", "articles"]

PARAGRAPH = (
    "Two officials who were briefed on the talks said the harbor would close on Monday, and that nobody had been told. "
    "“We were told nothing,” said Ada Renn, who runs the fish market. Sources said the mayor may have known."
)
STORY = f"Harbor to close after the storm\n\nBy Nell Ashdown\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n"
COMMANDS = (
    "::error file=app.py,line=1::owned",
    "::add-mask::x",
    "::set-output name=a::b",
    "::stop-commands::x",
    "##[error]owned",
    "##vso[task.complete result=Succeeded;]",
    "##teamcity[buildStop]",
    "%0A::warning::x",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x1b[2J\x1b[1;1H",
    "\x1b]0;owned\x07",
    "]]><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "{{7*7}}{% for x in y %}${7*7}#{7*7}",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "@everyone #1 GH-1 <!channel>",
    "=cmd|' /C calc'!A0",
    "\u202egnitset\u202c \u2066x\u2069",
    "`; rm -rf / #",
)
ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1", "cp037", "koi8-r", "utf-7")
MARKS = ("“", "”", "‘", "’", '"', "'", "„", "«", "»", "``", "''", "‚", "＂", "“‘", "’”", "\"'", "“a ", "a” ", "'a ")
ODD = {
    "nul": "\0",
    "bell": "\x07",
    "nel": "\x85",
    "line-separator": "\u2028",
    "paragraph-separator": "\u2029",
    "byte-order-mark": "\ufeff",
    "zero-width-joiner": "\u200d",
    "zero-width-space": "\u200b",
    "override": "\u202e",
    "isolate": "\u2066",
    "soft-hyphen": "\u00ad",
    "combining": "\u0301",
    "variation": "\ufe0f",
    "tag": "\U000e0041",
    "noncharacter": "\uffff",
    "private": "\ue000",
    "emoji": "👩‍👩‍👧‍👦",
    "ideographic-stop": "。",
    "nbsp": "\u00a0",
    "replacement": "\ufffd",
    "hangul-filler": "\u3164",
    "ligature": "ﬁ",
    "long-s": "ſ",
    "dotless": "İı",
    "sharp-s": "ẞ",
}
FOREIGN = {
    "german": "Der Hafen wird am Montag geschlossen, sagte ein Sprecher der Stadt, und niemand ist gefragt worden. "
    * 6,
    "french": "Le port sera fermé lundi, a déclaré un porte-parole de la ville, et personne n'a été consulté. " * 6,
    "spanish": "El puerto cerrará el lunes, dijo una portavoz de la ciudad, y no se ha consultado a nadie. " * 6,
    "dutch": "De haven wordt maandag gesloten, zei een woordvoerder van de stad, en niemand is het gevraagd. " * 6,
    "russian": "Порт закроется в понедельник, сказал представитель города, и никого не спросили. " * 6,
    "japanese": "橋は月曜日に閉鎖されると市の報道官が匿名を条件に語った。「何も聞いていない」と彼は述べた。" * 6,
    "arabic": "سيغلق الميناء يوم الاثنين، قال متحدث باسم المدينة، ولم يسأل أحد. " * 6,
    "hebrew": "הנמל ייסגר ביום שני, אמר דובר העירייה, ואיש לא נשאל. " * 6,
    "thai": "ท่าเรือจะปิดในวันจันทร์โฆษกของเมืองกล่าว" * 10,
    "hindi": "बंदरगाह सोमवार को बंद रहेगा, शहर के एक प्रवक्ता ने कहा। " * 6,
}
HTML = "<html><body><article><h1>Harbor to close</h1>{}</article></body></html>"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def articles(scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """Names and contents; `scale` makes the large ones smaller."""

    def many(number: int) -> int:
        return max(1, int(number * scale))

    yield from _broken_encodings()
    yield from _injections()
    yield from _unicode()
    for number, mark in enumerate(MARKS):
        yield f"quotes-{number}.txt", (mark * many(9_000) + " Sources said so.").encode()
        yield f"quotes-apart-{number}.txt", ((mark + " ") * many(40_000) + "Sources said so.").encode()
    for name, text in FOREIGN.items():
        yield f"foreign-{name}.txt", text.encode()
    yield from _long(many)
    yield from _markdown(many)
    yield from _pages(many)
    yield from _word(many)


def _broken_encodings() -> Iterator[tuple[str, bytes]]:
    for encoding in ENCODINGS:
        yield f"encoding-{encoding}.txt", STORY.encode(encoding, "replace")
    data = STORY.encode()
    yield "encoding-cut.txt", data + b"\xe2\x80"
    yield "encoding-overlong.txt", data + b"\xc0\xaf\xc1\x81"
    yield "encoding-surrogate.txt", data + "\ud800\udfff".encode("utf-8", "surrogatepass")
    yield "encoding-beyond.txt", data + b"\xf5\x80\x80\x80"
    yield "encoding-mixed.txt", data + STORY.encode("cp1252")
    yield "encoding-bytes.txt", bytes(range(256)) * 40
    yield "encoding-high.txt", bytes(range(128, 256)) * 40
    yield "encoding-odd-utf16.txt", STORY.encode("utf-16") + b"x"
    yield "encoding-bom-only.txt", b"\xff\xfe"
    yield "encoding-utf32-broken.txt", b"\xff\xfe\0\0" + b"\xff" * 40
    for name, start in {"pdf": b"%PDF-1.7\n", "zip": b"PK\x03\x04", "gzip": b"\x1f\x8b\x08", "elf": b"\x7fELF"}.items():
        yield f"kind-{name}.txt", start + bytes(200)
    yield "empty.txt", b""
    yield "empty.md", b""
    yield "empty.html", b""
    yield "empty.docx", b""
    yield "blank.txt", b" \n\t\r\n" * 1000
    yield "dots.txt", b"...\n\n---\n\n***\n"
    yield "one-letter.txt", b"a"
    yield "mixed-newlines.txt", STORY.replace("\n\n", "\r\r\n\n\r").encode()
    yield "carriage-returns.txt", STORY.replace("\n", "\r").encode()


def _injections() -> Iterator[tuple[str, bytes]]:
    for number, command in enumerate(COMMANDS):
        yield f"injection-{number}.txt", f"{command}\n\n{STORY}\n{command} sources said.\n".encode()
        yield f"injection-{number}.md", f"---\ntitle: '{command}'\n---\n\n{STORY}\n{command} sources said.\n".encode()
        page = HTML.format(f"<p>{PARAGRAPH}</p><p>{command} sources said.</p>")
        yield f"injection-{number}.html", page.encode()


def _unicode() -> Iterator[tuple[str, bytes]]:
    for name, character in ODD.items():
        words = STORY.replace("officials", f"offi{character}cials").replace(" said", f"{character} {character}said")
        yield f"unicode-{name}.txt", words.encode()
        yield f"unicode-{name}.md", f"# {character}{words}".encode()
    yield "unicode-nfd.txt", STORY.replace("e", "e\u0301").encode()
    yield "unicode-zalgo.txt", "".join(c + "\u0300\u0316\u0334" * 20 for c in STORY).encode()
    yield "unicode-fullwidth.txt", "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in STORY).encode()


def _long(many: object) -> Iterator[tuple[str, bytes]]:
    assert callable(many)
    yield "long-word.txt", b"a" * many(1_000_000)
    yield "long-word-in-story.txt", (STORY + "x" * many(1_000_000)).encode()
    yield "long-line.txt", (PARAGRAPH + " ").encode() * many(4_500)
    yield "long-sentence.txt", b"said the man and " * many(12_000)
    yield "long-bytes.txt", b"a b\n" * many(6_000_000)
    yield "long-words.txt", b"word " * many(60_000)
    yield "many-sources.txt", b"Sources said so. " * many(2_900)
    yield "many-sources-apart.txt", b"Sources said so.\n\n" * many(2_900)
    yield "many-findings.txt", b"Critics say it may possibly, perhaps, reportedly be so.\n\n" * many(3_000)
    yield "many-hedges.txt", b"Perhaps it may possibly have been so, could not say. " * many(4_500)
    yield "many-names.txt", " ".join(f"Ada Renn{chr(97 + n % 26)} said so." for n in range(many(2_900))).encode()
    yield "many-lines.txt", b"a\n" * many(45_000)
    yield "many-breaks.txt", b"Sources said so." + b"\n" * many(1_500_000) + b"More."
    yield "many-spaces.txt", b"Sources" + b" " * many(1_500_000) + b"said so."
    yield "many-commas.txt", b"," * many(140_000) + b" said"
    yield "many-hyphens.txt", b"a-" * many(4_900) + b" said"
    yield "many-numbers.txt", b"1,000,000 " * many(40_000)
    yield "many-links.txt", b"https://example.org/a?b=c " * many(10_000)
    yield "many-capitals.txt", b"AA BB CC " * many(15_000)
    yield "many-bylines.txt", b"By Aa Bb, Cc Dd and Ee Ff\n\n" * many(6_000)
    yield "nested-quotes.txt", ("“‘" * 2_000 + "x" + "’”" * 2_000 + " said sources.").encode()
    yield "crossed-quotes.txt", ("“a «b " * many(10_000) + "c” d» " * many(10_000)).encode()
    yield "unclosed-quotes.txt", ("“We were told nothing, said Ada Renn.\n\n" * many(4_000)).encode()


def _markdown(many: object) -> Iterator[tuple[str, bytes]]:
    assert callable(many)
    pieces = (
        "[ *a **a*b _a ` ~~ > <!-- <? <!A <![CDATA[ <a </ ![ ![a]( [a](< &amp; \\* |a - # [^ [a]: <http:// ``` +++ ---"
    )
    for number, piece in enumerate(pieces.split()):
        yield f"markdown-{number}.md", (piece.encode() + b" ") * many(20_000) + b"\n\nSources said so.\n"
        yield f"markdown-lines-{number}.md", (piece.encode() + b"\n") * many(10_000) + b"\n\nSources said so.\n"
    merge = "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [{f'*b{n - 1},' * 9}]}}\n" for n in range(1, 15))
    fronts = {
        "merge-bomb": merge.replace("*b0", "*a"),
        "object": "a: !!python/object/apply:os.system ['touch owned']",
        "number": "a: 0x" + "f" * 60_000,
        "deep": "a: " + "[" * 60_000,
        "long": "a: " + "b " * 60_000,
        "keys": "".join(f"k{n}: v\n" for n in range(6_000)),
        "waivers": "audit:\n" + "  - waive ANON001 because it is so\n" * 1_800,
        "recursive": "a: &a [*a]",
        "tabs": "a:\tb\n\tc: d",
    }
    for name, front in fronts.items():
        yield f"front-{name}.md", f"---\n{front}\n---\n\n{STORY}".encode()
    yield "front-toml-dots.md", f"+++\naudit = 'x'\na{'.a' * 30_000} = 1\n+++\n\n{STORY}".encode()
    yield "front-toml-deep.md", f"+++\naudit = 'x'\na = {'[' * 30_000}\n+++\n\n{STORY}".encode()
    yield "front-unclosed.md", ("---\ntitle: x\n" + "key: value\n" * many(50_000)).encode()
    yield "waivers.md", (f"<!-- audit: waive ANON001 because it is so -->\n\n{PARAGRAPH}\n\n" * many(400)).encode()
    yield "waiver-that-hides.md", f"{STORY}\n\n<!-- audit: waive ANON001 because so\n\n{PARAGRAPH}".encode()


def _pages(many: object) -> Iterator[tuple[str, bytes]]:
    assert callable(many)
    for tag in ("div", "b", "p", "ul><li", "table><tr><td", "blockquote", "span", "font", "svg", "template", "select"):
        name = tag.partition(">")[0]
        yield f"page-deep-{name}.html", HTML.format(f"<p>{PARAGRAPH}</p>" + f"<{tag}>" * many(50_000)).encode()
        yield f"page-wide-{name}.html", HTML.format(f"<p>{PARAGRAPH}</p>" + f"<{tag}>a " * many(15_000)).encode()
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    pages = {
        "entities": f'<!DOCTYPE h [<!ENTITY l0 "ha">{laughs}]><html><body><p>{PARAGRAPH} &l11;</p></body></html>',
        "external": f'<!DOCTYPE h [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>{PARAGRAPH} &x;</p>',
        "references": HTML.format("<p>" + "&#x10FFFF;&#xD800;&#0;&amp;" * many(5_000) + PARAGRAPH + "</p>"),
        "attributes": HTML.format("<p " + "a=b " * many(100_000) + f">{PARAGRAPH}</p>"),
        "long-attribute": HTML.format(f"<p title='{'x' * many(3_000_000)}'>{PARAGRAPH}</p>"),
        "script": f"<script>{'var x = 1;' * many(300_000)}</script><p>{PARAGRAPH}</p>",
        "spaces": HTML.format(f"<p>Sources{' ' * many(1_000_000)}said so. {PARAGRAPH}</p>"),
        "comments": HTML.format(f"<p>{PARAGRAPH}</p>" + "<!-- audit: waive ANON001 because so -->" * many(15_000)),
        "unclosed": "<" * many(90_000),
        "cdata": HTML.format("<![CDATA[" * many(20_000) + PARAGRAPH),
        "data": HTML.format(f"<img src='data:image/png;base64,{'A' * many(3_000_000)}'><p>{PARAGRAPH}</p>"),
        "json": f"<script type='application/ld+json'>{'[' * many(50_000)}</script><p>{PARAGRAPH}</p>",
        "meta": "<meta name=author content='::error::x'>" * many(5_000) + f"<p>{PARAGRAPH}</p>",
        "frames": "<frameset><frame src=file:///etc/passwd></frameset>" + f"<p>{PARAGRAPH}</p>",
        "base": "<base href='//evil.example'><link rel=stylesheet href=x>" + f"<p>{PARAGRAPH}</p>",
        "encoding": f"<meta charset=utf-7><p>{PARAGRAPH}</p>",
        "encoding-none": f"<meta charset=no-such-thing><p>{PARAGRAPH} caf\xe9</p>",
        "breaks": HTML.format("<p>" + "Sources said so.<br>" * many(2_900) + "</p>"),
        "xml": f"<?xml version='1.0' encoding='utf-16'?><html><body><p>{PARAGRAPH}</p></body></html>",
    }
    for name, page in pages.items():
        yield f"page-{name}.html", page.encode("latin-1" if name == "encoding-none" else "utf-8", "replace")
    yield "page-nul.html", HTML.format(f"<p>{PARAGRAPH}\0</p>").encode()


def _word(many: object) -> Iterator[tuple[str, bytes]]:
    assert callable(many)
    text = f"<w:p><w:r><w:t>{PARAGRAPH}</w:t></w:r></w:p>"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    documents = {
        "sound": text,
        "many": text * many(200),
        "zeros": f"<w:p><w:r><w:t>{'0' * many(90_000_000)}</w:t></w:r></w:p>",
        "bomb": f"<w:p><w:r><w:t>{' ' * many(300_000_000)}</w:t></w:r></w:p>",
        "runs": "<w:p>" + "<w:r><w:t>a </w:t></w:r>" * many(45_000) + "</w:p>",
        "deep": "<w:p>" * 5_000 + "</w:p>" * 5_000,
        "tables": "<w:tbl><w:tr><w:tc>" * 100 + text + "</w:tc></w:tr></w:tbl>" * 100,
        "empty-paragraphs": "<w:p/>" * many(1_000_000),
    }
    for name, body in documents.items():
        yield f"word-{name}.docx", package(f"<w:document {WORD}><w:body>{body}</w:body></w:document>".encode())
    for name, declared in {
        "laughs": f'<!ENTITY l0 "ha">{laughs}',
        "external": '<!ENTITY l11 SYSTEM "file:///etc/passwd">',
    }.items():
        xml = (
            f"<!DOCTYPE d [{declared}]><w:document {WORD}><w:body>{text.replace('Two', '&l11;')}</w:body></w:document>"
        )
        yield f"word-{name}.docx", package(xml.encode())
    sound = package(f"<w:document {WORD}><w:body>{text}</w:body></w:document>".encode())
    yield "word-cut.docx", sound[: len(sound) // 2]
    yield "word-no-directory.docx", sound[:-60]
    yield "word-lies.docx", sound.replace(zlib.crc32(b"").to_bytes(4, "little"), b"\xff\xff\xff\xff")
    yield "word-old.docx", b"\xd0\xcf\x11\xe0" + bytes(500)
    yield (
        "word-members.docx",
        package(f"<w:document {WORD}><w:body>{text}</w:body></w:document>".encode(), many(30_000)),
    )
    yield "word-traversal.docx", package(b"<x/>", name="../../../../tmp/owned.xml")


def package(document: bytes, extra: int = 0, name: str = "word/document.xml") -> bytes:
    """A Word file whose text is this XML, with some empty files beside it."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    links = "application/vnd.openxmlformats-package.relationships+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    types = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}/content-types"><Default Extension="rels" ContentType="{links}"/>'
        f'<Override PartName="/{name}" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="{name}"/></Relationships>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part, content in itertools.chain(parts.items(), ((f"x/{n}.bin", "") for n in range(extra))):
            archive.writestr(part, content)
        archive.writestr(name, document)
    return file.getvalue()
