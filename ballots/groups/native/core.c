/*
 * The arithmetic of the three groups for public data, many elements to a call.
 *
 * NO SECRET ENTERS THIS FILE. Time and memory touched depend on exponents; keys, nonces and votes are worked on by
 * libsodium and GMP, or by plain Python. A fault in here can give a wrong verdict, never give a secret away.
 *
 * Nothing is kept between calls: what a caller wants again, a table or a modulus, it owns and hands in, so any number
 * of threads may call at once. Callers check lengths. Functions give DONE, NO_MEMORY, or the place, from 0, of the
 * first element that fails. Numbers are little-endian bytes whatever the machine.
 *
 * Limbs are stated as n units, one unit being 2^51 + 2^13: what a product leaves in each limb, at most.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#define DONE (-1)
#define NO_MEMORY (-2)

typedef unsigned __int128 wide;

static uint64_t load64(const uint8_t *bytes) {
    uint64_t word = 0;
    for (int i = 7; i >= 0; i--) word = word << 8 | bytes[i];
    return word;
}

static void store64(uint8_t *bytes, uint64_t word) {
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(word >> 8 * i);
}

/* The bits of a number of `size` bytes, leading zeros left out. */
static unsigned bit_length(const uint8_t *number, size_t size) {
    while (size > 0 && number[size - 1] == 0) size--;
    if (size == 0) return 0;
    unsigned bits = 8 * (unsigned)(size - 1);
    for (uint8_t top = number[size - 1]; top != 0; top >>= 1) bits++;
    return bits;
}

static unsigned longest(const uint8_t *numbers, size_t count, size_t size, size_t stride) {
    unsigned most = 0;
    for (size_t i = 0; i < count; i++) {
        unsigned bits = bit_length(numbers + i * stride, size);
        if (bits > most) most = bits;
    }
    return most;
}

/* ---- integers modulo 2^255 - 19: five limbs of 51 bits, the value being the sum of v[i] * 2^(51 i) ------------- */

typedef struct { uint64_t v[5]; } fe;

#define LOW51 ((UINT64_C(1) << 51) - 1)

static const fe ZERO = {{0, 0, 0, 0, 0}};
static const fe ONE = {{1, 0, 0, 0, 0}};

/* d of the curve -x^2 + y^2 = 1 + d x^2 y^2, twice d, and a square root of -1. */
static const fe D = {{0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff}};
static const fe D2 = {{0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff}};
static const fe ROOT = {{0x61b274a0ea0b0, 0xd5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d}};

/* Units add: the sum of a and b units has a + b. */
static inline void fe_add(fe *r, const fe *a, const fe *b) {
    for (int i = 0; i < 5; i++) r->v[i] = a->v[i] + b->v[i];
}

/*
 * a - b + 4p. For b of at most 3 units, because 3 (2^51 + 2^13) < 2^53 - 76, the least limb of 4p, and nothing goes
 * below zero. The result has 4 units more than a.
 */
static inline void fe_sub(fe *r, const fe *a, const fe *b) {
    r->v[0] = a->v[0] + 0x1fffffffffffb4 - b->v[0];
    for (int i = 1; i < 5; i++) r->v[i] = a->v[i] + 0x1ffffffffffffc - b->v[i];
}

/*
 * Carries five sums of products into limbs. Each sum is below 77 * 2^108 < 2^115 and t[4], which has no terms times
 * 19, below 5 * 2^108: so carries stay below 2^64, the last one below 2^59.4, and 19 times it below 2^63.7. The
 * carry out of r[0] is then below 2^13: every limb of the result is below 2^51 but r[1], below one unit.
 */
static inline void fe_carry(fe *r, wide t[5]) {
    t[1] += (uint64_t)(t[0] >> 51);
    t[2] += (uint64_t)(t[1] >> 51);
    t[3] += (uint64_t)(t[2] >> 51);
    t[4] += (uint64_t)(t[3] >> 51);
    uint64_t low = ((uint64_t)t[0] & LOW51) + 19 * (uint64_t)(t[4] >> 51);
    r->v[0] = low & LOW51;
    r->v[1] = ((uint64_t)t[1] & LOW51) + (low >> 51);
    r->v[2] = (uint64_t)t[2] & LOW51;
    r->v[3] = (uint64_t)t[3] & LOW51;
    r->v[4] = (uint64_t)t[4] & LOW51;
}

/* For limbs below 2^54, which is 7 units: a product is below 2^108, and 19 times a limb below 2^59. Gives 1 unit. */
static inline void fe_mul(fe *r, const fe *a, const fe *b) {
    const uint64_t *x = a->v, *y = b->v;
    uint64_t y1 = 19 * y[1], y2 = 19 * y[2], y3 = 19 * y[3], y4 = 19 * y[4];
    wide t[5] = {
        (wide)x[0] * y[0] + (wide)x[1] * y4 + (wide)x[2] * y3 + (wide)x[3] * y2 + (wide)x[4] * y1,
        (wide)x[0] * y[1] + (wide)x[1] * y[0] + (wide)x[2] * y4 + (wide)x[3] * y3 + (wide)x[4] * y2,
        (wide)x[0] * y[2] + (wide)x[1] * y[1] + (wide)x[2] * y[0] + (wide)x[3] * y4 + (wide)x[4] * y3,
        (wide)x[0] * y[3] + (wide)x[1] * y[2] + (wide)x[2] * y[1] + (wide)x[3] * y[0] + (wide)x[4] * y4,
        (wide)x[0] * y[4] + (wide)x[1] * y[3] + (wide)x[2] * y[2] + (wide)x[3] * y[1] + (wide)x[4] * y[0],
    };
    fe_carry(r, t);
}

/* The same sums with equal products taken once and doubled: the bounds of fe_mul hold, and 38 * 2^54 < 2^60. */
static inline void fe_square(fe *r, const fe *a) {
    const uint64_t *x = a->v;
    uint64_t x0 = 2 * x[0], x1 = 2 * x[1], x3 = 19 * x[3], x4 = 19 * x[4];
    wide t[5] = {
        (wide)x[0] * x[0] + (wide)x1 * x4 + (wide)(2 * x[2]) * x3,
        (wide)x0 * x[1] + (wide)(2 * x[2]) * x4 + (wide)x[3] * x3,
        (wide)x0 * x[2] + (wide)x[1] * x[1] + (wide)(2 * x[3]) * x4,
        (wide)x0 * x[3] + (wide)x1 * x[2] + (wide)x[4] * x4,
        (wide)x0 * x[4] + (wide)x1 * x[3] + (wide)x[2] * x[2],
    };
    fe_carry(r, t);
}

/*
 * Several values side by side, at most LANES: in a long power each product waits for the one before it, and meanwhile
 * the processor works on those of the other lanes.
 */
#define LANES 4
#define NO_FE {{{0}}}

static void fe_products(fe *r, const fe *a, const fe *b, int lanes) {
    for (int i = 0; i < lanes; i++) fe_mul(&r[i], &a[i], &b[i]);
}

