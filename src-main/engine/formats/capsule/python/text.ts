/** Files of records, the encodings of text, and the five ways to cut one into tokens. */
export const textPart = String.raw`

RECORDS = re.compile(r"\.(csv|tsv|jsonl|ndjson)(\.gz)?$", re.I)
JSON_LINES = re.compile(r"\.(jsonl|ndjson)(\.gz)?$", re.I)
# Windows-1252 as browsers have it: the five bytes without a character are controls.
WESTERN = "".join(bytes([i]).decode("cp1252", "ignore") or chr(i) for i in range(256))
# Blanks as the workbench knows them.
BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"


def bytes_of(path):
    with (gzip.open if path.lower().endswith(".gz") else open)(path, "rb") as file:
        return file.read()


def text_of(data):
    """By the mark at the start, zero bytes in every second place, being UTF-8, or pairs of bytes as Chinese text has them."""
    head = data[:65536]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig")
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le")
    if data.startswith(b"\xfe\xff"):
        return data[2:].decode("utf-16-be")
    if even + odd > len(head) / 8:
        return data.decode("utf-16-le" if odd >= even else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if looks_chinese(head):
            try:
                return data.decode("gb18030")
            except UnicodeDecodeError:
                pass
    return "".join(WESTERN[byte] for byte in data)


def looks_chinese(head):
    pairs = high = place = 0
    while place < len(head):
        following = head[place + 1] if place + 1 < len(head) else 0
        if head[place] >= 0xA1 and following >= 0xA1:
            pairs, high, place = pairs + 2, high + 2, place + 1
        elif head[place] >= 0x80:
            high += 1
        place += 1
    return pairs >= 0.8 * high


def records_of(name, path, needed):
    """The cells of each record by the name of their column."""
    text = text_of(bytes_of(path))
    if JSON_LINES.search(name):
        yield from json_records(name, text, needed)
        return
    header = None
    for line, row in rows_of(text, delimiter_of(text)):
        if header is None:
            header = row
            require(needed, header)
        elif len(row) != len(header):
            raise ValueError(f"every row must have {len(header)} columns, as the header, but line {line} has {len(row)}")
        else:
            yield dict(zip(header, row))


def json_records(name, text, needed):
    for line, written in enumerate(re.split(r"\r?\n", text)):
        if written.strip() == "":
            continue
        try:
            record = json.loads(written)
        except json.JSONDecodeError:
            record = None
        if not isinstance(record, dict):
            raise ValueError(f"one JSON object a line is required, but line {line + 1} of {name} is none")
        cells = {key: cell_of(value) for key, value in record.items()}
        if line == 0:
            require(needed, cells)
        yield {key: cell for key, cell in cells.items() if cell is not None}


def cell_of(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e21
        return str(int(value)) if whole else re.sub(r"e([+-])0", r"e\1", repr(value))
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value) if isinstance(value, (str, int)) else None


def require(needed, there):
    for name in needed:
        if name not in there:
            raise ValueError(f"a column called '{name}' is required; there are: {', '.join(list(there)[:20])}")


def delimiter_of(text):
    """The one found most often in the first line, outside quotes."""
    line = re.match(r'(?:"[^"]*"|[^"\r\n])*', text).group()
    line = re.sub(r'"[^"]*"', "", line)
    return max(",;\t|", key=line.count)


def rows_of(text, delimiter):
    """Pairs of a line's number and its cells; blanks around a cell are no part of it, empty lines no row."""
    place, line, row = 0, 1, []
    quoted = re.compile(r'[ \f]*"((?:[^"]|"")*)"[ \f]*')
    plain = re.compile("[^%s\r\n]*" % re.escape(delimiter))
    while place < len(text):
        found = quoted.match(text, place)
        if found:
            cell = found.group(1).replace('""', '"')
            line += cell.count("\n")
        else:
            found = plain.match(text, place)
            cell = found.group().strip(" \t\f")
            if '"' in cell:
                raise ValueError(f"a cell with quotes must be quoted as a whole, line {line}")
        place = found.end()
        row.append(cell)
        following = text[place : place + 1]
        if following == delimiter:
            place += 1
            if place < len(text):
                continue
            row.append("")
        elif following not in ("", "\r", "\n"):
            raise ValueError(f"nothing may follow a closing quote, line {line}")
        if row != [""]:
            yield line, row
        row = []
        place += 2 if text[place : place + 2] == "\r\n" else 1
        line += 1


def text_items(name, path):
    steps = [step for step in CARD["preprocessing"] if step["kind"] == "tokens"]
    encoders = [encoder_of(step) for step in steps]

    def encoded(text):
        return [number for encode in encoders for number in encode(text)]

    if RECORDS.search(name):
        column = steps[0]["column"]
        for row, cells in enumerate(records_of(name, path, [column])):
            yield f"{name}:{row + 1}", encoded(cells.get(column, ""))
    else:
        yield name, encoded(text_of(bytes_of(path)))


def encoder_of(step):
    cut, numbers = TOKENISERS[step["tokeniser"]["kind"]](step), {token: i + 2 for i, token in enumerate(step["vocabulary"])}

    def encode(text):
        plain = unicodedata.normalize("NFKC", text)
        tokens = cut(plain.lower() if step["tokeniser"].get("lowerCase", True) else plain)
        kept = tokens[: step["length"]] if step["keep"] == "start" else tokens[-step["length"] :]
        return [numbers.get(token, 1) for token in kept] + [0] * (step["length"] - len(kept))

    return encode


HAN = re.compile(
    "[\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufa6d\ufa70-\ufad9"
    "\U00016fe2\U00016fe3\U00016ff0\U00016ff1\U00020000-\U0002a6df\U0002a700-\U0002ebe0\U0002ebf0-\U0002ee5d\U0002f800-\U0002fa1d\U00030000-\U000323af]"
)
BLANK = re.compile(f"[{BLANKS}]+")


def kind_of(character):
    """'w' for letters, marks and digits, ' ' for blanks, 'o' for all others."""
    if unicodedata.category(character)[0] in "LMN":
        return "w"
    return " " if BLANK.match(character) else "o"


def runs(text, kind=kind_of):
    """Characters of a kind that stand together, 'o' each by itself; no blanks."""
    found, before = [], None
    for character in text:
        now = kind(character)
        if now == before and now in "wh":
            found[-1] += character
        elif now != " ":
            found.append(character)
        before = now
    return found


def words(step):
    def cut(text):
        found, joined = [], re.compile("['\u2019-]")
        kinds = [kind_of(character) for character in text]
        for i, character in enumerate(text):
            before = kinds[i - 1] if i > 0 else None
            within = 0 < i < len(text) - 1 and joined.match(character) and before == "w" and kinds[i + 1] == "w"
            if within:
                kinds[i] = "j"
            if kinds[i] == "j" or (kinds[i] == "w" and before in ("w", "j")):
                found[-1] += character
            elif kinds[i] != " ":
                found.append(character)
        return found

    return cut


def chinese(step):
    return lambda text: runs(text, lambda character: "o" if HAN.match(character) else kind_of(character))


def characters(step):
    return lambda text: list(BLANK.sub(" ", text).strip(" "))


def byte_pair(step):
    ranks, known = {pair: rank for rank, pair in enumerate(step["merges"])}, {}

    def pieces_of(word):
        pieces = list(word)
        while len(pieces) > 1:
            ranked = [ranks.get(f"{a} {b}", math.inf) for a, b in zip(pieces, pieces[1:])]
            best = min(ranked)
            if best == math.inf:
                break
            pair, joined, place = ranked.index(best), [], 0
            first, second = pieces[pair], pieces[pair + 1]
            while place < len(pieces):
                is_pair = pieces[place : place + 2] == [first, second]
                joined.append(first + second if is_pair else pieces[place])
                place += 2 if is_pair else 1
            pieces = joined
        return pieces

    def cut(text):
        found = []
        for word in runs(text):
            if word not in known:
                known[word] = pieces_of("\u2581" + start_of(word))
            found += known[word]
        return found

    return cut


def start_of(word):
    """Longer runs without a blank are no words: 64 units of UTF-16, else as many characters."""
    return word[:64] if len(word.encode("utf-16-le", "surrogatepass")) // 2 > 64 else word


def word_piece(step):
    vocabulary, known = set(step["vocabulary"]), {}
    longest = max(map(len, vocabulary), default=1)

    def pieces_of(word, han):
        found, place = [], 0
        while place < len(word):
            mark = "##" if place > 0 and not han else ""
            end = min(len(word), place + longest)
            while end > place and mark + word[place:end] not in vocabulary:
                end -= 1
            if end == place and not han:
                return [word]
            end = max(end, place + 1)
            found.append(mark + word[place:end])
            place = end
        return found

    def cut(text):
        found = []
        for run in runs(text, lambda character: "h" if HAN.match(character) else kind_of(character)):
            han = HAN.match(run) is not None
            for word in [run[i : i + 64] for i in range(0, len(run), 64)] if han else [start_of(run)]:
                if word not in known:
                    known[word] = pieces_of(word, han)
                found += known[word]
        return found

    return cut


TOKENISERS = {
    "words": words,
    "byte-pair": byte_pair,
    "word-piece": word_piece,
    "characters": characters,
    "chinese": chinese,
}
`;
