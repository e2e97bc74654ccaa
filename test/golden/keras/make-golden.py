"""Files written by Keras itself, and its answers, for the readers to be judged by.

Made with Keras 3.15.1 on tensorflow-cpu 2.21.0, NumPy 2.4.6: python make-golden.py FOLDER
"""

import json
import sys
from pathlib import Path

import keras
import numpy
from keras import layers

random = numpy.random.default_rng(7)
image = keras.Input((8, 7, 3), name="image")
stem = layers.Conv2D(4, 3, padding="same", use_bias=False, name="stem")(image)
norm = layers.BatchNormalization(epsilon=0.01, name="norm")(stem)
relu = layers.ReLU(max_value=6.0, name="relu")(norm)
deep = layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2, activation="leaky_relu", name="deep")(relu)
side = layers.Conv2D(4, (1, 3), strides=(2, 2), padding="same", activation="gelu", name="side")(image)
small = layers.AveragePooling2D(2, padding="same", name="small")(layers.Conv2D(4, 1, activation="silu", name="point")(deep))
joined = layers.Concatenate(name="joined")([side, layers.Add(name="sum")([small, side])])
pooled = layers.MaxPooling2D((2, 1), strides=1, name="pooled")(joined)
rows = layers.Flatten(name="rows")(layers.Reshape((12, 8), name="reshaped")(pooled))
row = layers.Concatenate(name="row")([rows, layers.GlobalAveragePooling2D(name="means")(joined)])
hidden = layers.LeakyReLU(negative_slope=0.1, name="leaky")(layers.Dense(6, activation="elu", name="hidden")(layers.Dropout(0.5, name="dropped")(row)))
answer = layers.Softmax(name="answer")(layers.Dense(4, name="logits")(hidden))
model = keras.Model(image, answer, name="golden")
model.set_weights([random.uniform(0.2, 1.0, w.shape) * (1 if "variance" in v.path else random.choice([-0.7, 0.7], w.shape)) for v, w in zip(model.weights, model.get_weights())])

folder = Path(sys.argv[1])
model.save(folder / "made-by-keras.keras")
model.save(folder / "made-by-keras.h5")
inputs = random.uniform(-1, 1, (3, 8, 7, 3)).astype("float32")
answers = numpy.asarray(model(inputs, training=False))
figures = {"inputs": [float(x) for x in inputs.ravel()], "answers": [float(x) for x in answers.ravel()]}
(folder / "made-by-keras.json").write_text(json.dumps(figures) + "\n")