static void fe_squares(fe *r, const fe *a, int times, int lanes) {
    for (int i = 0; i < lanes; i++) fe_square(&r[i], &a[i]);
    while (--times > 0)
        for (int i = 0; i < lanes; i++) fe_square(&r[i], &r[i]);
}

/*
 * The one value below p. For limbs of 9 units at most: the first pass leaves v[0] below 2^51 + 19 * 10 and the others
 * below 2^51; the second carries out of the top only when v[0] had carried and is small. So every limb is below 2^51.
 */
static fe fe_reduce(const fe *a) {
    fe r = *a;
    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < 4; i++) r.v[i + 1] += r.v[i] >> 51, r.v[i] &= LOW51;
        r.v[0] += 19 * (r.v[4] >> 51), r.v[4] &= LOW51;
    }
    /* Adding 19 carries out of the top exactly if the value is p or more, and is then what subtracts p. */
    uint64_t carry = (r.v[0] + 19) >> 51;
    for (int i = 1; i < 5; i++) carry = (r.v[i] + carry) >> 51;
    r.v[0] += 19 * carry;
    for (int i = 0; i < 4; i++) r.v[i + 1] += r.v[i] >> 51, r.v[i] &= LOW51;
    r.v[4] &= LOW51;
    return r;
}

static void fe_negate(fe *a) {
    fe_sub(a, &ZERO, a);
    *a = fe_reduce(a);
}

static int fe_is_zero(const fe *a) {
    fe r = fe_reduce(a);
    return (r.v[0] | r.v[1] | r.v[2] | r.v[3] | r.v[4]) == 0;
}

static int fe_equal(const fe *a, const fe *b) {
    fe difference;
    fe_sub(&difference, a, b);
    return fe_is_zero(&difference);
}

/* The top bit of the 256 is not looked at. Limbs are below 2^51. */
static fe fe_load(const uint8_t bytes[32]) {
    uint64_t a = load64(bytes), b = load64(bytes + 8), c = load64(bytes + 16), d = load64(bytes + 24);
    fe r = {{a & LOW51, (a >> 51 | b << 13) & LOW51, (b >> 38 | c << 26) & LOW51, (c >> 25 | d << 39) & LOW51,
             d >> 12 & LOW51}};
    return r;
}

static void fe_store(uint8_t bytes[32], const fe *a) {
    fe r = fe_reduce(a);
    store64(bytes, r.v[0] | r.v[1] << 51);
    store64(bytes + 8, r.v[1] >> 13 | r.v[2] << 38);
    store64(bytes + 16, r.v[2] >> 26 | r.v[3] << 25);
    store64(bytes + 24, r.v[3] >> 39 | r.v[4] << 12);
}

/* a^(2^250 - 1), which every exponent used here begins with, and a^11. */
static void fe_power_250(fe *r, fe *eleventh, const fe *a, int lanes) {
    fe t[LANES] = NO_FE, b5[LANES] = NO_FE, b10[LANES] = NO_FE, b50[LANES] = NO_FE, b100[LANES] = NO_FE;
    fe *a9 = b10, *b20 = b50, *b40 = b100; /* each is no longer wanted when its place is taken */
    fe_squares(eleventh, a, 1, lanes);
    fe_squares(t, eleventh, 2, lanes);
    fe_products(a9, t, a, lanes);
    fe_products(eleventh, eleventh, a9, lanes);
    fe_squares(t, eleventh, 1, lanes);
    fe_products(b5, t, a9, lanes); /* 22 + 9 = 31: bk is a^(2^k - 1) */
    fe_squares(t, b5, 5, lanes), fe_products(b10, t, b5, lanes);
    fe_squares(t, b10, 10, lanes), fe_products(b20, t, b10, lanes);
    fe_squares(t, b20, 20, lanes), fe_products(b40, t, b20, lanes);
    fe_squares(t, b40, 10, lanes), fe_products(b50, t, b10, lanes);
    fe_squares(t, b50, 50, lanes), fe_products(b100, t, b50, lanes);
    fe_squares(t, b100, 100, lanes), fe_products(t, t, b100, lanes);
    fe_squares(t, t, 50, lanes), fe_products(r, t, b50, lanes);
}

/* a^(p - 2): p - 2 = 32 (2^250 - 1) + 11. */
static void fe_invert(fe *r, const fe *a) {
    fe t, eleventh;
    fe_power_250(&t, &eleventh, a, 1);
    fe_squares(&t, &t, 5, 1);
    fe_mul(r, &t, &eleventh);
}

/* Which a are fourth powers other than zero: which a^((p - 1)/4) are one? (p - 1)/4 = 8 (2^250 - 1) + 3. Bit by lane. */
static unsigned fe_fourth_powers(const fe *a, int lanes) {
    fe t[LANES] = NO_FE, cube[LANES] = NO_FE, unused[LANES];
    unsigned found = 0;
    fe_power_250(t, unused, a, lanes);
    fe_squares(t, t, 3, lanes);
    fe_squares(cube, a, 1, lanes);
    fe_products(cube, cube, a, lanes);
    fe_products(t, t, cube, lanes);
    for (int i = 0; i < lanes; i++) found |= (unsigned)fe_equal(&t[i], &ONE) << i;
    return found;
}

/* Multiplies r by a fourth root of 1, so that b r^2 = a; 0 if none of them does it. */
static int fe_settle_root(fe *r, const fe *a, const fe *b) {
    fe t, check, sum;
    fe_square(&t, r);
    fe_mul(&check, &t, b);
    fe_sub(&t, a, &check); /* at most 9 units, and no product follows */
    if (fe_is_zero(&t)) return 1;
    fe_add(&sum, a, &check);
    if (!fe_is_zero(&sum)) return 0;
    fe_mul(r, r, &ROOT);
    return 1;
}

/*
 * Roots of a/b, b not zero, and which there are, bit by lane. r = a b^3 (a b^7)^((p-5)/8) has b r^2 = a times a fourth
 * root of 1, because p = 5 modulo 8: 1 needs nothing, -1 the root of -1, the two others mean that a/b is no square.
 * (p - 5)/8 = 4 (2^250 - 1) + 1. Inputs of 5 units at most.
 */
static unsigned fe_roots_of_ratios(fe *r, const fe *a, const fe *b, int lanes) {
    fe b3[LANES] = NO_FE, ab7[LANES] = NO_FE, power[LANES] = NO_FE, unused[LANES];
    unsigned found = 0;
    fe_squares(ab7, b, 1, lanes);
    fe_products(b3, ab7, b, lanes);
    fe_squares(ab7, b3, 1, lanes);
    fe_products(ab7, ab7, b, lanes);
    fe_products(ab7, ab7, a, lanes);
    fe_power_250(power, unused, ab7, lanes);
    fe_squares(power, power, 2, lanes);
    fe_products(power, power, ab7, lanes);
    fe_products(r, a, b3, lanes);
    fe_products(r, r, power, lanes);
    for (int i = 0; i < lanes; i++) found |= (unsigned)fe_settle_root(&r[i], &a[i], &b[i]) << i;
    return found;
}

