/** The seven encodings of a table's columns. */
export const tablePart = String.raw`

NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?", re.I | re.A)
DATE = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d(?::?\d\d)?)?)?", re.A
)
DAY = 86400
PERIODS = {"year": (365.2425 * DAY, 0), "week": (7 * DAY, 3 * DAY), "day": (DAY, 0)}
EDGE = math.sqrt(3)


def table_items(name, path):
    columns = STEPS["table"]["columns"]
    for row, cells in enumerate(records_of(name, path, [column["column"] for column in columns])):
        inputs = []
        for column in columns:
            text = cells.get(column["column"], "")
            inputs += ENCODINGS[column["kind"]](column, "" if is_missing(text) else text)
        yield f"{name}:{row + 1}", inputs


def is_missing(text):
    return len(text) <= 4 and text.lower() in ("", "?", "na", "n/a", "nan", "null")


def number_of(text):
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan


def seconds_of(text):
    """Since 1970, of a date or an instant; NaN for others."""
    found = DATE.fullmatch(text) if len(text) <= 40 else None
    if found is None:
        return math.nan
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    try:
        date = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return math.nan
    seconds = (date - datetime(1970, 1, 1)) / timedelta(seconds=1) + float(f"0.{fraction or 0}")
    if zone in (None, "Z"):
        return seconds
    minutes = 60 * int(zone[1:3]) + int(zone[3:].replace(":", "") or 0)
    return seconds - (-60 if zone[0] == "-" else 60) * minutes


def number(column, text):
    value = number_of(text)
    missing = math.isnan(value)
    scaled = ((column["missing"] if missing else value) - column["mean"]) / column["deviation"]
    return [scaled] + ([float(missing)] if column.get("indicator") else [])


def quantile(column, text):
    value = number_of(text)
    missing = math.isnan(value)
    place = 0.0 if missing else (2 * rank_among(column["points"], value) - 1) * EDGE
    return [place] + ([float(missing)] if column.get("indicator") else [])


def rank_among(points, value):
    first = int(np.searchsorted(points, value, "left"))
    after = int(np.searchsorted(points, value, "right"))
    last = len(points) - 1
    if after > first:
        return (first + after - 1) / 2 / last
    if first == 0 or first > last:
        return float(first > last)
    below, above = points[first - 1], points[first]
    return (first - 1 + (value - below) / (above - below)) / last


def category(column, text):
    return [float(text == value) for value in column["values"]]


def ordinal(column, text):
    known = text in column["values"]
    return [(column["values"].index(text) - column["mean"]) / column["deviation"] if known else 0.0]


def hashing(column, text):
    """The 32 bits of FNV-1a."""
    inputs, value = [0.0] * column["buckets"], 0x811C9DC5
    for byte in text.encode("utf-8"):
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    if text != "":
        inputs[value % column["buckets"]] = 1.0
    return inputs


def target(column, text):
    means = column["means"][column["values"].index(text)] if text in column["values"] else column["prior"]
    return [(mean - prior) / scale for mean, prior, scale in zip(means, column["prior"], column["scale"])]


def date(column, text):
    seconds, inputs = seconds_of(text), []
    for part in column["parts"]:
        if part == "time":
            inputs.append(0.0 if math.isnan(seconds) else (seconds - column["mean"]) / column["deviation"])
            continue
        period, shift = PERIODS[part]
        angle = 2 * math.pi * (seconds + shift) / period
        inputs += [0.0, 0.0] if math.isnan(seconds) else [math.sin(angle), math.cos(angle)]
    return inputs


ENCODINGS = {
    "number": number,
    "quantile": quantile,
    "category": category,
    "ordinal": ordinal,
    "hashing": hashing,
    "target": target,
    "date": date,
}
`;
