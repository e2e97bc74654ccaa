/** Pictures, as the workbench brings them to the model's size. */
export const picturePart = String.raw`

PICTURES = re.compile(r"\.(png|jpe?g|jfif|webp|tiff?|gif|bmp)$", re.I)


def picture_items(name, path):
    from PIL import Image, ImageOps, UnidentifiedImageError

    height, width, channels = SHAPE
    try:
        image = ImageOps.exif_transpose(Image.open(path))
        image.load()
    except UnidentifiedImageError:
        raise ValueError("a PNG, JPEG, WebP, TIFF, GIF or BMP picture is required") from None
    if image.mode.startswith("I;16"):
        image = Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    image = image.convert("L" if image.mode in ("1", "L") and channels == 1 else "RGB")
    size, by = (width, height), Image.Resampling.LANCZOS
    fit = STEPS.get("picture", {}).get("fit", "pad")
    fits = {"crop": ImageOps.fit, "pad": ImageOps.pad, "stretch": Image.Image.resize}
    pixels = np.asarray(image if image.size == size else fits[fit](image, size, by))
    if channels == 1 and pixels.ndim == 3:
        pixels = grey(pixels)
    step = STEPS.get("scale", {"factor": 1, "offset": 0})
    yield name, pixels.astype(np.float32).reshape(SHAPE) * np.float32(step["factor"]) + np.float32(step["offset"])


def grey(pixels):
    """Luminance (ITU-R BT.709) of linear light, as sRGB holds it; between 256 places of the table it is linear, as in libvips."""
    share = np.arange(256) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    table = np.floor(255 * np.where(share <= 0.0031308, 12.92 * share, 1.055 * share ** (1 / 2.4) - 0.055) + 0.5)
    light = np.interp(255 * (linear[pixels] @ np.array([0.2126, 0.7152, 0.0722])), np.arange(256), table)
    same = (pixels[..., 0] == pixels[..., 1]) & (pixels[..., 1] == pixels[..., 2])
    return np.where(same, pixels[..., 0], np.floor(light + 0.5))
`;