/* ---- the curve -x^2 + y^2 = 1 + d x^2 y^2 ----------------------------------------------------------------------
 * (x : y : z : t) with t z = x y; every coordinate one unit. The formulas (Hisil, Wong, Carter and Dawson 2008) are
 * complete: they hold for every pair of points, since -1 is a square and d is none.
 */

typedef struct { fe x, y, z, t; } point;

/* Ready to be added: y + x (2 units), y - x (5 units), z, 2 d t. In `ready_affine` z is one and left out. */
typedef struct { fe sum, difference, z, t2d; } ready;
typedef struct { fe sum, difference, t2d; } ready_affine;

static const point NEUTRAL = {{{0}}, {{1}}, {{1}}, {{0}}};

static void make_ready(ready *r, const point *p) {
    fe_add(&r->sum, &p->y, &p->x);
    fe_sub(&r->difference, &p->y, &p->x);
    r->z = p->z;
    fe_mul(&r->t2d, &p->t, &D2);
}

/* z2 is 2 z1 z2: at most 2 units. All factors below stay under 7 units: e 5, f and g 6 or 3, h 2. */
static inline void add_parts(point *r, const point *p, const fe *sum, const fe *difference, const fe *t2d,
                             const fe *z2, int negative) {
    fe a, b, c, e, f, g, h;
    fe_sub(&e, &p->y, &p->x);
    fe_add(&h, &p->y, &p->x);
    fe_mul(&a, &e, negative ? sum : difference);
    fe_mul(&b, &h, negative ? difference : sum);
    fe_mul(&c, &p->t, t2d);
    fe_sub(&e, &b, &a);
    fe_add(&h, &b, &a);
    fe_sub(negative ? &g : &f, z2, &c);
    fe_add(negative ? &f : &g, z2, &c);
    fe_mul(&r->x, &e, &f);
    fe_mul(&r->y, &g, &h);
    fe_mul(&r->z, &f, &g);
    fe_mul(&r->t, &e, &h);
}

/* p + q, or p - q. */
static void add_ready(point *r, const point *p, const ready *q, int negative) {
    fe z2;
    fe_mul(&z2, &p->z, &q->z);
    fe_add(&z2, &z2, &z2);
    add_parts(r, p, &q->sum, &q->difference, &q->t2d, &z2, negative);
}

static void add_affine(point *r, const point *p, const ready_affine *q, int negative) {
    fe z2;
    fe_add(&z2, &p->z, &p->z);
    add_parts(r, p, &q->sum, &q->difference, &q->t2d, &z2, negative);
}

static void add(point *r, const point *p, const point *q) {
    ready other;
    make_ready(&other, q);
    add_ready(r, p, &other, 0);
}

/* Signs of all four factors are turned round, which changes nothing: h 2 units, e 6, g 5, f 7. Doubling needs no t. */
static inline void twice_but_t(point *r, const point *p, fe *e, fe *h) {
    fe a, b, c, f, g;
    fe_square(&a, &p->x);
    fe_square(&b, &p->y);
    fe_square(&c, &p->z);
    fe_add(&c, &c, &c);
    fe_add(h, &a, &b);
    fe_add(e, &p->x, &p->y);
    fe_square(e, e);
    fe_sub(e, h, e);
    fe_sub(&g, &a, &b);
    fe_add(&f, &c, &g);
    fe_mul(&r->x, e, &f);
    fe_mul(&r->y, &g, h);
    fe_mul(&r->z, &f, &g);
}

static void twice(point *r, const point *p) {
    fe e, h;
    twice_but_t(r, p, &e, &h);
    fe_mul(&r->t, &e, &h);
}

/* The same for a point that is only doubled again: its t is left as it was. */
static void twice_to_double(point *r, const point *p) {
    fe e, h;
    twice_but_t(r, p, &e, &h);
}

static int is_neutral(const point *p) { return fe_is_zero(&p->x) && fe_equal(&p->y, &p->z); }

/* Make every z one, with a single inversion among all of them (Montgomery). No z is ever zero. */
static int normalise(point *points, size_t count) {
    fe *products = malloc((count + 1) * sizeof *products), inverse, own;
    if (products == NULL) return NO_MEMORY;
    products[0] = ONE;
    for (size_t i = 0; i < count; i++) fe_mul(&products[i + 1], &products[i], &points[i].z);
    fe_invert(&inverse, &products[count]);
    for (size_t i = count; i-- > 0;) {
        point *p = &points[i];
        fe_mul(&own, &inverse, &products[i]);
        fe_mul(&inverse, &inverse, &p->z);
        fe_mul(&p->x, &p->x, &own);
        fe_mul(&p->y, &p->y, &own);
        fe_mul(&p->t, &p->x, &p->y);
        p->z = ONE;
    }
    free(products);
    return DONE;
}

/* ---- points as bytes: a code is the 32 bytes of RFC 8032, an element that code and then x --------------------- */

#define CODE 32
#define ELEMENT 64

static void store_code(uint8_t code[CODE], const point *affine) {
    fe x = fe_reduce(&affine->x);
    fe_store(code, &affine->y);
    code[31] |= (uint8_t)((x.v[0] & 1) << 7);
}

static void store_element(uint8_t element[ELEMENT], const point *affine) {
    store_code(element, affine);
    fe_store(element + CODE, &affine->x);
}

static point load_element(const uint8_t element[ELEMENT]) {
    point p = {.x = fe_load(element + CODE), .y = fe_load(element), .z = ONE};
    fe_mul(&p.t, &p.x, &p.y);
    return p;
}

static ready_affine load_ready(const uint8_t element[ELEMENT]) {
    point p = load_element(element);
    ready_affine r;
    fe_add(&r.sum, &p.y, &p.x);
    fe_sub(&r.difference, &p.y, &p.x);
    fe_mul(&r.t2d, &p.t, &D2);
    return r;
}

/* The y that a code names, by its one spelling below p. */
static int read_y(fe *y, const uint8_t code[CODE]) {
    uint8_t again[CODE];
    *y = fe_load(code);
    fe_store(again, y);
    again[31] |= code[31] & 0x80;
    return memcmp(again, code, CODE) == 0;
}

/* The root x with the sign that the code names; 0 if x is zero and called odd. */
static int choose_x(point *p, const fe *root, int odd) {
    p->x = fe_reduce(root);
    if (odd && fe_is_zero(&p->x)) return 0;
    if ((int)(p->x.v[0] & 1) != odd) fe_negate(&p->x);
    p->z = ONE;
    fe_mul(&p->t, &p->x, &p->y);
    return 1;
}

/* The points with these codes, and which there are, bit by lane: not where no point has this y, or not this spelling. */
static unsigned decode(point *p, const uint8_t *codes, int lanes) {
    fe square, root[LANES], numerator[LANES] = NO_FE, denominator[LANES] = NO_FE;
    unsigned good = 0, found;
    for (int i = 0; i < lanes; i++) {
        good |= (unsigned)read_y(&p[i].y, codes + i * CODE) << i;
        fe_square(&square, &p[i].y);
        fe_sub(&numerator[i], &square, &ONE);
        fe_mul(&denominator[i], &square, &D);
        fe_add(&denominator[i], &denominator[i], &ONE);
    }
    found = fe_roots_of_ratios(root, numerator, denominator, lanes);
    for (int i = 0; i < lanes; i++)
        if (found >> i & 1 && !choose_x(&p[i], &root[i], codes[i * CODE + 31] >> 7)) good &= ~(1U << i);
    return good & found;
}

