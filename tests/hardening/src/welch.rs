//! Whether two kinds of input take different time: Welch's t-test, as in "Dude, is my code constant time?"
//! (Reparaz, Balasch, Verbauwhede, 2017).

/// From this on, the paper takes times to differ.
pub const LEAK: f64 = 10.0;
/// Up to this, nothing suggests that they do.
pub const NOTHING: f64 = 4.5;

/// Mean and variance of numbers that come one at a time.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moments {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Adds a number (Welford's algorithm).
    pub fn add(&mut self, number: f64) {
        self.count += 1.0;
        let distance = number - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (number - self.mean);
    }

    fn variance_of_mean(&self) -> f64 {
        self.squares / (self.count - 1.0) / self.count
    }
}

/// Welch's t of two samples; 0 where they are too small to say anything.
#[must_use]
pub fn t(one: &Moments, other: &Moments) -> f64 {
    if one.count < 2.0 || other.count < 2.0 {
        return 0.0;
    }
    let deviation = (one.variance_of_mean() + other.variance_of_mean()).sqrt();
    if deviation > 0.0 { (one.mean - other.mean) / deviation } else { 0.0 }
}

/// The largest |t| over several croppings, as the tail of slow measurements is that of the machine; and
/// the difference of the means there, in the unit of the measurements.
///
/// # Panics
///
/// When a class has no measurement.
#[must_use]
pub fn strongest(one: &[f64], other: &[f64]) -> (f64, f64) {
    let mut all = [one, other].concat();
    all.sort_by(f64::total_cmp);
    // Thresholds are those of the paper: they lie closer together towards the fast end.
    let thresholds = (0..=20).map(|step| match step {
        0 => f64::INFINITY,
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
        _ => all[((1.0 - 0.5_f64.powf(10.0 * f64::from(step) / 20.0)) * (all.len() - 1) as f64) as usize],
    });
    thresholds
        .map(|threshold| {
            let cropped = |times: &[f64]| {
                let mut moments = Moments::default();
                times.iter().filter(|time| **time <= threshold).for_each(|time| moments.add(*time));
                moments
            };
            let (one, other) = (cropped(one), cropped(other));
            (t(&one, &other), one.mean - other.mean)
        })
        .max_by(|one, other| one.0.abs().total_cmp(&other.0.abs()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::strongest;

    #[test]
    fn a_difference_shows_and_none_does_not() {
        let times = |shift: f64| (0..20_000).map(|at| f64::from(at * 7919 % 1000) + shift).collect::<Vec<_>>();
        assert!(strongest(&times(0.0), &times(0.0)).0.abs() < 0.001);
        assert!(strongest(&times(100.0), &times(0.0)).0 > 10.0);
    }
}
