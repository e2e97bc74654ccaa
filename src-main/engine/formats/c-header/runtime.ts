/** The C functions a program calls (C99, nothing included): whole steps in, whole steps or numbers out. */
export const C_RUNTIME = `#ifndef ESPALIER_NN
#define ESPALIER_NN
/* Nearest whole number, of two equally near the even one. */
static int nn_round(float x) {
  int f;
  if (x > 1e6f) return 1000000;
  if (x < -1e6f) return -1000000;
  f = (int)x;
  if (x < (float)f) f--;
  x -= (float)f;
  return x > 0.5f || (x == 0.5f && (f & 1)) ? f + 1 : f;
}
/* Into whole steps where there are some, else as a number. act: 0 as it is, 1 relu, 2 relu6. */
static void nn_put(float x, int act, unsigned char *steps, float *values, float scale, int zero, long i) {
  int step;
  if (act > 0 && x < 0.0f) x = 0.0f;
  if (act == 2 && x > 6.0f) x = 6.0f;
  if (values) { values[i] = x; return; }
  step = nn_round(x / scale) + zero;
  steps[i] = (unsigned char)(step < 0 ? 0 : step > 255 ? 255 : step);
}
static void nn_quantise(const float *x, long n, unsigned char *steps, float *values, float scale, int zero) {
  long i;
  for (i = 0; i < n; i++) nn_put(x[i], 0, steps, values, scale, zero, i);
}
static void nn_rescale(const unsigned char *x, int xzero, float xscale, long n, unsigned char *steps, float *values, float scale, int zero) {
  long i;
  for (i = 0; i < n; i++) nn_put((float)(x[i] - xzero) * xscale, 0, steps, values, scale, zero, i);
}
/* Factors and offsets repeat. */
static void nn_affine(const float *x, long n, int each, const float *factors, const float *offsets, unsigned char *steps, float *values, float scale, int zero) {
  long i;
  for (i = 0; i < n; i++) nn_put(x[i] * factors[i % each] + offsets[i % each], 0, steps, values, scale, zero, i);
}
static void nn_clip(const unsigned char *x, int low, int high, long n, unsigned char *steps) {
  long i;
  for (i = 0; i < n; i++) steps[i] = (unsigned char)(x[i] < low ? low : x[i] > high ? high : x[i]);
}
static void nn_dense(const unsigned char *x, int xzero, int n, int units, const signed char *kernel, const float *bias, const float *factors, int act, unsigned char *steps, float *values, float scale, int zero) {
  int o, i;
  for (o = 0; o < units; o++) {
    int sum = 0;
    for (i = 0; i < n; i++) sum += (x[i] - xzero) * kernel[(long)i * units + o];
    nn_put((float)sum * factors[o] + (bias ? bias[o] : 0.0f), act, steps, values, scale, zero, o);
  }
}
/* kernel [kh, kw, channels / groups, filters] */
static void nn_conv2d(const unsigned char *x, int xzero, int h, int w, int channels, int kh, int kw, int sh, int sw, int top, int left, int oh, int ow, int filters, int groups, const signed char *kernel, const float *bias, const float *factors, int act, unsigned char *steps, float *values, float scale, int zero) {
  int y, c, f, ky, kx, i, own = channels / groups, each = filters / groups;
  for (y = 0; y < oh; y++) for (c = 0; c < ow; c++) for (f = 0; f < filters; f++) {
    int sum = 0, first = f / each * own;
    for (ky = 0; ky < kh; ky++) for (kx = 0; kx < kw; kx++) {
      int iy = y * sh + ky - top, ix = c * sw + kx - left;
      if (iy < 0 || ix < 0 || iy >= h || ix >= w) continue;
      for (i = 0; i < own; i++)
        sum += (x[((long)iy * w + ix) * channels + first + i] - xzero) * kernel[((long)(ky * kw + kx) * own + i) * filters + f];
    }
    nn_put((float)sum * factors[f] + (bias ? bias[f] : 0.0f), act, steps, values, scale, zero, ((long)y * ow + c) * filters + f);
  }
}
/* kernel [kh, kw, channels, multiplier] */
static void nn_depthwise(const unsigned char *x, int xzero, int h, int w, int channels, int kh, int kw, int sh, int sw, int top, int left, int oh, int ow, int multiplier, const signed char *kernel, const float *bias, const float *factors, int act, unsigned char *steps, float *values, float scale, int zero) {
  int y, c, f, ky, kx, filters = channels * multiplier;
  for (y = 0; y < oh; y++) for (c = 0; c < ow; c++) for (f = 0; f < filters; f++) {
    int sum = 0;
    for (ky = 0; ky < kh; ky++) for (kx = 0; kx < kw; kx++) {
      int iy = y * sh + ky - top, ix = c * sw + kx - left;
      if (iy < 0 || ix < 0 || iy >= h || ix >= w) continue;
      sum += (x[((long)iy * w + ix) * channels + f / multiplier] - xzero) * kernel[(long)(ky * kw + kx) * filters + f];
    }
    nn_put((float)sum * factors[f] + (bias ? bias[f] : 0.0f), act, steps, values, scale, zero, ((long)y * ow + c) * filters + f);
  }
}
static void nn_max_pool(const unsigned char *x, int h, int w, int channels, int kh, int kw, int sh, int sw, int top, int left, int oh, int ow, unsigned char *steps) {
  int y, c, f, ky, kx;
  for (y = 0; y < oh; y++) for (c = 0; c < ow; c++) for (f = 0; f < channels; f++) {
    int best = 0;
    for (ky = 0; ky < kh; ky++) for (kx = 0; kx < kw; kx++) {
      int iy = y * sh + ky - top, ix = c * sw + kx - left;
      if (iy < 0 || ix < 0 || iy >= h || ix >= w) continue;
      if (x[((long)iy * w + ix) * channels + f] > best) best = x[((long)iy * w + ix) * channels + f];
    }
    steps[((long)y * ow + c) * channels + f] = (unsigned char)best;
  }
}
/* Padding does not count. */
static void nn_average_pool(const unsigned char *x, int xzero, float xscale, int h, int w, int channels, int kh, int kw, int sh, int sw, int top, int left, int oh, int ow, unsigned char *steps, float *values, float scale, int zero) {
  int y, c, f, ky, kx;
  for (y = 0; y < oh; y++) for (c = 0; c < ow; c++) for (f = 0; f < channels; f++) {
    int sum = 0, count = 0;
    for (ky = 0; ky < kh; ky++) for (kx = 0; kx < kw; kx++) {
      int iy = y * sh + ky - top, ix = c * sw + kx - left;
      if (iy < 0 || ix < 0 || iy >= h || ix >= w) continue;
      sum += x[((long)iy * w + ix) * channels + f] - xzero;
      count++;
    }
    nn_put((float)sum * xscale / (float)count, 0, steps, values, scale, zero, ((long)y * ow + c) * channels + f);
  }
}
static void nn_add(const unsigned char *a, int azero, float ascale, const unsigned char *b, int bzero, float bscale, long n, int act, unsigned char *steps, float *values, float scale, int zero) {
  long i;
  for (i = 0; i < n; i++) nn_put((float)(a[i] - azero) * ascale + (float)(b[i] - bzero) * bscale, act, steps, values, scale, zero, i);
}
/* e to the x, to 1e-6 of itself: x = k ln 2 + r, a polynomial for r, k halvings or doublings. */
static float nn_exp(float x) {
  int k = nn_round(x * 1.44269504f);
  float r = x - (float)k * 0.693359375f + (float)k * 2.12194440e-4f;
  float y = 1.0f + r * (1.0f + r * (0.5f + r * (0.166666667f + r * (0.0416666667f + r * (0.00833333333f + r * 0.00138888889f)))));
  if (x < -87.0f) return 0.0f;
  for (; k > 0; k--) y *= 2.0f;
  for (; k < 0; k++) y *= 0.5f;
  return y;
}
static void nn_softmax(const float *x, int n, float *values) {
  int i;
  float most = x[0], sum = 0.0f;
  for (i = 1; i < n; i++) if (x[i] > most) most = x[i];
  for (i = 0; i < n; i++) sum += values[i] = nn_exp(x[i] - most);
  for (i = 0; i < n; i++) values[i] /= sum;
}
static void nn_sigmoid(const float *x, int n, float *values) {
  int i;
  for (i = 0; i < n; i++) values[i] = x[i] < 0.0f ? nn_exp(x[i]) / (1.0f + nn_exp(x[i])) : 1.0f / (1.0f + nn_exp(-x[i]));
}
static void nn_linear(const float *x, int n, float *values) {
  int i;
  for (i = 0; i < n; i++) values[i] = x[i];
}
#endif
`;
