"""Spoken digits by a speech synthesiser: the built-in data set of sounds, so that speech can be tried without a download.

Twenty voices say the ten digits, three times each at different speeds and pitches, once clean and once over a background. Each voice
is a file; list.csv says where in it each digit stands. Four voices, one of each kind of English, are the test part.

Run: python3 make-spoken-digits.py FOLDER   (eSpeak NG 1.51 on the path; numpy, soundfile 0.13 with libsndfile 1.2)
What eSpeak NG speaks is not covered by its licence; the list and the sounds are the project's own.
"""
import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import soundfile

RATE = 16000
DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
ENGLISH = ["en-gb", "en-us", "en-gb-scotland", "en-gb-x-rp"]
SPEAKERS = ["m1", "m3", "m7", "f1", "f4"]
TEST = {("en-gb", "f4"), ("en-us", "m7"), ("en-gb-scotland", "f1"), ("en-gb-x-rp", "m3")}
SPEEDS = [125, 155, 190]
PITCHES = [35, 50, 65]
GAP = int(0.05 * RATE)


def say(word, english, speaker, speed, pitch):
    """The word at 16 kHz, without the silence around it, at half of the full scale."""
    with tempfile.TemporaryDirectory() as folder:
        file = f"{folder}/word.wav"
        subprocess.run(["espeak-ng", "-v", f"{english}+{speaker}", "-s", str(speed), "-p", str(pitch), "-w", file, word], check=True)
        sound, rate = soundfile.read(file)
    positions = np.arange(int(len(sound) * RATE / rate)) * rate / RATE
    # The synthesiser has little above 8 kHz: linear interpolation is enough.
    sound = np.interp(positions, np.arange(len(sound)), sound)
    loud = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    sound = sound[max(0, loud[0] - 160) : loud[-1] + 160]
    return 0.5 * sound / np.abs(sound).max()


def background(kind, length, random):
    """White, rumbling or humming, of power 1."""
    white = random.standard_normal(length + 400)
    if kind == 0:
        noise = white[:length]
    elif kind == 1:
        noise = np.convolve(white, np.hanning(200), mode="valid")[:length]
    else:
        t = np.arange(length) / RATE
        noise = sum(np.sin(2 * np.pi * 50 * k * t + random.uniform(0, 6)) / k for k in range(1, 9)) + 0.1 * white[:length]
    return noise / np.sqrt(np.mean(noise**2))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(7)
    rows = []
    for english in ENGLISH:
        for speaker in SPEAKERS:
            voice = f"{english}-{speaker}"
            pieces, at = [], 0
            for digit, word in enumerate(DIGITS):
                for take, (speed, pitch) in enumerate(zip(SPEEDS, PITCHES)):
                    for noisy in [False, True]:
                        sound = say(word, english, speaker, speed + int(random.integers(-10, 11)), pitch + int(random.integers(-8, 9)))
                        if noisy:
                            level = np.sqrt(np.mean(sound**2)) * 10 ** (-random.uniform(8, 20) / 20)
                            sound = np.clip(sound + level * background(take, len(sound), random), -1, 1)
                        part = "test" if (english, speaker) in TEST else "train"
                        rows.append([f"{voice}.opus", digit, part, voice, "noisy" if noisy else "clean", f"{at / RATE:.4f}", f"{len(sound) / RATE:.4f}"])
                        pieces += [sound, np.zeros(GAP)]
                        at += len(sound) + GAP
            soundfile.write(folder / f"{voice}.opus", np.concatenate(pieces), RATE, format="OGG", subtype="OPUS", compression_level=0.9)
    with open(folder / "list.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "class", "split", "voice", "background", "start", "seconds"])
        writer.writerows(rows)


main(Path(sys.argv[1]))
