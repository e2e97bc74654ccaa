/** Recordings: WAV by itself, others by the package soundfile; then the three features. */
export const soundPart = String.raw`

SOUNDS = re.compile(r"\.(wav|flac|mp3|ogg|oga|opus)$", re.I)


def sound_items(name, path):
    step = STEPS["sound"]
    samples, rate = sound_of(path)
    length = math.floor(step["seconds"] * step["sampleRate"] + 0.5)
    samples = fixed_length(resampled(samples, rate, step["sampleRate"]), length, step["place"])
    if step["loudness"] and np.abs(samples).max(initial=0) > 0:
        samples = (samples / np.abs(samples).max()).astype(np.float32)
    values = FEATURES[step["features"]["kind"]](step["features"], samples, step["sampleRate"]).astype(np.float32)
    if step["evenOut"]:
        spread = values.astype(np.float64).std(0)
        values = (values - values.mean(0, dtype=np.float64)) * np.divide(1, spread, where=spread > 0, out=np.zeros_like(spread))
    fitted = STEPS.get("standardise")
    if fitted is not None:
        values = (values.astype(np.float32) - np.array(fitted["mean"])) / np.array(fitted["deviation"])
    yield name, values


def sound_of(path):
    """The mean of the channels, and the sample rate in Hz."""
    with open(path, "rb") as file:
        data = file.read()
    channels, rate = wav_of(data) or other_sound(path)
    if len(channels) == 0:
        raise ValueError("a recording with at least one sample is required, but there is none")
    if len(channels) > 600 * rate:
        raise ValueError("a recording may last 600 seconds, but this one is longer")
    return np.nan_to_num(channels.mean(1), nan=0, posinf=0, neginf=0).astype(np.float32), rate


def other_sound(path):
    try:
        import soundfile
    except (ImportError, OSError):
        raise ValueError("the package soundfile is required for recordings other than WAV: pip install soundfile") from None
    try:
        return soundfile.read(path, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as reason:
        raise ValueError(f"a whole sound file is required: {reason}") from None


def wav_of(data):
    """Samples [frames, channels] of a plain WAV file and their rate; None for what is none."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        return None
    place, layout = 12, None
    while place + 8 <= len(data):
        chunk, length = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        if chunk == b"fmt ":
            tag, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", data, place + 8)
            tag = struct.unpack_from("<H", data, place + 32)[0] if tag == 0xFFFE else tag
            layout = (tag, bits)
        if chunk == b"data" and layout is not None:
            if layout not in WAV_SAMPLES or block != channels * bits // 8:
                return None
            there = data[place + 8 :] if length in (0, 0xFFFFFFFF) else data[place + 8 : place + 8 + length]
            there = there[: len(there) // block * block]
            return WAV_SAMPLES[layout](there).astype(np.float32).reshape(-1, channels), rate
        place += 8 + length
    raise ValueError("a whole sound file is required, but this one ends before its samples")


def whole(values, bits):
    """The least number is -1, the greatest 1."""
    values = values.astype(np.float64)
    return np.where(values < 0, values / 2 ** (bits - 1), values / (2 ** (bits - 1) - 1))


def whole24(data):
    parts = np.frombuffer(data, np.uint8).reshape(-1, 3).astype(np.int32)
    return whole((parts[:, 0] | parts[:, 1] << 8 | parts[:, 2] << 16) << 8 >> 8, 24)


WAV_SAMPLES = {
    (1, 8): lambda data: whole(np.frombuffer(data, np.uint8).astype(np.int16) - 128, 8),
    (1, 16): lambda data: whole(np.frombuffer(data, "<i2"), 16),
    (1, 24): whole24,
    (1, 32): lambda data: whole(np.frombuffer(data, "<i4"), 32),
    (3, 32): lambda data: np.frombuffer(data, "<f4"),
    (3, 64): lambda data: np.frombuffer(data, "<f8"),
}


def resampled(samples, rate, to):
    """Band-limited interpolation by a sinc under a Kaiser window, a block of samples after the other."""
    measure = math.gcd(rate, to)
    down, up = rate // measure, to // measure
    if down == up:
        return samples
    cut_off = min(1, to / rate) * 0.945
    reach = math.ceil(32 / cut_off)
    taps = np.arange(-reach + 1, reach + 1)
    around = np.concatenate([np.zeros(reach), samples.astype(np.float64), np.zeros(reach + 1)])
    count = -(-len(samples) * up // down)
    out = np.empty(count, np.float32)
    for start in range(0, count, 4096):
        at = np.arange(start, min(start + 4096, count)) * down
        distance = (at % up / up)[:, None] - taps
        within = np.clip(1 - (distance / reach) ** 2, 0, None)
        weights = cut_off * np.sinc(cut_off * distance) * np.i0(9 * np.sqrt(within)) / np.i0(9.0) * (within > 0)
        places = np.minimum((at // up)[:, None] + taps + reach, len(around) - 1)
        out[start : start + len(at)] = (around[places] * weights).sum(1)
    return out


def fixed_length(samples, length, place):
    if len(samples) <= length:
        before = 0 if place == "start" else (length - len(samples)) // 2
        return np.concatenate([np.zeros(before, np.float32), samples, np.zeros(length - len(samples) - before, np.float32)])
    start = {"start": 0, "centre": (len(samples) - length) // 2}.get(place)
    if start is None:
        start = loudest_start(samples.astype(np.float64) ** 2, length)
    return samples[start : start + length]


def loudest_start(energies, length):
    energy = greatest = energies[:length].sum()
    best = 0
    for start in range(1, len(energies) - length + 1):
        energy += energies[start + length - 1] - energies[start - 1]
        if energy > greatest * (1 + 1e-9):
            greatest, best = energy, start
    return best


def mel_spectrogram(config, samples, rate, power):
    """Rows [frames, bands], and the samples from one to the next."""
    window = math.floor(config["windowMs"] * rate / 1000 + 0.5)
    hop = math.floor(config["hopMs"] * rate / 1000 + 0.5)
    size = max(4, 2 ** math.ceil(math.log2(window)))
    weights = np.zeros(size)
    before = (size - window) // 2
    weights[before : before + window] = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(window) / window)
    around = np.concatenate([np.zeros(size // 2), samples, np.zeros(size)])
    frames = 1 + len(samples) // hop
    rows = np.stack([around[t * hop : t * hop + size] * weights for t in range(frames)])
    spectrum = np.abs(np.fft.rfft(rows, axis=1)) ** power
    return (spectrum @ mel_filters(config, rate, size).T).astype(np.float32), hop


def mel_filters(config, rate, size):
    """Triangles on Slaney's mel scale, each of area 1 over Hz: [bands, bins]."""
    step = math.log(6.4) / 27
    mel = lambda hertz: hertz * 3 / 200 if hertz < 1000 else 15 + math.log(hertz / 1000) / step
    hertz = lambda value: value * 200 / 3 if value < 15 else 1000 * math.exp(step * (value - 15))
    low, high = mel(config["low"]), mel(config.get("high") or rate / 2)
    bands = config["bands"]
    edges = [hertz(low + (high - low) * i / (bands + 1)) for i in range(bands + 2)]
    places = np.arange(size // 2 + 1) * rate / size
    triangles = [
        2 / (right - left) * np.clip(np.minimum((places - left) / (centre - left), (right - places) / (right - centre)), 0, None)
        for left, centre, right in zip(edges, edges[1:], edges[2:])
    ]
    return np.array(triangles)


def decibels(powers, span):
    values = 10 * np.log10(np.maximum(1e-10, powers.astype(np.float64)))
    return np.maximum(values.astype(np.float32), values.max() - span).astype(np.float32)


def log_mel(config, samples, rate):
    return decibels(mel_spectrogram(config, samples, rate, 2)[0], config["range"])


def mfcc(config, samples, rate):
    bands, kept = config["bands"], config["coefficients"]
    places, orders = np.arange(bands), np.arange(kept)[:, None]
    cosines = np.where(orders == 0, math.sqrt(1 / bands), math.sqrt(2 / bands)) * np.cos(np.pi * orders * (2 * places + 1) / (2 * bands))
    return log_mel(config, samples, rate).astype(np.float64) @ cosines.T


def pcen(config, samples, rate):
    values, hop = mel_spectrogram(config, samples, rate, 1)
    frames = config["timeConstantMs"] / 1000 * rate / hop
    smoothing = (math.sqrt(1 + 4 * frames * frames) - 1) / (2 * frames * frames)
    mean, rows = np.ones(config["bands"]), []
    for row in values.astype(np.float64) * 2**31:
        mean = smoothing * row + (1 - smoothing) * mean
        level = np.exp(-config["gain"] * (math.log(1e-6) + np.log1p(mean / 1e-6)))
        rows.append(config["bias"] ** config["power"] * np.expm1(config["power"] * np.log1p(row * level / config["bias"])))
    return np.array(rows)


FEATURES = {"log-mel": log_mel, "mfcc": mfcc, "pcen": pcen}
`;
