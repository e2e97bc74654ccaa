"""The same quarter of a second in the formats that are read: 440 Hz at 16 kHz; stereo with the half as loud second channel in FLAC.

Run: python3 make-sounds.py   (soundfile 0.13, libsndfile 1.2)
"""
import numpy as np
import soundfile

t = np.arange(4000) / 16000
tone = 0.5 * np.sin(2 * np.pi * 440 * t)
soundfile.write("tone-16.wav", tone, 16000, subtype="PCM_16")
soundfile.write("tone-24.wav", tone, 16000, subtype="PCM_24")
soundfile.write("tone-float.wav", tone, 16000, subtype="FLOAT")
soundfile.write("tone.flac", np.stack([tone, tone / 2], axis=1), 16000)
soundfile.write("tone.ogg", tone, 16000, format="OGG", subtype="VORBIS")
soundfile.write("tone.opus", tone, 16000, format="OGG", subtype="OPUS")
soundfile.write("tone.mp3", tone, 16000, format="MP3")