/*
 * Which of these affine points are in the subgroup of order l, bit by lane? Without a multiplication by l.
 *
 * The curve is v^2 = u (u^2 + A u + 1) =: E, A = 486662, with u = (1 + y)/(1 - y), v = c u/x, c^2 = -(A + 2). Of its
 * 8 l points over the field, the 2-part is cyclic. Let E' be v^2 = u (u^2 - 2 A u + A^2 - 4), K its point (0, 0), and
 * f: E' -> E, (u, v) -> (v^2/4u^2, v (A^2 - 4 - u^2)/8u^2), the isogeny of degree 2 with kernel {0, K}. E' has 8 l
 * points too, three of order 2: K and (A +- 2, 0), for A + 2 = s^2 is a square.
 *
 * (1) P = (u, v) is f(Q) iff u = r^2 is a square; then Q = (u', 2 r u') with u' = A + 2u - 2v/r, or Q + K.
 * (2) With w = u' - (A + 2), E' is v^2 = w (w^2 + (A + 6) w + 4 s^2), and T = (2s, 2s m) and T = (-2s, -2s m) with
 *     m = s + 2 and m = s - 2 in turn have order 4 and 2T = (w = 0). The tangent at T also meets w = 0, so that
 *     h = (v - m w)^2/w has divisor 4 T - 4 O, and Q -> chi(h(Q)), chi(a) = a^((p-1)/4), is a homomorphism from the
 *     points of E' to the fourth roots of 1 (Tate's pairing with T).
 * (3) It is onto. For chi(h) is 1 or -1 exactly where w is a square: on the image of the isogeny dual to the one
 *     with kernel {0, (w = 0)}, which is half of E'.
 * (4) chi(h(K)) = chi(-1) (s m/p) = -(s m/p). The two values of s m multiply to s^2 (s^2 - 4) = s^2 (A - 2), no square:
 *     m is taken so that s m is no square, and K is in the kernel.
 * So the kernel has 8 l/4 = 2 l points: K and the points of order dividing l. Therefore P = f(Q) is in the subgroup
 * of order l iff u is a square and chi(h(Q)) = 1. QED
 *
 * With a = 1 + y, b = 1 - y, r^2 = a/b: w = n/k for n = 2 (2 x y - c r b), k = x b, and h(Q) = e^2/(n k) for
 * e = n (2r - m) + 2 r s^2 k. The character of 1/(n k) is that of (n k)^3. Where h has a zero or a pole, P or Q has an
 * order dividing 8 and the product below is zero: refused, rightly, but for the neutral element, which comes first.
 */
/* h(Q) of the proof above, up to fourth powers. */
static void pair_with_t(fe *h, const point *p, const fe *b, const fe *r) {
    static const fe C = {{0x604aaff457e06, 0x2296fa350598d, 0x7f13dfb16874f, 0x35de93d846e01, 0xf26edf460a00}};
    static const fe M = {{0x248ef9c884413, 0xe509526c7d34, 0x7d29bbd8d6847, 0x157e10fd3bd6b, 0x6be4f497f9a9c}};
    static const fe TWICE_S2 = {{973328, 0, 0, 0, 0}};
    fe n, k, e, t;
    fe_mul(&n, &C, r);
    fe_mul(&n, &n, b);
    fe_add(&t, &p->t, &p->t);
    fe_sub(&n, &t, &n);
    fe_mul(&n, &n, &ONE); /* from 6 units back to one, before it is doubled */
    fe_add(&n, &n, &n);
    fe_mul(&k, &p->x, b);
    fe_add(&t, r, r);
    fe_sub(&t, &t, &M);
    fe_mul(&e, &n, &t);
    fe_mul(&t, r, &k);
    fe_mul(&t, &t, &TWICE_S2);
    fe_add(&e, &e, &t);
    fe_square(&e, &e);
    fe_mul(&t, &n, &k);
    fe_mul(&e, &e, &t);
    fe_square(&t, &t);
    fe_mul(h, &e, &t);
}

static unsigned find_members(const point *p, int lanes) {
    fe a[LANES] = NO_FE, b[LANES] = NO_FE, r[LANES], pairing[LANES] = NO_FE;
    unsigned neutral = 0, squares;
    for (int i = 0; i < lanes; i++) {
        fe_add(&a[i], &ONE, &p[i].y);
        fe_sub(&b[i], &ONE, &p[i].y);
        neutral |= (unsigned)fe_is_zero(&b[i]) << i; /* y is one only at the neutral element */
    }
    squares = fe_roots_of_ratios(r, a, b, lanes);
    for (int i = 0; i < lanes; i++) pair_with_t(&pairing[i], &p[i], &b[i], &r[i]);
    return neutral | (squares & fe_fourth_powers(pairing, lanes));
}

/* ---- exponents ------------------------------------------------------------------------------------------------- */

#define SCALAR 32
#define POSITIONS 256

static const uint8_t ORDER[SCALAR] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                      0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                      0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/* `width` bits, at most 16, from position `start` on; zeros beyond the end. */
static unsigned bits_at(const uint8_t *number, size_t size, unsigned start, unsigned width) {
    uint32_t word = 0;
    for (unsigned i = 0; i < 3 && start / 8 + i < size; i++) word |= (uint32_t)number[start / 8 + i] << 8 * i;
    return word >> start % 8 & ((1U << width) - 1);
}

/*
 * The digits of a scalar below 2^253 in width-w non-adjacent form: odd or zero, absolutely below 2^(w-1), of any w in
 * a row at most one not zero. Gives how many there are up to the last one that is not zero: at most 254.
 */
static unsigned non_adjacent(int8_t digits[POSITIONS], const uint8_t *scalar, unsigned width) {
    unsigned length = 0, carry = 0;
    memset(digits, 0, POSITIONS);
    for (unsigned i = 0; i < POSITIONS;) {
        if (bits_at(scalar, SCALAR, i, 1) == carry) {
            i++;
            continue;
        }
        int digit = (int)(bits_at(scalar, SCALAR, i, width) + carry);
        carry = digit >= 1 << (width - 1);
        digits[i] = (int8_t)(digit - (int)(carry << width));
        length = i + 1;
        i += width;
    }
    return length;
}

/* ---- several powers of one point, sharing the doublings -------------------------------------------------------- */

#define WIDTH 5
#define ODD (1 << (WIDTH - 2))

/* Doublings dropped by digit: bucket[i] is the sum of those where the digit is 2i + 1, less those where it is minus. */
typedef struct {
    int8_t digits[POSITIONS];
    unsigned length, filled;
    point bucket[ODD];
} power;

static void begin_power(power *k, const uint8_t *scalar) {
    k->length = non_adjacent(k->digits, scalar, WIDTH);
    k->filled = 0;
}

