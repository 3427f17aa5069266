//! Float functions that give the same bits on every processor: only +, −, ×, ÷ and √ in a fixed order, no platform library, no fused
//! multiply-add. Sums run over sixteen lanes that are added up last, so that any vector width gives the same result.

const LANES: usize = 16;

/// e to the power of x; relative error below 2e-7, flushes to 0 below −87.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.3, 88.3);
    // Nearest integer by the magic number 1.5 * 2^23.
    let n = (x * std::f32::consts::LOG2_E + 12_582_912.0) - 12_582_912.0;
    // ln 2 in two parts (Cody and Waite).
    let r = x - n * 0.693_359_4 - n * -2.121_944_4e-4;
    let p = 1.987_569_1e-4;
    let p = p * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 5.000_000_1e-1;
    let y = p * r * r + r + 1.0;
    y * f32::from_bits(((n as i32 + 127) as u32) << 23)
}

/// The Gauss error function (Abramowitz and Stegun 7.1.26, absolute error below 2e-7).
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let a = x.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let p = ((((1.061_405_4 * t - 1.453_152) * t + 1.421_413_7) * t - 0.284_496_74) * t + 0.254_829_6) * t;
    let y = 1.0 - p * exp(-a * a);
    if x < 0.0 { -y } else { y }
}

/// Gaussian error linear unit, exact form, in place.
#[inline(always)]
pub fn gelu(values: &mut [f32]) {
    for v in values {
        *v = *v * 0.5 * (1.0 + erf(*v * std::f32::consts::FRAC_1_SQRT_2));
    }
}

/// Sum of the products of two equally long rows.
#[inline(always)]
pub fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    let whole = a.len() / LANES * LANES;
    for (x, y) in a[..whole].chunks_exact(LANES).zip(b[..whole].chunks_exact(LANES)) {
        for l in 0..LANES {
            lanes[l] += x[l] * y[l];
        }
    }
    let rest: f32 = a[whole..].iter().zip(&b[whole..]).fold(0.0, |s, (x, y)| s + x * y);
    add_up(&lanes) + rest
}

/// Sum of a row.
#[inline(always)]
pub fn sum(a: &[f32]) -> f32 {
    let mut lanes = [0f32; LANES];
    let chunks = a.chunks_exact(LANES);
    let rest = chunks.remainder().iter().fold(0.0, |s, x| s + x);
    for x in chunks {
        for l in 0..LANES {
            lanes[l] += x[l];
        }
    }
    add_up(&lanes) + rest
}

#[inline(always)]
fn add_up(lanes: &[f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    let mut lanes = *lanes;
    while width > 0 {
        for l in 0..width {
            lanes[l] += lanes[l + width];
        }
        width /= 2;
    }
    lanes[0]
}

/// Layer normalisation of one row, in place.
#[inline(always)]
pub fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let n = row.len() as f32;
    let mean = sum(row) / n;
    row.iter_mut().for_each(|v| *v -= mean);
    let scale = 1.0 / (dot(row, row) / n + 1e-12).sqrt();
    for ((v, w), b) in row.iter_mut().zip(weight).zip(bias) {
        *v = *v * scale * w + b;
    }
}

/// Softmax of one row, in place.
#[inline(always)]
pub fn softmax(row: &mut [f32]) {
    let top = row.iter().fold(f32::NEG_INFINITY, |a, b| a.max(*b));
    row.iter_mut().for_each(|v| *v = exp(*v - top));
    let inverse = 1.0 / sum(row);
    row.iter_mut().for_each(|v| *v *= inverse);
}

/// `y += a * x`.
#[inline(always)]
pub fn add_scaled(y: &mut [f32], a: f32, x: &[f32]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn close_to_the_real_functions() {
        for n in -800..800 {
            let x = n as f32 / 10.0;
            assert!((exp(x) - f64::from(x).exp() as f32).abs() <= 4e-7 * f64::from(x).exp() as f32, "exp {x}");
        }
        // Values from Abramowitz and Stegun, table 7.1.
        for (x, y) in [(0.0, 0.0), (0.5, 0.520_499_9), (1.0, 0.842_700_8), (2.0, 0.995_322_3), (-1.0, -0.842_700_8)] {
            assert!((erf(x) - y).abs() < 5e-7, "erf {x}");
        }
    }

    #[test]
    fn softmax_sums_to_one() {
        let mut row: Vec<f32> = (0..37).map(|n| n as f32 / 7.0).collect();
        softmax(&mut row);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-5);
    }
}
