"""Mel spectrograms, MFCC and PCEN by librosa, resampling by soxr, of sounds that JavaScript can build from the same formula.

Run: python3 make-golden.py > golden.ts   (written with the versions named in the file)
"""
import json
import librosa
import numpy as np
import soxr


def sound(rate, seconds):
    """A voice-like sum of gliding harmonics over a weak hum, with a pause, as float32."""
    t = np.arange(int(rate * seconds)) / rate
    pitch = 2 * np.pi * (110 * t + 40 * t * t)
    voice = sum(np.sin(k * pitch) / k for k in range(1, 12))
    envelope = np.where((t > 0.15 * seconds) & (t < 0.7 * seconds), np.sin(np.pi * t / seconds) ** 2, 0.0)
    return (0.2 * envelope * voice + 0.001 * np.sin(2 * np.pi * 50 * t)).astype(np.float32)


def thinned(rows):
    """Every third frame is enough to judge by."""
    return np.round(rows.T[::3], 5).tolist()


cases = []
for rate, seconds, window, hop, bands, low, high in [(8000, 0.5, 32, 16, 12, 20, 4000), (16000, 0.3, 25, 10, 16, 60, 7600)]:
    y = sound(rate, seconds)
    win, step = int(round(window * rate / 1000)), int(round(hop * rate / 1000))
    fft = 1 << (win - 1).bit_length()
    common = dict(sr=rate, n_fft=fft, hop_length=step, win_length=win, n_mels=bands, fmin=low, fmax=high)
    power = librosa.feature.melspectrogram(y=y, power=2.0, **common)
    decibels = librosa.power_to_db(power, ref=1.0, amin=1e-10, top_db=80.0)
    magnitude = librosa.feature.melspectrogram(y=y, power=1.0, **common)
    cases.append({
        "config": {"windowMs": window, "hopMs": hop, "bands": bands, "low": low, "high": high},
        "rate": rate,
        "seconds": seconds,
        "frames": int(power.shape[1]),
        "logMel": thinned(decibels),
        "mfcc": thinned(librosa.feature.mfcc(S=decibels, n_mfcc=8)),
        "pcen": thinned(librosa.pcen(magnitude * 2.0**31, sr=rate, hop_length=step)),
    })

rates = []
for source, target in [(44100, 16000), (8000, 16000), (48000, 8000)]:
    y = sound(source, 0.2)
    out = soxr.resample(y, source, target, quality="VHQ")
    rates.append({"from": source, "to": target, "seconds": 0.2, "length": len(out), "samples": np.round(out[::7], 6).tolist()})

print(f"/** Printed by make-golden.py with librosa {librosa.__version__}, numpy {np.__version__}, soxr {soxr.__version__}; every third frame, every seventh sample. */")
print("export const golden = " + json.dumps({"features": cases, "resampled": rates}) + " as const;")