static void drop(power *k, int digit, const point *doubled, const ready *same) {
    unsigned i = (unsigned)(digit < 0 ? -digit : digit) >> 1;
    point *bucket = &k->bucket[i];
    if (k->filled >> i & 1) {
        add_ready(bucket, bucket, same, digit < 0);
        return;
    }
    k->filled |= 1U << i;
    *bucket = *doubled;
    if (digit < 0) fe_negate(&bucket->x), fe_negate(&bucket->t);
}

/* The sum of (2i + 1) bucket[i]: twice the sum of i bucket[i], which is a sum of partial sums, and once them all. */
static void end_power(point *r, const power *k) {
    int i = ODD - 1;
    while (i > 0 && !(k->filled >> i & 1)) i--;
    point partial = k->filled == 0 ? NEUTRAL : k->bucket[i], weighted = i == 0 ? NEUTRAL : partial;
    while (i-- > 0) {
        if (k->filled >> i & 1) add(&partial, &partial, &k->bucket[i]);
        if (i > 0) add(&weighted, &weighted, &partial);
    }
    twice(&weighted, &weighted);
    add(r, &weighted, &partial);
}

static int any_digit(const power *powers, size_t count, unsigned at) {
    for (size_t k = 0; k < count; k++)
        if (powers[k].digits[at] != 0) return 1;
    return 0;
}

static void run_powers(power *powers, size_t count, const point *base) {
    unsigned length = 0;
    point doubled = *base;
    for (size_t k = 0; k < count; k++)
        if (powers[k].length > length) length = powers[k].length;
    for (unsigned i = 0; i < length; i++) {
        ready same;
        int dropped = any_digit(powers, count, i);
        if (dropped) make_ready(&same, &doubled);
        for (size_t k = 0; dropped && k < count; k++)
            if (powers[k].digits[i] != 0) drop(&powers[k], powers[k].digits[i], &doubled, &same);
        if (i + 1 < length) (any_digit(powers, count, i + 1) ? twice : twice_to_double)(&doubled, &doubled);
    }
}

/* ---- powers of a fixed base: row i has the multiples 1 to 128 of 256^i times the base -------------------------- */

#define ROWS 32
#define COLUMNS 128

typedef struct { ready_affine multiple[ROWS][COLUMNS]; } table;

static int fill_table(table *t, const point *base) {
    point *all = malloc(sizeof(point) * ROWS * COLUMNS), start = *base;
    if (all == NULL) return NO_MEMORY;
    for (int row = 0; row < ROWS; row++) {
        point *at = all + row * COLUMNS;
        at[0] = start;
        for (int i = 1; i < COLUMNS; i++) add(&at[i], &at[i - 1], &start);
        twice(&start, &at[COLUMNS - 1]);
    }
    int outcome = normalise(all, ROWS * COLUMNS);
    for (int i = 0; outcome == DONE && i < ROWS * COLUMNS; i++) {
        ready_affine *to = &t->multiple[i / COLUMNS][i % COLUMNS];
        fe_add(&to->sum, &all[i].y, &all[i].x);
        fe_sub(&to->difference, &all[i].y, &all[i].x);
        fe_mul(&to->t2d, &all[i].t, &D2);
    }
    free(all);
    return outcome;
}

/* r + scalar * base: bytes above 128 become negative digits; the top byte of a scalar is at most 16 and stays. */
static void add_fixed(point *r, const table *t, const uint8_t scalar[SCALAR]) {
    int carry = 0;
    for (int row = 0; row < ROWS; row++) {
        int digit = scalar[row] + carry;
        carry = digit > COLUMNS;
        digit -= carry << 8;
        if (digit != 0) add_affine(r, r, &t->multiple[row][(digit < 0 ? -digit : digit) - 1], digit < 0);
    }
}

/* ---- the sum of many points, each times its scalar ------------------------------------------------------------- */

/* Digits one after the other, the doublings shared (Straus): for up to a few hundred points. */
static int straus(point *r, const uint8_t *elements, const uint8_t *scalars, size_t count, unsigned bits) {
    unsigned width = bits > 100 ? 5 : bits > 20 ? 4 : bits > 4 ? 3 : 2, odd = 1U << (width - 2), length = 0;
    ready *multiples = malloc(count * odd * sizeof *multiples);
    int8_t(*digits)[POSITIONS] = malloc(count * sizeof *digits);
    int outcome = multiples == NULL || digits == NULL ? NO_MEMORY : DONE;
    for (size_t i = 0; outcome == DONE && i < count; i++) {
        point p = load_element(elements + i * ELEMENT), p2;
        unsigned here = non_adjacent(digits[i], scalars + i * SCALAR, width);
        if (here > length) length = here;
        twice(&p2, &p);
        for (unsigned k = 0; k < odd; k++) {
            make_ready(&multiples[i * odd + k], &p);
            if (k + 1 < odd) add(&p, &p, &p2);
        }
    }
    *r = NEUTRAL;
    for (unsigned at = length; outcome == DONE && at-- > 0;) {
        twice(r, r);
        for (size_t i = 0; i < count; i++) {
            int digit = digits[i][at];
            if (digit != 0) add_ready(r, r, &multiples[i * odd + (size_t)((digit < 0 ? -digit : digit) >> 1)], digit < 0);
        }
    }
    free(multiples);
    free(digits);
    return outcome;
}

/* Windows of this many bits cost least: a point costs 7 products a window, a bucket two additions of 9. */
static unsigned best_window(size_t count, unsigned bits) {
    unsigned best = 2;
    uint64_t least = UINT64_MAX;
    for (unsigned width = 2; width <= 15; width++) {
        uint64_t cost = (bits / width + 1) * (7 * (uint64_t)count + (UINT64_C(18) << (width - 1)));
        if (cost < least) least = cost, best = width;
    }
    return best;
}

/* Signed digits of `width` bits, from -2^(width-1) + 1 to 2^(width-1). One more window than bits need takes the carry. */
static void window_digits(int16_t *digits, size_t stride, const uint8_t *scalar, unsigned width, unsigned windows) {
    int carry = 0;
    for (unsigned w = 0; w < windows; w++) {
        int digit = (int)bits_at(scalar, SCALAR, w * width, width) + carry;
        carry = digit > 1 << (width - 1);
        digits[w * stride] = (int16_t)(digit - (carry << width));
    }
}

/* r + the sum of i bucket[i - 1]. */
static void add_buckets(point *r, const point *buckets, size_t count) {
    point partial = NEUTRAL;
    for (size_t i = count; i-- > 0;) {
        add(&partial, &partial, &buckets[i]);
        add(r, r, &partial);
    }
}

/* Points of one digit gathered in a bucket (Pippenger). */
static int pippenger(point *r, const uint8_t *elements, const uint8_t *scalars, size_t count, unsigned bits) {
    unsigned width = best_window(count, bits), windows = bits / width + 1;
    size_t buckets = (size_t)1 << (width - 1);
    ready_affine *points = malloc(count * sizeof *points);
    int16_t *digits = malloc(count * windows * sizeof *digits);
    point *bucket = malloc(buckets * sizeof *bucket);
    int outcome = points == NULL || digits == NULL || bucket == NULL ? NO_MEMORY : DONE;
    for (size_t i = 0; outcome == DONE && i < count; i++) {
        points[i] = load_ready(elements + i * ELEMENT);
        window_digits(digits + i, count, scalars + i * SCALAR, width, windows);
    }
    *r = NEUTRAL;
    for (unsigned w = windows; outcome == DONE && w-- > 0;) {
        for (unsigned i = 0; i < width; i++) twice(r, r);
        for (size_t i = 0; i < buckets; i++) bucket[i] = NEUTRAL;
        for (size_t i = 0; i < count; i++) {
            int digit = digits[w * count + i];
            if (digit == 0) continue;
            point *to = &bucket[(digit < 0 ? -digit : digit) - 1];
            add_affine(to, to, &points[i], digit < 0);
        }
        add_buckets(r, bucket, buckets);
    }
    free(points);
    free(digits);
    free(bucket);
    return outcome;
}

/* ---- what callers see of the curve ----------------------------------------------------------------------------- */

#define FEW 400

/* The elements with these codes, spelled canonically; members of the group if that is asked. */
EXPORT int64_t ed25519_decode(uint8_t *elements, const uint8_t *codes, size_t count, int members) {
    for (size_t i = 0; i < count; i += LANES) {
        point p[LANES] = {{{{0}}, {{0}}, {{0}}, {{0}}}}; /* where decoding fails nothing is written */
        int lanes = count - i < LANES ? (int)(count - i) : LANES;
        unsigned good = decode(p, codes + i * CODE, lanes);
        if (members) good &= find_members(p, lanes);
        for (int k = 0; k < lanes; k++) {
            if (!(good >> k & 1)) return (int64_t)i + k;
            store_element(elements + (i + (size_t)k) * ELEMENT, &p[k]);
        }
    }
    return DONE;
}

/* The first point from a number on, times 8 (specification, section 2.4). */
EXPORT int64_t ed25519_next_member(uint8_t *element, const uint8_t *number) {
    uint8_t code[CODE];
    point p;
    memcpy(code, number, CODE);
    while (!decode(&p, code, 1))
        for (int k = 0; k < CODE && ++code[k] == 0; k++) {}
    for (int k = 0; k < 3; k++) twice(&p, &p);
    int outcome = normalise(&p, 1);
    if (outcome == DONE) store_element(element, &p);
    return outcome;
}

EXPORT size_t ed25519_table_size(void) { return sizeof(table); }

EXPORT int64_t ed25519_table(table *t, const uint8_t *element) {
    point base = load_element(element);
    return fill_table(t, &base);
}

/*
 * The codes of g^a y^b point^c for scalars c, a, b, one triple for each term; the terms of a point follow one another,
 * `sizes` says how many it has. Where `unchecked` is set the point is shown to be a member as well.
 */
EXPORT int64_t ed25519_commitments(uint8_t *codes, const table *g, const table *y, const uint8_t *elements,
                                   const uint32_t *sizes, const uint8_t *unchecked, size_t count,
                                   const uint8_t *scalars) {
    size_t terms = 0, most = 0;
    for (size_t i = 0; i < count; i++) {
        terms += sizes[i];
        if (sizes[i] > most) most = sizes[i];
    }
    point *results = malloc((terms + 1) * sizeof *results), *next = results;
    power *powers = malloc((most + 1) * sizeof *powers);
    int64_t outcome = results == NULL || powers == NULL ? NO_MEMORY : DONE;
    for (size_t i = 0; outcome == DONE && i < count; i++) {
        point base = load_element(elements + i * ELEMENT), ended;
        for (uint32_t k = 0; k < sizes[i]; k++) begin_power(&powers[k], scalars + k * 3 * SCALAR);
        if (unchecked[i]) begin_power(&powers[sizes[i]], ORDER);
        run_powers(powers, sizes[i] + (size_t)unchecked[i], &base);
        for (uint32_t k = 0; k < sizes[i]; k++, next++, scalars += 3 * SCALAR) {
            end_power(next, &powers[k]);
            add_fixed(next, g, scalars + SCALAR);
            if (y != NULL) add_fixed(next, y, scalars + 2 * SCALAR);
        }
        if (!unchecked[i]) continue;
        end_power(&ended, &powers[sizes[i]]);
        if (!is_neutral(&ended)) outcome = (int64_t)i;
    }
    if (outcome == DONE) outcome = normalise(results, terms);
    for (size_t i = 0; outcome == DONE && i < terms; i++) store_code(codes + i * CODE, &results[i]);
    free(results);
    free(powers);
    return outcome;
}

EXPORT int64_t ed25519_multi_exp(uint8_t *element, const uint8_t *elements, const uint8_t *scalars, size_t count) {
    point result;
    unsigned bits = longest(scalars, count, SCALAR, SCALAR);
    int outcome = (count < FEW ? straus : pippenger)(&result, elements, scalars, count, bits);
    if (outcome == DONE) outcome = normalise(&result, 1);
    if (outcome == DONE) store_element(element, &result);
    return outcome;
}

EXPORT int64_t ed25519_product(uint8_t *element, const uint8_t *elements, size_t count) {
    point result = NEUTRAL;
    for (size_t i = 0; i < count; i++) {
        ready_affine next = load_ready(elements + i * ELEMENT);
        add_affine(&result, &result, &next, 0);
    }
    int outcome = normalise(&result, 1);
    if (outcome == DONE) store_element(element, &result);
    return outcome;
}

/*
 * ---- integers modulo an odd p of 2048 bits: 34 limbs of 61 bits, in Montgomery's form a R for R = 2^2074 ----------
 * Numbers are kept below 2p, with limbs below 2^61. A column of a product is the sum of at most 34 products of limbs,
 * so below 34 * 2^122 < 2^128. R being 2^26 times p and more, no product needs a subtraction in the end:
 * (a b + m p)/R < (4 p^2 + R p)/R < p + p/2^24.
 *
 * Columns are computed in blocks of 17 limbs by 17. Written out by the compiler, without a loop whose end the processor
 * has to guess, a product takes 0.9 of the time, a square 0.75.
 */

#if defined(__clang__)
#define UNROLL _Pragma("clang loop unroll(full)")
#else
#define UNROLL _Pragma("GCC unroll 34")
#endif
#define APART __attribute__((noinline)) /* or else copies of them would not fit into the cache of instructions */

#define LIMBS 34
#define HALF 17
#define COLUMNS_OF_BLOCK (2 * HALF - 1)
#define LIMB 61
#define LOW61 ((UINT64_C(1) << LIMB) - 1)
#define NUMBER 256

typedef struct { uint64_t v[LIMBS]; } number;

/* The modulus, R^2 and R modulo it, and -1/p modulo 2^61. */
typedef struct { number p, square, one; uint64_t inverse; } modulus;

/* Adds the columns of a b. */
APART static void add_block(wide *sum, const uint64_t *a, const uint64_t *b) {
    UNROLL
    for (int k = 0; k < COLUMNS_OF_BLOCK; k++) {
        int first = k < HALF ? 0 : k - HALF + 1, last = k < HALF ? k : HALF - 1;
        wide s = sum[k];
        UNROLL
        for (int i = first; i <= last; i++) s += (wide)a[i] * b[k - i];
        sum[k] = s;
    }
}

/* Sets the columns of a a: equal products taken once and doubled. */
APART static void set_square_block(wide *sum, const uint64_t *a) {
    UNROLL
    for (int k = 0; k < COLUMNS_OF_BLOCK; k++) {
        wide s = 0;
        UNROLL
        for (int i = k < HALF ? 0 : k - HALF + 1; 2 * i < k; i++) s += (wide)a[i] * a[k - i];
        s += s;
        sum[k] = k % 2 ? s : s + (wide)a[k / 2] * a[k / 2];
    }
    sum[COLUMNS_OF_BLOCK] = 0;
}

/*
 * Finds the m that makes 17 columns of sum + m p divisible by 2^61 one after the other, adds m times the lower half of
 * p to these and the next 16 columns, and gives the carry out of the 17: below 2^68, as every column is below 2^128.
 */
APART static wide clear_columns(wide *sum, uint64_t *m, wide carry, const modulus *p) {
    UNROLL
    for (int k = 0; k < HALF; k++) {
        wide s = sum[k] + carry;
        UNROLL
        for (int i = 0; i < k; i++) s += (wide)m[i] * p->p.v[k - i];
        m[k] = (uint64_t)s * p->inverse & LOW61;
        carry = (s + (wide)m[k] * p->p.v[0]) >> LIMB;
    }
    UNROLL
    for (int k = HALF; k < COLUMNS_OF_BLOCK; k++) {
        wide s = sum[k];
        UNROLL
        for (int i = k - HALF + 1; i < HALF; i++) s += (wide)m[i] * p->p.v[k - i];
        sum[k] = s;
    }
    return carry;
}

/*
 * The columns, a product of numbers below 2p, divided by R. They are carried first: to the limb of 61 bits that is
 * left in each come at most 34 products of m and p and a carry, again below 2^128. The result is below 2^2049, so that
 * its last limb is below 2^36.
 */
APART static void reduce(number *r, wide sum[2 * LIMBS], const modulus *p) {
    uint64_t m[HALF];
    wide carry = 0;
    for (int k = 0; k < 2 * LIMBS; k++) {
        carry += sum[k];
        sum[k] = (uint64_t)carry & LOW61;
        carry >>= LIMB;
    }
    carry = clear_columns(sum, m, 0, p);
    add_block(sum + HALF, m, p->p.v + HALF);
    carry = clear_columns(sum + HALF, m, carry, p);
    add_block(sum + 2 * HALF, m, p->p.v + HALF);
    for (int k = 0; k < LIMBS; k++) {
        carry += sum[LIMBS + k];
        r->v[k] = (uint64_t)carry & LOW61;
        carry >>= LIMB;
    }
}

/* a b/R. */
static void multiply(number *r, const number *a, const number *b, const modulus *p) {
    wide sum[2 * LIMBS] = {0};
    add_block(sum, a->v, b->v);
    add_block(sum + HALF, a->v + HALF, b->v);
    add_block(sum + HALF, a->v, b->v + HALF);
    add_block(sum + 2 * HALF, a->v + HALF, b->v + HALF);
    reduce(r, sum, p);
}

/* a a/R. The columns are those of `multiply`, so their bound is too; twice a limb is below 2^62. */
static void square(number *r, const number *a, const modulus *p) {
    wide sum[2 * LIMBS];
    uint64_t twice_low[HALF];
    for (int i = 0; i < HALF; i++) twice_low[i] = 2 * a->v[i];
    set_square_block(sum, a->v);
    set_square_block(sum + 2 * HALF, a->v + HALF);
    add_block(sum + HALF, a->v + HALF, twice_low);
    reduce(r, sum, p);
}

static number limbs_of(const uint8_t bytes[NUMBER]) {
    number r;
    wide waiting = 0;
    int bits = 0, taken = 0;
    for (int i = 0; i < LIMBS; i++) {
        if (bits < LIMB && taken < NUMBER) {
            waiting |= (wide)load64(bytes + taken) << bits;
            bits += 64, taken += 8;
        }
        r.v[i] = (uint64_t)waiting & LOW61;
        waiting >>= LIMB, bits -= LIMB;
    }
    return r;
}

static void load(number *r, const uint8_t bytes[NUMBER], const modulus *p) {
    number plain = limbs_of(bytes);
    multiply(r, &plain, &p->square, p);
}

/* Out of Montgomery's form, as the one number below p. A product with 1 is at most p, and p only for zero. */
static number plain(const number *a, const modulus *p) {
    static const number UNIT = {{1}};
    number r, less;
    uint64_t borrow = 0;
    multiply(&r, a, &UNIT, p);
    for (int i = 0; i < LIMBS; i++) {
        less.v[i] = r.v[i] - p->p.v[i] - borrow;
        borrow = less.v[i] >> 63;
        less.v[i] &= LOW61;
    }
    return borrow ? r : less;
}

static void store(uint8_t bytes[NUMBER], const number *a, const modulus *p) {
    number r = plain(a, p);
    wide waiting = 0;
    int bits = 0, next = 0;
    for (int i = 0; next < NUMBER; i++) {
        waiting |= (wide)r.v[i] << bits;
        bits += LIMB;
        if (bits < 64) continue;
        store64(bytes + next, (uint64_t)waiting);
        waiting >>= 64, bits -= 64, next += 8;
    }
}

static int is_one(const number *a, const modulus *p) {
    number r = plain(a, p);
    uint64_t rest = r.v[0] ^ 1;
    for (int i = 1; i < LIMBS; i++) rest |= r.v[i];
    return rest == 0;
}

/* Where exponents have odd digits of at most `width` bits, the others being zero; gives how many there are. */
static unsigned sliding(uint8_t *digits, const uint8_t *exponent, size_t size, unsigned width) {
    unsigned positions = 8 * (unsigned)size, length = 0;
    memset(digits, 0, positions);
    for (unsigned i = 0; i < positions;) {
        if (bits_at(exponent, size, i, 1) == 0) {
            i++;
            continue;
        }
        digits[i] = (uint8_t)bits_at(exponent, size, i, width);
        length = i + 1;
        i += width;
    }
    return length;
}

/* A digit of w bits is met once in w + 1 and costs one product, its odd values two each in the end. */
static unsigned sliding_width(unsigned bits) { return bits > 600 ? 6 : bits > 60 ? 4 : bits > 12 ? 3 : 1; }

/* As `power` above: bucket[i] is the product of the squarings where the digit is 2i + 1. */
typedef struct {
    uint8_t *digits;
    unsigned length;
    uint64_t filled;
    number *bucket;
} field_power;

static void run_field_powers(field_power *powers, size_t count, const number *base, const modulus *p) {
    unsigned length = 0;
    number squared = *base;
    for (size_t k = 0; k < count; k++)
        if (powers[k].length > length) length = powers[k].length;
    for (unsigned i = 0; i < length; i++) {
        for (size_t k = 0; k < count; k++) {
            unsigned digit = i < powers[k].length ? powers[k].digits[i] : 0;
            if (digit == 0) continue;
            number *bucket = &powers[k].bucket[digit >> 1];
            if (powers[k].filled >> (digit >> 1) & 1) multiply(bucket, bucket, &squared, p);
            else *bucket = squared;
            powers[k].filled |= UINT64_C(1) << (digit >> 1);
        }
        if (i + 1 < length) square(&squared, &squared, p);
    }
}

/* r times the product of bucket[i]^(2i + 1), as in `end_power`. */
static void times_field_power(number *r, const field_power *k, unsigned odd, const modulus *p) {
    number partial = p->one, weighted = p->one;
    for (unsigned i = odd; i-- > 0;) {
        if (k->filled >> i & 1) multiply(&partial, &partial, &k->bucket[i], p);
        if (i > 0 && k->filled >> i != 0) multiply(&weighted, &weighted, &partial, p);
    }
    square(&weighted, &weighted, p);
    multiply(r, r, &weighted, p);
    multiply(r, r, &partial, p);
}

EXPORT size_t field_modulus_size(void) { return sizeof(modulus); }

/* From p and 2^4148 modulo p, which is R^2. Newton: the inverse has 3 right bits, then 6, 12, 24, 48, 96. */
EXPORT void field_modulus(modulus *m, const uint8_t *p, const uint8_t *square_of_r) {
    static const number UNIT = {{1}};
    m->p = limbs_of(p);
    m->square = limbs_of(square_of_r);
    uint64_t inverse = m->p.v[0];
    for (int i = 0; i < 5; i++) inverse *= 2 - m->p.v[0] * inverse;
    m->inverse = (0 - inverse) & LOW61;
    multiply(&m->one, &m->square, &UNIT, m);
}

EXPORT size_t field_table_size(unsigned width, size_t size) {
    return (8 * size + width - 1) / width * ((size_t)1 << width) * sizeof(number);
}

/* Row i has the powers 0 to 2^width - 1 of the base to the 2^(width i). */
EXPORT void field_table(number *row, const uint8_t *base, unsigned width, size_t size, const modulus *p) {
    size_t rows = (8 * size + width - 1) / width, columns = (size_t)1 << width;
    number start;
    load(&start, base, p);
    for (size_t i = 0; i < rows; i++, row += columns) {
        row[0] = p->one;
        for (size_t k = 1; k < columns; k++) multiply(&row[k], &row[k - 1], &start, p);
        multiply(&start, &row[columns - 1], &start, p);
    }
}

static void times_fixed(number *r, const number *row, const uint8_t *exponent, unsigned width, size_t size,
                        const modulus *p) {
    for (unsigned i = 0; i < 8 * size; i += width, row += (size_t)1 << width) {
        unsigned digit = bits_at(exponent, size, i, width);
        if (digit != 0) multiply(r, r, &row[digit], p);
    }
}

/*
 * As `ed25519_commitments`: g^a y^b base^c for exponents c, a, b of `size` bytes, one triple for each term. Where
 * `unchecked` is set the base to the `order` must be 1.
 */
EXPORT int64_t field_commitments(uint8_t *results, const modulus *p, const number *g, const number *y, unsigned width,
                                 size_t size, const uint8_t *bases, const uint32_t *sizes, const uint8_t *unchecked,
                                 size_t count, const uint8_t *exponents, const uint8_t *order) {
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        if (sizes[i] > most) most = sizes[i];
    unsigned window = sliding_width(8 * (unsigned)size), odd = 1U << (window - 1);
    field_power *powers = malloc((most + 1) * sizeof *powers);
    number *buckets = malloc((most + 1) * odd * sizeof *buckets);
    uint8_t *digits = malloc((most + 1) * 8 * size);
    int64_t outcome = powers == NULL || buckets == NULL || digits == NULL ? NO_MEMORY : DONE;
    for (size_t i = 0; outcome == DONE && i < count; i++) {
        number base;
        size_t wanted = sizes[i] + (size_t)unchecked[i];
        load(&base, bases + i * NUMBER, p);
        for (size_t k = 0; k < wanted; k++) {
            field_power *own = &powers[k];
            own->digits = digits + k * 8 * size, own->bucket = buckets + k * odd, own->filled = 0;
            own->length = sliding(own->digits, k < sizes[i] ? exponents + k * 3 * size : order, size, window);
        }
        run_field_powers(powers, wanted, &base, p);
        for (size_t k = 0; k < sizes[i]; k++, results += NUMBER, exponents += 3 * size) {
            number r = p->one;
            times_field_power(&r, &powers[k], odd, p);
            times_fixed(&r, g, exponents + size, width, size, p);
            if (y != NULL) times_fixed(&r, y, exponents + 2 * size, width, size, p);
            store(results, &r, p);
        }
        if (!unchecked[i]) continue;
        number one = p->one;
        times_field_power(&one, &powers[sizes[i]], odd, p);
        if (!is_one(&one, p)) outcome = (int64_t)i;
    }
    free(powers);
    free(buckets);
    free(digits);
    return outcome;
}

#define AT_ONCE 512

/* r times the product of a few bases to their exponents, with shared squarings (Straus). */
static int times_few(number *r, const uint8_t *bases, const uint8_t *exponents, size_t count, size_t size,
                     const modulus *p) {
    unsigned width = sliding_width(8 * (unsigned)size), odd = 1U << (width - 1), length = 0;
    number *multiples = malloc(count * odd * sizeof *multiples), product = p->one;
    uint8_t *digits = malloc(count * 8 * size);
    int outcome = multiples == NULL || digits == NULL ? NO_MEMORY : DONE;
    for (size_t i = 0; outcome == DONE && i < count; i++) {
        number *own = multiples + i * odd, squared;
        unsigned here = sliding(digits + i * 8 * size, exponents + i * size, size, width);
        if (here > length) length = here;
        load(own, bases + i * NUMBER, p);
        if (odd > 1) square(&squared, own, p);
        for (unsigned k = 1; k < odd; k++) multiply(&own[k], &own[k - 1], &squared, p);
    }
    for (unsigned at = length; outcome == DONE && at-- > 0;) {
        square(&product, &product, p);
        for (size_t i = 0; i < count; i++) {
            unsigned digit = digits[i * 8 * size + at];
            if (digit != 0) multiply(&product, &product, &multiples[i * odd + (digit >> 1)], p);
        }
    }
    multiply(r, r, &product, p);
    free(multiples);
    free(digits);
    return outcome;
}

EXPORT int64_t field_multi_exp(uint8_t *result, const modulus *p, const uint8_t *bases, const uint8_t *exponents,
                               size_t count, size_t size) {
    number r = p->one;
    int outcome = DONE;
    for (size_t i = 0; outcome == DONE && i < count; i += AT_ONCE) {
        size_t few = count - i < AT_ONCE ? count - i : AT_ONCE;
        outcome = times_few(&r, bases + i * NUMBER, exponents + i * size, few, size, p);
    }
    store(result, &r, p);
    return outcome;
}
